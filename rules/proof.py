"""The exact check: every combination of facts has exactly one answer, and every rule gives one.

An adaptive walk over classes of values, not samples: a table is split by one fact at a time, and only
where rules still differ. A fault comes with the region left open, in words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from rules.engine import compiled
from rules.facts import UNKNOWN, Count
from rules.policy import Policy
from rules.tables import Atom, Column, CompiledTable, bits

MOST_FAULTS = 5


@dataclass
class Findings:
    """What the walk over one table found: sentences, and the rules that answered somewhere."""

    faults: list[str] = field(default_factory=list)
    answered: int = 0


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
        return [f"{file}: rule {row}: it never answers: a cell accepts nothing" for row in _impossible(table)]
    findings = Findings()
    _walk(table, table.everything, {}, findings)
    dead = [table.rows[number].id for number in bits(table.everything & ~findings.answered)]
    faults = [f"{file}: {fault} (on {day.isoformat()})" for fault in findings.faults[:MOST_FAULTS]]
    return faults + [f"{file}: rule {row}: it never answers: other rules cover all of it" for row in dead]


def _impossible(table: CompiledTable) -> list[str]:
    possible = table.everything
    for column in table.columns.values():
        possible &= reduce(or_, column.masks.values())
    return [table.rows[number].id for number in bits(table.everything & ~possible)]


def _walk(table: CompiledTable, alive: int, region: Mapping[str, str], findings: Findings) -> None:
    if len(findings.faults) >= MOST_FAULTS:
        return
    column = _splitting(table, alive, region)
    if column is None or not alive:
        _leaf(table, alive, region, findings)
        return
    for atoms, mask in _classes(column, alive):
        _walk(table, mask, {**region, column.fact.name: _said(column, atoms)}, findings)


def _splitting(table: CompiledTable, alive: int, region: Mapping[str, str]) -> Column | None:
    """The column that most of the rows alive test: splitting it first keeps the walk small."""
    tested = {
        name: (alive & ~column.untested).bit_count()
        for name, column in table.columns.items()
        if name not in region
    }
    name = max(tested, key=lambda name: tested[name], default=None)
    return table.columns[name] if name and tested[name] else None


def _classes(column: Column, alive: int) -> Iterator[tuple[list[Atom], int]]:
    """The fact's values grouped by which rows alive accept them."""
    groups: dict[int, list[Atom]] = {}
    for atom, mask in column.masks.items():
        groups.setdefault(mask & alive, []).append(atom)
    for mask, atoms in groups.items():
        yield atoms, mask


def _leaf(table: CompiledTable, alive: int, region: Mapping[str, str], findings: Findings) -> None:
    winners = alive
    for number in bits(alive):
        winners &= ~table.beats[number]
    findings.answered |= winners
    words = ", ".join(f"{fact} {values}" for fact, values in region.items())
    if not winners:
        findings.faults.append(f"no rule answers {words}")
    elif len(bits(winners)) > 1:
        names = " and ".join(table.rows[number].id for number in bits(winners))
        findings.faults.append(f"rule {names}: more than one rule answers {words}")


def _said(column: Column, atoms: list[Atom]) -> str:
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
