"""The policy with one thing changed, in every way an editor's hand may slip."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.engine import compiled
from rules.facts import UNKNOWN, Choice, Count, Unit
from rules.policy import Number, Policy, Row
from rules.proof import regions
from rules.tables import Cell, Column, CompiledTable, bits, joined, read_cell

SIGN = re.compile(r"<=|>=|<|>")
BOUND = re.compile(r"\$[a-z0-9_]+|\d+")
OTHER_UNIT: dict[Unit, Unit] = {"hours": "days", "days": "business_days", "business_days": "days"}
NUMBERS = ("add", "latest", "least", "most")
REPLACED = ("step", "dispute", "refund", "fault", "kind", "start", *NUMBERS)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy in which one thing of a table, or one number, is not what it was."""

    table: str
    subject: str
    change: str
    policy: Policy

    def __str__(self) -> str:
        """What was changed, for whoever has to find out why nobody noticed."""
        return f"{self.table} {self.subject}: {self.change}"


def with_rows(policy: Policy, name: str, rows: tuple[Row, ...]) -> Policy:
    """The policy with other rules in one table; the other tables stay compiled."""
    tables = {**policy.tables, name: replace(policy.tables[name], rows=rows)}
    return replace(policy, tables=tables, compiled=_without(policy, {name}))


def with_number(policy: Policy, number: Number) -> Policy:
    """The policy with another number of the same name; tables that do not use it stay compiled."""
    word = re.compile(rf"\${number.name}\b")
    users = {name for name in policy.tables if any(word.search(cell) for cell in _cells(policy, name))}
    numbers = {**policy.numbers, number.name: number}
    return replace(policy, numbers=numbers, compiled=_without(policy, users))


def _without(policy: Policy, names: set[str]) -> dict[tuple[str, date], CompiledTable]:
    return {key: table for key, table in policy.compiled.items() if key[0] not in names}


def _cells(policy: Policy, name: str) -> Iterator[str]:
    return (cell for row in policy.tables[name].rows for cell in row.when.values())


def same_answers(first: CompiledTable, second: CompiledTable) -> bool:
    """Whether two tables answer every order by rules of the same ids: a walk over all classes of both."""
    both = joined({"first": first, "second": second})
    return all(_as_one(both, region.answering) for region in regions(both))


def _as_one(both: CompiledTable, answering: int) -> bool:
    ids: dict[str, set[str]] = {"first": set(), "second": set()}
    for number in bits(answering):
        tag, _, row = both.rows[number].id.partition("/")
        ids[tag].add(row)
    return ids["first"] == ids["second"]


def structural(policy: Policy, name: str, day: date) -> Iterator[Mutant]:
    """Each cell widened, narrowed, removed, its bounds and signs moved; each override and rule removed."""
    table = compiled(policy, name, day)
    for row in table.rows:
        yield _mutant(policy, name, row, "removed", None)
        for other in row.overrides:
            kept = tuple(one for one in row.overrides if one != other)
            yield _mutant(policy, name, row, f"no longer overrides {other}", replace(row, overrides=kept))
        for fact in row.when:
            rest = {one: cell for one, cell in row.when.items() if one != fact}
            yield _mutant(policy, name, row, f"{fact} removed", replace(row, when=rest))
            for text in cell_mutants(policy, row.when[fact], table.columns[fact], day):
                changed = replace(row, when={**row.when, fact: text})
                yield _mutant(policy, name, row, f"{fact} = {text!r}", changed)


def _mutant(policy: Policy, name: str, row: Row, change: str, changed: Row | None) -> Mutant:
    rows = (changed if one is row else one for one in policy.tables[name].rows)
    return Mutant(name, row.id, change, with_rows(policy, name, tuple(one for one in rows if one)))


def cell_mutants(policy: Policy, text: str, column: Column, day: date) -> Iterator[str]:
    """The texts a cell may become by one slip, each with a meaning of its own."""

    def meaning(one: str) -> Cell:
        return read_cell(one, column.fact, lambda name: policy.number(name, day).value)

    seen = {_accepted(meaning(text), column)}
    fact = column.fact
    slips = [*_one_value(meaning(text), column)]
    slips += [] if isinstance(fact, Choice) else _bounds(policy, text, day)
    for slip in slips:
        accepted = _accepted(meaning(slip), column)
        if accepted not in seen:
            seen.add(accepted)
            yield slip


def _accepted(cell: Cell, column: Column) -> object:
    if isinstance(column.fact, Count):
        ranges = {(max(low, 0), min(high, column.fact.top)) for low, high in cell.ranges if low <= high}
        return frozenset(ranges), cell.unknown
    return cell.words, cell.unknown


def _one_value(cell: Cell, column: Column) -> Iterator[str]:
    """The cell with one value, or class of counts, more or less; `unknown` among them."""
    texts = _value_texts(column)
    accepted = {text for atom, text in texts.items() if cell.accepts(atom)}
    for text in texts.values():
        changed = accepted ^ {text}
        if changed:
            yield "|".join(one for one in texts.values() if one in changed)


def _value_texts(column: Column) -> Mapping[str | int, str]:
    if isinstance(column.fact, Choice):
        return {word: word for word in (*column.fact.values, UNKNOWN)}
    ends = [*column.cuts[1:], column.fact.top + 1]
    spans: dict[str | int, str] = {
        low: f"{low}..{end - 1}" for low, end in zip(column.cuts, ends, strict=True)
    }
    return {**spans, UNKNOWN: UNKNOWN}


def _bounds(policy: Policy, text: str, day: date) -> Iterator[str]:
    for found in BOUND.finditer(text):
        name = found[0].removeprefix("$")
        value = int(name) if name.isdecimal() else policy.number(name, day).value
        for moved in (value - 1, value + 1):
            if moved >= 0:
                yield text[: found.start()] + str(moved) + text[found.end() :]
    for found in SIGN.finditer(text):
        for sign in ("<", "<=", ">", ">="):
            yield text[: found.start()] + sign + text[found.end() :]


def moved_numbers(policy: Policy, on: datetime) -> Iterator[Mutant]:
    """Each number one more and one less; in another unit if an answer gives it."""
    given = {row.text(key).removeprefix("$") for row in _rows(policy) for key in NUMBERS}
    for number in policy.numbers.values():
        held = number.on(on.date())
        for step in (-1, 1):
            values = tuple(replace(one, value=one.value + step * (one is held)) for one in number.values)
            moved = with_number(policy, replace(number, values=values))
            yield Mutant("numbers", number.name, f"{held.value + step}", moved)
        if number.name in given:
            other = OTHER_UNIT[number.unit]
            yield Mutant("numbers", number.name, other, with_number(policy, replace(number, unit=other)))


def _rows(policy: Policy) -> Iterator[Row]:
    return (row for table in policy.tables.values() for row in table.rows)


def replaced_outcomes(policy: Policy, on: datetime) -> Iterator[Mutant]:
    """Each given outcome replaced by the next one of its table; each rule of a COLLECT table dropped."""
    for name, table in policy.tables.items():
        for row in (row for row in table.rows if row.holds_on(on.date())):
            for key in (key for key in REPLACED if row.text(key)):
                others = [one.text(key) for one in table.rows if one.text(key)]
                for other in _next(policy, others, row.text(key), on):
                    gives = {**row.gives, key: other}
                    yield _mutant(policy, name, row, f"{key} = {other}", replace(row, gives=gives))
            for key in (key for key in ("countdown", "sooner") if row.text(key)):
                yield _mutant(policy, name, row, f"no {key}", replace(row, gives=_bare(row, key)))
            if table.hit == "collect":
                yield _mutant(policy, name, row, "dropped", None)


def _bare(row: Row, key: str) -> dict[str, str]:
    return {one: given for one, given in row.gives.items() if one != key}


def _next(policy: Policy, outcomes: list[str], given: str, on: datetime) -> list[str]:
    """The next outcome that is not the same, if there is one: two numbers of one value and unit are."""
    known = list(dict.fromkeys(outcomes))
    place = known.index(given)
    around = known[place + 1 :] + known[:place]
    return [one for one in around if _meaning(policy, one, on) != _meaning(policy, given, on)][:1]


def _meaning(policy: Policy, outcome: str, on: datetime) -> object:
    number = policy.numbers.get(outcome.removeprefix("$")) if outcome.startswith("$") else None
    return (number.on(on.date()).value, number.unit) if number else outcome
