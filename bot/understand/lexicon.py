"""What words tell, as data: `locales/<language>/words.toml`, checked against the policy's facts."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from bot.dialogue.state import LANGUAGES, Language
from bot.texts.catalog import FOLDER, CatalogFault
from rules.facts import BadFact, Choice, Count, Value, Vocabulary

GAP = "~"
NEAR = "&"
ANY_ENDING = "*"
SHORTEST_STEM = 2
LISTED = re.compile(r"<(\w+)>")
"""Stands for a list of words of the file, which are written once."""

ELSEWHERE = "elsewhere"
"""What takes a time that counts nothing, such as the last movement of a parcel."""


class Element(NamedTuple):
    """One place of a phrase: one of `words`, or a word with one of the beginnings `stems`."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A meaning and the ways to say it: `tells` facts, `dates` a counter (or `elsewhere`), or a `name`.

    Each of `says` is a row of words as `rows` reads it.
    `even_asked`: a question with these words tells the same ("when will they ship?": it is not shipped).
    """

    says: tuple[str, ...]
    language: Language
    tells: tuple[tuple[str, Value], ...] = ()
    dates: str = ""
    name: str = ""
    even_asked: bool = False


Lists = Mapping[str, str]
"""Words that stand for one another, by the name of their list, as a place of a phrase has them."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's knowledge. `phrases` tell facts; the other sections are rows of phrases or words.

    `lines` are phrases that only the shop's pages and messages say; `about` names help topics for sure.
    """

    language: Language
    phrases: tuple[Phrase, ...]
    lines: tuple[Phrase, ...]
    goals: tuple[Phrase, ...]
    countdown: tuple[Phrase, ...]
    manner: tuple[Phrase, ...]
    seller: tuple[Phrase, ...]
    tricks: tuple[Phrase, ...]
    homes: tuple[Phrase, ...]
    orders: tuple[Phrase, ...]
    about: tuple[Phrase, ...]
    courtesy: tuple[Phrase, ...]
    answers: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, str]
    time: Mapping[str, Any]
    page: Mapping[str, Mapping[str, tuple[str, ...]]]
    common: tuple[str, ...]
    naming: Mapping[str, tuple[str, ...]]

    def without_phrases(self) -> "Lexicon":
        """The words alone, for those who keep them: phrases take room, and `Phrases` has its own."""
        return replace(
            self,
            phrases=(),
            lines=(),
            goals=(),
            countdown=(),
            manner=(),
            seller=(),
            tricks=(),
            homes=(),
            orders=(),
            about=(),
            courtesy=(),
        )


def load_lexicons(vocabulary: Vocabulary, folder: Path = FOLDER) -> tuple[Lexicon, ...]:
    """The knowledge of every language. Raises CatalogFault naming the file and what is wrong in it."""
    try:
        return tuple(_load(language, vocabulary, folder) for language in LANGUAGES)
    finally:
        _check.cache_clear()


def _load(language: Language, vocabulary: Vocabulary, folder: Path) -> Lexicon:
    place = f"locales/{language}/words.toml"
    try:
        data = tomllib.loads((folder / language / "words.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CatalogFault(f"{place}: the file is missing") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogFault(f"{place}: it cannot be read: {error}") from None
    try:
        return _lexicon(language, data, vocabulary)
    except KeyError as missing:
        raise CatalogFault(f"{place}: section {missing} is missing") from None
    except (BadFact, ValueError) as error:
        raise CatalogFault(f"{place}: {error}") from None


def _lexicon(language: Language, data: Mapping[str, Any], vocabulary: Vocabulary) -> Lexicon:
    lists = {name: "/".join(words) for name, words in data["lists"].items()}
    telling = partial(_telling, language, lists, vocabulary)
    named = partial(_named, language, lists)
    return Lexicon(
        language=language,
        phrases=tuple(telling(data["phrase"])),
        lines=tuple(telling(data["line"])),
        goals=named(data["goals"]),
        countdown=named(data["countdown"]),
        manner=named(data["manner"]),
        seller=named(data["seller"]),
        tricks=named(data["tricks"]),
        homes=named(data["home"]),
        orders=named(data["orders"]),
        about=named(data["about"]),
        courtesy=named(data["courtesy"]),
        answers={name: tuple(words) for name, words in data["answers"].items()},
        topics=data["topics"],
        time=data["time"],
        page={
            part: {name: tuple(words) for name, words in names.items()}
            for part, names in data["page"].items()
        },
        common=tuple(data["common"]),
        naming={name: tuple(words) for name, words in data["naming"].items()},
    )


def _telling(
    language: Language, lists: Lists, vocabulary: Vocabulary, entries: Iterable[Mapping[str, Any]]
) -> Iterable[Phrase]:
    for entry in entries:
        tells = tuple((fact, _checked(fact, value, vocabulary)) for fact, value in entry["tells"].items())
        dates = entry.get("dates", "")
        if dates not in ("", ELSEWHERE) and not isinstance(vocabulary[dates], Count):
            raise ValueError(f"dates = {dates!r}: it is no counter")
        says = _said(entry["says"], lists)
        yield Phrase(says, language, tells, dates, even_asked=entry.get("even_asked", False))


def _checked(fact: str, value: Value, vocabulary: Vocabulary) -> Value:
    if not isinstance(vocabulary[fact], Choice):
        raise ValueError(f"tells = {fact!r}: only a choice can be told by a phrase")  # noqa: TRY004 - data, not code
    return vocabulary[fact].check(value)


def _named(language: Language, lists: Lists, section: Mapping[str, Iterable[str]]) -> tuple[Phrase, ...]:
    return tuple(Phrase(_said(says, lists), language, name=name) for name, says in section.items())


def rows(said: str) -> tuple[tuple[str, ...], ...]:
    """The places of a phrase as written: its first row, and those that stand near it, before or behind."""
    return tuple(tuple(part.split()) for part in said.split(NEAR))


def _said(says: Iterable[str], lists: Lists) -> tuple[str, ...]:
    """The ways to say something, written out. Raises ValueError for one that cannot be looked for."""
    checked = tuple(LISTED.sub(lambda name: _list(name[1], lists), said) for said in says)
    for row in (row for said in checked for row in rows(said)):
        if not row or GAP in (row[0], row[-1]):
            raise ValueError(f"the phrase {' '.join(row)!r} does not begin and end with a word")
        for written in row:
            _check(written)
    return checked


def _list(name: str, lists: Lists) -> str:
    if name not in lists:
        raise ValueError(f"<{name}>: there is no such list of words")
    return lists[name]


@cache
def _check(written: str) -> None:
    """The same words are written again and again: they are looked at once."""
    if written != GAP:
        element(written)


def element(written: str) -> Element:
    """A place of a phrase from its words as written. Raises ValueError for one that fits almost any word."""
    options = written.split("/")
    stems = tuple(option.removesuffix(ANY_ENDING) for option in options if option.endswith(ANY_ENDING))
    if any(len(stem) < SHORTEST_STEM for stem in stems):
        raise ValueError(f"{written!r} would fit almost any word")
    words = tuple(dict.fromkeys(option for option in options if not option.endswith(ANY_ENDING)))
    return Element(words, stems)
