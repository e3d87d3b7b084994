"""A policy as a value: facts, numbers, sources and tables, as the loader read them from the files."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from rules.facts import Unit, Vocabulary

if TYPE_CHECKING:
    from rules.situations import Situations
    from rules.tables import CompiledTable

Trust = Literal["high", "medium", "low"]
Hit = Literal["unique", "collect"]


class PolicyFault(Exception):
    """The policy cannot be used. The sentence names the file, the rule and the key."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from. `dated` is what the source says of its own age, in its own precision.

    `copied`: the words are AliExpress's own, read on somebody else's page.
    """

    key: str
    title: str
    url: str
    dated: str
    trust: Trust
    looked_at: date
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says of a number, in the source's own figure."""

    source: str
    says: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A number's value from a day on, until the next one begins."""

    start: date
    value: int
    trust: Trust
    checked_on: date
    claims: tuple[Claim, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A named number with its unit and its values in the order of their first days."""

    name: str
    unit: Unit
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated:
        """The value that holds on a day. Raises PolicyFault if none does: nothing is assumed."""
        holding = [dated for dated in self.values if dated.start <= day]
        if not holding:
            raise PolicyFault(f"numbers.toml: number {self.name}: it has no value for {day.isoformat()}")
        return holding[-1]


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the shop; `{id}` in its address stands for an order's number."""

    name: str
    url: str
    trust: Trust
    sources: tuple[str, ...]
    looked_at: date

    def of(self, number: str = "") -> str:
        """The address, for an order if it has one."""
        return self.url.replace("{id}", number)


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: the cells that must hold, and what it gives. `file` is where it stands."""

    id: str
    file: str
    when: Mapping[str, str]
    gives: Mapping[str, str]
    sources: tuple[str, ...]
    overrides: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force that day; `end` is the first day it is not."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def text(self, key: str) -> str:
        """One given word; empty if the rule does not give it."""
        return self.gives.get(key, "")


@dataclass(frozen=True, slots=True)
class Table:
    """Rules of one kind. UNIQUE: exactly one answers. COLLECT: all that hold answer."""

    name: str
    hit: Hit
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Policy:
    """Everything the advice stands on. `start` is the first day it speaks for."""

    start: date
    version: str
    vocabulary: Vocabulary
    numbers: Mapping[str, Number]
    sources: Mapping[str, Source]
    links: Mapping[str, Link]
    domains: tuple[str, ...]
    """The shop's own domains; their subdomains are the shop's too."""
    tables: Mapping[str, Table]
    compiled: dict[tuple[str, date], "CompiledTable"] = field(default_factory=dict, compare=False, repr=False)
    situations: dict[date, "Situations[Any]"] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def number(self, name: str, day: date) -> Dated:
        """A number's value on a day. Raises PolicyFault for an unknown name or an uncovered day."""
        number = self.numbers.get(name)
        if number is None:
            raise PolicyFault(f"numbers.toml: there is no number {name}")
        return number.on(day)

    @cached_property
    def slices(self) -> tuple[date, ...]:
        """The days on which anything changes, from `start` on: between two of them nothing does."""
        days = {self.start}
        days |= {dated.start for number in self.numbers.values() for dated in number.values}
        for table in self.tables.values():
            days |= {day for row in table.rows for day in (row.start, row.end) if day}
        return tuple(sorted(day for day in days if day >= self.start))

    def slice_of(self, day: date) -> date:
        """The first day of the slice a day lies in. Raises PolicyFault before the policy's first day."""
        if day < self.start:
            raise PolicyFault(
                f"policy.toml: the policy speaks from {self.start.isoformat()} on, not for {day}"
            )
        last = self.slices[-1]
        return last if day >= last else self.slices[bisect_right(self.slices, day) - 1]
