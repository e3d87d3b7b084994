"""How each language writes moments, days and numbers."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal

from bot.dialogue.state import Sum, Written

LOCALES: dict[Written, Locale] = {
    "en": Locale("en", "GB"),
    "ru": Locale("ru"),
    "es": Locale("es"),
    "zh": Locale("zh"),
}
DAY, DATED = "MMMEd", "yMMMd"
CLOCK = "HH:mm"
CENTS = 100
SIGNS = "$€£₽"
"""Currencies that English and Chinese write before the number; all others stand behind it."""

SIGN_FIRST: tuple[Written, ...] = ("en", "zh")
GLUE = "\u00a0"


def plain_day(moment: datetime | date, language: Written, zone: tzinfo = UTC) -> str:
    """A day in a zone, such as "Tue 24 Nov"."""
    day = moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
    return _written(day, DAY, language)


def dated_day(day: date, language: Written) -> str:
    """A day with its year, for sources: "21 Nov 2026"."""
    return _written(day, DATED, language)


@lru_cache(maxsize=4096)
def _written(day: date, skeleton: str, language: Written) -> str:
    """Babel takes its time over a date, and the same few days are written again and again."""
    when = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return format_skeleton(skeleton, when, tzinfo=UTC, locale=LOCALES[language])


def plain_moment(moment: datetime, language: Written, zone: tzinfo = UTC) -> str:
    """A moment with its hour and the zone it is said in."""
    clock = format_time(moment, CLOCK, tzinfo=zone, locale=LOCALES[language])
    return f"{plain_day(moment, language, zone)}, {clock} {zone_written(moment, zone)}"


def zone_written(moment: datetime, zone: tzinfo) -> str:
    """A zone by its distance from UTC at a moment, such as UTC+3 or UTC-3:30."""
    minutes = int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02}' if rest else ''}"


@lru_cache(maxsize=4096)
def number(value: int, language: Written) -> str:
    """A whole number with the language's separators."""
    return format_decimal(value, locale=LOCALES[language])


def money(told: Sum, language: Written) -> str:
    """A sum as the language writes it: $43.20, 43,20 €; with cents where there are any."""
    form = "#,##0.00" if told.cents % CENTS else "#,##0"
    figures = format_decimal(Decimal(told.cents) / CENTS, form, locale=LOCALES[language])
    if not told.currency:
        return figures
    if language in SIGN_FIRST and told.currency in SIGNS:
        return told.currency + figures
    return figures + GLUE + told.currency
