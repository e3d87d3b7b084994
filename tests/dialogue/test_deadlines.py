"""Deadlines in words: a date is past when its last moment is, by the clock of whoever reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.deadlines import ahead, deadline_line
from bot.dialogue.state import Case
from bot.dialogue.world import World
from tests.dialogue.walk import somebody, world

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def delivered(at: datetime) -> Case:
    return told("delivered", delivered_d=at, condition="damaged")


def told(status: str, **facts: datetime | str) -> Case:
    case = Case(1, 1, opened=NOON - 30 * DAY).tell("status", status, NOON, "tapped")
    for fact, value in facts.items():
        case = case.tell(fact, value, NOON, "tapped")
    return case


def seen(now: datetime, zone: str = "Europe/Madrid") -> World:
    return world(now).seen_by(replace(somebody(), zone=zone))


def keys(case: Case, at: World) -> list[str]:
    return [deadline_line(one, case, at).key for one in at.advice(case).deadlines]


@pytest.mark.parametrize(
    ("now", "zone", "key"),
    [
        (NOON + 5 * HOUR, "Europe/Madrid", "deadline.estimated"),
        (NOON + 11 * HOUR - HOUR / 60, "Europe/Madrid", "deadline.estimated"),
        (NOON + 11 * HOUR, "Europe/Madrid", "deadline.past"),
        (NOON + 11 * HOUR, "America/Santiago", "deadline.estimated"),
        (NOON + 9 * HOUR, "Europe/Moscow", "deadline.past"),
    ],
)
def test_a_day_is_past_only_when_it_is_over_where_the_buyer_lives(now: datetime, zone: str, key: str) -> None:
    case, at = delivered(NOON - 5 * DAY - HOUR), seen(now, zone)
    assert keys(case, at) == [key]
    assert bool(ahead(case, at)) == (key != "deadline.past")


def test_an_hour_is_past_at_once() -> None:
    case = told("verifying", paid_h=NOON - 24 * HOUR, button="no")
    assert keys(case, seen(NOON - HOUR)) == ["deadline.estimated"]
    assert keys(case, seen(NOON)) == ["deadline.past"]


@pytest.mark.parametrize(
    ("case", "now"),
    [
        (told("unpaid", debited="yes", paid_h=NOON - 48 * HOUR), NOON),
        (told("cancel_requested", wait_h=NOON - 60 * HOUR), NOON),
        (told("closed", end="cancelled_paid", refund_bd=NOON - 14 * DAY), NOON),
    ],
)
def test_of_a_span_only_what_is_still_to_come_is_said(case: Case, now: datetime) -> None:
    (deadline,) = seen(now).advice(case).deadlines
    line = deadline_line(deadline, case, seen(now)).values["line"]
    assert line.key == f"deadline.{deadline.name}.latest"  # type: ignore[union-attr]
