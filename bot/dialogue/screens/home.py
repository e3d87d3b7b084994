"""The first screen, and the choice of language."""

from bot.dialogue import actions, routes
from bot.dialogue.address import encode
from bot.dialogue.layout import button, paragraph, row
from bot.dialogue.layout import screen as framed
from bot.dialogue.screen import Block, Button, Paragraph, Row, Screen, Text
from bot.dialogue.state import LANGUAGES, Person

PARTS = {"r": "home.reason", "m": "home.message", "d": "home.dispute", "f": "home.refund"}
"""The parts of an order that the first screen offers, by their goals."""


def screen(person: Person) -> Screen:
    """One sentence and the choices."""
    rows: list[Row] = [row(button("home.status", routes.NewOrder(person.next_case), "primary"))]
    if person.cases:
        rows = [row(_my_orders(person)), row(button("home.status", routes.NewOrder(person.next_case)))]
    rows += [
        row(button(PARTS["r"], routes.Orders("r"))),
        row(button(PARTS["m"], routes.Orders("m")), button(PARTS["d"], routes.Orders("d"))),
        row(button(PARTS["f"], routes.Orders("f")), button("home.help", routes.Help())),
        row(
            button("home.settings", routes.Settings()),
            button("home.language", routes.Languages(encode(routes.Home()))),
        ),
    ]
    return Screen((paragraph("home.hello"), paragraph("home.choose")), tuple(rows))


def _my_orders(person: Person) -> Button:
    count = sum(1 for case in person.cases.values() if case.outcome is None)
    return Button(Text("home.orders", {"n": count}), routes.Orders(), style="primary")


def languages(person: Person, back: str) -> Screen:
    """One line in each language and a button for each; it is read by people whose language is not known."""
    lines: list[Block] = [Paragraph(Text(f"language.greeting.{language}")) for language in LANGUAGES]
    rows: list[Row] = [
        row(Button(Text(f"language.name.{language}"), actions.Speak(language, back)))
        for language in LANGUAGES
    ]
    if person.language is None:
        return Screen(tuple(lines), tuple(rows))
    return framed(lines, rows, None)
