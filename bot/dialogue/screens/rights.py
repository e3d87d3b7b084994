"""Where the buyer lives and how they paid: the law, and the routes outside the shop."""

from bot.dialogue import routes
from bot.dialogue.asking import answers
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.reasoning import named_sources
from bot.dialogue.recourses import recourses
from bot.dialogue.screen import Block, Bullets, Fold, Paragraph, Row, Screen, Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World

ASKED_HERE = "Y"

NUMBERS = {
    "guarantee_es": "guarantee_es_y",
    "guarantee_eu": "guarantee_eu_y",
    "withdrawal": "eu_withdrawal_d",
    "cancel_gb": "uk_cancel_d",
    "ship_us": "us_ship_d",
    "local": "ru_local_return_d",
}


def screen(case: Case, world: World) -> Screen:
    """The rights of one region and what else can be tried; or the question where the buyer lives."""
    rule = world.ruling(case, "regions").row
    body: list[Block] = [title("rights.title", order=order_name(case))]
    if rule is None:
        asked = answers(case, "region", ASKED_HERE, world)
        return framed([*body, paragraph("rights.intro")], list(asked), routes.Card(case.id))
    helpful, useless = recourses(case, world)
    body.append(Paragraph(Text(f"region.{rule.text('region')}", _figures(world))))
    body.append(paragraph("rights.outside"))
    if useless:
        body += [
            paragraph("rights.useless"),
            Bullets(tuple(_useless(one.text("recourse")) for one in useless), "✖️"),
        ]
    keys = dict.fromkeys((*rule.sources, *(key for one in useless for key in one.sources)))
    body.append(Fold(named_sources(keys, world)))
    rows: list[Row] = [
        row(button(f"recourse.{one.text('recourse')}", routes.Recourse(case.id, one.text("recourse"))))
        for one in helpful
    ]
    paid = "refund.change_method" if case.knows("method") else "refund.ask_method"
    method = routes.Question(case.id, "method", ASKED_HERE)
    rows.append(row(button(paid, method, "" if case.knows("method") else "primary")))
    rows.append(row(button("rights.change", routes.Question(case.id, "region", ASKED_HERE))))
    return framed(body, rows, routes.Card(case.id))


def _useless(name: str) -> Text:
    return Text(
        "rights.useless.line", {"name": Text(f"recourse.{name}"), "why": Text(f"recourse.{name}.cannot")}
    )


def _figures(world: World) -> dict[str, Shape]:
    return {name: world.number(number) for name, number in NUMBERS.items()}
