"""What the buyer told, each to be corrected by a tap; later answers stay."""

from bot.dialogue import routes
from bot.dialogue.layout import in_rows, paragraph, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import fact_name, order_name, told_line
from bot.dialogue.screen import Block, Bullets, Button, Screen
from bot.dialogue.state import Case


def screen(case: Case) -> Screen:
    """All answers of a case."""
    lines = tuple(told_line(case, fact) for fact in case.told)
    body: list[Block] = [
        title("answers.title", order=order_name(case)),
        Bullets(lines),
        paragraph("answers.tap"),
    ]
    buttons = [Button(fact_name(fact), routes.Question(case.id, fact, "A")) for fact in case.told]
    return framed(body, in_rows(buttons), routes.More(case.id))
