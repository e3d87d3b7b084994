"""A decided answer stays, over 100,000 orders drawn at random and told in part; none is left in silence."""

import random
from datetime import UTC, datetime

from rules.engine import rule
from rules.facts import UNKNOWN, Choice, Value
from rules.loader import load

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORDERS = 100_000
TOLD = 0.6
"""The share of the facts that is told."""
POLICY = load()
FACTS = tuple(POLICY.vocabulary.facts.values())


def drawn(chance: random.Random) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for fact in FACTS:
        if isinstance(fact, Choice):
            values[fact.name] = chance.choice((*fact.values, UNKNOWN))
        else:
            near = chance.randint(0, min(fact.top, 100))
            values[fact.name] = chance.choice((UNKNOWN, near, near, chance.randint(0, fact.top)))
    return values


def test_a_decided_answer_never_changes_and_an_open_one_asks() -> None:
    chance = random.Random(20261121)  # noqa: S311 - a fixed draw, no secret
    decided = 0
    for _ in range(ORDERS):
        whole = drawn(chance)
        part = rule(POLICY, "steps", {name: whole[name] for name in whole if chance.random() < TOLD}, NOW)
        if part.row is None:
            assert part.ask is not None, whole
            continue
        decided += 1
        full = rule(POLICY, "steps", whole, NOW)
        assert full.row is not None
        assert part.row.gives == full.row.gives, whole
    assert decided > ORDERS // 10
