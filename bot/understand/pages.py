"""Order pages, mails and notifications of the shop: its labels, its fields, its dates in Pacific time.

An unknown label is unknown, never the nearest: only a whole line counts, or what stands behind a field.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.dialogue.reading import Found
from bot.understand.lexicon import Lexicon
from bot.understand.numbers import without_numbers
from bot.understand.page_dates import Event, PageDates
from bot.understand.page_words import bare, every_label, inverted
from bot.understand.times import Calendar

MAIL = re.compile(
    r"\A\W*(?:from|to|subject|de|para|asunto|от|кому|тема|fwd?|re)\s*:|^\W*(?:subject|asunto|тема)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
"""How a mail begins."""

SEGMENT = re.compile(r"\s{2,}|[|·•>\t\[\]<→©®]|\s[—–/-]\s|\s\(")
NUMBERED = re.compile(r"^[^:]*\d{14,17}[^:]*[:.]\s*")
MOST_EXTRA = 3
"""So many words besides a label of two or more words are a picture's noise."""

ALIKE, APART = 88, 6
"""How like a label a misread line must be, and how much less like any label of another status, in percent."""

SHORTEST_MISREAD = 8
LEAST_TABS = 3
LEAST_LINES = 3
MOST_BUTTON_WORDS = 8
"""So many words make a row of buttons; more are a sentence."""

NEVER_CANCELLED = ("in_dispute",)
"""There "Cancel" takes back the dispute."""

UNTOLD = {"unpaid": ("paid_h",), "closed": ("shipped_d",), "in_dispute": ("wait_h",)}
"""A date that a page of such a status does not mean: there it is the refund that was sent."""

ONLY_ON = {
    "return_d": ("in_dispute",),
    "refund_bd": ("closed", "completed", "fund_processing", "shipment_cancelled", "frozen"),
}
"""The statuses of the pages that tell such a date."""

OVERRULING = ("shipment_cancelled", "frozen")
"""What a page says at any place of it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a line, as written and as bare folded words."""

    text: str
    label: str
    line: int


@dataclass
class Page:
    """What the labels of a page say."""

    statuses: list[str] = field(default_factory=list)
    button: str = ""
    """Whether the page says "Cancel order", or that this is not to be had; empty for neither."""
    dates: dict[str, datetime] = field(default_factory=dict)
    latest: Event | None = None
    reasons: list[str] = field(default_factory=list)
    message: bool = False
    evidence: int = 0
    lines: int = 0

    @property
    def status(self) -> str:
        """The page's status: the first label, or one that overrules wherever it stands."""
        overruling = [status for status in self.statuses if status in OVERRULING]
        return (overruling or self.statuses or [""])[0]

    @property
    def is_page(self) -> bool:
        """Whether this is a page or a message of the shop, rather than somebody's own words."""
        return bool(self.statuses) and self.lines >= LEAST_LINES and self.evidence > 1


class Pages:
    """Reads pages by the labels of all languages."""

    def __init__(self, lexicons: Sequence[Lexicon], calendars: Sequence[Calendar]) -> None:
        self._dates = PageDates(lexicons, calendars)
        self._statuses = inverted(lexicons, "status")
        self._fields = inverted(lexicons, "fields")
        self._tabs = frozenset(every_label(lexicons, "tabs"))
        self._cancel = frozenset(label for one in lexicons for label in one.page["buttons"]["cancel"])
        self._buttons = frozenset(every_label(lexicons, "buttons"))
        self._absent = tuple(every_label(lexicons, "absent"))
        self._misreadable = [label for label in self._statuses if len(label) >= SHORTEST_MISREAD]

    def read(self, text: str, now: datetime, *, pictured: bool = False, message: bool = False) -> Page:
        """What a text says as a page. A picture may be misread, so its labels need only be very alike.

        A forwarded text is a `message`, and so is one that begins as a mail does.
        """
        page = Page()
        segments = list(self._without_tabs(_segments(text)))
        lines = sorted({one.line for one in segments})
        page.lines = len(lines)
        written = text.splitlines()
        for one in segments:
            self._read(one, written[one.line], page, pictured=pictured)
        page.message = message or bool(MAIL.search(text))
        if page.statuses or pictured or page.message:  # of anybody's own words nobody asks for a page's dates
            dated = self._dates.read(text, page.status, now, message=page.message)
            page.dates, page.latest = dated.dates, dated.latest
            page.evidence += dated.evidence
        return page

    def _read(self, one: Segment, written: str, page: Page, *, pictured: bool) -> None:
        """What a segment of a line, `written` so, says by its labels."""
        if status := self._status(one, pictured=pictured):
            page.statuses.append(status)
            page.evidence += 1
        if self._has_cancel(one.label):
            absent = self._is_absent(written)
            if absent or len(one.label.split()) <= MOST_BUTTON_WORDS:
                page.button = "no" if absent else "yes"
        if one.label in self._buttons:
            page.evidence += 1
        if self._fields.get(_first_words(one)) == "reason" or self._named(one) == "reason":
            page.reasons.append(written)

    def _status(self, one: Segment, *, pictured: bool) -> str:
        for label in _readings(one):
            if label in self._statuses:
                return self._statuses[label]
        contained = self._contained(one.label)
        return contained or (self._misread(one.label) if pictured else "")

    def _contained(self, label: str) -> str:
        """The status whose label of several words stands in a line with little else."""
        size = len(label.split())
        for known, status in self._statuses.items():
            words = len(known.split())
            if 1 < words < size <= words + MOST_EXTRA and f" {known} " in f" {label} ":
                return status
        return ""

    def _misread(self, label: str) -> str:
        if len(label) < SHORTEST_MISREAD:
            return ""
        near = process.extract(
            label, self._misreadable, scorer=fuzz.ratio, score_cutoff=ALIKE - APART, limit=6
        )
        if not near or near[0][1] < ALIKE:
            return ""
        status = self._statuses[near[0][0]]
        others = [score for known, score, _ in near if self._statuses[known] != status]
        return "" if others and others[0] > near[0][1] - APART else status

    def _has_cancel(self, label: str) -> bool:
        """Whether a label is the button, or holds it among other words."""
        return label in self._cancel or any(
            " " in known and f" {known} " in f" {label} " for known in self._cancel
        )

    def _is_absent(self, line: str) -> bool:
        """Whether a line says of its button that it is not to be had."""
        label = f" {bare(line)} "
        return any(f" {words} " in label for words in self._absent)

    def _named(self, one: Segment) -> str:
        """The field whose name a line begins with."""
        words = one.label.split()
        for size in range(min(5, len(words)), 0, -1):
            if name := self._fields.get(" ".join(words[:size])):
                return name
        return ""

    def _without_tabs(self, segments: list[Segment]) -> Iterator[Segment]:
        """The segments without rows of tabs: a page's tabs name every status, not this order's."""
        lines = _by_line(segments)
        run: list[Segment] = []
        for line in lines:
            if self._only_tabs(" ".join(one.label for one in line)):
                run += line
                continue
            yield from self._kept(run)
            run = []
            yield from line
        yield from self._kept(run)

    def _kept(self, run: list[Segment]) -> list[Segment]:
        return [] if sum(self._count_tabs(one.label) for one in run) >= LEAST_TABS else run

    def _only_tabs(self, label: str) -> bool:
        count = self._count_tabs(label)
        return count > 1 or (count == 1 and label in self._tabs)

    def _count_tabs(self, label: str) -> int:
        """How many tabs a line is made of, the last of which may be cut off; 0 if of anything else."""
        words, count, place = label.split(), 0, 0
        while place < len(words):
            size = next(
                (size for size in (3, 2, 1) if " ".join(words[place : place + size]) in self._tabs), 0
            )
            if not size:
                return count if count > 1 and place >= len(words) - 1 else 0
            count, place = count + 1, place + size
        return count


def page_facts(page: Page) -> tuple[Found, ...]:
    """The facts that the labels of a page tell."""
    facts = [Found("status", page.status)] if page.status else []
    if page.button and page.status and page.status not in NEVER_CANCELLED:
        facts.append(Found("button", page.button))
    untold = UNTOLD.get(page.status, ())
    dates = {
        name: moment
        for name, moment in page.dates.items()
        if name not in untold and page.status in ONLY_ON.get(name, (page.status,))
    }
    return (*facts, *(Found(name, moment) for name, moment in dates.items()))


def _segments(text: str) -> list[Segment]:
    return [
        Segment(part.strip(), label, line)
        for line, written in enumerate(text.splitlines())
        for part in SEGMENT.split(without_numbers(written))
        if (label := bare(part))
    ]


def _first_words(one: Segment) -> str:
    return bare(one.text.split(":")[0])


def _readings(one: Segment) -> Iterator[str]:
    """The ways in which a line may be a label: whole, behind a field's name, behind an order's number."""
    yield one.label
    if ":" in one.text:
        yield bare(one.text.rpartition(":")[2])
    if NUMBERED.match(one.text):
        yield bare(NUMBERED.sub("", one.text))
    yield " ".join(word for word in one.label.split() if len(word) > 1)


def _by_line(segments: Iterable[Segment]) -> list[list[Segment]]:
    lines: dict[int, list[Segment]] = {}
    for one in segments:
        lines.setdefault(one.line, []).append(one)
    return list(lines.values())
