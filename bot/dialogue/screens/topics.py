"""Help: a list of topics, a screen each."""

from bot.dialogue import routes
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import page
from bot.dialogue.screen import Row, Screen
from bot.dialogue.world import World

TOPICS = (
    "before", "unpaid", "just_paid", "request", "why", "seller", "no_answer", "shipped", "dispute", "frozen",
    "refund", "delete", "address", "traps", "bot",
)  # fmt: skip


def screen() -> Screen:
    """The topics, two a row."""
    buttons = [button(f"topic.{name}.title", routes.Topic(name)) for name in TOPICS]
    rows: list[Row] = [row(*buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return framed([title("help.title"), paragraph("help.intro")], rows, None)


def one(name: str, world: World) -> Screen:
    """One topic; an unknown one is the list."""
    if name not in TOPICS:
        return screen()
    rows: list[Row] = [row(button("topic.start", routes.Orders(), "primary"))] if name != "bot" else []
    rows.append(row(link("button.help_centre", page("help_centre", world.policy))))
    return framed([title(f"topic.{name}.title"), paragraph(f"topic.{name}")], rows, routes.Help())
