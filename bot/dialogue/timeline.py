"""One order in time: what happened, today, what comes next, and how each is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.dialogue.deadlines import READ, Mark, ahead, mark_of
from bot.dialogue.naming import fact_name, status_name
from bot.dialogue.remind import ACT_BEFORE
from bot.dialogue.screen import Text
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.facts import Count

Kind = Literal["past", "today", "coming", "next"]
Known = Mark | Literal[""]

GUARDED_FROM = ("shipped_d", "delivered_d", "completed_d", "dispute_d")
"""What must have happened for the shop's protection to run, the earliest first."""

GUARDED_UNTIL = frozenset({"delivery_ends", "protection_ends", "dispute_closes", "auto_completes"})


@dataclass(frozen=True, slots=True)
class Stop:
    """One moment of an order; `latest` where it lies between two. `next` is the one to act on."""

    at: datetime
    label: Text
    kind: Kind
    known: Known = ""
    latest: datetime | None = None
    guarded: bool = False
    """Whether the shop's protection runs from here to the following stop."""


def timeline(case: Case, world: World) -> tuple[Stop, ...]:
    """The dated moments of an order in their order, today among them."""
    coming = tuple(_coming(case, world))
    stops = [*_past(case, world), *_written(case, world), _today(case, world), *coming]
    stops.sort(key=lambda stop: stop.at)
    begin, end = _guard(case, world)
    return tuple(_guarded(stop, begin, end) for stop in stops)


def _past(case: Case, world: World) -> Iterator[Stop]:
    for fact, told in case.told.items():
        known = world.policy.vocabulary.facts.get(fact)
        if not isinstance(known, Count) or known.down or not isinstance(told.value, datetime):
            continue
        if told.value <= world.now:
            yield Stop(told.value, fact_name(fact), "past", "read" if told.how in READ else "sure")


def _written(case: Case, world: World) -> Iterator[Stop]:
    for kind, at in case.wrote.items():
        if at <= world.now:
            yield Stop(at, Text("timeline.wrote", {"letter": Text(f"letters.{kind}")}), "past", "sure")


def _today(case: Case, world: World) -> Stop:
    return Stop(world.now, Text("timeline.today", {"status": status_name(case)}), "today")


def _coming(case: Case, world: World) -> Iterator[Stop]:
    """The dates ahead; the one to act on is the first before which the buyer must act, else the first."""
    dated = ahead(case, world)
    acting = next((one for one in dated if one.name in ACT_BEFORE), dated[0] if dated else None)
    for one in dated:
        if one.at:
            kind: Kind = "next" if one is acting else "coming"
            at = max(one.at, world.now)
            yield Stop(at, Text(f"timeline.{one.name}"), kind, mark_of(one, case), one.latest)


def _guard(case: Case, world: World) -> tuple[datetime | None, datetime | None]:
    """From when until when the shop's protection runs, as far as both are known."""
    begun = (case.value(fact) for fact in GUARDED_FROM)
    begin = next((moment for moment in begun if isinstance(moment, datetime)), None)
    ends = [one.at for one in world.advice(case).deadlines if one.name in GUARDED_UNTIL and one.at]
    return begin, max(ends, default=None)


def _guarded(stop: Stop, begin: datetime | None, end: datetime | None) -> Stop:
    guarded = begin is not None and end is not None and begin <= stop.at < end
    return Stop(stop.at, stop.label, stop.kind, stop.known, stop.latest, guarded)
