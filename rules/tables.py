"""Decision tables: cells read into sets of values, rows into bit masks, and the match with open facts.

A cell is `a|b`, `not a|b`, `< n`, `<= n`, `> n`, `>= n`, `n..m` (both ends included), `unknown` or
`known`, joined by `|`; `$name` stands for a named number. A cell accepts `unknown` only by naming it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from rules.facts import UNKNOWN, Choice, Count, Fact, Value
from rules.policy import PolicyFault, Row, Table

NUMBER = re.compile(r"\$([a-z0-9_]+)|(\d+)")
COMPARE = re.compile(r"(<=|>=|<|>)\s*(\$?[a-z0-9_]+)")
BETWEEN = re.compile(r"(\$?[a-z0-9_]+)\s*\.\.\s*(\$?[a-z0-9_]+)")

MOST_KEPT = 4096

Atom = str | int
Resolve = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Cell:
    """The values a rule accepts of one fact: words, or ranges of counts (both ends included)."""

    words: frozenset[str]
    ranges: tuple[tuple[int, int], ...]
    unknown: bool

    def accepts(self, value: Value) -> bool:
        """Whether a value, known or not, satisfies the cell."""
        if value == UNKNOWN:
            return self.unknown
        if isinstance(value, str):
            return value in self.words
        return any(low <= value <= high for low, high in self.ranges)


def read_cell(text: str, fact: Fact, resolve: Resolve) -> Cell:
    """The cell a text means for a fact. Raises PolicyFault with what is wrong, for the loader to place."""
    negated = text.startswith("not ")
    parts = [part.strip() for part in text.removeprefix("not ").split("|")]
    unknown = UNKNOWN in parts
    parts = [part for part in parts if part != UNKNOWN]
    if isinstance(fact, Choice):
        return _choice_cell(parts, fact, unknown=unknown, negated=negated)
    if negated:
        raise PolicyFault(f"{text!r}: 'not' is for choices, {fact.name} is a counter")
    ranges = tuple(_range(part, fact, resolve) for part in parts)
    return Cell(frozenset(), ranges, unknown)


def _choice_cell(parts: list[str], fact: Choice, *, unknown: bool, negated: bool) -> Cell:
    words = frozenset(fact.values if parts == ["known"] else parts)
    strange = sorted(words - set(fact.values))
    if strange:
        raise PolicyFault(f"{fact.name} has no value {strange[0]!r}: it is one of {', '.join(fact.values)}")
    if negated:
        return Cell(frozenset(fact.values) - words, (), not unknown)
    return Cell(words, (), unknown)


def _range(part: str, fact: Count, resolve: Resolve) -> tuple[int, int]:
    if part == "known":
        return 0, fact.top
    if found := COMPARE.fullmatch(part):
        return _compared(found[1], _bound(found[2], resolve), fact)
    if found := BETWEEN.fullmatch(part):
        return _bound(found[1], resolve), _bound(found[2], resolve)
    if NUMBER.fullmatch(part):
        return _bound(part, resolve), _bound(part, resolve)
    raise PolicyFault(f"{part!r} is no test of the counter {fact.name}: write < n, >= n, n..m or {UNKNOWN}")


def _compared(sign: str, bound: int, fact: Count) -> tuple[int, int]:
    return {"<": (0, bound - 1), "<=": (0, bound), ">": (bound + 1, fact.top), ">=": (bound, fact.top)}[sign]


def _bound(text: str, resolve: Resolve) -> int:
    found = NUMBER.fullmatch(text)
    if not found:
        raise PolicyFault(f"{text!r} is no number: write digits or $name")
    return resolve(found[1]) if found[1] else int(found[2])


@dataclass(frozen=True, slots=True)
class Column:
    """One fact's side of a table: for each class of values the mask of the rows that accept it."""

    fact: Fact
    cuts: tuple[int, ...]
    masks: Mapping[Atom, int]
    untested: int
    """The rows that say nothing of this fact."""

    def atom(self, value: Value) -> Atom:
        """The class a value belongs to: itself for a word, the lowest number of its class for a count."""
        if isinstance(value, str):
            return value
        return self.cuts[bisect_right(self.cuts, value) - 1]

    def mask(self, value: Value) -> int:
        """The rows that accept a value."""
        return self.masks[self.atom(value)]


@dataclass(frozen=True)
class CompiledTable:
    """A table for one dated slice, ready to match."""

    table: Table
    rows: tuple[Row, ...]
    cells: tuple[Mapping[str, Cell], ...]
    columns: Mapping[str, Column]
    _within: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def everything(self) -> int:
        """The mask of all rows."""
        return (1 << len(self.rows)) - 1

    @cached_property
    def beats(self) -> tuple[int, ...]:
        """For each row the mask of the rows it overrides."""
        index = {row.id: 1 << number for number, row in enumerate(self.rows)}
        return tuple(sum(index.get(name, 0) for name in row.overrides) for row in self.rows)

    @cached_property
    def overriding(self) -> int:
        """The mask of the rows that override any."""
        return sum(1 << number for number, beaten in enumerate(self.beats) if beaten)

    def match(self, values: Mapping[str, Value]) -> "Match":
        """Which rows hold for sure, and which still may, given facts of which some may be absent."""
        alive = self.everything
        told = 0
        for name, value in values.items():
            found = self._places.get(name)
            if found is not None:
                place, masks, cuts = found
                alive &= masks[value if isinstance(value, str) else cuts[bisect_right(cuts, value) - 1]]
                told |= place
        within = self._within.get(told)
        return self._settled(alive, alive & (self._tested_within(told) if within is None else within))

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, Mapping[Atom, int], tuple[int, ...]]]:
        """Each column with a bit of its own, so that a set of facts is a number."""
        return {
            name: (1 << place, column.masks, column.cuts)
            for place, (name, column) in enumerate(self.columns.items())
        }

    def _tested_within(self, told: int) -> int:
        """The rows that test none but the told facts. Kept: orders are told in few different ways."""
        if len(self._within) >= MOST_KEPT:
            self._within.clear()
        mask = self.everything
        for place, column in enumerate(self.columns.values()):
            mask &= self.everything if told >> place & 1 else column.untested
        self._within[told] = mask
        return mask

    def _settled(self, alive: int, sure: int) -> "Match":
        if not alive & self.overriding:
            return Match(self, alive, sure, sure)
        for number in bits(sure & self.overriding):
            alive &= ~self.beats[number]
        beaten = 0
        for number in bits((alive if self.table.hit == "unique" else sure) & self.overriding):
            beaten |= self.beats[number]
        return Match(self, alive, sure & alive, sure & alive & ~beaten)


class Match(NamedTuple):
    """The state of a table for some facts: rows alive, rows whose cells all hold, rows that answer."""

    compiled: CompiledTable
    alive: int
    holding: int
    answering: int

    def rows(self, mask: int) -> list[Row]:
        """The rows of a mask, in the order of the file."""
        return [self.compiled.rows[number] for number in bits(mask)]


def bits(mask: int) -> list[int]:
    """The places of the ones in a mask, lowest first."""
    places = []
    while mask:
        lowest = mask & -mask
        places.append(lowest.bit_length() - 1)
        mask ^= lowest
    return places


def joined(tables: Mapping[str, CompiledTable]) -> CompiledTable:
    """Several tables as one COLLECT table, so that they can be walked together.

    Each rule's id is `tag/id` with the table's tag; overrides hold within their own table.
    """
    rows = tuple(_tagged(row, tag) for tag, table in tables.items() for row in table.rows)
    cells = tuple(cell for table in tables.values() for cell in table.cells)
    facts = {fact: column.fact for table in tables.values() for fact, column in table.columns.items()}
    columns = {fact: _column(facts[fact], cells) for fact in facts}
    return CompiledTable(Table("+".join(tables), "collect", rows), rows, cells, columns)


def _tagged(row: Row, tag: str) -> Row:
    return replace(row, id=f"{tag}/{row.id}", overrides=tuple(f"{tag}/{other}" for other in row.overrides))


def compile_table(
    table: Table, rows: tuple[Row, ...], facts: Mapping[str, Fact], resolve: Resolve
) -> CompiledTable:
    """A table's rows in force, as masks. Raises PolicyFault naming file, rule and key."""
    cells = tuple({name: _placed(row, name, facts, resolve) for name in row.when} for row in rows)
    tested = dict.fromkeys(name for row in cells for name in row)
    return CompiledTable(table, rows, cells, {name: _column(facts[name], cells) for name in tested})


def _placed(row: Row, name: str, facts: Mapping[str, Fact], resolve: Resolve) -> Cell:
    place = f"{row.file}: rule {row.id}: key when.{name}"
    if name not in facts:
        raise PolicyFault(f"{place}: there is no fact of that name in facts.toml")
    try:
        return read_cell(row.when[name], facts[name], resolve)
    except PolicyFault as fault:
        raise PolicyFault(f"{place}: {fault}") from None


def _column(fact: Fact, rows: tuple[Mapping[str, Cell], ...]) -> Column:
    cells = [row.get(fact.name) for row in rows]
    cuts = _cuts(fact, [cell for cell in cells if cell])
    atoms: list[Atom] = [*(fact.values if isinstance(fact, Choice) else cuts), UNKNOWN]
    masks = {
        atom: sum(1 << number for number, cell in enumerate(cells) if cell is None or cell.accepts(atom))
        for atom in atoms
    }
    untested = sum(1 << number for number, cell in enumerate(cells) if cell is None)
    return Column(fact, cuts, masks, untested)


def _cuts(fact: Fact, cells: list[Cell]) -> tuple[int, ...]:
    if isinstance(fact, Choice):
        return ()
    bounds = {0} | {edge for cell in cells for low, high in cell.ranges for edge in (low, high + 1)}
    return tuple(sorted(bound for bound in bounds if 0 <= bound <= fact.top))
