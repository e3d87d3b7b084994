"""The examples a person can read, run as tests."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rules.engine import assess
from rules.facts import Facts
from rules.policy import Policy

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FILE = Path(__file__).parents[1] / "examples" / "situations.toml"
EXAMPLES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["situation"]))
def test_the_example_gets_its_step(example: dict[str, Any], policy: Policy) -> None:
    assert assess(policy, Facts(example["facts"]), NOW).step == example["step"]


@pytest.mark.parametrize("number", range(1, 22))
def test_every_situation_of_the_policy_has_an_example(number: int) -> None:
    assert any(example["situation"].startswith(f"AC-{number:02}") for example in EXAMPLES)
