"""The exact check: every combination of facts has exactly one answer, and every rule gives one.

An adaptive walk over classes of values, not samples: a table is split by one fact at a time, and only
where rules still differ. A fault comes with the region left open, in words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from rules.engine import compiled
from rules.facts import UNKNOWN, Count
from rules.policy import Policy, Row
from rules.tables import Atom, Column, CompiledTable, bits

MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Region:
    """A class of facts that no rule tells apart, in words, with one order of it.

    `alive` are the rules that hold in all of it; `answering` are those of them that no other overrides.
    """

    words: Mapping[str, str]
    example: Mapping[str, Atom]
    alive: int
    answering: int

    def __str__(self) -> str:
        """The region as a person would write it."""
        return ", ".join(f"{fact} {values}" for fact, values in self.words.items()) or "every order"


def prove(policy: Policy) -> list[str]:
    """Every fault of every table in every dated slice, as plain sentences; empty if the policy holds."""
    faults: dict[str, None] = {}
    for begin in policy.slices:
        for name in policy.tables:
            faults |= dict.fromkeys(check_table(compiled(policy, name, begin), begin))
    return list(faults)


def check_table(table: CompiledTable, day: date) -> list[str]:
    """The faults of one table as it stands on a day."""
    file = f"{table.table.name}.toml"
    if table.table.hit == "collect":
        return [
            f"{file}: rule {row.id}: it never answers: a cell accepts nothing" for row in impossible(table)
        ]
    answered = 0
    faults = []
    for region in regions(table):
        answered |= region.answering
        if fault := _fault(table, region):
            faults.append(f"{file}: {fault} (on {day.isoformat()})")
            if len(faults) == MOST_FAULTS:
                return faults
    dead = [table.rows[number].id for number in bits(table.everything & ~answered)]
    return faults + [f"{file}: rule {row}: it never answers: other rules cover all of it" for row in dead]


def regions(table: CompiledTable, split: tuple[str, ...] = ()) -> Iterator[Region]:
    """Every class of facts with the rules that hold in all of it; each value of `split` is told apart."""
    yield from _regions(table, table.everything, {}, {}, split)


def impossible(table: CompiledTable) -> list[Row]:
    """The rules with a cell that accepts no value at all."""
    possible = table.everything
    for column in table.columns.values():
        possible &= reduce(or_, column.masks.values())
    return [table.rows[number] for number in bits(table.everything & ~possible)]


def _fault(table: CompiledTable, region: Region) -> str:
    winners = bits(region.answering)
    if not winners:
        return f"no rule answers {region}"
    if len(winners) == 1:
        return ""
    names = " and ".join(table.rows[number].id for number in winners)
    return f"rule {names}: more than one rule answers {region}"


def _regions(
    table: CompiledTable,
    alive: int,
    words: Mapping[str, str],
    example: Mapping[str, Atom],
    split: tuple[str, ...],
) -> Iterator[Region]:
    column = _splitting(table, alive, words, split)
    if column is None or not (alive or any(name not in words for name in split)):
        yield Region(words, example, alive, _unbeaten(table, alive))
        return
    name = column.fact.name
    for atoms, mask in _classes(column, alive, apart=name in split):
        said, one = {**words, name: said_of(column, atoms)}, {**example, name: atoms[0]}
        yield from _regions(table, mask, said, one, split)


def _splitting(
    table: CompiledTable, alive: int, words: Mapping[str, str], split: tuple[str, ...]
) -> Column | None:
    """A column to be told apart; else the one most rules alive test, which keeps the walk small."""
    for name in split:
        if name not in words:
            return table.columns[name]
    tested = {
        name: (alive & ~column.untested).bit_count()
        for name, column in table.columns.items()
        if name not in words
    }
    name = max(tested, key=lambda name: tested[name], default="")
    return table.columns[name] if tested.get(name) else None


def _classes(column: Column, alive: int, *, apart: bool) -> Iterator[tuple[list[Atom], int]]:
    """The fact's values grouped by which rules alive accept them, or each for itself."""
    groups: dict[object, list[Atom]] = {}
    for atom, mask in column.masks.items():
        groups.setdefault(atom if apart else mask & alive, []).append(atom)
    for atoms in groups.values():
        yield atoms, column.masks[atoms[0]] & alive


def _unbeaten(table: CompiledTable, alive: int) -> int:
    winners = alive
    for number in bits(alive):
        winners &= ~table.beats[number]
    return winners


def said_of(column: Column, atoms: list[Atom]) -> str:
    """A class of values as a person would write it."""
    if not isinstance(column.fact, Count):
        return "|".join(str(atom) for atom in atoms)
    ends = [*column.cuts[1:], column.fact.top + 1]
    spans = [(cut, end - 1) for cut, end in zip(column.cuts, ends, strict=True) if cut in atoms]
    parts = [f"{low}..{high}" if low < high else str(low) for low, high in _merged(spans)]
    return "|".join(parts + [UNKNOWN] * (UNKNOWN in atoms))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for low, high in spans:
        if merged and merged[-1][1] == low - 1:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged
