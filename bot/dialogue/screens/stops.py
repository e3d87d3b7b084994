"""Stop signs before what cannot be undone."""

from bot.dialogue import actions, routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Bullets, Row, Screen, Text
from bot.dialogue.state import Case

ACTS = ("confirm", "accept", "close", "delete", "extend")
MOVES = {"confirm": "completed", "delete": "deleted"}
"""Acts that change the order's status: one tap tells it, should it have happened already."""
WHERE = {
    "confirm": {"part_shipped", "shipped", "delivered", "in_dispute"},
    "delete": {"completed", "closed"},
}
"""The statuses in which the shop offers the act at all."""


def screen(case: Case) -> Screen:
    """The five acts that cannot be undone."""
    rows: list[Row] = [row(button(f"stop.{act}", routes.Stop(case.id, act), "danger")) for act in ACTS]
    body: list[Block] = [title("stops.title", order=order_name(case)), paragraph("stops.intro")]
    return framed(body, rows, routes.Card(case.id))


def one(case: Case, act: str) -> Screen:
    """One act: what it costs, and what to do instead."""
    if act not in ACTS:
        return screen(case)
    body: list[Block] = [
        title("stop.title", act=Text(f"stop.{act}")),
        Bullets((Text(f"stop.loses.{act}"),), "⛔"),
        Bullets((Text(f"stop.instead.{act}"),), "✅"),
    ]
    rows: list[Row] = [row(button("stop.keep", routes.Card(case.id), "success"))]
    if act in MOVES and case.value("status") in WHERE[act]:
        rows.append(row(button("stop.done", actions.Move(case.id, MOVES[act]))))
    return framed(body, rows, routes.Stops(case.id))
