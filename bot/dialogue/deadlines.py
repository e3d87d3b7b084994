"""Deadlines in words: how each is known is said with it."""

from datetime import datetime

from bot.dialogue.screen import Day, Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.engine import Advice, Deadline

HOURLY = {"answer_if_sent_now", "seller_answers", "verification_ends", "debit_settles"}
"""Deadlines counted in hours are shown with the hour; the others by their day."""


READ = ("pasted", "forwarded", "pictured")
"""How a countdown comes from the shop's own page rather than by the buyer's word."""

BEFORE_SHIPPING = ("seller_ships",)


def deadline_lines(advice: Advice, case: Case, world: World) -> tuple[Text, ...]:
    """One line a deadline; where its start is not known, the span is said instead."""
    return tuple(deadline_line(deadline, case, world) for deadline in advice.deadlines)


def deadline_moment(advice: Advice, name: str) -> datetime | None:
    """The moment of the deadline of that name, if it holds and is known."""
    return next((one.at for one in advice.deadlines if one.name == name), None)


def deadline_line(deadline: Deadline, case: Case, world: World) -> Text:
    """One deadline as a line, marked with how it is known: read from a screen, told, or estimated."""
    line = deadline_text(deadline, world)
    if deadline.at is None:
        return line
    if (deadline.latest or deadline.at) < world.now:
        return Text("deadline.past", {"line": line})
    return Text(_mark(deadline, case), {"line": line})


def deadline_text(deadline: Deadline, world: World) -> Text:
    """One deadline in words, without how it is known."""
    if deadline.at is None:
        return Text(f"deadline.{deadline.name}.open", spans(deadline, world))
    values: dict[str, Shape] = {"at": _shape(deadline, deadline.at), **spans(deadline, world)}
    if deadline.latest:
        values["latest"] = _shape(deadline, deadline.latest)
    return Text(f"deadline.{deadline.name}", values)


def _mark(deadline: Deadline, case: Case) -> str:
    if deadline.basis != "page":
        return "deadline.estimated"
    told = case.told.get("ship_left_h" if deadline.name in BEFORE_SHIPPING else "delivery_left_d")
    return "deadline.read" if told and told.how in READ else "deadline.sure"


def _shape(deadline: Deadline, moment: datetime) -> Shape:
    return moment if deadline.name in HOURLY else Day(moment)


def spans(deadline: Deadline, world: World) -> dict[str, Shape]:
    """The deadline's numbers, as `n` and `most`."""
    found = [world.policy.number(name, world.now.date()).value for name in deadline.numbers]
    return dict(zip(("n", "most"), found, strict=False))
