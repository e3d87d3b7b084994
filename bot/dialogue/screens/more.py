"""What else there is to an order: the way to what is wanted now and then."""

from bot.dialogue import routes
from bot.dialogue.layout import button, in_rows, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Bullets, Screen, Text
from bot.dialogue.state import Case


def screen(case: Case) -> Screen:
    """Each part with what it is for."""
    parts = {
        "answers": button("card.answers", routes.Answers(case.id)),
        "timeline": button("timeline.open", routes.Timeline(case.id)),
        "evidence": button("evidence.collect", routes.Evidence(case.id)),
        "report": button("card.report", routes.Reporting(case.id)),
        "manage": button("card.manage", routes.Manage(case.id)),
    }
    if case.outcome:
        del parts["report"]
    lines = Bullets(tuple(Text(f"more.{part}") for part in parts))
    return framed(
        [title("more.title", order=order_name(case)), lines],
        in_rows(list(parts.values())),
        routes.Card(case.id),
    )
