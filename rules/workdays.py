"""Business days: Monday to Friday, without the days off of the place that counts them."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)
DAYS_IN_WEEK, BUSINESS_DAYS_IN_WEEK = 7, 5

DaysOff = AbstractSet[date]
"""Days from Monday to Friday on which banks and sellers of a place do not work."""

NO_DAYS: DaysOff = frozenset()


def is_business_day(day: date, off: DaysOff = NO_DAYS) -> bool:
    """Whether banks and sellers work that day."""
    return day.weekday() < SATURDAY and day not in off


def moved(day: date, count: int, off: DaysOff = NO_DAYS) -> date:
    """The first day with `count` business days after `day` up to it; the last such before it if negative."""
    while count > 0:
        day += DAY
        count -= is_business_day(day, off)
    while count < 0:
        count += is_business_day(day, off)
        day -= DAY
    return day


def business_days(start: date, end: date, off: DaysOff = NO_DAYS) -> int:
    """How many business days there are after `start` up to `end`; none if `end` is not later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, DAYS_IN_WEEK)
    tail = (end - DAY * ahead for ahead in range(rest))
    plain = weeks * BUSINESS_DAYS_IN_WEEK + sum(day.weekday() < SATURDAY for day in tail)
    return plain - sum(start < day <= end for day in off)
