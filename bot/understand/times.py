"""Moments and spans of time in a row of words: "3 days ago", "last Tuesday", "19-го", "quedan 2 días".

Amounts and day words are counted here, from the words of the lexicon; dates are read by dateparser.
"""

import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property, lru_cache
from typing import Any, Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.dialogue.state import Language
from bot.understand.lexicon import Lexicon
from bot.understand.tokens import Token, fold
from rules.facts import add_units

UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
    "months": timedelta(days=30),
}
NOON = 12
LONGEST = timedelta(days=3 * 365)
FARTHEST_BACK = timedelta(days=400)
LIKELY_BACK = timedelta(days=200)
"""A day without a year that would be farther back than this is one to come."""

MOST_WORDS = 4
MOST_SPANS = 24
"""So many times of one text are read: more are no story about an order, and dates take their time."""

SHORTEST_FORGIVEN = 6
WORDS_REMEMBERED = 4096
FIRST_YEAR, LAST_YEAR = 2000, 2100
DAYS_IN_WEEK = 7
MOST_DAYS = 31
BETWEEN = ("of", "de")
"""What stands between a day and its month."""

BEGINNING = ("date", "month", "number")
"""What a date begins with."""

TOO_NEAR = 1
"""Nobody calls yesterday the last such weekday: it is the one of the week before."""
CLOCKED = re.compile(r"(\d{1,2}):(\d{2})")
NUMERIC = re.compile(r"(\d{1,4})[-./](\d{1,2})(?:[-./](\d{1,4}))?")
ISO, YEAR = re.compile(r"\d{4}[-/.]"), re.compile(r"20\d{2}|[./]\d{2}$")
CENTURY, YEARS_IN_CENTURY = 2000, 100
A_DAY = timedelta(days=1)

PARSING = threading.Lock()
"""dateparser keeps things by the way, and texts are read in two threads."""

Side = Literal["past", "left", "open"]


@dataclass(frozen=True, slots=True)
class Span:
    """A time in the places `start` to `end`: a moment that passed, a span that is left, or neither."""

    start: int
    end: int
    side: Side
    moment: datetime | None = None
    length: timedelta | None = None


@dataclass(frozen=True)
class Calendar:
    """One language's words of time."""

    lexicon: Lexicon

    def spans(self, row: Sequence[Token], now: datetime, zone: tzinfo = UTC) -> list[Span]:
        """The times in a row of words, from left to right, none over another; dates are read in `zone`."""
        row = [self._corrected(token) for token in row]
        found: list[Span] = []
        place = 0
        while place < len(row) and len(found) < MOST_SPANS:
            span = self._at(row, place, now, zone)
            if span:
                found.append(replace(span, start=self._beginning(row, span.start)))
            place = span.end if span else place + 1
        return found

    def _beginning(self, row: Sequence[Token], start: int) -> int:
        """Where a time begins with the small words before it, such as "el" or "hace"."""
        while (
            start
            and row[start - 1].text in self._words("leading")
            and row[start - 1].clause == row[start].clause
        ):
            start -= 1
        return start

    def _at(self, row: Sequence[Token], place: int, now: datetime, zone: tzinfo) -> Span | None:
        return (
            self._worded(row, place, now)
            or self._amount(row, place, now)
            or self._reversed(row, place, now)
            or self._date(row, place, now, zone)
            or self._weekday(row, place, now)
            or self._day_of_month(row, place, now)
        )

    def _worded(self, row: Sequence[Token], place: int, now: datetime) -> Span | None:
        for words, days in self._moments.get(row[place].text, ()):
            end = place + len(words)
            if tuple(token.text for token in row[place:end]) == words:
                return Span(place, end, "past", moment=now - timedelta(days=days))
        return None

    def _amount(self, row: Sequence[Token], place: int, now: datetime) -> Span | None:
        """`2 days 4 hours`, with what stands before and behind it saying which way it counts."""
        length, end = self._length(row, place)
        if length is None:
            return None
        if any(token.text in self._words("business") for token in row[place:end]):
            moment = add_units(now, -length.days, "business_days")
            return Span(place, end, "past", moment=moment, length=now - moment)
        while (more := self._more(row, place, end))[0] is not None:
            length, end = length + (more[0] or timedelta()), more[1]
        clause = [token.text for token in row[max(place - 3, 0) : place] if token.clause == row[place].clause]
        before = {" ".join(clause[-size:]) for size in (1, 2, 3)}
        behind = list(_joined(row, end))
        if any(text in self._words("ago") for text in behind):
            return Span(place, end + 1, "past", moment=now - length, length=length)
        if any(text in self._words("left") for text in behind) or before & self._words("left_before"):
            return Span(place, end, "left", length=length)
        if before & self._words("ago_before"):
            return Span(place, end, "past", moment=now - length, length=length)
        return Span(place, end, "open", length=length)

    def _reversed(self, row: Sequence[Token], place: int, now: datetime) -> Span | None:
        """A unit before its number: `дней пять назад`, `dispute day 8`."""
        kind = self._units.get(row[place].text)
        number = self._number(row, place + 1) if kind else None
        if kind is None or not number or row[place].text not in self._words("unit_first"):
            return None
        length, end = number * UNITS[kind], place + 2
        if length > LONGEST or (end < len(row) and self._units.get(row[end].text)):
            return None
        ago = end < len(row) and row[end].text in self._words("ago")
        return Span(place, end + ago, "past", moment=now - length, length=length)

    def _more(self, row: Sequence[Token], place: int, end: int) -> tuple[timedelta | None, int]:
        """A further amount of the same span: `4 hours`, `and 4 hours`."""
        start = end + 1 if end < len(row) and row[end].text in self._words("and") else end
        if start >= len(row) or row[start].sentence != row[place].sentence:
            return None, end
        length, after = self._length(row, start)
        return (None, end) if length is None else (length, after)

    def _length(self, row: Sequence[Token], place: int) -> tuple[timedelta | None, int]:
        """One number with its unit, such as `2 days`, and the place behind it."""
        number = self._number(row, place)
        if number is None:
            return None, place
        unit = place + 1
        while unit < len(row) and unit < place + MOST_WORDS and row[unit].text in self._words("filler"):
            unit += 1
        kind = self._units.get(row[unit].text) if unit < len(row) else None
        if kind is None or row[unit].sentence != row[place].sentence:
            return None, place
        length = number * UNITS[kind]
        return (length, unit + 1) if length <= LONGEST else (None, place)

    def _number(self, row: Sequence[Token], place: int) -> float | None:
        if place >= len(row):
            return None
        token = row[place]
        if token.kind == "number":
            return float(token.text) if len(token.text) <= MOST_WORDS else None
        number = self.lexicon.time["number"].get(token.text)
        return float(number) if number is not None else None

    def _date(self, row: Sequence[Token], place: int, now: datetime, zone: tzinfo) -> Span | None:
        """`12/11`, `2026-11-12`, `12 November`, `Nov 12, 2026`, with the clock if it stands behind."""
        if self._dating(row[place]) not in BEGINNING:
            return None
        for size in range(MOST_WORDS, 0, -1):
            part = row[place : place + size]
            if len(part) == size and self._looks_dated(part):
                text = " ".join(token.text for token in part if token.text not in BETWEEN)
                moment = _dated(text, self.lexicon.language, now, zone)
                if moment and now - FARTHEST_BACK <= moment:
                    return Span(place, place + size, "past", moment=moment)
        return None

    def _looks_dated(self, part: Sequence[Token]) -> bool:
        kinds = [self._dating(token) for token in part]
        if kinds[0] == "date":
            return all(kind == "clock" for kind in kinds[1:])
        return (
            kinds.count("month") == 1
            and kinds.count("number") in (1, 2)
            and set(kinds) <= {"month", "number", "clock", "of", "ordinal"}
            and kinds[0] in BEGINNING
            and kinds[-1] != "of"
        )

    def _dating(self, token: Token) -> str:
        if token.kind in ("date", "number", "clock"):
            return token.kind
        if token.text in self._months:
            return "month"
        if token.text in BETWEEN:
            return "of"
        if token.text in self._ordinals:
            return "ordinal"
        return ""

    def _weekday(self, row: Sequence[Token], place: int, now: datetime) -> Span | None:
        day = self._weekdays.get(row[place].text)
        if day is None:
            return None
        back = (now.weekday() - day) % DAYS_IN_WEEK or DAYS_IN_WEEK
        beside = {one.text for one in (*row[max(place - 1, 0) : place], *row[place + 1 : place + 2])}
        if back <= TOO_NEAR and beside & self._words("last"):
            back += DAYS_IN_WEEK
        return Span(place, place + 1, "past", moment=now - timedelta(days=back))

    def _day_of_month(self, row: Sequence[Token], place: int, now: datetime) -> Span | None:
        """`the 12th`, `19го`, `el 5`: the last such day."""
        token = row[place]
        if token.kind != "number" or not 1 <= int(token.text[:3]) <= MOST_DAYS or len(token.text) > 2:  # noqa: PLR2004
            return None
        behind = row[place + 1].text if place + 1 < len(row) else ""
        before = [one.text for one in row[max(place - 2, 0) : place]]
        ordinal = behind in self._ordinals and behind not in BETWEEN
        named = bool(before) and before[-1] in self._before_day and behind not in self._units
        if not (ordinal or named):
            return None
        moment = _last_day(int(token.text), now)
        return Span(place, place + 2 if ordinal else place + 1, "past", moment=moment) if moment else None

    def _corrected(self, token: Token) -> Token:
        """The token, or the word of time that it is a typo of."""
        if len(token.text) < SHORTEST_FORGIVEN or token.text in self._known:
            return token
        meant = self._meant(token.text)
        return token if meant == token.text else replace(token, text=meant)

    @cached_property
    def _meant(self) -> Callable[[str], str]:
        return lru_cache(maxsize=WORDS_REMEMBERED)(self._likened)

    def _likened(self, word: str) -> str:
        near = process.extractOne(word, self._forgiven, scorer=OSA.distance, score_cutoff=1)
        return str(near[0]) if near and near[0][0] == word[0] else word

    @cached_property
    def _known(self) -> frozenset[str]:
        single = {
            first for first, worded in self._moments.items() if any(len(words) == 1 for words, _ in worded)
        }
        return frozenset(
            single
            | set(self._units)
            | set(self._weekdays)
            | set(self._months)
            | set(self.lexicon.time["number"])
        )

    @cached_property
    def _forgiven(self) -> list[str]:
        return sorted(word for word in self._known if len(word) >= SHORTEST_FORGIVEN)

    def _words(self, name: str) -> frozenset[str]:
        return self._sets[name]

    @cached_property
    def _sets(self) -> Mapping[str, frozenset[str]]:
        names = (
            "ago",
            "ago_before",
            "left",
            "left_before",
            "filler",
            "business",
            "and",
            "last",
            "unit_first",
        )
        sets = {name: frozenset(self.lexicon.time[name]) for name in names}
        leading = " ".join((*self.lexicon.time["before_day"], *self.lexicon.time["ago_before"])).split()
        return {**sets, "leading": frozenset(leading)}

    @cached_property
    def _moments(self) -> Mapping[str, list[tuple[tuple[str, ...], float]]]:
        """Worded moments with how many days ago they are, by their first word, the longest first."""
        worded = [(tuple(fold(text).split()), days) for text, days in self.lexicon.time["moment"].items()]
        found: defaultdict[str, list[tuple[tuple[str, ...], float]]] = defaultdict(list)
        for words, days in sorted(worded, key=lambda pair: -len(pair[0])):
            found[words[0]].append((words, days))
        return found

    @cached_property
    def _units(self) -> Mapping[str, str]:
        return {fold(word): unit for unit in UNITS for word in self.lexicon.time[unit]}

    @cached_property
    def _weekdays(self) -> Mapping[str, int]:
        return _numbered(self.lexicon.time["weekday"])

    @cached_property
    def _months(self) -> Mapping[str, int]:
        return _numbered(self.lexicon.time["month"])

    @cached_property
    def _ordinals(self) -> frozenset[str]:
        return frozenset(self.lexicon.time["ordinal"].split("|"))

    @cached_property
    def _before_day(self) -> frozenset[str]:
        return frozenset(self.lexicon.time["before_day"])


def _numbered(entries: Sequence[str]) -> dict[str, int]:
    return {fold(word): number for number, words in enumerate(entries) for word in words.split("/")}


def _joined(row: Sequence[Token], place: int) -> Iterator[str]:
    for size in (1, 2):
        if place + size <= len(row):
            yield " ".join(token.text for token in row[place : place + size])


def _last_day(day: int, now: datetime) -> datetime | None:
    """The last moment, at noon, that was on that day of a month."""
    moment = now.replace(hour=min(NOON, now.hour), minute=0, second=0, microsecond=0)
    for _ in range(2 * MOST_DAYS):
        if moment.day == day:
            return moment
        moment -= timedelta(days=1)
    return None


def _dated(text: str, language: Language, now: datetime, zone: tzinfo) -> datetime | None:
    """A written date as the last such moment; none for one far back without a year: it is still to come."""
    numeric = NUMERIC.match(text)
    moments = (
        _numbered_dates(numeric, text, now, zone) if numeric else [_parsed(text, language, now.date(), zone)]
    )
    likely = [moment for moment in moments if moment and now - LIKELY_BACK < moment <= now + A_DAY]
    if likely:
        return min(likely[0], now)
    return next((moment for moment in moments if moment and YEAR.search(text) and moment <= now), None)


def _numbered_dates(found: re.Match[str], text: str, now: datetime, zone: tzinfo) -> list[datetime]:
    """The readings of a date in figures: year first, or day and month, or month and day."""
    one, two, three = (int(part) if part else 0 for part in found.groups())
    clock = CLOCKED.search(text)
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (NOON, 0)
    if ISO.match(text):
        readings = [(one, two, three)]
    else:
        year = three + (CENTURY if 0 < three < YEARS_IN_CENTURY else 0) or now.year
        readings = [(year, two, one), (year, one, two)]
        if not three:
            readings += [(year - 1, two, one), (year - 1, one, two)]
    moments = []
    for reading in readings:
        try:
            moments.append(datetime(*reading, hour, minute, tzinfo=zone).astimezone(UTC))
        except (ValueError, OverflowError):
            continue
    return moments


@lru_cache(maxsize=4096)
def _parsed(text: str, language: Language, today: date, zone: tzinfo) -> datetime | None:
    """A date with the name of its month, read by dateparser; at noon if it says no clock."""
    import dateparser

    settings: Any = {
        "RELATIVE_BASE": datetime(today.year, today.month, today.day, 23, 59),  # noqa: DTZ001
        "PREFER_DATES_FROM": "past",
        "DATE_ORDER": "DMY",
        "REQUIRE_PARTS": ["day", "month"],
        "PARSERS": ["absolute-time"],
    }
    try:
        with PARSING:
            moment: datetime | None = dateparser.parse(text, languages=[language], settings=settings)
    except (ValueError, OverflowError, TypeError):
        return None
    if moment is None or not FIRST_YEAR < moment.year < LAST_YEAR:
        return None
    if not CLOCKED.search(text):
        moment = moment.replace(hour=NOON, minute=0, second=0)
    return moment.replace(tzinfo=zone, microsecond=0).astimezone(UTC)
