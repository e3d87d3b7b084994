"""Unknown is not false, a decided answer stays, deadlines tell how they are known."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.engine import assess
from rules.facts import UNKNOWN, BadFact, Choice, Facts, Value
from rules.loader import load
from rules.policy import Policy, PolicyFault

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
POLICY = load()


@st.composite
def whole_orders(draw: st.DrawFn) -> dict[str, Value]:
    """Every fact answered, "I don't know" among the answers; counters near the bounds that matter."""
    values: dict[str, Value] = {}
    for fact in POLICY.vocabulary.facts.values():
        if isinstance(fact, Choice):
            values[fact.name] = draw(st.sampled_from((*fact.values, UNKNOWN)))
        else:
            small = st.integers(0, min(fact.top, 100))
            values[fact.name] = draw(st.one_of(st.just(UNKNOWN), small, st.integers(0, fact.top)))
    return values


@given(whole=whole_orders(), kept=st.sets(st.sampled_from(sorted(POLICY.vocabulary.facts))))
@settings(max_examples=400, deadline=None)
def test_a_decided_answer_never_changes_as_more_becomes_known(
    whole: dict[str, Value], kept: set[str]
) -> None:
    part = assess(POLICY, Facts({name: whole[name] for name in kept}), NOW)
    full = assess(POLICY, Facts(whole), NOW)
    assert full.decided
    if part.decided:
        assert (part.step, part.words) == (full.step, full.words)
    else:
        assert part.ask is not None


@given(whole=whole_orders())
@settings(max_examples=200, deadline=None)
def test_the_questions_end_and_are_few(whole: dict[str, Value]) -> None:
    told: dict[str, Value] = {}
    for _ in range(8):
        advice = assess(POLICY, Facts(told), NOW)
        if advice.ask is None:
            break
        assert advice.ask not in told, "a question already answered is never asked again"
        told[advice.ask] = whole[advice.ask]
    assert assess(POLICY, Facts(told), NOW).ask is None


@given(whole=whole_orders())
@settings(max_examples=100, deadline=None)
def test_i_dont_know_to_everything_still_gets_an_answer(whole: dict[str, Value]) -> None:
    told: dict[str, Value] = {"status": whole["status"]}
    while (ask := assess(POLICY, Facts(told), NOW).ask) is not None:
        told[ask] = UNKNOWN
    assert assess(POLICY, Facts(told), NOW).decided


def test_the_pages_own_countdown_beats_the_constant() -> None:
    ends = NOW + timedelta(days=3, hours=5)
    told = Facts(
        {"status": "awaiting_shipment", "why": "keep"},
        {"paid_h": NOW - timedelta(days=5), "ship_left_h": ends},
    )
    deadline = next(one for one in assess(POLICY, told, NOW).deadlines if one.name == "seller_ships")
    assert (deadline.basis, deadline.at) == ("page", ends)


def test_without_a_countdown_the_deadline_is_counted_in_business_days() -> None:
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    told = Facts({"status": "awaiting_shipment", "why": "keep", "ship_left_h": UNKNOWN}, {"paid_h": friday})
    deadline = next(one for one in assess(POLICY, told, NOW).deadlines if one.name == "seller_ships")
    assert (deadline.basis, deadline.at) == ("counted", datetime(2026, 12, 1, 9, tzinfo=UTC))


def test_the_sellers_business_days_are_those_of_china() -> None:
    before_the_national_week = datetime(2026, 9, 29, 9, tzinfo=UTC)
    told = Facts({"status": "awaiting_shipment", "region": "ru"}, {"paid_h": before_the_national_week})
    ends = {one.name: one.at for one in assess(POLICY, told, before_the_national_week).deadlines}
    assert ends["seller_ships"] == datetime(2026, 10, 15, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("region", "latest"), [("ru", "2027-01-22"), ("es", "2027-01-18"), ("other", "2027-01-13")]
)
def test_the_refunds_business_days_are_those_of_the_buyers_bank(region: str, latest: str) -> None:
    sent = datetime(2026, 12, 16, 9, tzinfo=UTC)
    told = Facts({"status": "closed", "end": "cancelled_paid", "region": region}, {"refund_bd": sent})
    deadline = next(one for one in assess(POLICY, told, sent).deadlines if one.name == "refund_arrives")
    assert deadline.latest == datetime.fromisoformat(f"{latest}T09:00:00+00:00")


def test_the_answer_to_a_request_is_due_in_48_hours_at_most_72() -> None:
    sent = NOW - timedelta(hours=10)
    deadline = assess(POLICY, Facts({"status": "cancel_requested"}, {"wait_h": sent}), NOW).deadlines[0]
    assert (deadline.at, deadline.latest) == (sent + timedelta(hours=48), sent + timedelta(hours=72))


def test_because_names_the_facts_that_decided() -> None:
    advice = assess(POLICY, Facts({"status": "cancel_requested", "wait_h": 5, "method": "card"}), NOW)
    assert [(one.fact, one.value) for one in advice.because] == [
        ("status", "cancel_requested"),
        ("wait_h", 5),
    ]
    assert {"G2", "G1", "O5"} <= set(advice.sources)


def test_a_closed_way_names_the_facts_that_close_it() -> None:
    advice = assess(
        POLICY, Facts({"status": "shipped", "tracking": "none", "shipped_d": 4, "delivery_left_d": 50}), NOW
    )
    closed = {way.name: [one.fact for one in way.because] for way in advice.ways if way.state == "closed"}
    assert closed["dispute_not_received"] == ["shipped_d"]
    assert closed["cancel_alone"] == ["status"]
    assert "message_seller" not in closed


@pytest.mark.parametrize(
    ("status", "others"),
    [
        ("awaiting_shipment", {"paid_h": 30, "why": why})
        for why in ("changed_mind", "refused", "seller_asks", "keep")
    ],
)
def test_no_dispute_is_advised_before_shipping(status: str, others: dict[str, Value]) -> None:
    advice = assess(POLICY, Facts({"status": status, **others}), NOW)
    assert "dispute" not in advice.step
    assert not [way for way in advice.ways if way.name.startswith("dispute") and way.state == "open"]


def test_a_day_before_the_policy_is_refused() -> None:
    with pytest.raises(PolicyFault, match="speaks from 2024-02-21"):
        assess(POLICY, Facts({"status": "deleted"}), datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "values", [{"stat": "unpaid"}, {"status": "lost"}, {"paid_h": -1}, {"paid_h": "soon"}]
)
def test_a_word_the_policy_does_not_have_is_refused(values: dict[str, Value]) -> None:
    with pytest.raises(BadFact):
        assess(POLICY, Facts(values), NOW)


def test_the_same_facts_on_the_same_day_give_the_same_advice(policy: Policy) -> None:
    told = Facts({"status": "delivered", "condition": "damaged"})
    assert assess(policy, told, NOW) == assess(POLICY, told, NOW)
