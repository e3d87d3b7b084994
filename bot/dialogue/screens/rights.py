"""Where the buyer lives: the law, the consumer bodies, and the routes outside the shop."""

from bot.dialogue import routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import number_value, order_name
from bot.dialogue.screen import Block, Paragraph, Row, Screen, Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World

NUMBERS = {
    "guarantee_es": "guarantee_es_y",
    "guarantee_eu": "guarantee_eu_y",
    "withdrawal": "eu_withdrawal_d",
    "local": "ru_local_return_d",
    "paypal": "paypal_window_d",
}


def screen(case: Case, world: World) -> Screen:
    """The rights of one region, or the question where the buyer lives."""
    rule = world.ruling(case, "regions").row
    body: list[Block] = [title("rights.title", order=order_name(case))]
    question = routes.Question(case.id, "region", "y")
    if rule is None:
        rows: list[Row] = [row(button("rights.ask", question, "primary"))]
        return framed([*body, paragraph("rights.intro")], rows, routes.Card(case.id))
    figures = _figures(world)
    body += [
        Paragraph(Text(f"region.{rule.text('region')}", figures)),
        Paragraph(Text("rights.outside", figures)),
    ]
    letters = [
        button(f"outside.{kind}.title", routes.Outside(case.id, kind)) for kind in ("chargeback", "complaint")
    ]
    return framed(body, [tuple(letters), row(button("rights.change", question))], routes.Card(case.id))


def _figures(world: World) -> dict[str, Shape]:
    return {name: number_value(world.policy, number, world.now) for name, number in NUMBERS.items()}
