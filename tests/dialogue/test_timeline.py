"""One order in time: in order, with how each moment is known, and the same in the picture's words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.state import LANGUAGES, Case, How, Language
from bot.dialogue.timeline import Stop, timeline
from bot.papers.timeline import LONGEST_CAPTION, timeline_file
from bot.texts.say import Words
from tests.dialogue.walk import world

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def case(status: str, how: How = "tapped", **told: datetime | str) -> Case:
    order = Case(1, 1, opened=NOW - 30 * DAY, number="3041227611804521").tell("status", status, NOW, "tapped")
    for fact, value in told.items():
        order = order.tell(fact, value, NOW, how)
    return order


def shipped(how: How = "tapped") -> Case:
    return case(
        "shipped",
        how,
        tracking="moving",
        paid_h=NOW - 9 * DAY,
        shipped_d=NOW - 6 * DAY,
        delivery_left_d=NOW + 20 * DAY,
    )


def keys(stops: tuple[Stop, ...]) -> list[str]:
    return [stop.label.key for stop in stops]


def test_what_happened_stands_before_today_and_what_comes_after_it() -> None:
    stops = timeline(shipped(), world(NOW))
    assert keys(stops) == ["fact.paid_h", "fact.shipped_d", "timeline.today", "timeline.delivery_ends"]
    assert [stop.at for stop in stops] == sorted(stop.at for stop in stops)
    assert [stop.kind for stop in stops] == ["past", "past", "today", "next"]


@pytest.mark.parametrize(("how", "known"), [("tapped", "sure"), ("typed", "sure"), ("pictured", "read")])
def test_each_moment_says_how_it_is_known(how: How, known: str) -> None:
    assert [stop.known for stop in timeline(shipped(how), world(NOW))] == [known, known, "", known]


def test_protection_runs_from_shipping_to_its_end() -> None:
    assert [stop.guarded for stop in timeline(shipped(), world(NOW))] == [False, True, True, False]


@pytest.mark.parametrize("tracking", ["stuck", "none", "wrong_place", "returned", "customs"])
def test_a_countdown_that_was_told_has_its_day_wherever_the_parcel_is(tracking: str) -> None:
    end = NOW + 10 * DAY
    order = case("shipped", tracking=tracking, shipped_d=NOW - 20 * DAY, delivery_left_d=end)
    dated = {stop.label.key: (stop.at, stop.known) for stop in timeline(order, world(NOW))}
    assert dated["timeline.protection_ends"] == (end, "sure")


def test_the_sellers_countdown_keeps_its_day_while_a_cancellation_is_asked_for() -> None:
    order = case("cancel_requested", wait_h=NOW - DAY, ship_left_h=NOW + 4 * DAY)
    assert "timeline.seller_ships" in keys(timeline(order, world(NOW)))


def test_a_moment_between_two_days_keeps_both() -> None:
    order = case("cancel_requested", wait_h=NOW - DAY)
    last = timeline(order, world(NOW))[-1]
    assert (last.at, last.latest) == (NOW + DAY, NOW + 2 * DAY)


def test_once_the_earlier_moment_is_over_it_still_comes_until_the_later_one() -> None:
    order = case("cancel_requested", wait_h=NOW - timedelta(hours=60))
    last = timeline(order, world(NOW))[-1]
    assert (last.label.key, last.at) == ("timeline.seller_answers", NOW)


def test_a_closed_order_has_nothing_ahead() -> None:
    stops = timeline(replace(shipped(), outcome="refunded"), world(NOW))
    assert keys(stops)[-1] == "timeline.today"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_in_its_caption_what_the_screen_says(language: Language) -> None:
    words = Words.load()
    file = timeline_file(shipped("pasted"), world(NOW), words, language)
    assert file.kind == "photo"
    assert isinstance(file.body, bytes)
    assert file.body.startswith(b"\x89PNG")
    assert len(file.caption) <= LONGEST_CAPTION
    assert len(file.caption.splitlines()) == 1 + len(timeline(shipped(), world(NOW)))
