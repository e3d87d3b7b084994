"""How each language writes moments, days and numbers."""

from datetime import UTC, date, datetime
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal

from bot.dialogue.state import Language

LOCALES: dict[Language, Locale] = {"en": Locale("en", "GB"), "ru": Locale("ru"), "es": Locale("es")}
DAY, DATED = "MMMEd", "yMMMd"
CLOCK = "HH:mm"


def plain_day(moment: datetime | date, language: Language) -> str:
    """A day in UTC, such as "Tue 24 Nov"."""
    day = moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment
    return _written(day, DAY, language)


def dated_day(day: date, language: Language) -> str:
    """A day with its year, for sources: "21 Nov 2026"."""
    return _written(day, DATED, language)


@lru_cache(maxsize=4096)
def _written(day: date, skeleton: str, language: Language) -> str:
    """Babel takes its time over a date, and the same few days are written again and again."""
    when = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return format_skeleton(skeleton, when, tzinfo=UTC, locale=LOCALES[language])


def plain_moment(moment: datetime, language: Language) -> str:
    """A moment with its hour and the zone it is said in."""
    clock = format_time(moment, CLOCK, tzinfo=UTC, locale=LOCALES[language])
    return f"{plain_day(moment, language)}, {clock} UTC"


def number(value: int, language: Language) -> str:
    """A whole number with the language's separators."""
    return format_decimal(value, locale=LOCALES[language])
