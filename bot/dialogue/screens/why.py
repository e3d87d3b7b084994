"""Why, in full: all sources, the ways that are closed and what closes them."""

from bot.dialogue import routes
from bot.dialogue.layout import screen as framed
from bot.dialogue.layout import title
from bot.dialogue.naming import order_name, told_line
from bot.dialogue.reasoning import change_lines, closed_ways, disagreements, source_lines
from bot.dialogue.screen import Block, Bullets, Fold, Paragraph, Screen, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World


def screen(case: Case, world: World) -> Screen:
    """The reasoning behind the card."""
    advice = world.advice(case)
    body: list[Block] = [title("why.screen", order=order_name(case))]
    if advice.decided:
        body.append(Paragraph(Text("why.because")))
        body.append(Bullets(tuple(told_line(case, one.fact) for one in advice.because)))
        body += [Paragraph(line) for line in disagreements(advice, world)]
    if closed := closed_ways(advice, world.policy):
        body += [Paragraph(Text("why.not_offered")), Fold(closed)]
    if lines := change_lines(case, world):
        body += [Paragraph(Text("why.changes")), Fold(lines)]
    if advice.sources:
        body += [Paragraph(Text("why.sources")), Fold(source_lines(advice, world.policy))]
    body.append(Paragraph(Text("why.rule_zero")))
    return framed(body, [], routes.Card(case.id))
