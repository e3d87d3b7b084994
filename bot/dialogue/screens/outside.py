"""A letter to the bank or to a consumer body, to be copied and filled in."""

from bot.dialogue import routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.outside import KINDS, outside_text
from bot.dialogue.screen import Block, Copyable, Row, Screen
from bot.dialogue.screens import refund
from bot.dialogue.state import Case
from bot.dialogue.world import World


def screen(case: Case, kind: str, world: World) -> Screen:
    """One letter, when it helps, and the sum it needs."""
    if kind not in KINDS:
        return refund.screen(case, world)
    body: list[Block] = [
        title(f"outside.{kind}.title"),
        paragraph(f"outside.{kind}.when"),
        Copyable(outside_text(case, kind, world)),
        paragraph("outside.blanks"),
    ]
    rows: list[Row] = [row(button("offer.tell.paid", routes.SumOf(case.id, "paid", kind)))]
    if not case.number:
        rows.append(row(button("letters.add_number", routes.Numbering(case.id))))
    back = routes.Refund(case.id) if kind == "trace" else routes.Rights(case.id)
    return framed(body, rows, back)
