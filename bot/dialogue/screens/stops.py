"""Stop signs before what cannot be undone."""

from bot.dialogue import routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Bullets, Row, Screen, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World

ACTS = ("confirm", "accept", "close", "delete", "extend")
MOVES = {"confirm": "completed", "delete": "deleted"}
"""Acts that change the order's status: one tap tells it, should it have happened already."""


def screen(case: Case) -> Screen:
    """The five acts that cannot be undone."""
    rows: list[Row] = [row(button(f"stop.{act}", routes.Stop(case.id, act), "danger")) for act in ACTS]
    body: list[Block] = [title("stops.title", order=order_name(case)), paragraph("stops.intro")]
    return framed(body, rows, routes.Card(case.id))


def one(case: Case, act: str, world: World) -> Screen:
    """One act: what it costs, and what to do instead."""
    if act not in ACTS:
        return screen(case)
    body: list[Block] = [
        title("stop.title", act=Text(f"stop.{act}")),
        Bullets((Text(f"stop.loses.{act}"),), "⛔"),
        Bullets((Text(f"stop.instead.{act}"),), "✅"),
    ]
    rows: list[Row] = [row(button("stop.keep", routes.Card(case.id), "success"))]
    if act in MOVES:
        rows.append(row(button("stop.done", routes.Move(case.id, MOVES[act], world.hour))))
    return framed(body, rows, routes.Stops(case.id))
