"""What is kept for a situation answers every order in it as if nothing were kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.engine import assess
from rules.facts import UNKNOWN, Choice, Facts, Value
from rules.loader import load
from rules.situations import MOST_KEPT, Situations

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
POLICY = load()


@st.composite
def orders(draw: st.DrawFn) -> Facts:
    """Some facts told, counters as numbers or as moments, in any order."""
    values: dict[str, Value] = {}
    moments: dict[str, datetime] = {}
    for name in draw(st.lists(st.sampled_from(sorted(POLICY.vocabulary.facts)), unique=True, max_size=6)):
        fact = POLICY.vocabulary[name]
        if isinstance(fact, Choice):
            values[name] = draw(st.sampled_from((*fact.values, UNKNOWN)))
        elif draw(st.booleans()):
            values[name] = draw(st.one_of(st.just(UNKNOWN), st.integers(0, fact.top)))
        else:
            moments[name] = NOW + timedelta(hours=draw(st.integers(-2000, 2000)))
    return Facts(values, moments)


@given(facts=orders())
@settings(max_examples=1000, deadline=None)
def test_an_answer_is_the_same_whether_its_situation_was_met_before_or_not(facts: Facts) -> None:
    assert assess(POLICY, facts, NOW) == assess(replace(POLICY), facts, NOW)


def test_what_is_kept_is_bounded() -> None:
    situations: Situations[None] = Situations(POLICY.vocabulary, [])
    for number in range(MOST_KEPT + 10):
        situations.keep(number, None)
    assert len(situations.kept) <= MOST_KEPT
