"""The dates of a page, each with what it is the date of, and the newest event of a parcel's history."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.understand.lexicon import Lexicon
from bot.understand.numbers import read_number, without_numbers
from bot.understand.page_words import bare, inverted, words_of
from bot.understand.times import Calendar, Span
from bot.understand.tokens import Token, tokens

PACIFIC = ZoneInfo("America/Los_Angeles")
"""The zone of every date that the shop prints (rules: number pacific), unless the page names another."""

NAMED_ZONES: dict[str, tzinfo] = {
    "utc": UTC, "gmt": UTC, "msk": ZoneInfo("Europe/Moscow"), "мск": ZoneInfo("Europe/Moscow"),
    "cet": ZoneInfo("Europe/Madrid"), "cest": ZoneInfo("Europe/Madrid"), "bst": ZoneInfo("Europe/London"),
}  # fmt: skip
ZONE = re.compile(
    rf"\d:\d\d\s*\(?(?P<name>{'|'.join(NAMED_ZONES)})(?:\s*(?P<ahead>[+-]\d{{1,2}})(?!\d))?\b", re.IGNORECASE
)
FARTHEST_AHEAD = 14
"""So many hours no zone of the earth is ahead of Greenwich."""

MONTH_FIRST = re.compile(r"^\s*(\d{2})-(\d{2})(?=\s+\d{1,2}:\d{2})")
"""How a carrier dates an event: month and day, with the clock behind."""

MOST_FIELD_WORDS = 8
SMALL = ("el", "on", "с", "at")
"""What may stand between a field and its date."""

ZONES = frozenset({*NAMED_ZONES, "pst", "pdt", "pt"})
LEAST_EVENT_WORDS = 2

EVENTS = {
    "unpaid": "paid_h", "verifying": "paid_h", "payment_review": "paid_h", "group_pending": "paid_h",
    "awaiting_shipment": "paid_h", "delivered": "delivered_d", "completed": "completed_d",
    "closed": "refund_bd", "in_dispute": "dispute_d", "frozen": "frozen_d", "cancel_requested": "wait_h",
}  # fmt: skip
"""What a date that stands beside a status alone is the date of."""

EVENTS_TOLD = {
    "shipped": "shipped_d", "part_shipped": "shipped_d", "delivered": "delivered_d",
    "completed": "completed_d", "closed": "refund_bd", "frozen": "frozen_d", "cancel_requested": "wait_h",
}  # fmt: skip
"""What happened on the day of a message that tells of a status."""

MEANT = {
    ("in_dispute", "wait_h"): "dispute_d", ("closed", "return_d"): "refund_bd",
    ("cancel_requested", "shipped_d"): "wait_h",
}  # fmt: skip
"""What a field that speaks of a request, a decision or of sending means on a page of such a status."""

REFUND, OF_THE_REFUND = "refund_bd", ("paid_h", "shipped_d")
"""In a line that begins with the refund, what was made out or sent is the refund."""

BEFORE_NUMBER = ("paid_h", "dispute_d", "refund_bd", "frozen_d", "wait_h")
"""What a bare "Date" above the order's number may be the date of; any other is that of the order."""

UNSURE_WHAT = ("moment", "since", "number", "handed")
"""Fields whose date depends on the page: see `_Lines.counter`."""

MOVING = ("shipped", "part_shipped")


@dataclass(frozen=True, slots=True)
class Event:
    """One dated line of a parcel's history."""

    moment: datetime
    line: str


@dataclass
class Dated:
    """The dates of a page by their counters, and the newest event of its parcel."""

    dates: dict[str, datetime] = field(default_factory=dict)
    evidence: int = 0
    handed: datetime | None = None
    latest: Event | None = None

    def date(self, counter: str, moment: datetime) -> None:
        """Keeps the first date of a counter."""
        self.dates.setdefault(counter, moment)
        self.evidence += 1

    def happened(self, moment: datetime, line: str) -> None:
        """Keeps the newest event."""
        if self.latest is None or moment > self.latest.moment:
            self.latest = Event(moment, line)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the one above it."""

    written: str
    above: str
    by_number: bool
    """Whether the order's number stands in it or right above it."""
    behind_number: bool
    """Whether the order's number stands in it or anywhere above it."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page is, as far as its dates mean one thing or another by it."""

    status: str
    message: bool

    @property
    def event(self) -> str:
        """The counter of what happened when the page's status began."""
        return (EVENTS_TOLD if self.message else EVENTS).get(self.status, "")


class PageDates:
    """Reads the dates of pages by the fields of all languages."""

    def __init__(self, lexicons: Sequence[Lexicon], calendars: Sequence[Calendar]) -> None:
        self._calendars = calendars
        fields = inverted(lexicons, "fields")
        self._fields = {**{_without_small(label): name for label, name in fields.items()}, **fields}

    def read(self, text: str, status: str, now: datetime, *, message: bool) -> Dated:
        """The dates of a page of such a status; `message`: of a mail, whose own date is the event's."""
        found, page = Dated(), _Page(status, message)
        for line in _lines(text):
            row = tokens(_with_year(without_numbers(line.written), now))
            for span in self._spans(row, line.written, now):
                self._take(span, row, line, page, found)
        if found.handed and "shipped_d" not in found.dates:
            found.date("shipped_d", found.handed)
        return found

    def _take(self, span: Span, row: Sequence[Token], line: _Line, page: _Page, found: Dated) -> None:
        """Keeps a date with what it is the date of."""
        moment, name = span.moment, self._field(row, span, line.above)
        if moment is None:
            return
        if page.status in MOVING and not page.message and _is_event(name, row, span):
            found.happened(moment, line.written)
        if name == "handed":
            found.handed = min(moment, found.handed or moment)
        elif counter := _counter(name, line, page, alone=_is_alone(row, span)):
            found.date(MEANT.get((page.status, counter), counter), moment)

    def _spans(self, row: Sequence[Token], written: str, now: datetime) -> list[Span]:
        """The moments of a line, without the small words before them."""
        zone = _zone(written)
        spans: dict[int, Span] = {}
        for calendar in self._calendars:
            for span in _moments(calendar, row, now, zone):
                if span.end not in spans or spans[span.end].start < span.start:
                    spans[span.end] = span
        return list(spans.values())

    def _field(self, row: Sequence[Token], span: Span, above: str) -> str:
        """The field of a date: words before it, how its line begins, words behind it, or the line above."""
        opening = self._opening(row, span.start)
        for start in range(max(span.start - MOST_FIELD_WORDS, 0), span.start):
            name = self._fields.get(_without_small(words_of(row[start : span.start])), "")
            if name and (name not in UNSURE_WHAT or self._opens(row, start)):
                return opening if opening == REFUND and name in OF_THE_REFUND else name
        if span.start:
            return opening
        for size in range(min(MOST_FIELD_WORDS, len(row) - span.end), 0, -1):
            name = self._fields.get(words_of(row[span.end : span.end + size]), "")
            if name and name != "number":
                return name
        return "" if len(row) > span.end else self._fields.get(bare(above), "")

    def _opens(self, row: Sequence[Token], place: int) -> bool:
        """Whether a clause begins at a place, or the words before it are the order's number."""
        return (
            place == 0
            or row[place - 1].clause != row[place].clause
            or self._fields.get(words_of(row[:place])) == "number"
        )

    def _opening(self, row: Sequence[Token], most: int) -> str:
        """The field that a line begins with."""
        for size in range(min(MOST_FIELD_WORDS, most), 0, -1):
            name = self._fields.get(words_of(row[:size]), "")
            if name and name not in ("number", "moment"):
                return name
        return ""


def _without_small(label: str) -> str:
    """A field's words without the last one if that is small."""
    words = label.split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in SMALL else words)


def _moments(calendar: Calendar, row: Sequence[Token], now: datetime, zone: tzinfo | None) -> list[Span]:
    """The moments that a calendar reads; one still to come in the shop's zone was printed in another."""
    spans = calendar.spans(row, now, zone or PACIFIC)
    if zone is None and any(span.moment == now and span.length is None for span in spans):
        at_home = {span.start: span for span in calendar.spans(row, now, UTC)}
        spans = [at_home.get(span.start, span) if span.moment == now else span for span in spans]
    return [span for span in spans if span.moment is not None and span.side != "left"]


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    above, below, behind = "", False, False
    for written in text.splitlines():
        if not bare(written) and not any(map(str.isdigit, written)):
            continue
        number = read_number(written).kind == "order"
        behind = behind or number
        lines.append(_Line(written, above, number or below, behind))
        above, below = written, number
    return lines


def _counter(name: str, line: _Line, page: _Page, *, alone: bool) -> str:
    """The counter that a date belongs to by the field it stands in; none if by none."""
    ordered = line.behind_number and not page.message
    match name:
        case "status" | "reason" | "passing" | "latest" | "expected":
            return ""
        case "number":
            return "paid_h"
        case "since":
            return page.event
        case "moment":
            return "paid_h" if ordered or not (page.message or page.event in BEFORE_NUMBER) else page.event
        case "" if not alone or (ordered and not line.by_number):
            return ""
        case "":
            return "paid_h" if ordered else page.event
    return name


def _is_alone(row: Sequence[Token], span: Span) -> bool:
    """Whether a line holds nothing but a date, with its zone."""
    return all(token.text in ZONES for token in (*row[: span.start], *row[span.end :]))


def _is_event(name: str, row: Sequence[Token], span: Span) -> bool:
    """Whether a dated line tells where a parcel was."""
    others = sum(token.kind == "word" for token in (*row[: span.start], *row[span.end :]))
    return name in ("", "passing", "latest", "handed") and others >= LEAST_EVENT_WORDS


def _with_year(line: str, now: datetime) -> str:
    """A line with a carrier's date written with its year: the last such day."""
    found = MONTH_FIRST.match(line)
    if not found:
        return line
    month, day = int(found[1]), int(found[2])
    year = now.year - ((month, day) > (now.month, now.day))
    return f"{year}-{month:02}-{day:02}{line[found.end() :]}"


def _zone(line: str) -> tzinfo | None:
    """The zone that a line names behind its clock."""
    found = ZONE.search(line)
    if not found:
        return None
    ahead = int(found["ahead"] or 0)
    named = NAMED_ZONES[found["name"].casefold()]
    return timezone(timedelta(hours=ahead)) if named is UTC and abs(ahead) <= FARTHEST_AHEAD else named
