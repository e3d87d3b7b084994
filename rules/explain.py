"""What would change an answer: the nearest facts, and the moments at which time alone changes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from rules.engine import compiled, rule
from rules.facts import UNKNOWN, Choice, Count, Facts, Value, add_units
from rules.policy import Policy
from rules.tables import Column
from rules.workdays import DaysOff

TABLE = "steps"
GIVEN = "status"
"""A changed status is another question, not a change of this answer."""


@dataclass(frozen=True, slots=True)
class Change:
    """If `fact` were `value` the step would be another; `at` is when time alone brings that about."""

    fact: str
    value: Value
    at: datetime | None
    step: str
    words: str


def changes(policy: Policy, facts: Facts, now: datetime) -> tuple[Change, ...]:
    """The nearest changes of a decided answer, those that time brings first; empty while undecided."""
    values = policy.vocabulary.values_at(facts, now)
    row = rule(policy, TABLE, values, now).row
    if row is None:
        return ()
    columns = compiled(policy, TABLE, now.date()).columns
    found = [
        change
        for name in row.when
        if name in values and name != GIVEN
        for change in _changes(policy, columns[name], facts, values, now)
        if change.words != row.text("advice")
    ]
    return tuple(sorted(found, key=lambda change: (change.at is None, str(change.at), change.fact)))


def _changes(
    policy: Policy, column: Column, facts: Facts, values: Mapping[str, Value], now: datetime
) -> Iterator[Change]:
    fact = column.fact
    for value in _others(column, values[fact.name]):
        row = rule(policy, TABLE, {**values, fact.name: value}, now).row
        if row:
            off = policy.vocabulary.off(facts.place)
            at = _when(fact, values[fact.name], value, facts, now, off) if isinstance(fact, Count) else None
            yield Change(fact.name, value, at, row.text("step"), row.text("advice"))


def _others(column: Column, value: Value) -> list[Value]:
    """The other values of a choice; for a counter the first value of the class above and the last below."""
    if isinstance(column.fact, Choice):
        return [other for other in column.fact.values if other != value]
    if value == UNKNOWN or isinstance(value, str):
        return []
    above = [cut for cut in column.cuts if cut > value][:1]
    below = [cut - 1 for cut in column.cuts if 0 < cut <= value][-1:]
    return [*above, *below]


def _when(
    fact: Count, value: Value, other: Value, facts: Facts, now: datetime, off: DaysOff
) -> datetime | None:
    """When the counter reaches the other value by itself; None if it runs the other way."""
    if isinstance(value, str) or isinstance(other, str) or (other > value) == fact.down:
        return None
    told = facts.moments.get(fact.name) or fact.moment_of(value, now, off)
    return add_units(told, -other if fact.down else other, fact.unit, off)
