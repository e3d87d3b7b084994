"""The seed articles, row by row: each is told where the map says, and what they got wrong never shows."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.state import LANGUAGES, Language
from bot.texts.catalog import load_catalogs
from rules.engine import assess, collect, compiled, rule
from rules.facts import Choice, Facts, Value
from rules.loader import load
from rules.policy import Policy

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FILE = Path(__file__).parent / "examples" / "seed_features.toml"
DATA: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = DATA["row"]
VERDICTS: dict[str, list[int]] = DATA["verdicts"]

HOW_MANY = {"keep": 141, "gate": 16, "correct": 18, "info": 16}
CORRECT = [19, 20, 21, 29, 45, 64, 69, 70, 114, 130, 140, 141, 147, 159, 162, 169, 170, 171]
KEYS = {"n", "verdict", "tells", "by", "says", "untold", "never"}

TABLES = {
    "step": "steps", "way": "ways", "warning": "warnings", "deadline": "deadlines", "offer": "offers",
    "dispute": "disputes", "reason": "reasons", "claim": "claims", "refund": "refunds",
}  # fmt: skip
"""What an order can be given, and by which table."""

NEVERS = [(row["n"], never) for row in ROWS for never in row.get("never", [])]
GIVEN = [
    pytest.param(never, id=f"{n}-{min(never.keys() - {'facts', 'but'})}")
    for n, never in NEVERS
    if "facts" in never
]
WORDED = [pytest.param(never, id=str(n)) for n, never in NEVERS if "words" in never]


@cache
def policy() -> Policy:
    return load()


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Every text of a language, with all its forms."""
    return {key: "\n".join(forms) for key, forms in load_catalogs()[language].forms.items()}


def test_every_row_of_the_articles_is_here_once() -> None:
    assert [row["n"] for row in ROWS] == list(range(1, 192))


def test_the_verdicts_are_those_decided() -> None:
    decided = {n: verdict for verdict, numbers in VERDICTS.items() for n in numbers}
    assert {row["n"]: row["verdict"] for row in ROWS} == decided
    assert Counter(row["verdict"] for row in ROWS) == HOW_MANY
    assert VERDICTS["correct"] == CORRECT


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["n"]))
def test_the_row_is_told_or_says_why_not(row: dict[str, Any]) -> None:
    assert row.keys() <= KEYS
    assert row.get("by") or row.get("untold")
    assert bool(row.get("by")) == bool(row.get("tells"))
    assert [by for by in row.get("by", []) if not exists(by)] == []


@pytest.mark.parametrize("row", [row for row in ROWS if "says" in row], ids=lambda row: str(row["n"]))
def test_one_of_its_texts_says_it(row: dict[str, Any]) -> None:
    keys = [by.removeprefix("text:") for by in row["by"] if by.startswith("text:")]
    assert any(row["says"] in texts("en")[key] for key in keys), {key: texts("en")[key] for key in keys}


def test_every_told_text_is_quoted() -> None:
    silent = [
        row["n"]
        for row in ROWS
        if any(by.startswith("text:") for by in row.get("by", [])) and not row.get("says")
    ]
    assert silent == []


@pytest.mark.parametrize("n", CORRECT)
def test_a_corrected_row_is_told_and_has_something_that_never_shows(n: int) -> None:
    row = ROWS[n - 1]
    assert row["by"]
    assert row["never"]


def exists(by: str) -> bool:
    """Whether what tells a row is there."""
    kind, _, name = by.partition(":")
    if kind == "rule":
        table, _, rule_id = name.partition("/")
        return any(row.id == rule_id for row in policy().tables[table].rows)
    if kind == "number":
        return name in policy().numbers
    if kind == "text":
        return all(name in texts(language) for language in LANGUAGES)
    if kind == "fact":
        return _has(*name.split("="))
    return kind == "screen" and find_spec(f"bot.dialogue.screens.{name}") is not None


def _has(fact: str, value: str = "") -> bool:
    known = policy().vocabulary.facts.get(fact)
    return known is not None and (not value or (isinstance(known, Choice) and value in known.values))


@pytest.mark.parametrize("never", GIVEN)
def test_no_order_is_given_what_the_article_got_wrong(never: dict[str, Any]) -> None:
    kind, word, wrong = _asked(never)
    faults = [
        values
        for values in completions(never["facts"], TABLES[kind])
        if (word in given(kind, values)) == wrong
    ]
    assert faults == []


@pytest.mark.parametrize("never", GIVEN)
def test_another_order_is_given_it(never: dict[str, Any]) -> None:
    kind, word, wrong = _asked(never)
    assert (word in given(kind, never["but"])) == wrong
    assert any(row.text(kind) == word for row in policy().tables[TABLES[kind]].rows)


def _asked(never: Mapping[str, Any]) -> tuple[str, str, bool]:
    """What is asked of an order, of which word, and whether having it is what is wrong."""
    (key,) = never.keys() - {"facts", "but"}
    return key.removeprefix("no_"), never[key], not key.startswith("no_")


def completions(facts: Mapping[str, Value], table: str) -> Iterator[Mapping[str, Value]]:
    """The facts, and every way to know more of them that the table can still tell apart."""
    yield facts
    match = compiled(policy(), table, NOW.date()).match(facts)
    for name, column in match.compiled.columns.items():
        if name not in facts and len({mask & match.alive for mask in column.masks.values()}) > 1:
            for value in column.masks:
                yield from completions({**facts, name: value}, table)
            return


def given(kind: str, values: Mapping[str, Value]) -> set[str]:
    """Everything of a kind that an order is given."""
    advice = assess(policy(), Facts(values), NOW)
    if kind == "step":
        return {advice.step} if advice.decided else set()
    if kind == "way":
        return {way.name for way in advice.ways if way.state == "open"}
    if kind == "deadline":
        return {deadline.name for deadline in advice.deadlines}
    if kind in ("warning", "offer"):
        return set(advice.warnings if kind == "warning" else advice.offers)
    if kind in ("dispute", "refund"):
        row = rule(policy(), TABLES[kind], values, NOW).row
        return {row.text(kind)} if row else set()
    return {row.text(kind) for row in collect(policy(), TABLES[kind], values, NOW)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("never", WORDED)
def test_no_text_says_what_the_article_got_wrong(never: dict[str, Any], language: Language) -> None:
    pattern = re.compile(never["words"][language], re.IGNORECASE)
    keys = [key for key in texts(language) if re.fullmatch(never.get("keys", ".*"), key)]
    assert keys
    assert {key: texts(language)[key] for key in keys if pattern.search(texts(language)[key])} == {}
    assert pattern.search(never["such_as"][language])
