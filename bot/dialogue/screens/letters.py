"""The letters that fit, and one of them: to be copied, made firmer or longer, and noted as sent."""

from dataclasses import replace

from bot.dialogue import actions, routes
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.letters import ANY, LENGTHS, REQUESTED, TONES, fitting, letter_text, letters_for
from bot.dialogue.links import page
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Button, Copyable, Day, Fold, Paragraph, Row, Screen, Text
from bot.dialogue.state import Case, Person, Written
from bot.dialogue.world import World

WRITTEN: tuple[Written, ...] = ("en", "zh")


def screen(case: Case, world: World, *, more: bool = False) -> Screen:
    """The letters that fit, best first; or those that fit any order."""
    fit = fitting(case, world)
    kinds = [kind for kind in ANY if kind not in fit] if more else [*fit, *ANY[:1]]
    body: list[Block] = [title("letters.title", order=order_name(case)), paragraph("letters.intro")]
    rows: list[Row] = [
        row(button(f"letters.{kind}", routes.Letter(case.id, kind), "" if number or more else "primary"))
        for number, kind in enumerate(kinds)
    ]
    if not more:
        rows.append(row(button("letters.more", routes.Letters(case.id, 1))))
    rows.append(row(button("letters.seller_wrote", routes.Pasting(case.id))))
    return framed(body, rows, routes.Letters(case.id) if more else routes.Card(case.id))


def one(person: Person, case: Case, route: routes.Letter, world: World) -> Screen:
    """One letter: for the seller, the same in the buyer's language, and how to send it."""
    known = route.tone in TONES and route.length in LENGTHS and route.written in WRITTEN
    if not known or route.kind not in letters_for(case, world):
        return screen(case, world)
    letter = letter_text(case, route.kind, route.tone, route.length)
    written: Written = "zh" if route.written == "zh" else "en"
    body: list[Block] = [
        title(f"letters.{route.kind}"),
        paragraph(f"letters.for_seller.{written}"),
        Copyable(letter, written),
    ]
    if person.language != written:
        body.append(Fold((Text("letters.own"), letter)))
    body.append(paragraph("letters.send"))
    body.append(paragraph("letters.silence.request" if route.kind in REQUESTED else "letters.silence"))
    if sent := case.wrote.get(route.kind):
        body.append(Paragraph(Text("letters.sent", {"day": Day(sent)})))
    return framed(body, _rows(case, route, letter, written, world), routes.Letters(case.id))


def _rows(case: Case, route: routes.Letter, letter: Text, written: Written, world: World) -> list[Row]:
    firm, full = route.tone == "firm", route.length == "full"
    rows: list[Row] = [
        row(Button(Text(f"letters.copy.{written}"), copy=letter, copy_language=written, style="primary")),
        row(
            button("letters.politer" if firm else "letters.firmer", replace(route, tone=TONES[not firm])),
            button("letters.shorter" if full else "letters.longer", replace(route, length=LENGTHS[not full])),
        ),
        row(
            button(
                f"letters.in.{WRITTEN[written == 'en']}", replace(route, written=WRITTEN[written == "en"])
            ),
            button("letters.wrote", actions.Wrote(case.id, route.kind, world.hour), "success"),
        ),
        row(link("letters.chat", page("messages", world.policy))),
    ]
    if not case.number:
        rows.append(row(button("letters.add_number", routes.Numbering(case.id))))
    return rows
