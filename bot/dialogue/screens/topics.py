"""Help: a list of topics, a screen each; and those that may answer a question."""

from bot.dialogue import actions, routes
from bot.dialogue.layout import button, in_rows, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import page
from bot.dialogue.routes import Route
from bot.dialogue.screen import Block, Button, Row, Screen, Text
from bot.dialogue.screens.home import PARTS
from bot.dialogue.state import Person
from bot.dialogue.world import World

TOPICS = (
    "before", "unpaid", "just_paid", "request", "why", "seller", "no_answer", "shipped", "dispute", "frozen",
    "refund", "twice", "returns", "customs", "coupon", "chargeback", "outside", "support", "choice", "stops",
    "delete", "address", "traps", "bot",
)  # fmt: skip


def screen() -> Screen:
    """The topics, two a row."""
    buttons = [button(f"topic.{name}.title", routes.Topic(name)) for name in TOPICS]
    return framed([title("help.title"), paragraph("help.intro")], in_rows(buttons), None)


def one(name: str, person: Person, world: World) -> Screen:
    """One topic; an unknown one is the list."""
    if name not in TOPICS:
        return screen()
    rows: list[Row] = [row(button("topic.start", _start(person), "primary"))] if name != "bot" else []
    rows.append(row(link("button.help_centre", page("help_centre", world.policy))))
    return framed([title(f"topic.{name}.title"), paragraph(f"topic.{name}")], rows, routes.Help())


def _start(person: Person) -> Route:
    """The order of who has one, else the choice of orders."""
    open_ones = [case for case in person.cases.values() if case.outcome is None]
    return routes.Card(open_ones[0].id) if len(open_ones) == 1 else routes.Orders()


def suggested(person: Person, topics: str, goal: str, status: str) -> Screen:
    """The topics that may answer a question, the part of an order that was named, and another way on."""
    names = [name for name in topics.split(",") if name in TOPICS]
    body: list[Block] = [title("suggested.title" if names else "suggested.status")]
    rows: list[Row] = [row(button(f"topic.{name}.title", routes.Topic(name))) for name in names]
    if goal in PARTS:
        rows.append(row(button(PARTS[goal], routes.Orders(goal))))
    if status:
        body.append(paragraph("suggested.own"))
        rows.append(row(Button(Text(f"value.status.{status}"), actions.Open(person.next_case, status))))
    rows.append(row(button("suggested.none", routes.Help())))
    rows.append(row(button("home.status", routes.NewOrder(person.next_case))))
    return framed(body, rows, None)
