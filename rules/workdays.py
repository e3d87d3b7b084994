"""Business days: Monday to Friday, without the public holidays of the place that counts them."""

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5
DAY = timedelta(days=1)
DAYS_IN_WEEK, BUSINESS_DAYS_IN_WEEK = 7, 5

COUNTRIES = {"ru": "RU", "es": "ES", "mx": "MX", "cl": "CL", "pe": "PE", "br": "BR", "cn": "CN"}
BANKS = {"eu": "ECB"}
PLACES = (*COUNTRIES, *BANKS)
"""Places by the names of the policy's regions: a country, or the banks of several countries."""


@lru_cache(maxsize=256)
def days_off(place: str, year: int) -> frozenset[date]:
    """The days from Monday to Friday that are no business days; none where the place is not known.

    They come from the `holidays` package, days moved by a government among them as far as it has said so.
    """
    if place not in PLACES:
        return frozenset()
    from holidays import country_holidays, financial_holidays

    found = (
        financial_holidays(BANKS[place], years=year)
        if place in BANKS
        else country_holidays(COUNTRIES[place], years=year)
    )
    return frozenset(day for day in found if day.weekday() < SATURDAY)


def preload(year: int) -> None:
    """Reads every calendar of a year: the first look takes a third of a second, nobody's wait."""
    for place in PLACES:
        days_off(place, year)


def is_business_day(day: date, place: str = "") -> bool:
    """Whether banks and sellers of a place work that day; Monday to Friday where it is not known."""
    return day.weekday() < SATURDAY and day not in days_off(place, day.year)


def moved(day: date, count: int, place: str = "") -> date:
    """The first day with `count` business days after `day` up to it; the last such before it if negative."""
    while count > 0:
        day += DAY
        count -= is_business_day(day, place)
    while count < 0:
        count += is_business_day(day, place)
        day -= DAY
    return day


def business_days(start: date, end: date, place: str = "") -> int:
    """How many business days there are after `start` up to `end`; none if `end` is not later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, DAYS_IN_WEEK)
    tail = (end - DAY * ahead for ahead in range(rest))
    plain = weeks * BUSINESS_DAYS_IN_WEEK + sum(day.weekday() < SATURDAY for day in tail)
    years = range(start.year, end.year + 1)
    return plain - sum(start < day <= end for year in years for day in days_off(place, year))
