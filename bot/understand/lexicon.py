"""What words tell, as data: `locales/<language>/words.toml`, checked against the policy's facts."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot.dialogue.state import LANGUAGES, Language
from bot.texts.catalog import FOLDER, CatalogFault
from rules.facts import BadFact, Choice, Count, Value, Vocabulary

GAP = "~"
NEAR = "&"
ANY_ENDING = "*"
SHORTEST_STEM = 2
ELSEWHERE = "elsewhere"
"""What takes a time that counts nothing, such as the last movement of a parcel."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: one of `words`, or a word with one of the beginnings; or a gap."""

    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    gap: bool = False

    def fits(self, word: str) -> bool:
        """Whether a folded word stands here."""
        return word in self.words or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row with their meaning: `tells` facts, `dates` a counter (or `elsewhere`), or a `name`.

    `others` are further rows of words that stand near the first, before or behind it.
    `even_asked`: a question with these words tells the same ("when will they ship?": it is not shipped).
    """

    elements: tuple[Element, ...]
    language: Language
    others: tuple[tuple[Element, ...], ...] = ()
    tells: tuple[tuple[str, Value], ...] = ()
    dates: str = ""
    name: str = ""
    even_asked: bool = False


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
        _element.cache_clear()


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
    return Lexicon(
        language=language,
        phrases=tuple(_telling(language, data["phrase"], vocabulary)),
        lines=tuple(_telling(language, data["line"], vocabulary)),
        goals=_named(language, data["goals"]),
        countdown=_named(language, data["countdown"]),
        manner=_named(language, data["manner"]),
        seller=_named(language, data["seller"]),
        tricks=_named(language, data["tricks"]),
        homes=_named(language, data["home"]),
        orders=_named(language, data["orders"]),
        about=_named(language, data["about"]),
        courtesy=_named(language, data["courtesy"]),
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
    language: Language, entries: Iterable[Mapping[str, Any]], vocabulary: Vocabulary
) -> Iterable[Phrase]:
    for entry in entries:
        tells = tuple((fact, _checked(fact, value, vocabulary)) for fact, value in entry["tells"].items())
        dates = entry.get("dates", "")
        if dates not in ("", ELSEWHERE) and not isinstance(vocabulary[dates], Count):
            raise ValueError(f"dates = {dates!r}: it is no counter")
        for said in entry["says"]:
            first, *others = (elements(part) for part in said.split(NEAR))
            yield Phrase(
                first, language, tuple(others), tells, dates, even_asked=entry.get("even_asked", False)
            )


def _checked(fact: str, value: Value, vocabulary: Vocabulary) -> Value:
    if not isinstance(vocabulary[fact], Choice):
        raise ValueError(f"tells = {fact!r}: only a choice can be told by a phrase")  # noqa: TRY004 - data, not code
    return vocabulary[fact].check(value)


def _named(language: Language, section: Mapping[str, Iterable[str]]) -> tuple[Phrase, ...]:
    return tuple(_one(language, said, name) for name, phrases in section.items() for said in phrases)


def _one(language: Language, said: str, name: str) -> Phrase:
    first, *others = (elements(part) for part in said.split(NEAR))
    return Phrase(first, language, tuple(others), name=name)


def elements(said: str) -> tuple[Element, ...]:
    """The places of a phrase as written down. Raises ValueError for one that begins or ends with a gap."""
    places = tuple(_element(word) for word in said.split())
    if not places or places[0].gap or places[-1].gap:
        raise ValueError(f"the phrase {said!r} does not begin and end with a word")
    return places


@cache
def _element(written: str) -> Element:
    """The same words are written again and again: one element stands for all of them."""
    if written == GAP:
        return Element(gap=True)
    options = written.split("/")
    stems = tuple(option.removesuffix(ANY_ENDING) for option in options if option.endswith(ANY_ENDING))
    if any(len(stem) < SHORTEST_STEM for stem in stems):
        raise ValueError(f"{written!r} would fit almost any word")
    words = tuple(dict.fromkeys(option for option in options if not option.endswith(ANY_ENDING)))
    return Element(words, stems)
