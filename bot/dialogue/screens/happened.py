"""What happened to an order: a tap moves it on."""

from bot.dialogue import actions, routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Row, Screen
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World, hour_of
from bot.dialogue.zones import morning

MOVES: dict[str, tuple[str, ...]] = {
    "unpaid": ("closed", "deleted"),
    "verifying": ("shipped", "closed"),
    "payment_review": ("shipped", "closed"),
    "awaiting_shipment": ("shipped", "cancel_requested", "closed"),
    "group_pending": ("shipped", "closed"),
    "cancel_requested": ("closed", "shipped"),
    "part_shipped": ("shipped", "delivered"),
    "shipped": ("delivered", "in_dispute"),
    "shipment_cancelled": ("in_dispute", "closed"),
    "delivered": ("in_dispute", "completed"),
    "completed": ("in_dispute",),
    "in_dispute": ("closed", "completed"),
    "frozen": ("shipped", "closed"),
}
"""What can have happened to an order of a status, the likeliest first."""


def screen(person: Person, case: Case, world: World) -> Screen:
    """What can have happened, a tap each; a date that moved is set anew."""
    status = str(case.value("status") or "")
    body: list[Block] = [title("happened.title"), paragraph("happened.ask", order=order_name(case))]
    rows: list[Row] = [
        row(button(f"happened.{move}", actions.Move(case.id, move)))
        for move in MOVES.get(status, ("closed",))
    ]
    if status in ("awaiting_shipment", "group_pending"):
        rows.append(row(button("happened.refused", actions.Tell(case.id, "why", "refused"))))
        rows.append(row(button("happened.ship_date", routes.Question(case.id, "ship_left_h", "H"))))
    if status in ("shipped", "part_shipped"):
        rows.append(row(button("happened.delivery_date", routes.Question(case.id, "delivery_left_d", "H"))))
    tomorrow = morning(person, world.now, 1)
    rows.append(row(button("happened.nothing", actions.Snooze(case.id, hour_of(tomorrow)))))
    rows.append(row(button("happened.other", routes.Question(case.id, "status", "H"))))
    return framed(body, rows, routes.Card(case.id))
