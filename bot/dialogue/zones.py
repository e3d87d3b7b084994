"""Where a person's clock stands: asked once, by what time it is for them now; never by location."""

from datetime import UTC, datetime, time, timedelta, tzinfo
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
    "America/New_York", "America/Caracas", "America/Santiago", "America/St_Johns", "America/Sao_Paulo",
    "America/Noronha", "Atlantic/Azores", "Europe/London", "Europe/Madrid", "Europe/Kyiv", "Europe/Moscow",
    "Asia/Tehran", "Asia/Tbilisi", "Asia/Kabul", "Asia/Yekaterinburg", "Asia/Almaty", "Asia/Kolkata",
    "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Novosibirsk", "Asia/Irkutsk", "Asia/Tokyo",
    "Australia/Darwin", "Asia/Vladivostok", "Australia/Adelaide", "Asia/Magadan", "Asia/Kamchatka",
    "Pacific/Auckland",
)  # fmt: skip
"""One zone for each other clock where many live."""

OF_REGION = {
    "es": "Europe/Madrid",
    "gb": "Europe/London",
    "mx": "America/Mexico_City",
    "cl": "America/Santiago",
    "pe": "America/Lima",
    "br": "America/Sao_Paulo",
}
"""Where the buyer told to live, as far as one clock fits most people there."""

KNOWN = frozenset((*MORE, *(name for names in GUESSES.values() for name in names), *OF_REGION.values()))
FALLBACK: Language = "en"
MORNING = time(10, 0)
"""When it is early enough in the day to be reminded of it, and late enough to be awake."""


def zone_of(person: Person) -> tzinfo:
    """The zone told, else the likeliest one for where the person lives, else for their language."""
    return zone_named(person.zone or _lived_in(person) or GUESSES[person.language or FALLBACK][0])


def _lived_in(person: Person) -> str:
    """The zone of the region told last; empty if none was, or it has no one clock."""
    told = [case.told["region"] for case in person.cases.values() if "region" in case.told]
    last = max(told, key=lambda one: one.at, default=None)
    return OF_REGION.get(str(last.value), "") if last else ""


def morning(person: Person, now: datetime, days: int) -> datetime:
    """The morning so many days on, by the person's own clock."""
    zone = zone_of(person)
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=days), MORNING, tzinfo=zone)


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
    return tuple(name for _, name in sorted(clocks.items()))
