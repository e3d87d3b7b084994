"""The dates of all orders: the screen, and the board that is pinned."""

from datetime import datetime

from bot.dialogue import actions, routes
from bot.dialogue.address import encode
from bot.dialogue.deadlines import ahead, deadline_line, deadline_lines, over_at
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Bullets, Button, Paragraph, Row, Screen
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World

OPENED_FROM = {encode(route): route for route in (routes.Settings(), routes.Reminding())}
"""Where the dates have their place besides a command."""

MOST_DATES = 3
MOST_ORDERS = 8


def deadlines(person: Person, world: World, back: str = "") -> Screen:
    """All open orders by their next date, each with its next three."""
    shown = _dated_cases(person, world)[:MOST_ORDERS]
    body: list[Block] = [title("dates.title")]
    for case in shown:
        lines = deadline_lines(world.advice(case), case, world)[:MOST_DATES]
        body += [Paragraph(order_name(case)), Bullets(lines, "⏳")]
    if not shown:
        body.append(paragraph("dates.none"))
    rows: list[Row] = [row(Button(order_name(case), routes.Card(case.id))) for case in shown]
    if shown:
        rows.append(row(button("dates.calendar", actions.Take("calendar", 0))))
    if shown or person.pinned:
        rows.append(row(_pin(person)))
    rows.append(row(button("dates.reminding", routes.Reminding())))
    return framed(body, rows, OPENED_FROM.get(back))


def board(person: Person, world: World) -> Screen:
    """The pinned message: the dates ahead of all open orders; it changes only when one of them does."""
    body: list[Block] = [title("dates.title")]
    world = world.seen_by(person)
    for case in _dated_cases(person, world)[:MOST_ORDERS]:
        lines = tuple(deadline_line(one, case, world) for one in ahead(case, world)[:MOST_DATES])
        if lines:
            body += [Paragraph(order_name(case)), Bullets(lines, "⏳")]
    if len(body) == 1:
        body.append(paragraph("dates.none"))
    return Screen(tuple(body), (row(button("dates.all", routes.Deadlines())),))


def _pin(person: Person) -> Button:
    return button("dates.unpin" if person.pinned else "dates.pin", actions.Pinned(int(not person.pinned)))


def _dated_cases(person: Person, world: World) -> list[Case]:
    """The open orders with a date ahead, by their next one."""
    dated = [(moment, case) for case in person.cases.values() if (moment := _next_date(case, world))]
    return [case for _, case in sorted(dated, key=lambda pair: (pair[0], pair[1].ordinal))]


def _next_date(case: Case, world: World) -> datetime | None:
    if case.outcome:
        return None
    moments = (over_at(one, world.zone) for one in world.advice(case).deadlines if one.at)
    return min((moment for moment in moments if moment > world.now), default=None)
