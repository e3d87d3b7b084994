"""The money on its way back: by when it should be there, and what came against what is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.dialogue.screen import Bullets, Text
from bot.dialogue.state import Case, Sum
from bot.dialogue.world import World
from rules.engine import rule
from rules.facts import UNKNOWN, Unit, add_units
from rules.policy import Row

DAY = timedelta(days=1)
LOOKED = "statement"
"""The step that only looks for the money."""

FIGURES = ("least", "most")
Verdict = Literal["untold", "currencies", "larger", "waiting", "whole", "less", "more"]


@dataclass(frozen=True, slots=True)
class Term:
    """Between which moments the money arrives by a payment method."""

    at: datetime
    latest: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether the money is late: the last day is over wherever the buyer lives."""
        return now - self.latest > DAY


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """What came against what is due; `due` is what was agreed, else paid; `rest` is the difference."""

    verdict: Verdict
    due: Sum | None = None
    rest: Sum | None = None


def figure(row: Row, key: str, world: World) -> tuple[int, Unit] | None:
    """The least or the most that a payment method takes, with its unit; None where no figure is known."""
    name = row.text(key).removeprefix("$")
    if not name:
        return None
    return world.number(name), world.policy.numbers[name].unit


def refund_term(case: Case, world: World) -> Term | None:
    """When the money should be there; None while its start or its figures are not known."""
    begun, row = case.value("refund_bd"), world.ruling(case, "refunds").row
    figures = [figure(row, key, world) for key in FIGURES] if row else []
    if not isinstance(begun, datetime) or not figures or not all(figures):
        return None
    off = world.policy.vocabulary.off(case.facts().place)
    at, latest = (add_units(begun, amount, unit, off) for amount, unit in filter(None, figures))
    return Term(at, latest)


def late_steps(case: Case, world: World) -> tuple[str, ...]:
    """Where to look and whom to ask when the money does not come by this way of payment, in this order."""
    told = world.ruling(case, "refunds").row
    row = told or rule(world.policy, "refunds", {"method": UNKNOWN}, world.now).row
    return tuple(row.text("late").split("|")) if row else ()


def late_lines(case: Case, world: World, *, part_came: bool = False) -> Bullets:
    """The same in words; who has seen a part come knows where to look."""
    steps = [step for step in late_steps(case, world) if not (part_came and step == LOOKED)]
    return Bullets(tuple(Text(f"late.{step}") for step in steps), "▫️")


def money_back(case: Case) -> MoneyBack:
    """What came back against what is due, as far as both are told in one currency."""
    paid, agreed, came = (case.sums.get(name) for name in ("paid", "agreed", "received"))
    due = agreed or paid
    if due is None or not due.cents:
        return MoneyBack("untold")
    if paid and _is_comparable(due, paid) and due.cents > paid.cents:
        return MoneyBack("larger", due)
    if came is None or not came.cents:
        return MoneyBack("waiting", due)
    if not _is_comparable(due, came):
        return MoneyBack("currencies", due)
    if came.cents == due.cents:
        return MoneyBack("whole", due)
    rest = Sum(abs(due.cents - came.cents), due.currency or came.currency)
    return MoneyBack("less" if came.cents < due.cents else "more", due, rest)


def _is_comparable(one: Sum, other: Sum) -> bool:
    return not (one.currency and other.currency) or one.currency == other.currency
