"""The refund: where to look, the three stages, when it should be there, what to do when late."""

from bot.dialogue import routes
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import order_label, order_page, page
from bot.dialogue.naming import order_name, value_name
from bot.dialogue.refunds import FIGURES, figure, late_lines, refund_term
from bot.dialogue.screen import Block, Bullets, Day, Paragraph, Row, Screen, Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.facts import UNKNOWN
from rules.policy import Row as Rule

WITHOUT_WAIT = {"balance", "bonus", "qiwi", "on_delivery"}
"""Ways of payment for which counting business days says nothing."""


def screen(case: Case, world: World) -> Screen:
    """Where the money of one order is: while it may still come when it does, else whom to ask."""
    ruling = world.ruling(case, "refunds")
    body: list[Block] = [
        title("refund.title", order=order_name(case)),
        Paragraph(Text("refund.where", _figures(world))),
    ]
    due = refund_term(case, world)
    late = due is not None and due.is_over(world.now)
    if not late:
        body.append(Paragraph(Text("refund.stages", _figures(world))))
    body.append(Paragraph(term(case, world)))
    if late:
        body += [paragraph("watch.late"), late_lines(case, world)]
    elif due:
        body.append(Bullets((Text("refund.due", {"at": Day(due.at), "latest": Day(due.latest)}),), "⏳"))
    elif ruling.row is None or ruling.row.text("refund") not in WITHOUT_WAIT:
        body += [Paragraph(Text("refund.late", _late(ruling.row, world))), late_lines(case, world)]
    return framed(body, _rows(case, world, asked=ruling.row is not None), routes.Card(case.id))


def term(case: Case, world: World) -> Text:
    """When the money comes, and where to, by this way of payment; in general where that is not told."""
    rule = world.ruling(case, "refunds").row
    if rule is None:
        return Text("refund.general", _general(world))
    values: dict[str, Shape] = {"method": value_name("method", case.value("method") or UNKNOWN)}
    for key in FIGURES:
        if known := figure(rule, key, world):
            values[key] = known[0]
    return Text(f"refund.method.{rule.text('refund')}", values)


def _figures(world: World) -> dict[str, Shape]:
    visible = world.number("refund_visible_d")
    return {"visible": visible, "bank": world.number("refund_bank_bd")}


def _late(rule: Rule | None, world: World) -> dict[str, Shape]:
    most = figure(rule, "most", world) if rule else None
    return {"most": most[0]} if most else _general(world)


def _general(world: World) -> dict[str, Shape]:
    least = world.number("refund_least_bd")
    return {"least": least, "most": world.number("refund_most_bd")}


def _rows(case: Case, world: World, *, asked: bool) -> list[Row]:
    method = routes.Question(case.id, "method", "F")
    return [
        row(
            button(
                "refund.change_method" if asked else "refund.ask_method", method, "" if asked else "primary"
            )
        ),
        row(link(order_label(case), order_page(case, world.policy))),
        row(button("watch.open", routes.Watch(case.id))),
        row(link("button.help_centre", page("help_centre", world.policy))),
        row(button("card.report", routes.Reporting(case.id))),
    ]
