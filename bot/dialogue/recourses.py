"""Routes outside the shop that concern an order, and until when each is open."""

from datetime import datetime, timedelta

from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.policy import Row

WORKS_NOT = "no"


def recourses(case: Case, world: World) -> tuple[list[Row], list[Row]]:
    """The routes that may help by country and payment, the surest first; and those that do not."""
    found = world.rules("recourses", case)
    return [one for one in found if one.text("works") != WORKS_NOT], [
        one for one in found if one.text("works") == WORKS_NOT
    ]


def span(row: Row, key: str, world: World) -> int | None:
    """A number of days that a route names, such as its limit; None where it names none."""
    name = row.text(key).removeprefix("$")
    return world.number(name) if name else None


def open_until(case: Case, row: Row, world: World) -> datetime | None:
    """The last moment of a route, where its limit and its start are known."""
    limit, start = span(row, "limit", world), row.text("start")
    counter = world.policy.vocabulary.counter_of(start) if start else None
    begun = case.value(counter.name) if counter else None
    return begun + timedelta(days=limit) if limit and isinstance(begun, datetime) else None
