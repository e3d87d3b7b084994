"""What comes out just inside and just outside of every bound, as a person can read it."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from rules.engine import Advice, assess, collect, rule
from rules.facts import Facts
from rules.loader import load
from rules.policy import Policy, Row

Example = Mapping[str, Any]

FOLDER = Path(__file__).parents[1] / "examples"
TODAY = date(2026, 11, 21)
NOTES = {"situation", "about", "on", "facts"}
LEAST_EXAMPLES = 2


def examples(file: str) -> list[Example]:
    """The examples of a file."""
    listed: list[Example] = tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))["example"]
    return listed


BOUNDS = examples("bounds.toml")


def moment(told: date | datetime) -> datetime:
    """A day alone means noon, UTC."""
    return told if isinstance(told, datetime) else datetime.combine(told, time(12), UTC)


@dataclass(frozen=True)
class Answers:
    """What a policy says to an example, in the example's own words; a method for each of its keys."""

    policy: Policy
    example: Example

    @cached_property
    def now(self) -> datetime:
        return moment(self.example.get("on", TODAY))

    @cached_property
    def facts(self) -> Facts:
        told = self.example["facts"].items()
        moments = {name: moment(value) for name, value in told if isinstance(value, date)}
        return Facts({name: value for name, value in told if name not in moments}, moments)

    @cached_property
    def advice(self) -> Advice:
        return assess(self.policy, self.facts, self.now)

    def step(self) -> str:
        return self.advice.step

    def words(self) -> str:
        return self.advice.words

    def press(self) -> str:
        return self.advice.press

    def asks(self) -> str | None:
        return self.advice.ask

    def deadlines(self) -> dict[str, list[datetime]]:
        return {one.name: [at for at in (one.at, one.latest) if at] for one in self.advice.deadlines}

    def warnings(self) -> list[str]:
        return sorted(self.advice.warnings)

    def offers(self) -> list[str]:
        return sorted(self.advice.offers)

    def ways(self) -> list[str]:
        return [way.name for way in self.advice.ways if way.state == "open"]

    def dispute(self) -> str:
        row = self._ruled("disputes")
        return row.text("dispute") if row else "undecided"

    def refund(self) -> dict[str, str]:
        row = self._ruled("refunds")
        keys = [key for key in ("least", "most") if row and row.text(key)]
        figures = {key: self._span(row.text(key).removeprefix("$")) for key in keys if row}
        return {"method": row.text("refund") if row else "undecided", **figures}

    def reasons(self) -> dict[str, str]:
        return {row.text("reason"): row.text("fault") for row in self._collected("reasons")}

    def claims(self) -> dict[str, str]:
        return {row.text("claim"): row.text("kind") for row in self._collected("claims")}

    def remedies(self) -> dict[str, str]:
        return {row.text("remedy"): row.text("kind") for row in self._collected("remedies")}

    def shortfalls(self) -> list[str]:
        return [row.text("shortfall") for row in self._collected("shortfalls")]

    def recourses(self) -> dict[str, str]:
        return {row.text("recourse"): row.text("works") for row in self._collected("recourses")}

    def tricks(self) -> list[str]:
        return [row.text("trick") for row in self._collected("tricks")]

    def numbers(self) -> dict[str, str]:
        return {name: self._span(name) for name in self.example["numbers"]}

    def _ruled(self, table: str) -> Row | None:
        return rule(self.policy, table, self.policy.vocabulary.values_at(self.facts, self.now), self.now).row

    def _collected(self, table: str) -> list[Row]:
        values = self.policy.vocabulary.values_at(self.facts, self.now)
        return collect(self.policy, table, values, self.now)

    def _span(self, number: str) -> str:
        unit = self.policy.numbers[number].unit.replace("_", " ")
        return f"{self.policy.number(number, self.now.date()).value} {unit}"


def differences(policy: Policy, example: Example) -> Iterator[str]:
    """Everything the example expects that does not come out, in words."""
    answers = Answers(policy, example)
    for key in example.keys() - NOTES:
        wanted, found = _plain(key, example[key]), getattr(answers, key)()
        if wanted != found:
            yield f"{example['situation']}: {key} should be {wanted}, is {found}"


def _plain(key: str, wanted: Any) -> Any:
    if key == "deadlines":
        return {name: _moments(at) for name, at in wanted.items()}
    return sorted(wanted) if key in ("warnings", "offers") else wanted


def _moments(at: Any) -> list[datetime]:
    if at == "open":
        return []
    return [moment(one) for one in (at if isinstance(at, list) else [at])]


@pytest.mark.parametrize("example", BOUNDS, ids=lambda example: str(example["situation"]))
def test_the_example_comes_out(example: Example, policy: Policy) -> None:
    assert list(differences(policy, example)) == []


@pytest.mark.parametrize("number", load().numbers)
def test_every_number_has_at_least_two_examples(number: str) -> None:
    shown = Counter(name for example in BOUNDS for name in example.get("about", ()))
    assert shown[number] >= LEAST_EXAMPLES


def test_no_example_is_about_a_number_that_does_not_exist(policy: Policy) -> None:
    assert {name for example in BOUNDS for name in example.get("about", ())} <= set(policy.numbers)
