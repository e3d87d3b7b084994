"""How each language writes moments, days and numbers."""

from datetime import UTC, date, datetime

from babel.core import Locale
from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal

from bot.dialogue.state import Language

LOCALES: dict[Language, Locale] = {"en": Locale("en", "GB"), "ru": Locale("ru"), "es": Locale("es")}
DAY = "MMMEd"
CLOCK = "HH:mm"


def plain_day(moment: datetime | date, language: Language) -> str:
    """A day in UTC, such as "Tue 24 Nov"."""
    when = (
        moment
        if isinstance(moment, datetime)
        else datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    )
    return format_skeleton(DAY, when, tzinfo=UTC, locale=LOCALES[language])


def dated_day(day: date, language: Language) -> str:
    """A day with its year, for sources: "21 Nov 2026"."""
    when = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return format_skeleton("yMMMd", when, tzinfo=UTC, locale=LOCALES[language])


def plain_moment(moment: datetime, language: Language) -> str:
    """A moment with its hour and the zone it is said in."""
    clock = format_time(moment, CLOCK, tzinfo=UTC, locale=LOCALES[language])
    return f"{plain_day(moment, language)}, {clock} UTC"


def number(value: int, language: Language) -> str:
    """A whole number with the language's separators."""
    return format_decimal(value, locale=LOCALES[language])
