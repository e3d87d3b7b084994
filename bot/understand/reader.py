"""The one entry: a text in, what was understood of it out. No state, no clock of its own, no network."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from bot.dialogue.reading import BESIDES, DEBITED_TWICE, Found, Goal, Reading
from bot.dialogue.state import NEVER_PAID, How
from bot.texts.catalog import FOLDER
from bot.texts.say import Words
from bot.understand.labels import Labels
from bot.understand.lexicon import load_lexicons
from bot.understand.manner import questions, supposed
from bot.understand.marks import MARK, masked_kinds
from bot.understand.money import read_sums
from bot.understand.narrative import Heard, told, unsure
from bot.understand.numbers import read_number, without_numbers
from bot.understand.opinion import Opinion
from bot.understand.page_dates import PACIFIC
from bot.understand.page_lines import TOLD_WHERE, PageLines, tracked
from bot.understand.pages import Page, Pages, page_facts
from bot.understand.phrases import Match, Phrases
from bot.understand.region import Regions
from bot.understand.seller import SellersWords
from bot.understand.sites import URL, foreign_sites
from bot.understand.subjects import Subjects, only_emoji, without_debits
from bot.understand.sums import read_sum
from bot.understand.times import Calendar, Span
from bot.understand.tokens import Token, tokens
from bot.understand.tongue import Tongues
from bot.understand.topics import MOST_TOPICS, Topics
from bot.understand.whose import Whose
from rules.facts import Vocabulary
from rules.policy import Policy

LONGEST = 4096
"""As much as is read of one text: what a Telegram message holds."""

BESIDE_LABELS = frozenset({"method", "end", "tracking", "return_right", "dispute", "chargeback"})
"""Facts that a page tells in other words than its labels."""

REASON = {"in_dispute": "condition", "cancel_requested": "why", "closed": "why"}
"""What the field of the reason on a page of such a status is about."""

SHOPS = ("pasted", "forwarded", "pictured")
ALONE = re.compile(r"[^\w$€£¥₽₴₸₪₺₾₹%]*(\d{1,4})[^\w$€£¥₽₴₸₪₺₾₹%]*")
"""A number with nothing that makes it money or a share: "300", "~5"."""

NEGATED_BY = 2
MOST_BESIDE = 2
"""A time is an answer where so few words stand beside it: "it was yesterday", not "my birthday was"."""

SHORT_MAIL = 20
"""The shop's notes of so few words hold a label and little else."""

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

Rest = Callable[[], None]


def on_and_on() -> None:
    """No rest."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text as heard, with what its phrases say."""

    heard: Heard
    first: tuple[Found, ...]


class Reader:
    """Understands texts in all languages at once."""

    def __init__(self, policy: Policy, words: Words, folder: Path = FOLDER) -> None:
        """Raises CatalogFault naming the file of words that cannot be used."""
        self._policy = policy
        self._opinion = Opinion.load(folder, policy.vocabulary)  # first: the rest takes the room it leaves
        lexicons = load_lexicons(policy.vocabulary, folder)
        self._calendars = [Calendar(lexicon.without_phrases()) for lexicon in lexicons]
        self._phrases = Phrases(phrase for lexicon in lexicons for phrase in lexicon.phrases)
        self._goals = Phrases(phrase for lexicon in lexicons for phrase in lexicon.goals)
        self._countdowns = Phrases(phrase for lexicon in lexicons for phrase in lexicon.countdown)
        self._manners = Phrases((phrase for lexicon in lexicons for phrase in lexicon.manner), strict=True)
        self._regions = Regions(lexicons)
        self._sellers = SellersWords(lexicons)
        self._pages = Pages(lexicons, self._calendars)
        self._page_lines = PageLines(lexicons)
        self._subjects = Subjects(lexicons)
        self._topics = Topics(words, lexicons)
        self._tongues = Tongues(lexicons)
        self.whose = Whose(lexicons)
        self.labels = Labels(words, lexicons)

    def read(self, text: str, how: How, now: datetime, rest: Rest = on_and_on) -> Reading:
        """What a text says at the moment `now`. Never raises, whatever the text is.

        `rest` is called between the parts of it, of which each takes some milliseconds of a long text.
        """
        text = text[:LONGEST]
        number = read_number(text)
        reading = Reading(
            how=how,
            number=number,
            sites=foreign_sites(text, self._policy.domains),
            masked=masked_kinds(text),
            count=_alone(text),
            sum=read_sum(text) if how == "typed" else None,
        )
        shown = _shown(text)
        row = tokens(without_numbers(shown))
        if not row:
            return replace(reading, courtesy="emoji") if how == "typed" and only_emoji(text) else reading
        page = self._pages.read(shown, now, pictured=how == "pictured", message=how == "forwarded")
        rest()
        if page.is_page or (how in SHOPS and page.statuses):
            return self._of_page(reading, page, row, now)
        return self._of_words(reading, shown, page, now, rest)

    def enough(self, text: str) -> bool:
        """Whether the text of a picture names an order's status and its number: no second look is needed."""
        return read_number(text).kind == "order" and bool(
            self._pages.read(text, EPOCH, pictured=True).statuses
        )

    def _of_page(self, reading: Reading, page: Page, row: Sequence[Token], now: datetime) -> Reading:
        heard = replace(self._heard(row, now), page=page.status)
        counted = self._page_lines.counted(row, heard.spans, now, message=page.message)
        heard = replace(heard, spans=[span for span in heard.spans if span not in counted.spans])
        beside = [
            found
            for found in told(heard, self._policy.vocabulary, now)
            if found.fact in BESIDE_LABELS or found.fact.endswith(("left_h", "left_d"))
            if page.status in TOLD_WHERE.get(found.fact, (page.status,))
        ]
        lines = [Found(fact, value) for fact, value in self._page_lines.facts(row, page.status).items()]
        wanted = REASON.get(page.status, "")
        reasons = [found for text in page.reasons for found in self._reason(text, wanted, now)]
        region = [Found("region", place)] if (place := self._regions.addressed(row)) else []
        labelled = {found.fact: found for found in page_facts(page)}
        for found in (*counted.facts, *lines, *beside, *reasons, *region):
            labelled.setdefault(found.fact, found)
        how: How = "pasted" if reading.how == "typed" else reading.how
        facts = self._with_tracking(page, tuple(labelled.values()), now)
        return replace(reading, how=how, facts=_consistent(facts))

    def _with_tracking(self, page: Page, facts: tuple[Found, ...], now: datetime) -> tuple[Found, ...]:
        """The facts with the tracking as the newest event of the page has it."""
        told_first = {found.fact: str(found.value) for found in facts}.get("tracking", "")
        latest = self._heard(tokens(page.latest.line), now) if page.latest else None
        by_latest = dict(_choices(latest, self._policy.vocabulary, now)) if latest else {}
        tracking = tracked(page.status, page.latest, told_first, by_latest.get("tracking", ""), now)
        others = tuple(found for found in facts if found.fact != "tracking")
        kept = next((found for found in facts if found.fact == "tracking" and found.value == tracking), None)
        return (*others, kept or Found("tracking", tracking)) if tracking else others

    def _reason(self, text: str, wanted: str, now: datetime) -> list[Found]:
        """What a page's own field of the reason tells of the fact that its status wants a reason for."""
        heard = replace(self._heard(tokens(without_numbers(text)), now), page=text)
        return [found for found in told(heard, self._policy.vocabulary, now) if found.fact == wanted]

    def lesson(self, text: str, how: How, now: datetime) -> Lesson | None:
        """What the phrases alone say of a text, for the second opinion to be learned from; None for pages."""
        shown = _shown(text[:LONGEST])
        row = tokens(without_numbers(shown))
        page = self._pages.read(shown, now, message=how == "forwarded")
        if not row or page.is_page or (how in SHOPS and page.statuses):
            return None
        heard = self._heard(row, now, PACIFIC if how in SHOPS else UTC)
        return Lesson(heard, self._first(heard, row, now))

    def _first(self, heard: Heard, row: Sequence[Token], now: datetime) -> tuple[Found, ...]:
        facts = told(heard, self._policy.vocabulary, now)
        place = self._regions.told(row)
        return (*facts, Found("region", place)) if place else facts

    def _of_words(self, reading: Reading, shown: str, page: Page, now: datetime, rest: Rest) -> Reading:
        row = tokens(without_numbers(shown))
        heard = self._heard(row, now, PACIFIC if reading.how in SHOPS else UTC, rest)
        rest()
        shop = _from_shop(reading, row)
        seller = not shop and self._sellers.is_seller(row)
        first = self._first(heard, row, now)
        rest()
        facts = self._opinion.revised(heard, first, now)
        rest()
        if shop and len(row) <= SHORT_MAIL:
            facts = _believed(first, facts)
        if reading.how in SHOPS:
            facts = (*facts, *(Found(name, moment) for name, moment in page.dates.items()))
        facts = _consistent(facts)
        named = () if seller else self._subjects.named(row)
        if any(one.value == "unpaid" and one.sure for one in facts):  # the fear of a second debit is no debit
            named = tuple(match for match in named if match.phrase.name != DEBITED_TWICE)
        subject = named[0].phrase.name if named else ""
        if subject == DEBITED_TWICE:
            facts = without_debits(facts, heard, named, BESIDES)
        if seller or reading.how == "pictured" or self._sellers.is_quoted(row):
            facts = unsure(facts)
        past, left = _times(heard, now)
        counted = reading.how == "typed" and not seller and subject != DEBITED_TWICE
        asks = bool(heard.questions)
        if reading.how == "typed":
            reading = self.whose.told(reading, heard)
        return replace(
            reading,
            facts=facts,
            past=past,
            left=left,
            seller=seller,
            tricks=self._sellers.tricks(row) if seller or self._sellers.is_retold(row) else (),
            goal=self._goal(row),
            asks=asks,
            topics=self._helping(row, subject),
            subject=subject,
            courtesy=self._subjects.courtesy(row) if reading.how == "typed" else "",
            sums=read_sums(shown) if counted else reading.sums,
            tongue=None if seller or page.statuses or reading.how != "typed" else self._tongues.of(row),
        )

    def _heard(
        self, row: Sequence[Token], now: datetime, zone: tzinfo = UTC, rest: Rest = on_and_on
    ) -> Heard:
        spans = self._spans(row, now, zone)
        rest()
        manners = self._manners.every(row)
        every, found = self._phrases.every(row), self._phrases.find(row)
        rest()
        matches = tuple(match for match in found if not self._negated(match, row, manners))
        asked, void = questions(row, manners, spans), supposed(row, manners)
        spelt = tuple(self._phrases.spelt(token.text) for token in row)
        return Heard(row, spelt, matches, every, spans, self._countdowns.every(row), asked, void)

    def _spans(self, row: Sequence[Token], now: datetime, zone: tzinfo) -> list[Span]:
        """The times of all languages; where two overlap, the longer one."""
        found = [span for calendar in self._calendars for span in calendar.spans(row, now, zone)]
        kept: list[Span] = []
        for span in sorted(found, key=lambda span: (span.start - span.end, span.side == "open")):
            if all(span.end <= other.start or other.end <= span.start for other in kept):
                kept.append(span)
        return sorted(kept, key=lambda span: span.start)

    def _negated(self, match: Match, row: Sequence[Token], manners: Sequence[Match]) -> bool:
        """Whether a "not" stands before a phrase that has none of its own."""
        nots = {one.start for one in manners if one.phrase.name == "not"}
        if nots.intersection(match.places):
            return False
        return any(
            place in nots and row[place].clause == row[match.start].clause
            for place in range(max(match.start - NEGATED_BY, 0), match.start)
        )

    def _helping(self, row: Sequence[Token], subject: str) -> tuple[str, ...]:
        """The help topics, the one that is named plainly first."""
        found = self._topics.search(" ".join(token.text for token in row))
        return tuple(dict.fromkeys((subject, *found)))[:MOST_TOPICS] if subject else found

    def _goal(self, row: Sequence[Token]) -> Goal:
        found = self._goals.find(row)
        return found[0].phrase.name if found else ""  # type: ignore[return-value]


def _shown(text: str) -> str:
    """A text without its links and marks of what was masked."""
    return URL.sub(" ", MARK.sub(" ", text))


def _choices(heard: Heard, vocabulary: Vocabulary, now: datetime) -> list[tuple[str, str]]:
    return [(found.fact, str(found.value)) for found in told(heard, vocabulary, now)]


def _believed(first: Sequence[Found], facts: Sequence[Found]) -> tuple[Found, ...]:
    """The shop's own words mean what they say, where the second opinion is in doubt between two values."""
    said = {found.fact: found for found in first if found.sure}
    return tuple(
        found if found.sure or said.get(found.fact, found).value == found.value else said[found.fact]
        for found in facts
    )


def _from_shop(reading: Reading, row: Sequence[Token]) -> bool:
    """Whether a forwarded message is the shop's own: it names the shop or an order."""
    named = reading.number.kind == "order" or any(token.text == "aliexpress" for token in row)
    return reading.how == "forwarded" and named


def _alone(text: str) -> int | None:
    found = ALONE.fullmatch(text)
    return int(found[1]) if found else None


def _times(heard: Heard, now: datetime) -> tuple[datetime | None, timedelta | None]:
    """The one time of a text that says little else, as what passed and as what is left."""
    if len(heard.spans) != 1:
        return None, None
    span = heard.spans[0]
    others = len(heard.row) - (span.end - span.start)
    if others > MOST_BESIDE or span.start in heard.void or span.start in heard.questions:
        return None, None
    past = span.moment or (now - span.length if span.length and span.side == "open" else None)
    return past, span.length if span.side != "past" else None


def _consistent(facts: tuple[Found, ...]) -> tuple[Found, ...]:
    """The facts in a set order, without those that the status rules out."""
    kept = {found.fact: found for found in facts}
    status = kept["status"].value if "status" in kept else ""
    if status == "closed":
        never_paid = "end" in kept and kept["end"].value in NEVER_PAID
        for fact in ("tracking", *(("paid_h", "refund_bd") if never_paid else ())):
            kept.pop(fact, None)
    return tuple(kept.values())
