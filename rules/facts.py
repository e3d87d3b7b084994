"""The facts an order can have: choices and bounded counters. Unknown is a value like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from rules.workdays import NO_DAYS, DaysOff, business_days, moved

Value = str | int
Unit = Literal["hours", "days", "business_days", "years"]
"""Years are told, never counted with: a legal guarantee has no clock here."""

UNKNOWN = "unknown"
"""The buyer was asked and does not know. A fact that was never asked is absent."""

PLACE = "region"
"""The fact that says where the buyer lives: whose public holidays are no business days."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class BadFact(ValueError):
    """A fact or a value that the policy does not have; the sentence names both."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact with named values. `cost` is what one question about it costs the buyer."""

    name: str
    values: tuple[str, ...]
    cost: float = 1.0

    def check(self, value: Value) -> Value:
        """The value itself. Raises BadFact if the fact cannot have it."""
        if value == UNKNOWN or value in self.values:
            return value
        raise BadFact(f"{self.name} cannot be {value!r}: it is one of {', '.join((*self.values, UNKNOWN))}")


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from 0 to `top`, counted from a moment (`since`) or down to one (`until`)."""

    name: str
    unit: Unit
    top: int
    moment: str
    down: bool = False
    cost: float = 1.0

    def check(self, value: Value) -> Value:
        """The value itself. Raises BadFact if it is no whole number from 0 to `top`."""
        if value == UNKNOWN or (isinstance(value, int) and 0 <= value <= self.top):
            return value
        raise BadFact(
            f"{self.name} cannot be {value!r}: it is a whole number from 0 to {self.top}, or {UNKNOWN}"
        )

    def at(self, moment: datetime, now: datetime, off: DaysOff = NO_DAYS) -> int:
        """The count at `now`, kept within 0 and `top`; a started unit counts only when counting down."""
        start, end = (now, moment) if self.down else (moment, now)
        return min(max(units_between(start, end, self.unit, started=self.down, off=off), 0), self.top)

    def moment_of(self, count: int, now: datetime, off: DaysOff = NO_DAYS) -> datetime:
        """The moment that a count given as a number stands for."""
        return add_units(now, count if self.down else -count, self.unit, off)


Fact = Choice | Count


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one order: plain values by fact, and moments by the fact that counts from them."""

    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    moments: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def place(self) -> str:
        """Where the buyer lives, as far as told: whose business days count."""
        return str(self.values.get(PLACE, ""))


@dataclass(frozen=True)
class Vocabulary:
    """Every fact the policy knows, by name, and the days off of each place."""

    facts: Mapping[str, Fact]
    days_off: Mapping[str, DaysOff] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def _counters(self) -> Mapping[str, Count]:
        counters = [fact for fact in self.facts.values() if isinstance(fact, Count)]
        return {fact.moment: fact for fact in reversed(counters)}

    def __getitem__(self, name: str) -> Fact:
        """The fact of that name. Raises BadFact for any other word."""
        fact = self.facts.get(name)
        if fact is None:
            raise BadFact(f"there is no fact {name!r}: the facts are {', '.join(self.facts)}")
        return fact

    def takes(self, name: str, value: Value | datetime) -> bool:
        """Whether there is such a fact, and it can have this value or be counted from this moment."""
        fact = self.facts.get(name)
        if fact is None or isinstance(value, datetime):
            return isinstance(fact, Count)
        try:
            fact.check(value)
        except BadFact:
            return False
        return True

    def off(self, place: str) -> DaysOff:
        """The days off of a place by its name in the policy; none where nothing is known of it."""
        return self.days_off.get(place, NO_DAYS)

    def counter_of(self, moment: str) -> Count | None:
        """The fact that counts from (or down to) a moment such as `paid_at`."""
        return self._counters.get(moment)

    def values_at(self, facts: Facts, now: datetime) -> dict[str, Value]:
        """All told facts as values at `now`. Raises BadFact for a word the policy does not have."""
        values = {name: self[name].check(value) for name, value in facts.values.items()}
        for name, moment in facts.moments.items():
            fact = self[name]
            if isinstance(fact, Choice):
                raise BadFact(f"{name} is no counter, so it cannot be a moment")
            values[name] = fact.at(moment, now, self.off(facts.place))
        return values


def add_units(moment: datetime, count: int, unit: Unit, off: DaysOff = NO_DAYS) -> datetime:
    """The moment `count` units later (earlier if negative), business days being those of a place."""
    if unit == "business_days":
        day = moment.date()
        return moment + (moved(day, count, off) - day)
    return moment + (HOUR if unit == "hours" else DAY) * count


def units_between(
    start: datetime, end: datetime, unit: Unit, *, started: bool, off: DaysOff = NO_DAYS
) -> int:
    """Whole units from `start` to `end`; `started` counts the last one that has only begun."""
    if unit == "business_days":
        return business_days(start.astimezone(UTC).date(), end.astimezone(UTC).date(), off)
    length = HOUR if unit == "hours" else timedelta(days=1)
    return -((start - end) // length) if started else (end - start) // length
