"""Deadlines in words: how each is known is said with it."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Literal

from bot.dialogue.screen import Day, Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.engine import Advice, Deadline

HOURLY = {"answer_if_sent_now", "seller_answers", "verification_ends", "debit_settles"}
"""Deadlines counted in hours are shown with the hour; the others by their day."""


READ = ("pasted", "forwarded", "pictured")
"""How a countdown comes from the shop's own page rather than by the buyer's word."""

BEFORE_SHIPPING = ("seller_ships",)
Mark = Literal["read", "sure", "estimated"]


def deadline_lines(advice: Advice, case: Case, world: World) -> tuple[Text, ...]:
    """One line a deadline; where its start is not known, the span is said instead."""
    return tuple(deadline_line(deadline, case, world) for deadline in advice.deadlines)


def deadline_moment(advice: Advice, name: str) -> datetime | None:
    """The moment of the deadline of that name, if it holds and is known."""
    return next((one.at for one in advice.deadlines if one.name == name), None)


def ahead(case: Case, world: World) -> list[Deadline]:
    """The dates of an open order that are still to come and do not move with the clock, the next first."""
    if case.outcome:
        return []
    found = [one for one in world.advice(case).deadlines if one.basis != "now" and one.at]
    return sorted((one for one in found if over_at(one, world.zone) > world.now), key=end_of)


def end_of(deadline: Deadline) -> datetime:
    """The latest moment of a deadline that is known. Raises ValueError for one that is not."""
    end = deadline.latest or deadline.at
    if end is None:
        raise ValueError(f"the deadline {deadline.name} has no moment")
    return end


def over_at(deadline: Deadline, zone: tzinfo) -> datetime:
    """From when on a deadline is past: one that is known by its day only when that day is over."""
    return _over(deadline, end_of(deadline), zone)


def _over(deadline: Deadline, moment: datetime, zone: tzinfo) -> datetime:
    if deadline.name in HOURLY:
        return moment
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time(), tzinfo=zone)


def deadline_line(deadline: Deadline, case: Case, world: World) -> Text:
    """One deadline as a line, marked with how it is known: read from a screen, told, or estimated."""
    line = deadline_text(deadline, world)
    if deadline.at is None:
        return line
    if over_at(deadline, world.zone) <= world.now:
        return Text("deadline.past", {"line": line})
    return Text(f"deadline.{mark_of(deadline, case)}", {"line": line})


def deadline_text(deadline: Deadline, world: World) -> Text:
    """One deadline in words, without how it is known."""
    if deadline.at is None:
        return Text(f"deadline.{deadline.name}.open", spans(deadline, world))
    values: dict[str, Shape] = {"at": _shape(deadline, deadline.at), **spans(deadline, world)}
    if deadline.latest:
        values["latest"] = _shape(deadline, deadline.latest)
        over = [_over(deadline, moment, world.zone) for moment in (deadline.at, deadline.latest)]
        if over[0] <= world.now < over[1]:
            return Text(f"deadline.{deadline.name}.latest", values)
    return Text(f"deadline.{deadline.name}", values)


def mark_of(deadline: Deadline, case: Case) -> Mark:
    """How a deadline is known: read from the buyer's screen, told by them, or estimated."""
    if deadline.basis != "page":
        return "estimated"
    told = case.told.get("ship_left_h" if deadline.name in BEFORE_SHIPPING else "delivery_left_d")
    return "read" if told and told.how in READ else "sure"


def _shape(deadline: Deadline, moment: datetime) -> Shape:
    return moment if deadline.name in HOURLY else Day(moment)


def spans(deadline: Deadline, world: World) -> dict[str, Shape]:
    """The deadline's numbers, as `n` and `most`."""
    found = [world.number(name) for name in deadline.numbers]
    return dict(zip(("n", "most"), found, strict=False))
