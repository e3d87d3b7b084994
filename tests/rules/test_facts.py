"""Counters, business days and cells at their bounds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import PLACE, Choice, Count, add_units, units_between
from rules.loader import load
from rules.policy import PolicyFault
from rules.tables import read_cell
from rules.workdays import business_days
from tests.rules.days_off import days_off

DAYS_OFF = load().vocabulary.days_off
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
AGO = Count("paid_h", "hours", 100, "paid_at")
LEFT = Count("left_d", "days", 100, "ends_at", down=True)
KIND = Choice("kind", ("a", "b", "c"))


@pytest.mark.parametrize(
    ("hours", "count"), [(0, 0), (0.99, 0), (1, 1), (47.99, 47), (48, 48), (500, 100), (-3, 0)]
)
def test_hours_since_count_whole_hours_only(hours: float, count: int) -> None:
    assert AGO.at(MONDAY - timedelta(hours=hours), MONDAY) == count


@pytest.mark.parametrize(("hours", "count"), [(0, 0), (0.5, 1), (24, 1), (24.5, 2), (-1, 0)])
def test_a_countdown_counts_the_day_that_has_begun(hours: float, count: int) -> None:
    assert LEFT.at(MONDAY + timedelta(hours=hours), MONDAY) == count


@pytest.mark.parametrize(
    ("days", "count"), [(0, 0), (1, 1), (4, 4), (5, 4), (6, 4), (7, 5), (14, 10), (-2, 0)]
)
def test_business_days_leave_out_weekends(days: int, count: int) -> None:
    assert units_between(MONDAY, MONDAY + timedelta(days=days), "business_days", started=False) == count


@given(
    start=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    count=st.integers(-60, 60),
    place=st.sampled_from(["", "other", *DAYS_OFF]),
)
def test_business_days_added_are_business_days_between(start: datetime, count: int, place: str) -> None:
    begin = start.replace(tzinfo=UTC)
    off = DAYS_OFF.get(place, frozenset())
    first, last = sorted((begin, add_units(begin, count, "business_days", off)))
    assert units_between(first, last, "business_days", started=False, off=off) == abs(count)


@pytest.mark.parametrize(
    ("place", "first", "last", "count"),
    [
        ("ru", "2026-12-31", "2027-01-15", 5),  # 1 to 10 January are the New Year holidays
        ("es", "2026-12-04", "2026-12-11", 4),  # 8 December
        ("mx", "2026-11-13", "2026-11-20", 4),  # the third Monday of November
        ("eu", "2027-03-25", "2027-03-31", 2),  # Good Friday and Easter Monday: the euro's banks rest
        ("cn", "2026-09-30", "2026-10-08", 1),  # the National Day week
        ("other", "2026-12-31", "2027-01-15", 11),
    ],
)
def test_public_holidays_are_no_business_days(place: str, first: str, last: str, count: int) -> None:
    assert (
        business_days(date.fromisoformat(first), date.fromisoformat(last), DAYS_OFF.get(place, frozenset()))
        == count
    )


def test_every_region_has_its_public_holidays() -> None:
    regions = load().vocabulary[PLACE]
    assert isinstance(regions, Choice)
    assert set(regions.values) - {"other"} <= set(DAYS_OFF)


def test_the_days_off_are_those_of_the_calendars() -> None:
    assert {place: set(days) for place, days in days_off().items()} == dict(DAYS_OFF)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("< 48", [0, 47], [48, "unknown"]),
        ("<= $n", [7], [8, "unknown"]),
        (">= $n | unknown", [7, 100, "unknown"], [6]),
        ("3..5", [3, 5], [2, 6]),
        ("> 9", [10, 100], [9]),
        ("12", [12], [11, 13]),
        ("known", [0, 100], ["unknown"]),
    ],
)
def test_a_counters_cell(text: str, inside: list[int], outside: list[int]) -> None:
    cell = read_cell(text, AGO, lambda _: 7)
    assert all(cell.accepts(value) for value in inside)
    assert not any(cell.accepts(value) for value in outside)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("a|c", ["a", "c"], ["b", "unknown"]),
        ("not a", ["b", "c", "unknown"], ["a"]),
        ("not a|unknown", ["b", "c"], ["a", "unknown"]),
        ("a|unknown", ["a", "unknown"], ["b", "c"]),
        ("known", ["a", "b", "c"], ["unknown"]),
    ],
)
def test_a_choices_cell(text: str, inside: list[str], outside: list[str]) -> None:
    cell = read_cell(text, KIND, lambda _: 0)
    assert all(cell.accepts(value) for value in inside)
    assert not any(cell.accepts(value) for value in outside)


@pytest.mark.parametrize(
    ("text", "fact"), [("d", KIND), ("about 5", AGO), ("not 5", AGO), ("< five", AGO), ("", AGO)]
)
def test_a_cell_that_means_nothing_is_refused(text: str, fact: Choice | Count) -> None:
    with pytest.raises(PolicyFault):
        read_cell(text, fact, lambda _: 0)
