"""Help: a list of topics, a screen each."""

from bot.dialogue import routes
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import page
from bot.dialogue.routes import Route
from bot.dialogue.screen import Row, Screen
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
    rows: list[Row] = [row(*buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return framed([title("help.title"), paragraph("help.intro")], rows, None)


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
