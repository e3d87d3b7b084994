"""The labelled texts: how many facts are right, how many are found, and where they lead."""

from collections import Counter

import pytest

from bot.dialogue.state import LANGUAGES
from tests.bench.understanding import (
    FACTUAL,
    HIT,
    MISSED,
    ORDERS,
    WRONG,
    outcomes,
    right_step,
    step_after_questions,
)
from tests.understand.labelled import HALVES, Half, labelled, read

LEAST_PRECISION = {"open": 0.98, "more": 0.98, "kept": 0.97}
LEAST_RECALL = {"open": 0.95, "more": 0.95, "kept": 0.85}
LEAST_STEPS = 0.9


def test_there_are_enough_of_them_in_every_language() -> None:
    halves: tuple[Half, ...] = ("open", "kept")
    for half in halves:
        spoken = Counter(text.language for text in labelled(half))
        assert min(spoken[language] for language in LANGUAGES) >= 60
    assert sum(len(labelled(half)) for half in HALVES) >= 240


@pytest.mark.parametrize("half", HALVES)
def test_what_is_taken_is_right_and_most_is_found(half: Half) -> None:
    rows = Counter(
        kind for text in labelled(half) if text.kind in FACTUAL for _, _, kind in outcomes(text, read(text))
    )
    assert rows[HIT] / (rows[HIT] + rows[WRONG]) >= LEAST_PRECISION[half]
    assert rows[HIT] / (rows[HIT] + rows[MISSED]) >= LEAST_RECALL[half]


@pytest.mark.parametrize("half", HALVES)
def test_the_next_step_is_right_after_the_answers_to_its_questions(half: Half) -> None:
    texts = [text for text in labelled(half) if text.kind in ORDERS and text.facts]
    right = sum(right_step(text) == step_after_questions(text, read(text)) for text in texts)
    assert right / len(texts) >= LEAST_STEPS


@pytest.mark.parametrize("half", HALVES)
def test_order_numbers_are_never_confused(half: Half) -> None:
    assert [text.say for text in labelled(half) if read(text).number.digits != text.number] == []


@pytest.mark.parametrize("half", HALVES)
def test_sellers_are_told_from_buyers(half: Half) -> None:
    texts = labelled(half)
    sellers = [text for text in texts if text.kind == "seller"]
    assert sum(read(text).seller for text in sellers) / len(sellers) >= LEAST_STEPS
    buyers = [text for text in texts if text.kind in ORDERS]
    assert sum(read(text).seller for text in buyers) / len(buyers) <= 1 - LEAST_PRECISION["kept"]
