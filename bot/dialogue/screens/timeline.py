"""One order's timeline in words; the picture says the same."""

from itertools import groupby

from bot.dialogue import actions, routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Bullets, Day, Row, Screen, Text
from bot.dialogue.state import Case
from bot.dialogue.timeline import Kind, Stop, timeline
from bot.dialogue.world import World

MARKS: dict[Kind, str] = {"past": "✔️", "today": "📍", "coming": "⏳", "next": "⏳"}


def screen(case: Case, world: World) -> Screen:
    """What happened, today, and what comes next."""
    stops = timeline(case, world)
    body: list[Block] = [title("timeline.title", order=order_name(case))]
    for mark, found in groupby(stops, lambda stop: MARKS[stop.kind]):
        body.append(Bullets(tuple(stop_line(stop) for stop in found), mark))
    if len(stops) == 1:
        body.append(paragraph("timeline.empty"))
    rows: list[Row] = []
    if len(stops) > 1:
        rows.append(row(button("timeline.picture", actions.Take("timeline", case.id))))
        rows.append(row(button("dates.calendar", actions.Take("calendar", case.id))))
    rows.append(row(button("happened.title", routes.Happened(case.id))))
    return framed(body, rows, routes.More(case.id))


def stop_line(stop: Stop) -> Text:
    """One stop as a line, with how it is known; the one to act on stands out."""
    line = Text("timeline.line", {"day": day_of(stop), "what": stop.label})
    if stop.known:
        line = Text(f"deadline.{stop.known}", {"line": line})
    return Text("timeline.next", {"line": line}) if stop.kind == "next" else line


def day_of(stop: Stop) -> Text:
    """The day of a stop, or the two between which it lies."""
    if stop.latest:
        return Text("timeline.between", {"at": Day(stop.at), "latest": Day(stop.latest)})
    return Text("timeline.day", {"at": Day(stop.at)})
