"""A second opinion: z3 reads the rules' own texts and must come to what the proof says."""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from random import Random
from typing import Any

import pytest

from rules.engine import compiled
from rules.facts import UNKNOWN, Choice, Fact, Value
from rules.loader import load
from rules.policy import Policy, Row
from rules.proof import check_table, regions
from tests.rules.mutants import with_rows

z3: Any = import_module("z3")  # it has no types of its own

POLICY = load()
TABLES = [
    (name, day) for name, table in POLICY.tables.items() if table.hit == "unique" for day in POLICY.slices
]
COMPARE: Mapping[str, Callable[[Any, int], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
SIGN = re.compile("<=|>=|<|>")
DONT_KNOW = -1
ORDERS = 150


@dataclass(frozen=True)
class Formulas:
    """The rules of a table as formulas: a fact is a whole number, its word's place, -1 for unknown."""

    policy: Policy
    table: str
    day: date

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.policy.tables[self.table].rows if row.holds_on(self.day))

    @cached_property
    def facts(self) -> dict[str, Fact]:
        return {name: self.policy.vocabulary[name] for row in self.rows for name in row.when}

    @cached_property
    def possible(self) -> Any:
        """Every fact has one of its values."""
        tops = {name: _top(fact) for name, fact in self.facts.items()}
        return z3.And([z3.And(z3.Int(name) >= DONT_KNOW, z3.Int(name) <= top) for name, top in tops.items()])

    @cached_property
    def answers(self) -> list[Any]:
        """For each row: it holds, and no row that overrides it does."""
        holds = {row.id: self.region(row.when) for row in self.rows}
        return [
            z3.And(holds[row.id], *(z3.Not(holds[one.id]) for one in self.rows if row.id in one.overrides))
            for row in self.rows
        ]

    @cached_property
    def gap(self) -> Any:
        return z3.And(self.possible, z3.Not(z3.Or(self.answers)))

    @cached_property
    def overlap(self) -> Any:
        return z3.And(self.possible, z3.PbGe([(answer, 1) for answer in self.answers], 2))

    def region(self, cells: Mapping[str, str]) -> Any:
        """All cells hold. What the proof says of a region is written like cells, too."""
        return z3.And([self.cell(name, text) for name, text in cells.items()])

    def cell(self, name: str, text: str) -> Any:
        either = z3.Or([self._part(name, part.strip()) for part in text.removeprefix("not ").split("|")])
        return z3.Not(either) if text.startswith("not ") else either

    def _part(self, name: str, part: str) -> Any:
        value, fact = z3.Int(name), self.facts[name]
        if part in (UNKNOWN, "known"):
            return (value == DONT_KNOW) == (part == UNKNOWN)
        if isinstance(fact, Choice):
            return value == fact.values.index(part)
        if sign := SIGN.match(part):
            return z3.And(value != DONT_KNOW, COMPARE[sign[0]](value, self._bound(part[sign.end() :])))
        low, *_, high = [self._bound(end) for end in part.split("..")] * 2
        return z3.And(value >= low, value <= high)

    def _bound(self, text: str) -> int:
        word = text.strip()
        if word.startswith("$"):
            return self.policy.number(word.removeprefix("$"), self.day).value
        return int(word)


def _top(fact: Fact) -> int:
    return len(fact.values) - 1 if isinstance(fact, Choice) else fact.top


def found(*formulas: Any) -> Any:
    """An order for which all formulas hold, or None."""
    solver = z3.Solver()
    solver.add(*formulas)
    return solver.model() if solver.check() == z3.sat else None


def values_of(formulas: Formulas, model: Any) -> dict[str, Value]:
    """The order that z3 found, as facts."""
    places = {name: model.eval(z3.Int(name), model_completion=True).as_long() for name in formulas.facts}
    return {name: _value(formulas.facts[name], place) for name, place in places.items()}


def _value(fact: Fact, place: int) -> Value:
    if place == DONT_KNOW:
        return UNKNOWN
    return fact.values[place] if isinstance(fact, Choice) else place


def matched(formulas: Formulas, values: Mapping[str, Value]) -> list[str]:
    match = compiled(formulas.policy, formulas.table, formulas.day).match(values)
    return [row.id for row in match.rows(match.answering)]


@pytest.fixture(scope="module", params=TABLES, ids=lambda table: f"{table[0]} from {table[1]}")
def formulas(request: pytest.FixtureRequest) -> Formulas:
    name, day = request.param
    return Formulas(POLICY, name, day)


def test_z3_finds_no_order_without_an_answer(formulas: Formulas) -> None:
    assert found(formulas.gap) is None


def test_z3_finds_no_order_with_two_answers(formulas: Formulas) -> None:
    assert found(formulas.overlap) is None


def test_z3_finds_an_order_for_every_rule_and_the_table_answers_it(formulas: Formulas) -> None:
    for row, answer in zip(formulas.rows, formulas.answers, strict=True):
        model = found(formulas.possible, answer)
        assert model is not None, row.id
        assert matched(formulas, values_of(formulas, model)) == [row.id]


def test_the_table_and_the_formulas_answer_alike(formulas: Formulas) -> None:
    random = Random(20261121)  # noqa: S311
    which = z3.Sum([z3.If(answer, place, 0) for place, answer in enumerate(formulas.answers)])
    for _ in range(ORDERS):
        places = {name: _somewhere(random, formulas, name) for name in formulas.facts}
        told = [(z3.Int(name), z3.IntVal(place)) for name, place in places.items()]
        answered = z3.simplify(z3.substitute(which, *told)).as_long()
        values = {name: _value(formulas.facts[name], place) for name, place in places.items()}
        assert matched(formulas, values) == [formulas.rows[answered].id], values


def _somewhere(random: Random, formulas: Formulas, name: str) -> int:
    """A value of the fact; of a counter often one beside a bound."""
    fact = formulas.facts[name]
    if isinstance(fact, Choice):
        return random.randint(DONT_KNOW, len(fact.values) - 1)
    cuts = compiled(formulas.policy, formulas.table, formulas.day).columns[name].cuts
    near = random.choice(cuts) + random.randint(-1, 1)
    return random.choice((DONT_KNOW, min(max(near, 0), fact.top), random.randint(0, fact.top)))


def broken_copies(formulas: Formulas) -> Iterator[Formulas]:
    """The table without each of its rules, and with each rule's last cell dropped."""
    for place, row in enumerate(formulas.rows):
        rest = (*formulas.rows[:place], *formulas.rows[place + 1 :])
        wider = replace(row, when=dict([*row.when.items()][:-1]))
        for rows in (rest, (*rest, wider)):
            yield replace(formulas, policy=with_rows(formulas.policy, formulas.table, rows))


def faulty(copy: Formulas) -> bool:
    """Whether some order has not exactly one answer, or some rule answers no order."""
    if found(z3.Or(copy.gap, copy.overlap)) is not None:
        return True
    return any(found(copy.possible, answer) is None for answer in copy.answers)


def test_in_a_broken_copy_z3_and_the_proof_find_the_same_orders(formulas: Formulas) -> None:
    """The regions in the proof's words cover what z3 finds, and nothing else."""
    for copy in broken_copies(formulas):
        table = compiled(copy.policy, copy.table, copy.day)
        for fault, winners in ((copy.gap, 0), (copy.overlap, 2)):
            reported = [
                region.words for region in regions(table) if min(region.answering.bit_count(), 2) == winners
            ]
            wrong = z3.And(copy.possible, z3.Or([copy.region(words) for words in reported]))
            assert found(wrong != fault) is None
        assert bool(check_table(table, copy.day)) == faulty(copy)
