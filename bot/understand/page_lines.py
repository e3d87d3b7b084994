"""What whole lines of a page tell beside its labels: reasons and answers, countdowns, a parcel's history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dialogue.reading import Found
from bot.understand.lexicon import Lexicon, Phrase
from bot.understand.page_dates import MOVING, Event
from bot.understand.phrases import Match, Phrases
from bot.understand.times import Span
from bot.understand.tokens import Token
from rules.facts import Value

THIS_WEEK = timedelta(days=6)
"""A parcel whose newest event is younger moves."""

PLACES = ("customs", "returned", "wrong_place")
"""What the newest event of a parcel may say of it; anything else that it says is that it moved."""

ENDED = ("closed", "completed", "fund_processing", "shipment_cancelled", "deleted")
TOLD_WHERE = {"end": ENDED, "dispute": ("in_dispute", "closed"), "chargeback": ("frozen", "closed")}
"""The statuses of a page whose lines may tell such a fact: elsewhere they speak of what may be."""

ONLY_UNDER_WAY = ("moving", "stuck", "none")
NO_COUNTER = "other"
"""A span that counts nothing down for the order, such as the time to answer in."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The countdowns of a page, and the spans that are neither they nor anything else."""

    facts: tuple[Found, ...]
    spans: frozenset[Span]


class PageLines:
    """Reads the lines of pages by the words of all languages; no typos: nobody types a page."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._lines = Phrases((line for one in lexicons for line in one.lines), strict=True)
        self._countdowns = Phrases(
            (
                Phrase(says, one.language, name=name)
                for one in lexicons
                for name, says in one.page["countdown"].items()
            ),
            strict=True,
        )

    def facts(self, row: Sequence[Token], status: str) -> dict[str, Value]:
        """What the lines of a page of such a status tell; of two that tell the same fact the first."""
        told: dict[str, Value] = {}
        for match in self._lines.find(row):
            for fact, value in match.phrase.tells:
                if status in TOLD_WHERE.get(fact, (status,)):
                    told.setdefault(fact, value)
        return told

    def counted(
        self, row: Sequence[Token], spans: Iterable[Span], now: datetime, *, message: bool
    ) -> Counted:
        """The spans of a page whose line says what they count down.

        In a message a span that nothing says is left is the length of something.
        """
        matches = self._countdowns.every(row)
        facts: dict[str, datetime] = {}
        settled: set[Span] = set()
        for span in spans:
            if span.length is None:
                continue
            name = _nearest(span, matches, row)
            if span.side == "past" and not any(_leads(match, span) for match in matches):
                continue
            if name or (message and span.side == "open"):
                settled.add(span)
            if name not in ("", NO_COUNTER) and not (message and span.side == "open"):
                facts.setdefault(name, now + span.length)
        return Counted(tuple(Found(name, moment) for name, moment in facts.items()), frozenset(settled))


def _nearest(span: Span, matches: Sequence[Match], row: Sequence[Token]) -> str:
    """The countdown whose words stand in the line of a span, the longest of them; of two the nearest."""
    line = row[span.start].line
    beside = [match for match in matches if row[match.start].line == line]
    beside.sort(key=lambda match: (-len(match.places), abs(match.start - span.start)))
    return beside[0].phrase.name if beside else ""


def _leads(match: Match, span: Span) -> bool:
    """Whether the words of a countdown stand right before a span: "protected for 45 days"."""
    return match.start < span.start <= match.end <= span.start + 1


def tracked(status: str, latest: Event | None, told: str, by_latest: str, now: datetime) -> str:
    """The tracking of a page: what its newest event says, be it only that it was this week.

    `told` is what the whole page tells of it, `by_latest` what the line of its newest event does.
    """
    if status not in MOVING:
        return "" if told in ONLY_UNDER_WAY else told
    if latest is None:
        return told
    if by_latest in PLACES or told == "returned":
        return by_latest if by_latest in PLACES else told
    if now - latest.moment < THIS_WEEK:
        return "moving"
    return "" if told == "moving" else told
