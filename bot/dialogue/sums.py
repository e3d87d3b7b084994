"""Sums of money as the buyer tells them, and what an offer of the seller comes to."""

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.state import Case, Sum

SUMS = ("paid", "offered", "agreed", "received")
"""The sums of an order that can be told: what was paid, offered, agreed in a dispute, and what came back."""

WEIGHED = ("paid", "offered")
WATCHED = ("paid", "agreed", "received")
WHOLE = 100
Verdict = Literal["missing", "currencies", "larger", "whole", "part"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an offer comes to: its share of what was paid in percent, and what is missing."""

    verdict: Verdict
    share: int = 0
    rest: Sum | None = None


def offer_of(case: Case) -> Offer:
    """The offer against what was paid, as far as both are told in one currency."""
    paid, offered = case.sums.get("paid"), case.sums.get("offered")
    if paid is None or offered is None:
        return Offer("missing")
    if paid.currency and offered.currency and paid.currency != offered.currency:
        return Offer("currencies")
    if offered.cents > paid.cents:
        return Offer("larger")
    rest = Sum(paid.cents - offered.cents, paid.currency or offered.currency)
    if not rest.cents:
        return Offer("whole", WHOLE, rest)
    return Offer("part", min(round(WHOLE * offered.cents / paid.cents), WHOLE - 1), rest)
