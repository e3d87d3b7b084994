"""Sums of money as the buyer tells them, and what an offer of the seller comes to."""

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.state import Case, Sum

SUMS = ("paid", "offered", "agreed", "received")
"""The sums of an order that can be told: what was paid, offered, agreed in a dispute, and what came back."""

CENTS, WHOLE = 100, 100
Verdict = Literal["missing", "currencies", "larger", "whole", "part"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an offer comes to: its share of what was paid in percent, rounded down, and what is missing."""

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
    share = WHOLE * offered.cents // paid.cents if paid.cents else WHOLE
    rest = Sum(paid.cents - offered.cents, paid.currency or offered.currency)
    return Offer("whole" if not rest.cents else "part", share, rest)


def written(told: Sum) -> str:
    """A sum as it was told: with two decimals where there are any, and its currency."""
    whole, cents = divmod(told.cents, CENTS)
    return " ".join(filter(None, (f"{whole}.{cents:02}" if cents else str(whole), told.currency)))
