"""Stop signs before what cannot be undone."""

from bot.dialogue import actions, routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Bullets, Row, Screen, Text
from bot.dialogue.state import Case
from rules.facts import UNKNOWN

ACTS = ("confirm", "accept", "close", "delete", "extend")
MOVES = {"confirm": "completed", "delete": "deleted"}
"""Acts that change the order's status: one tap tells it, should it have happened already."""
WHERE = {
    "confirm": {"part_shipped", "shipped", "delivered", "in_dispute"},
    "delete": {"completed", "closed"},
}
"""The statuses in which the act can have been pressed already."""

UNDER_WAY = {"part_shipped", "shipped", "shipment_cancelled"}
DISPUTED = {"in_dispute", "frozen"}
OFFERED = {
    "confirm": UNDER_WAY | DISPUTED | {"delivered"},
    "accept": DISPUTED,
    "close": DISPUTED,
    "extend": UNDER_WAY | {"awaiting_shipment", "group_pending", "cancel_requested"},
}
"""The statuses in which an act can be asked of the buyer; one that is not here can be in any."""

UNCLEAR = {None, UNKNOWN, "other"}


def screen(case: Case) -> Screen:
    """The acts that cannot be undone, of those that can come up now."""
    rows: list[Row] = [
        row(button(f"stop.{act}", routes.Stop(case.id, act), "danger"))
        for act in ACTS
        if _comes_up(act, case)
    ]
    body: list[Block] = [title("stops.title", order=order_name(case)), paragraph("stops.intro")]
    return framed(body, rows, routes.Card(case.id))


def _comes_up(act: str, case: Case) -> bool:
    status = case.value("status")
    return status in UNCLEAR or act not in OFFERED or status in OFFERED[act]


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
