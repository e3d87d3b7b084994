"""The refund: where to look, the three stages, when it should be there, what to do when late."""

from bot.dialogue import routes
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import HELP_CENTRE, order_label, order_page
from bot.dialogue.naming import number_value, order_name, value_name
from bot.dialogue.screen import Block, Bullets, Day, Paragraph, Row, Screen, Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.facts import UNKNOWN
from rules.policy import Row as Rule

FIGURES = (("least", "least"), ("most", "most"))


def screen(case: Case, world: World) -> Screen:
    """Everything about the money of one order."""
    ruling = world.ruling(case, "refunds")
    body: list[Block] = [title("refund.title", order=order_name(case)), paragraph("refund.where")]
    body.append(paragraph("refund.stages"))
    if ruling.row:
        body.append(Paragraph(_term(case, ruling.row, world)))
    else:
        body.append(Paragraph(Text("refund.general", _general(world))))
    if due := _due(case, world):
        body.append(Bullets((due,), "⏳"))
    body.append(Paragraph(Text("refund.late", _general(world))))
    return framed(body, _rows(case, asked=ruling.row is not None), routes.Card(case.id))


def _term(case: Case, rule: Rule, world: World) -> Text:
    values: dict[str, Shape] = {"method": value_name("method", case.value("method") or UNKNOWN)}
    for key, name in FIGURES:
        if rule.text(key):
            values[name] = number_value(world.policy, rule.text(key).removeprefix("$"), world.now)
    return Text(f"refund.method.{rule.text('refund')}", values)


def _general(world: World) -> dict[str, Shape]:
    least = number_value(world.policy, "refund_least_bd", world.now)
    return {"least": least, "most": number_value(world.policy, "refund_most_bd", world.now)}


def _due(case: Case, world: World) -> Text | None:
    """Between which days the money arrives, while that is still ahead."""
    due = next((one for one in world.advice(case).deadlines if one.name == "refund_arrives"), None)
    if not due or not due.at or not due.latest or due.latest < world.now:
        return None
    return Text("refund.due", {"at": Day(due.at), "latest": Day(due.latest)})


def _rows(case: Case, *, asked: bool) -> list[Row]:
    method = routes.Question(case.id, "method", "f")
    return [
        row(
            button(
                "refund.change_method" if asked else "refund.ask_method", method, "" if asked else "primary"
            )
        ),
        row(link(order_label(case), order_page(case))),
        row(link("button.help_centre", HELP_CENTRE)),
    ]
