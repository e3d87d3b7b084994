"""Drawn orders: who comes for help, with what order, and what they can say about it.

The mix is a belief, stated here so that it can be argued with; nobody has counted. People come while the
money is still in the air, so orders not yet shipped and parcels under way are half of it.

| status             | of 1,000 | what is drawn with it                                                |
|--------------------|---------:|----------------------------------------------------------------------|
| shipped            |      255 | half move, a third are stuck or untraceable; median 14 days out      |
| awaiting_shipment  |      235 | most changed their mind or waited too long; 7 in 100 countdowns over |
| in_dispute         |       90 | mostly a silent seller or an offer; median 5 days                    |
| delivered          |       90 | half have a defect, a fifth do not want it, a tenth never saw it     |
| cancel_requested   |       80 | median 24 hours ago                                                  |
| completed          |       65 | three in four by themselves or confirmed, the others refunds         |
| closed             |       55 | one in three by the end of protection, others cancelled or refunded  |
| unpaid             |       30 | one in three sees a debit at the bank                                |
| verifying          |       30 | the button is there for half of them                                 |
| part_shipped       |       15 |                                                                      |
| shipment_cancelled |       10 | median 9 days out                                                    |
| payment_review     |       10 | as verifying                                                         |
| fund_processing    |       10 |                                                                      |
| frozen             |        8 | one in five has asked the bank                                       |
| group_pending      |        5 | as awaiting_shipment                                                 |
| deleted            |        4 |                                                                      |
| other              |        4 |                                                                      |
| I don't know       |        4 |                                                                      |

DOUBT says how often somebody who is asked answers "I don't know". A fact that an order does not have (the day
it was delivered, while it is on its way) is answered "I don't know" too. A fact of the policy that is not
named here yet is drawn evenly, and `undrawn` says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log
from random import Random

from rules.facts import UNKNOWN, Choice, Facts, Value
from rules.policy import Policy

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
COUNT = 4_000
SEED = 20261121

MIX = {
    "shipped": 255, "awaiting_shipment": 235, "in_dispute": 90, "delivered": 90, "cancel_requested": 80,
    "completed": 65, "closed": 55, "unpaid": 30, "verifying": 30, "part_shipped": 15,
    "shipment_cancelled": 10, "payment_review": 10, "fund_processing": 10, "frozen": 8, "group_pending": 5,
    "deleted": 4, "other": 4, UNKNOWN: 4,
}  # fmt: skip
WHY = {
    "changed_mind": 36, "too_slow": 28, "ordered_wrong": 14, "duplicate": 7, "refused": 6, "seller_asks": 6,
    "keep": 3,
}  # fmt: skip
TRACKING = {"moving": 50, "stuck": 22, "none": 12, "customs": 7, "wrong_place": 5, "returned": 4}
CONDITION = {
    "not_as_described": 19, "unwanted": 20, "damaged": 14, "not_working": 14, "not_arrived": 12,
    "incomplete": 8, "counterfeit": 6, "unchecked": 7,
}  # fmt: skip
RETURN_RIGHT = {"none": 40, "eu": 25, "badge": 22, "ru_local": 13}
DISPUTE = {
    "seller_silent": 32, "offer": 22, "seller_refused": 18, "return_agreed": 10, "return_sent": 7, "lost": 6,
    "won": 5,
}  # fmt: skip
END_COMPLETED = {"protection_over": 45, "confirmed": 30, "dispute_accepted": 15, "cancelled_paid": 10}
END_CLOSED = {
    "protection_over": 22, "cancelled_paid": 20, "not_shipped_in_time": 14, "confirmed": 10,
    "dispute_accepted": 9, "payment_rejected": 8, "dispute_unanswered": 6, "not_paid_in_time": 5,
    "cancelled_verifying": 4, "cancelled_unpaid": 2,
}  # fmt: skip
METHOD = {
    "card": 50, "card_mir": 14, "paypal": 10, "balance": 6, "yoomoney": 5, "phone": 3, "cash": 2, "ebanx": 3,
    "bonus": 2, "qiwi": 1, "webmoney": 1, "on_delivery": 1, "card_gone": 2,
}  # fmt: skip
DOUBT = {
    "debited": 0.08, "button": 0.06, "paid_h": 0.08, "why": 0.03, "ship_left_h": 0.22, "wait_h": 0.06,
    "tracking": 0.05, "shipped_d": 0.10, "delivery_left_d": 0.15, "condition": 0.03, "return_right": 0.30,
    "delivered_d": 0.07, "completed_d": 0.15, "end": 0.10, "refund_bd": 0.12, "method": 0.03, "dispute": 0.05,
    "dispute_d": 0.08, "return_d": 0.06, "chargeback": 0.04, "frozen_d": 0.15,
}  # fmt: skip
OVER = 0.07
"""The share of orders not yet shipped whose countdown is over: the shop soon closes them by itself."""

YES, NO = "yes", "no"

Story = Callable[[Random], dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Order:
    """One drawn order: what its buyer answers to each question, and the counters its order page shows."""

    answers: Mapping[str, Value]
    page: Mapping[str, Value]

    @property
    def status(self) -> str:
        """The status the buyer gives."""
        return str(self.answers["status"])


def draw(policy: Policy, count: int = COUNT, seed: int = SEED) -> list[Order]:
    """So many orders, the same ones for the same seed. Raises BadFact if the mix knows a word too many."""
    dice = Random(seed)  # noqa: S311 no secret
    return [_order(policy, dice) for _ in range(count)]


def undrawn(policy: Policy) -> list[str]:
    """The policy's facts that the mix does not speak of yet."""
    return [name for name in policy.vocabulary.facts if name not in DOUBT and name != "status"]


def _order(policy: Policy, dice: Random) -> Order:
    status = _one(dice, MIX)
    story: dict[str, Value] = {"status": status, "method": _one(dice, METHOD)}
    story |= STORIES.get(status, _nothing)(dice)
    truth = {name: _checked(policy, name, value) for name, value in story.items()}
    answers: dict[str, Value] = {}
    for name, fact in policy.vocabulary.facts.items():
        doubt = dice.random() < DOUBT.get(name, 0.0)
        if name in undrawn(policy):
            drawn = dice.choice(fact.values) if isinstance(fact, Choice) else dice.randint(0, fact.top)
            answers[name] = drawn
        else:
            answers[name] = UNKNOWN if doubt else truth.get(name, UNKNOWN)
    counters = {name for name, fact in policy.vocabulary.facts.items() if not isinstance(fact, Choice)}
    policy.vocabulary.values_at(Facts(answers), NOW)
    return Order(answers, {name: value for name, value in truth.items() if name in counters})


def _checked(policy: Policy, name: str, value: Value) -> Value:
    fact = policy.vocabulary[name]
    return fact.check(value if isinstance(fact, Choice) else max(0, min(int(value), fact.top)))


def _one(dice: Random, shares: Mapping[str, int]) -> str:
    return dice.choices(list(shares), list(shares.values()))[0]


def _about(dice: Random, median: float, spread: float = 0.8) -> int:
    """A time since something happened: most are near the median, a few are far longer ago."""
    return int(dice.lognormvariate(log(median), spread))


def _nothing(_: Random) -> dict[str, Value]:
    return {}


def _unpaid(dice: Random) -> dict[str, Value]:
    return {"debited": YES if dice.random() < 1 / 3 else NO, "paid_h": _about(dice, 18)}


def _verifying(dice: Random) -> dict[str, Value]:
    return {"button": YES if dice.random() < 1 / 2 else NO, "paid_h": _about(dice, 12)}


def _awaiting(dice: Random) -> dict[str, Value]:
    whole = 24 * dice.randint(3, 15)
    paid = whole + _about(dice, 12) if dice.random() < OVER else int(whole * dice.random())
    return {"why": _one(dice, WHY), "paid_h": paid, "ship_left_h": whole - paid}


def _requested(dice: Random) -> dict[str, Value]:
    return {"wait_h": _about(dice, 24), "paid_h": _about(dice, 72)}


def _shipped(dice: Random) -> dict[str, Value]:
    out = _about(dice, 14)
    return {
        "tracking": _one(dice, TRACKING),
        "shipped_d": out,
        "delivery_left_d": dice.choice((15, 30, 45, 60, 60, 75)) - out,
        "paid_h": 24 * (out + dice.randint(1, 8)),
    }


def _shipment_cancelled(dice: Random) -> dict[str, Value]:
    return {"shipped_d": _about(dice, 9), "delivery_left_d": dice.randint(5, 60)}


def _delivered(dice: Random) -> dict[str, Value]:
    found = {"condition": _one(dice, CONDITION), "return_right": _one(dice, RETURN_RIGHT)}
    return {**found, "delivered_d": _about(dice, 4), "paid_h": 24 * _about(dice, 25, 0.5)}


def _ended(ends: Mapping[str, int]) -> Story:
    def story(dice: Random) -> dict[str, Value]:
        end = _one(dice, ends)
        over = end in ("confirmed", "protection_over")
        kept: dict[str, Value] = {"end": end, "paid_h": 24 * _about(dice, 50, 0.6)}
        if over:
            kept |= {"condition": _one(dice, CONDITION), "completed_d": _about(dice, 9)}
        elif end not in ("not_paid_in_time", "cancelled_unpaid"):
            kept |= {"refund_bd": _about(dice, 8)}
        return kept

    return story


def _dispute(dice: Random) -> dict[str, Value]:
    state = _one(dice, DISPUTE)
    told: dict[str, Value] = {"dispute": state, "dispute_d": _about(dice, 5)}
    return told | ({"return_d": _about(dice, 4)} if state.startswith("return") else {})


def _frozen(dice: Random) -> dict[str, Value]:
    return {"chargeback": YES if dice.random() < 1 / 5 else NO, "frozen_d": _about(dice, 9)}


STORIES: dict[str, Story] = {
    "unpaid": _unpaid,
    "verifying": _verifying,
    "payment_review": _verifying,
    "awaiting_shipment": _awaiting,
    "group_pending": _awaiting,
    "cancel_requested": _requested,
    "part_shipped": _shipped,
    "shipped": _shipped,
    "shipment_cancelled": _shipment_cancelled,
    "delivered": _delivered,
    "completed": _ended(END_COMPLETED),
    "closed": _ended(END_CLOSED),
    "in_dispute": _dispute,
    "frozen": _frozen,
}
