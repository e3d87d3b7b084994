"""Where a person's clock stands: asked once, by what time it is for them now; never by location."""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from bot.dialogue.state import Language, Person

GUESSES: dict[Language, tuple[str, ...]] = {
    "en": ("Europe/London", "America/New_York", "Europe/Berlin", "Australia/Sydney"),
    "ru": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Vladivostok"),
    "es": ("Europe/Madrid", "America/Mexico_City", "America/Santiago", "America/Lima"),
}
"""Four guesses for each language, the likeliest first; their clocks differ all year."""

MORE = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Mexico_City",
    "America/New_York", "America/Santiago", "America/Sao_Paulo", "Atlantic/Azores", "Europe/London",
    "Europe/Madrid",
    "Europe/Kyiv", "Europe/Moscow", "Asia/Tbilisi", "Asia/Yekaterinburg", "Asia/Almaty", "Asia/Novosibirsk",
    "Asia/Irkutsk", "Asia/Tokyo", "Asia/Vladivostok", "Asia/Magadan", "Pacific/Auckland",
)  # fmt: skip
"""One zone for each other clock, from west to east."""

KNOWN = frozenset((*MORE, *(name for names in GUESSES.values() for name in names)))
FALLBACK: Language = "en"


def zone_of(person: Person) -> tzinfo:
    """The zone told, else the likeliest one for the person's language."""
    return zone_named(person.zone or GUESSES[person.language or FALLBACK][0])


@cache
def zone_named(name: str) -> tzinfo:
    """The zone of a name that was offered; UTC for any other."""
    return ZoneInfo(name) if name in KNOWN else UTC


def clock_at(name: str, now: datetime) -> str:
    """What a clock in a zone shows, such as `14:05`."""
    return now.astimezone(zone_named(name)).strftime("%H:%M")


def others(now: datetime) -> tuple[str, ...]:
    """One zone for each clock there is at the moment, from west to east."""
    clocks: dict[timedelta, str] = {}
    for name in MORE:
        clocks.setdefault(now.astimezone(zone_named(name)).utcoffset() or timedelta(), name)
    return tuple(clocks.values())
