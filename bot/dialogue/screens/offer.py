"""The seller's offer weighed: its share of what was paid, and the three answers to it, with the clock."""

from bot.dialogue import routes
from bot.dialogue.deadlines import deadline_lines
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.reach import asked_from
from bot.dialogue.reasoning import named_sources
from bot.dialogue.screen import Block, Bullets, Button, Fold, Paragraph, Row, Screen, Text
from bot.dialogue.state import Case
from bot.dialogue.sums import SUMS, WEIGHED, offer_of
from bot.dialogue.world import World

SOURCES = ("O7", "O8", "O9")
"""What part refunds, counter-offers, return postage and coupons are known from."""


def screen(case: Case, world: World) -> Screen:
    """The two sums, what they come to, and what can be answered."""
    offer = offer_of(case)
    body: list[Block] = [title("offer.title", order=order_name(case)), _share(case)]
    if offer.verdict in ("part", "whole"):
        body.append(Bullets((Text("offer.keep"), Text("offer.counter"), Text("offer.refuse")), "▫️"))
        if lines := deadline_lines(world.advice(case), case, world):
            body.append(Bullets(lines, "⏳"))
        body.append(paragraph("offer.mind"))
        body.append(Fold(named_sources(SOURCES, world)))
    rows: list[Row] = [row(told(case, name)) for name in WEIGHED]
    if offer.verdict == "part":
        rows.append(row(button("letters.counter_offer", routes.Letter(case.id, "counter_offer"), "primary")))
    rows.append(row(button("letters.keep_dispute", routes.Letter(case.id, "keep_dispute"))))
    return framed(body, rows, routes.Card(case.id))


def asking(asked: routes.SumOf) -> Screen:
    """Asks for one of the sums, which is typed."""
    name = asked.name if asked.name in SUMS else SUMS[0]
    return framed([title(f"offer.tell.{name}"), paragraph(f"offer.ask.{name}")], [], asked_from(asked))


def told(case: Case, name: str, kind: str = "") -> Button:
    """The button of one sum: what was told, or that it can be."""
    known = case.sums.get(name)
    label = Text(f"offer.{name}", {"sum": known}) if known else Text(f"offer.tell.{name}")
    return Button(label, routes.SumOf(case.id, name, kind))


def _share(case: Case) -> Paragraph:
    offer = offer_of(case)
    if offer.verdict in ("missing", "currencies", "larger"):
        return paragraph(f"offer.{offer.verdict}")
    values = {name: case.sums[name] for name in WEIGHED}
    return Paragraph(
        Text(f"offer.{offer.verdict}", {**values, "share": offer.share, "rest": offer.rest or ""})
    )
