"""What a person tells in their own words: phrases and times put together into facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.dialogue.reading import Found
from bot.understand.phrases import Match
from bot.understand.times import Span
from bot.understand.tokens import Token
from rules.facts import Count, Value, Vocabulary

SURE = 0.8
"""What is less sure than this is asked. Figures: tests/bench/understanding.py."""

PLAIN, IMPLIED, ASKED = 0.95, 0.9, 0.5
"""How sure a phrase is: in a statement, a status that only follows from the tracking, in a question."""

FARTHEST = 12
"""A time farther away than so many words speaks of something else."""

ANOTHER_CLAUSE, ANOTHER_SENTENCE, BEFORE, ASIDE = 2, 6, 0.5, 3
"""What a comma, a full stop, a place before the words and a counter not the words' own cost, in words."""

LIFE = (
    "unpaid", "verifying", "payment_review", "group_pending", "awaiting_shipment", "cancel_requested",
    "part_shipped", "shipped", "shipment_cancelled", "delivered", "completed", "closed", "fund_processing",
    "in_dispute", "frozen", "deleted", "other",
)  # fmt: skip
"""The states of an order from early to late: who tells a story tells its end too."""

CLOCKS = {"condition": "delivered_d", "end": "refund_bd"}
"""The counter that a time beside such a fact belongs to, where the phrase names none."""

PAGE_COUNTDOWN = {"awaiting_shipment": "ship_left_h", "shipped": "delivery_left_d"}
"""What a page counts down without saying what, by its status."""

OPEN_TO_CANCELLING = (
    "unpaid", "verifying", "payment_review", "group_pending", "awaiting_shipment", "cancel_requested",
    "part_shipped",
)  # fmt: skip
ALONG = ("method", "region", "return_right", "chargeback")
"""What a question may name without speaking of an order."""

SAID_OF_OTHERS = ("return_sent", "return_agreed", "offer")
RECEIVED = ("delivered", "completed", "in_dispute")
IMPLIED_BY = {"delivered": "condition", "in_dispute": "dispute"}
"""What is said of goods may be said of other things: words of receiving or of a dispute bear it out."""

NAMES = {"in_dispute": ("disput", "спор", "диспут", "reclam", "claim")}
"""What a phrase names a status by, whatever else it tells."""

BESIDE = 6
"""So near, in words, a time surely belongs to an event. Nearer bounds took no fewer wrong ones (bench)."""

IN_HAND = ("delivered", "completed")
BEFORE_SHIPPING = ("changed_mind", "ordered_wrong", "too_slow")


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of one text with what was found among them."""

    row: Sequence[Token]
    spelt: Sequence[str]
    """The words of the row, mistyped ones as the known words that they are like."""
    matches: Sequence[Match]
    every: Sequence[Match]
    """The phrases that are heard, and all that are there, those within longer ones too."""
    spans: Sequence[Span]
    countdowns: Sequence[Match]
    questions: frozenset[int]
    void: frozenset[int]
    """The places that ask, and those that suppose or speak of somebody else: what they tell is not taken."""
    page: str = ""
    """The status of the shop's page that the words stand on; empty for a person's own words."""


def told(heard: Heard, vocabulary: Vocabulary, now: datetime) -> tuple[Found, ...]:
    """The facts of a text with how sure they are; a moment for a counter that a time stands beside."""
    facts = _settled({fact: _decided(fact, values) for fact, values in _weighed(heard).items()})
    if not heard.page:
        facts = {
            fact: (value, min(weight, _limit(fact, value, facts, heard)))
            for fact, (value, weight) in facts.items()
        }
    times = {**_pasts(heard, vocabulary, now), **_countdowns(heard, now)}
    if facts.get("status", ("", 0.0))[0] == "unpaid":
        times.pop("paid_h", None)
    found = [Found(fact, value, weight >= SURE) for fact, (value, weight) in facts.items()]
    return (*found, *(Found(fact, moment, near) for fact, (moment, near) in times.items()))


def _weighed(heard: Heard) -> dict[str, dict[Value, float]]:
    """Every value that is told of each fact, with how surely it is."""
    weighed: dict[str, dict[Value, float]] = {}
    for match in heard.matches:
        if _void(match, heard):
            continue
        for fact, value in match.phrase.tells:
            values = weighed.setdefault(fact, {})
            values[value] = max(values.get(value, 0.0), _weight(fact, match, heard))
    return weighed


def _weight(fact: str, match: Match, heard: Heard) -> float:
    if _asked(match, heard):
        return ASKED
    implied = fact == "status" and any(other == "tracking" for other, _ in match.phrase.tells)
    return IMPLIED if implied else PLAIN


def _decided(fact: str, values: Mapping[Value, float]) -> tuple[Value, float]:
    """One value of a fact: the only one, of statuses the latest; of others none is sure if two are told."""
    best = max(values.values())
    likely = [value for value, weight in values.items() if weight == best]
    if len(likely) == 1:
        return likely[0], best
    if fact == "status":
        return max(likely, key=lambda value: LIFE.index(str(value))), best
    if fact in PREFERRED:
        return min(
            likely, key=lambda value: _place(PREFERRED[fact], value)
        ), best if fact in COMPATIBLE else ASKED
    return likely[0], ASKED


PREFERRED: dict[str, tuple[Value, ...]] = {
    "why": ("refused", "keep", "seller_asks", "duplicate", "ordered_wrong", "changed_mind", "too_slow"),
    "condition": (
        "not_arrived", "counterfeit", "damaged", "not_working", "incomplete", "not_as_described", "unchecked",
        "unwanted",
    ),
    "tracking": ("returned", "customs", "wrong_place", "none", "stuck", "moving"),
    "method": (
        "card_gone", "on_delivery", "paypal", "balance", "ebanx", "qiwi", "webmoney", "yoomoney", "phone",
        "card_mir", "cash", "bonus", "card",
    ),
    "dispute": (
        "return_sent", "lost", "won", "return_agreed", "offer", "seller_refused", "seller_silent",
    ),
    "end": (
        "not_paid_in_time", "cancelled_unpaid", "cancelled_verifying", "payment_rejected",
        "not_shipped_in_time", "dispute_accepted", "dispute_unanswered", "confirmed", "protection_over",
        "cancelled_paid",
    ),
}  # fmt: skip
"""Of two values told at once: the more particular one."""


COMPATIBLE = ("tracking", "method", "condition")
"""Facts of which two values may both be true: the more particular one is taken."""


def _place(order: tuple[Value, ...], value: Value) -> int:
    return order.index(value) if value in order else len(order)


def _settled(facts: dict[str, tuple[Value, float]]) -> dict[str, tuple[Value, float]]:
    """What follows from the facts together: a wish not to have what is in hand is about the goods."""
    status = facts.get("status", ("", 0.0))[0]
    why = facts.get("why", ("", 0.0))
    if why[0] == "refused" and status == "cancel_requested":
        facts["status"] = ("awaiting_shipment", why[1])
    if status in IN_HAND and why[0] in BEFORE_SHIPPING:
        del facts["why"]
        if why[0] == "changed_mind":
            facts.setdefault("condition", ("unwanted", why[1]))
    if status in IN_HAND and facts.get("dispute", ("", 0.0))[0] in ("won", "lost"):
        del facts["status"]
    if status not in (*IN_HAND, "closed") and facts.get("condition", ("", 0.0))[0] == "not_arrived":
        del facts["condition"]
    return facts


def _limit(fact: str, value: Value, facts: Mapping[str, tuple[Value, float]], heard: Heard) -> float:
    """How sure a fact may be beside the others: what other words of the text do not bear out is asked."""
    status = facts.get("status", ("", 0.0))[0]
    if fact in ALONG and heard.questions and not set(facts) - set(ALONG):
        return ASKED
    if fact == "why" and status not in ("", *OPEN_TO_CANCELLING):
        return ASKED
    if fact == "tracking" and value == "wrong_place" and not _placed(heard):
        return ASKED
    if fact == "debited" and status != "unpaid":
        return ASKED
    if fact == "dispute" and value in SAID_OF_OTHERS and not _told_apart("in_dispute", heard):
        return ASKED
    if fact == "condition" and not any(_told_apart(state, heard) for state in RECEIVED):
        return ASKED
    if (
        fact == "status"
        and value in IMPLIED_BY
        and not _told_apart(str(value), heard)
        and IMPLIED_BY[str(value)] in facts
    ):
        return ASKED
    return PLAIN


def _placed(heard: Heard) -> bool:
    """Whether another place is told, rather than only that a parcel marked delivered never came."""
    return any(
        ("tracking", "wrong_place") in match.phrase.tells
        and all(fact != "condition" for fact, _ in match.phrase.tells)
        for match in heard.matches
    )


def _told_apart(status: str, heard: Heard) -> bool:
    """Whether words of their own tell a status, be it within a longer phrase, or a phrase names it."""
    return any(
        ("status", status) in match.phrase.tells
        and not _void(match, heard)
        and (len(match.phrase.tells) == 1 or _names(status, match, heard))
        for match in heard.every
    )


def _names(status: str, match: Match, heard: Heard) -> bool:
    return any(heard.row[place].text.startswith(NAMES.get(status, ("?",))) for place in match.places)


def _pasts(heard: Heard, vocabulary: Vocabulary, now: datetime) -> dict[str, tuple[datetime, bool]]:
    """Each time that passed with the event nearest to it, and whether they stand side by side."""
    pairs = sorted(
        (distance, index, counter, span)
        for index, span in enumerate(heard.spans)
        if span.side != "left"
        for distance, counter in _near(span, heard)
    )
    taken: dict[str, tuple[datetime, bool]] = {}
    used: set[int] = set()
    for distance, index, counter, span in pairs:
        moment = span.moment or (now - (span.length or timedelta()))
        fact = _counter_of(counter, vocabulary)
        if counter not in taken and index not in used and (fact is None or not fact.down):
            taken[counter] = min(moment, now), bool(heard.page) or distance < BESIDE
            used.add(index)
    return {counter: found for counter, found in taken.items() if counter in vocabulary.facts}


def _counter_of(counter: str, vocabulary: Vocabulary) -> Count | None:
    fact = vocabulary.facts.get(counter)
    return fact if isinstance(fact, Count) else None


def _near(span: Span, heard: Heard) -> list[tuple[float, str]]:
    """The counters whose words stand near a time, with how far away they are."""
    return [
        (distance + (ASIDE if counter == "paid_h" and match.phrase.tells else 0), counter)
        for match in heard.matches
        if not _void(match, heard) and (counter := _counter(match))
        if (distance := _distance(span, match, heard.row)) <= FARTHEST
    ]


def _counter(match: Match) -> str:
    if match.phrase.dates:
        return match.phrase.dates
    return next((CLOCKS[fact] for fact, _ in match.phrase.tells if fact in CLOCKS), "")


def _distance(span: Span, match: Match, row: Sequence[Token]) -> float:
    if match.start < span.end and span.start < match.end:
        return float(
            min(min(abs(place - span.start), abs(place - span.end + 1)) for place in match.places) - 1
        )
    if match.end <= span.start:
        first, last, extra = match.end - 1, span.start, 0.0
    else:
        first, last, extra = span.end - 1, match.start, BEFORE
    far = row[last].sentence - row[first].sentence
    comma = row[last].clause - row[first].clause - far
    return last - first - 1 + extra + far * ANOTHER_SENTENCE + comma * ANOTHER_CLAUSE


def _countdowns(heard: Heard, now: datetime) -> dict[str, tuple[datetime, bool]]:
    """Spans that are left, by the words around them, else by the status of the page they stand on."""
    taken: dict[str, tuple[datetime, bool]] = {}
    for span in heard.spans:
        if span.length is None or not (span.side == "left" or (heard.page and span.side == "open")):
            continue
        counter = _countdown_named(span, heard)
        if not counter and span.side == "left":
            counter = PAGE_COUNTDOWN.get(heard.page, "")
        if counter and counter not in taken:
            taken[counter] = now + span.length, True
    return taken


def _countdown_named(span: Span, heard: Heard) -> str:
    near = sorted((_distance(span, match, heard.row), match.phrase.name) for match in heard.countdowns)
    farthest = FARTHEST / 2 if span.side == "left" else FARTHEST / 3
    return near[0][1] if near and near[0][0] <= farthest else ""


def _asked(match: Match, heard: Heard) -> bool:
    return match.start in heard.questions and not match.phrase.even_asked


def _void(match: Match, heard: Heard) -> bool:
    return match.start in heard.void


def unsure(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The same facts, none of them to be taken without asking."""
    return tuple(replace(one, sure=False) for one in found)
