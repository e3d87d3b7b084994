"""Deadlines in words: how each is known is said with it."""

from datetime import datetime

from bot.dialogue.screen import Day, Shape, Text
from bot.dialogue.world import World
from rules.engine import Advice, Deadline

HOURLY = {"answer_if_sent_now", "seller_answers", "verification_ends", "debit_settles"}
"""Deadlines counted in hours are shown with the hour; the others by their day."""


def deadline_lines(advice: Advice, world: World) -> tuple[Text, ...]:
    """One line a deadline; where its start is not known, the span is said instead."""
    return tuple(deadline_line(deadline, world) for deadline in advice.deadlines)


def deadline_moment(advice: Advice, name: str) -> datetime | None:
    """The moment of the deadline of that name, if it holds and is known."""
    return next((one.at for one in advice.deadlines if one.name == name), None)


def deadline_line(deadline: Deadline, world: World) -> Text:
    """One deadline as a line, marked with how it is known."""
    if deadline.at is None:
        return Text(f"deadline.{deadline.name}.open", spans(deadline, world))
    values: dict[str, Shape] = {"at": _shape(deadline, deadline.at), **spans(deadline, world)}
    if deadline.latest:
        values["latest"] = _shape(deadline, deadline.latest)
    line = Text(f"deadline.{deadline.name}", values)
    if (deadline.latest or deadline.at) < world.now:
        return Text("deadline.past", {"line": line})
    return Text("deadline.sure" if deadline.basis == "page" else "deadline.estimated", {"line": line})


def _shape(deadline: Deadline, moment: datetime) -> Shape:
    return moment if deadline.name in HOURLY else Day(moment)


def spans(deadline: Deadline, world: World) -> dict[str, Shape]:
    """The deadline's numbers, as `n` and `most`."""
    found = [world.policy.number(name, world.now.date()).value for name in deadline.numbers]
    return dict(zip(("n", "most"), found, strict=False))
