"""What was understood of a text: facts, numbers, wishes. Nobody has acted on it yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

from bot.dialogue.state import How, Language, Sum
from rules.facts import Value

NumberKind = Literal["order", "product", "tracking", "mistyped", "none"]
Verdict = Literal["shop", "lookalike", "other"]
Goal = Literal["", "r", "m", "d", "f"]
"""A part of an order that is asked for; see `routes.GOALS`."""
Courtesy = Literal["", "hello", "thanks", "emoji"]

DEBITED_TWICE = "twice"
"""The help topic of a debit that no fact of an order tells: it is said whatever else the text tells."""

BESIDES = ("method", "region", "return_right", "chargeback", "button")
"""Facts that go with an order and tell of none by themselves."""

UNNAMED = ""
"""The name of a sum of which a text does not say what it is."""


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """What a number in a text is; `digits` only where it is an order number."""

    kind: NumberKind
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One fact: a value or a moment (aware, UTC). What is not `sure` is asked, never taken."""

    fact: str
    value: Value | datetime
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Site:
    """A web address or a contact outside the shop, by its host, and whose it is."""

    host: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Thing:
    """A word that may be of a name; one that is not `free` also tells something, together with others."""

    word: str
    free: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, understood.

    `count` is a number that stands alone, `past` a moment that has passed, `left` a span that remains: what
    a question about a time may be answered with, where little else is said. `tricks` are what a seller asks
    for, `seller` says that the text is a seller's, `asks` that it is a question. `topics` are help topics,
    the best first; `subject` is the one that the words name plainly. `courtesy` is all that a greeting,
    thanks or an emoji says. `tongue` is the language that a person plainly writes themselves, `sum` the
    money that a short text names, `sums` all money of theirs by what it is; one may be UNNAMED. `another`
    says that another order begins to be told of, `several` that more than one is; `about` are the orders
    named by the names that their owner gave them, found among the `things`.
    `masked` names the kinds of personal data left out before anybody read the text.
    """

    how: How = "typed"
    facts: tuple[Found, ...] = ()
    number: FoundNumber = FoundNumber("none")
    count: int | None = None
    past: datetime | None = None
    left: timedelta | None = None
    goal: Goal = ""
    asks: bool = False
    seller: bool = False
    tricks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    subject: str = ""
    courtesy: Courtesy = ""
    sites: tuple[Site, ...] = ()
    masked: tuple[str, ...] = ()
    tongue: Language | None = None
    sum: Sum | None = None
    sums: Mapping[str, Sum] = field(default_factory=lambda: MappingProxyType({}))
    another: bool = False
    several: bool = False
    about: tuple[int, ...] = ()
    things: tuple[Thing, ...] = field(default=(), compare=False)

    @property
    def sure(self) -> tuple[Found, ...]:
        """The facts that may be taken once the person agrees."""
        return tuple(found for found in self.facts if found.sure)

    @property
    def named(self) -> int:
        """The one order that is named; 0 if none is, or it may be either of several."""
        return self.about[0] if len(self.about) == 1 else 0


NOTHING = Reading()
