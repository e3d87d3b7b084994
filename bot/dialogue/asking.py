"""How each fact is asked: the choices on the buttons.

A counter is asked by moments, so that a press means the same moment for ever.
"""

from datetime import datetime

from bot.dialogue.actions import Open, Tell, TellHour
from bot.dialogue.layout import chosen, in_rows
from bot.dialogue.screen import Button, Day, Row, Style, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World, hour_of
from rules.facts import UNKNOWN, Choice, Count

DAYS_AGO: dict[str, tuple[int, ...]] = {
    "paid_h": (0, 1, 2, 3, 4, 5, 7, 10, 14, 21, 31),
    "shipped_d": (1, 3, 5, 7, 9, 10, 12, 15, 20, 30, 45, 60),
    "delivered_d": (0, 1, 2, 3, 4, 5, 7, 10, 14, 15, 20, 30),
    "completed_d": (0, 1, 2, 3, 5, 7, 10, 12, 14, 15, 20, 30),
    "refund_bd": (0, 1, 3, 5, 7, 10, 14, 18, 21, 25, 28, 35),
    "dispute_d": (0, 1, 2, 3, 4, 5, 6, 7, 10, 15, 20, 31),
    "return_d": (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    "frozen_d": (0, 1, 2, 3, 5, 7, 10, 14, 16, 20, 25, 31),
}
HOURS_AGO: dict[str, tuple[int, ...]] = {"wait_h": (1, 6, 12, 24, 36, 48, 60, 72, 96)}
DAYS_LEFT: dict[str, tuple[int, ...]] = {
    "ship_left_h": (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 30),
    "delivery_left_d": (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60),
}
HOURS_IN_DAY = 24

FIRST_STATUSES = (
    "unpaid", "verifying", "awaiting_shipment", "cancel_requested", "shipped", "delivered", "completed",
    "closed", "in_dispute",
)  # fmt: skip
MORE_STATUSES = (
    "payment_review", "group_pending", "part_shipped", "shipment_cancelled", "frozen", "fund_processing",
    "deleted", "other",
)  # fmt: skip


def answers(case: Case, fact: str, goal: str, world: World) -> tuple[Row, ...]:
    """The buttons of a question: a half-understood answer first, "I don't know" last; one given is marked."""
    known = world.policy.vocabulary[fact]
    if isinstance(known, Choice):
        guess = case.guessed.get(fact)
        values = sorted(known.values, key=lambda value: value != guess)
        rows: tuple[Row, ...] = tuple((_choice(case, fact, value, goal),) for value in values)
    else:
        moments = [_moment(case, known, amount, goal, world) for amount in amounts(known)]
        rows = (*_supposed(case, known, goal), *in_rows(moments))
    return (*rows, (_choice(case, fact, UNKNOWN, goal),))


def amounts(fact: Count) -> tuple[int, ...]:
    """The amounts offered for a counter, in hours."""
    if fact.name in HOURS_AGO:
        return HOURS_AGO[fact.name]
    days = DAYS_LEFT[fact.name] if fact.down else DAYS_AGO[fact.name]
    return tuple(count * HOURS_IN_DAY for count in days)


def statuses(page: tuple[str, ...], case: Case | None, number: int, goal: str) -> tuple[Row, ...]:
    """The status buttons: beginning an order, or correcting the status of one that exists."""
    if case is None:
        return tuple((Button(_value("status", name), Open(number, name, goal)),) for name in page)
    return tuple((_choice(case, "status", name, goal),) for name in page)


def _choice(case: Case, fact: str, value: str, goal: str) -> Button:
    style: Style = "primary" if case.guessed.get(fact) == value else ""
    label = chosen(_value(fact, value), case.value(fact) == value)
    return Button(label, Tell(case.id, fact, value, goal), style=style)


def _moment(case: Case, fact: Count, hours: int, goal: str, world: World) -> Button:
    target = TellHour(case.id, fact.name, world.hour + (hours if fact.down else -hours), goal)
    return Button(_amount(hours, down=fact.down, exact=fact.name in HOURS_AGO), target)


def _supposed(case: Case, fact: Count, goal: str) -> tuple[Row, ...]:
    """The moment that was half understood, by its day."""
    guess = case.guessed.get(fact.name)
    if not isinstance(guess, datetime):
        return ()
    target = TellHour(case.id, fact.name, hour_of(guess), goal)
    return ((Button(Text("value.day", {"day": Day(guess)}), target, style="primary"),),)


def _amount(hours: int, *, down: bool, exact: bool) -> Text:
    side = "left" if down else "ago"
    if hours == 0:
        return Text(f"{side}.none")
    if hours == HOURS_IN_DAY and not (down or exact):
        return Text("ago.yesterday")
    if exact and hours < 2 * HOURS_IN_DAY:
        return Text(f"{side}.hours", {"n": hours})
    return (
        Text(f"{side}.days", {"n": hours // HOURS_IN_DAY})
        if hours % HOURS_IN_DAY == 0
        else Text(f"{side}.hours", {"n": hours})
    )


def _value(fact: str, value: str) -> Text:
    own = value != UNKNOWN or fact in OWN_UNKNOWN
    return Text(f"value.{fact}.{value}") if own else Text("value.unknown")


OWN_UNKNOWN = {"ship_left_h", "delivery_left_d", "end", "button"}
"""Facts whose "I don't know" has words of its own, such as "I see no countdown"."""
