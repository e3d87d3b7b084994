"""Labelled texts: what buyers write, and what it tells."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from bot.dialogue.reading import Found, Reading
from bot.dialogue.state import LANGUAGES, How, Language
from bot.texts.say import Words
from bot.understand.reader import Reader
from rules.facts import Count, Facts, Value
from rules.loader import load
from rules.policy import Policy

FOLDER = Path(__file__).parents[1] / "examples" / "texts"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

Half = Literal["open", "more", "fresh", "late", "school", "kept", "sealed", "exam", "proof"]
HALVES: tuple[Half, ...] = ("open", "more", "fresh", "late", "kept", "sealed", "exam", "proof")
"""The halves that are measured; of `school` the second opinion is learned."""

HOW: dict[str, How] = {"forwarded": "forwarded"}

TOLERANCE = {"hours": 24, "days": 1, "business_days": 1, "years": 0}
FEW_HOURS, EXACT_BELOW = 2, 24


@dataclass(frozen=True)
class Labelled:
    """One text with its labels; `rest` is true of the order without being said."""

    language: Language
    kind: str
    say: str
    number: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    rest: Mapping[str, Value] = field(default_factory=dict)
    tricks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@cache
def labelled(half: Half) -> tuple[Labelled, ...]:
    texts: list[Labelled] = []
    for language in LANGUAGES:
        file = FOLDER / f"{language}_{half}.toml"
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["text"]:
            for many in ("tricks", "topics"):
                entry[many] = tuple(entry.get(many, ()))
            texts.append(Labelled(language=language, **entry))
    return tuple(texts)


@cache
def policy() -> Policy:
    return load()


@cache
def reader() -> Reader:
    return Reader(policy(), Words.load())


def read(text: Labelled) -> Reading:
    return reader().read(text.say, HOW.get(text.kind, "typed"), NOW)


def value_of(found: Found) -> Value:
    """A found fact as the rules see it now."""
    if not isinstance(found.value, datetime):
        return found.value
    fact = policy().vocabulary[found.fact]
    assert isinstance(fact, Count)
    return fact.at(found.value, NOW)


def agrees(fact: str, found: Value, label: Value) -> bool:
    """Whether a found value is the labelled one; a day more or less is the same day."""
    known = policy().vocabulary[fact]
    if not isinstance(known, Count) or isinstance(found, str) or isinstance(label, str):
        return found == label
    few = known.unit == "hours" and label < EXACT_BELOW
    return abs(found - label) <= (FEW_HOURS if few else TOLERANCE[known.unit])


def truth(text: Labelled) -> Facts:
    """Everything that is true of the order."""
    return Facts({**text.rest, **text.facts})
