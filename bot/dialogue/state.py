"""What is known of a person and their orders. Never where they are in the conversation: that is computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from rules.facts import UNKNOWN, Facts, Value

Language = Literal["en", "ru", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "ru", "es")
"""What is spoken with buyers."""

Written = Literal["en", "ru", "es", "zh"]
"""What is written in: sellers are also written to in Chinese."""

How = Literal["tapped", "typed", "pasted", "forwarded", "pictured", "shared"]
Outcome = Literal["refunded", "received", "gave_up", "other"]
OUTCOMES: tuple[Outcome, ...] = ("refunded", "received", "gave_up", "other")

NEVER_PAID = ("not_paid_in_time", "cancelled_unpaid")
"""Ends of an order that was never paid: no date of it is that of a payment or a refund."""

ENDED = ("completed", "closed")
"""The statuses that do not say how the order ended."""

MAX_CASES = 50
MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the buyer told: a value or a moment (aware, UTC), when they told it, and how."""

    value: Value | datetime
    at: datetime
    how: How


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing understood of a text and not yet agreed to. What is not `sure` is asked, never taken."""

    value: Value | datetime
    at: datetime
    how: How
    sure: bool


@dataclass(frozen=True, slots=True)
class Advised:
    """The answer last shown for an order: the policy's version, the step and its words, and when."""

    version: str
    step: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money in hundredths, with its currency as the buyer wrote it; empty if they did not."""

    cents: int
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A thing the buyer sent as evidence, by Telegram's ids; its contents are not kept.

    `kind` is what it is, `size` its bytes, `line` what of the list it is for, `caption` the buyer's words.
    """

    number: int
    file_id: str
    unique_id: str
    kind: str
    size: int
    line: str
    caption: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One order. `told` keeps the order of telling: Back walks it from the end.

    `heard` waits for the buyer's agreement; `readings` counts the texts it came from, so that an old
    agreement never takes what was heard later. `watched` is when the assistant last spoke of it by itself,
    `snoozed` until when it is to keep still; a `muted` order is never spoken of unasked.
    """

    id: int
    ordinal: int
    opened: datetime
    told: Mapping[str, Told] = field(default_factory=lambda: MappingProxyType({}))
    name: str = ""
    number: str = ""
    outcome: Outcome | None = None
    advised: Advised | None = None
    heard: Mapping[str, Heard] = field(default_factory=lambda: MappingProxyType({}))
    readings: int = 0
    watched: datetime | None = None
    snoozed: datetime | None = None
    muted: bool = False
    wrote: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """The letters the buyer says they sent to the seller, each with when they last did."""
    exhibits: tuple[Exhibit, ...] = ()
    next_exhibit: int = 1
    """The number of the next exhibit; those below it are never given again."""
    sums: Mapping[str, Sum] = field(default_factory=lambda: MappingProxyType({}))
    """What the buyer paid and what the seller offers, by name."""
    heard_sums: Mapping[str, Sum] = field(default_factory=lambda: MappingProxyType({}))
    """The sums understood of a text and not yet agreed to."""
    origin: str = ""
    """What stands for the order that this is a copy of, where somebody shared it."""
    guessed: Mapping[str, Value | datetime] = field(default_factory=lambda: MappingProxyType({}))
    """What was only half understood when the buyer agreed to the rest: offered first when it is asked."""
    supposed: bool = False
    """Whether a text began it, with its number if it has one."""

    def value(self, fact: str) -> Value | datetime | None:
        """What was told of `fact`; None if it never was."""
        told = self.told.get(fact)
        return told.value if told else None

    def tell(self, fact: str, value: Value | datetime, at: datetime, how: How) -> "Case":
        """The same case, knowing one thing more. Telling the same thing twice changes nothing.

        An end without a payment takes back that a refund began.
        """
        before = self.told.get(fact)
        heard = MappingProxyType({name: one for name, one in self.heard.items() if name != fact})
        guessed = MappingProxyType({name: one for name, one in self.guessed.items() if name != fact})
        known = replace(self, heard=heard, guessed=guessed)
        if before and before.value == value:
            return known
        told = {**self.told, fact: Told(value, at, how)}
        if fact == "end" and value in NEVER_PAID:
            told.pop("refund_bd", None)
        return replace(known, told=MappingProxyType(told))

    def agreed(self) -> "Case":
        """The same case with all that was surely heard told, the rest guessed, and nothing heard any more."""
        doubtful = {fact: heard.value for fact, heard in self.heard.items() if not heard.sure}
        sums = MappingProxyType({**self.sums, **self.heard_sums})
        case = replace(self, guessed=MappingProxyType({**self.guessed, **doubtful}), sums=sums)
        for fact, heard in self.heard.items():
            if heard.sure:
                case = case.tell(fact, heard.value, heard.at, heard.how)
        return case.unheard()

    def unheard(self) -> "Case":
        """The same case with nothing heard any more."""
        return replace(self, heard=MappingProxyType({}), heard_sums=MappingProxyType({}))

    @property
    def waits(self) -> bool:
        """Whether something heard waits for the buyer's agreement."""
        return bool(self.heard or self.heard_sums)

    @property
    def fresh(self) -> bool:
        """Whether a text began it and the buyer has added nothing of their own: it goes with that text."""
        return self.supposed and not (self.told or self.name or self.exhibits or self.wrote or self.sums)

    def facts(self) -> Facts:
        """The told facts as the rules take them: values apart from moments.

        A dispute that was lost is how an order ended of which nothing else is told.
        """
        values: dict[str, Value] = {}
        moments: dict[str, datetime] = {}
        for fact, told in self.told.items():
            if isinstance(told.value, datetime):
                moments[fact] = told.value
            else:
                values[fact] = told.value
        if values.get("status") in ENDED and values.get("dispute") == "lost" and not self.knows("end"):
            values["end"] = "dispute_lost"
        return Facts(values, moments)

    def knows(self, fact: str) -> bool:
        """Whether the buyer gave an answer other than "I don't know"."""
        return self.value(fact) not in (None, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the assistant, with their own orders and nobody else's.

    `chosen` is the language picked by hand, which wins for ever; `spoken` is the one they write; `hint` is
    what Telegram says.
    `next_case` is the number kept free for the next order; numbers below it are never given again.
    `viewing` is the address of the screen last shown: typed words are read in its light, and nothing else is.
    `album` is the last album answered.
    `zone` is the time zone told, empty while nobody knows it; `quiet` the hours, from and to, without
    messages; `ladder` the days before an end on which to be reminded; `paused` stops all reminders;
    `pinned` says that a pinned message shows the dates ahead;
    `reminded` is when the assistant last spoke by itself.
    """

    id: int
    chosen: Language | None = None
    hint: Language | None = None
    spoken: Language | None = None
    next_case: int = 1
    cases: Mapping[int, Case] = field(default_factory=lambda: MappingProxyType({}))
    viewing: str = ""
    album: str = ""
    zone: str = ""
    quiet: tuple[int, int] = (22, 9)
    ladder: tuple[int, ...] = (14, 7, 3, 1, 0)
    paused: bool = False
    pinned: bool = False
    reminded: datetime | None = None

    @property
    def language(self) -> Language | None:
        """The language to speak; None while nobody knows it."""
        return self.chosen or self.spoken or self.hint

    def with_case(self, case: Case) -> "Person":
        """The same person with `case` added or replaced."""
        return replace(self, cases=MappingProxyType({**self.cases, case.id: case}))

    def without_case(self, case_id: int) -> "Person":
        """The same person without that case; its number is never used again."""
        rest = {number: case for number, case in self.cases.items() if number != case_id}
        return replace(self, cases=MappingProxyType(rest))


def language_of(code: str | None) -> Language | None:
    """Telegram's `language_code` (IETF tag) as one of ours: ru-RU is ru. None for any other."""
    primary = (code or "").replace("_", "-").split("-")[0].lower()
    return next((language for language in LANGUAGES if language == primary), None)
