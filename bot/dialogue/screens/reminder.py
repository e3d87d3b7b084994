"""What the assistant says of its own accord."""

from bot.dialogue import actions, routes
from bot.dialogue.deadlines import deadline_line
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.letters import follow_up
from bot.dialogue.naming import order_name
from bot.dialogue.remind import Reminder, days_left, is_late
from bot.dialogue.screen import Block, Bullets, Button, Paragraph, Row, Screen, Text, Title
from bot.dialogue.screens.card import main_button
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World, hour_of
from bot.dialogue.zones import morning, zone_of

MOST_ORDERS = 8
EVENING = 19


def reminder(person: Person, found: list[Reminder], world: World) -> Screen:
    """What the assistant says of its own accord: one order with its next action, or several at once."""
    world = world.seen_by(person)
    cases = dict.fromkeys(one.case for one in found)
    if len(cases) == 1:
        return _one(person, person.cases[found[0].case], found, world)
    body: list[Block] = [title("remind.several", n=len(cases))]
    rows: list[Row] = []
    for number in list(cases)[:MOST_ORDERS]:
        case = person.cases[number]
        lines = _lines(person, [one for one in found if one.case == number], world)
        body += [Paragraph(order_name(case)), Bullets(lines, "⏰")]
        rows.append(row(Button(order_name(case), routes.Card(number))))
    rows.append(row(button("dates.all", routes.Deadlines()), button("dates.reminding", routes.Reminding())))
    return framed(body, rows, None)


def _one(person: Person, case: Case, found: list[Reminder], world: World) -> Screen:
    advice = world.advice(case)
    body: list[Block] = [
        Title(Text("remind.title", {"order": order_name(case)})),
        Bullets(_lines(person, found, world), "⏰"),
    ]
    if advice.decided:
        body.append(Paragraph(Text("card.step", {"step": Text(f"step.{advice.step}")})))
    body.append(paragraph("remind.happened"))
    letter = next((one.letter for one in found if one.letter), "")
    rows: list[Row] = []
    if letter:
        rows.append(
            row(button("remind.follow_up", routes.Letter(case.id, follow_up(letter), "firm"), "primary"))
        )
    rows.append(row(main_button(case, advice)))
    rows.append(row(button("happened.title", routes.Happened(case.id))))
    rows += _snoozes(person, case, world)
    rows.append(
        row(button("remind.mute", actions.Mute(case.id, 1)), button("dates.reminding", routes.Reminding()))
    )
    return framed(body, rows, None)


def _lines(person: Person, found: list[Reminder], world: World) -> tuple[Text, ...]:
    """The reminders of one order; that it was asked for is said only where nothing else is."""
    telling = [one for one in found if one.deadline or one.letter]
    return tuple(_line(person, one, world) for one in telling or found)


def _line(person: Person, one: Reminder, world: World) -> Text:
    if one.letter:
        return Text("remind.letter", {"letter": Text(f"letters.{one.letter}")})
    if one.deadline is None:
        return Text("remind.again")
    line = deadline_line(one.deadline, person.cases[one.case], world)
    if is_late(one, person, world.now):
        return Text("remind.late", {"line": line})
    if one.last:
        return Text("remind.last", {"line": line})
    days = days_left(one, person, world.now)
    return Text("remind.in_days", {"line": line, "n": days}) if days else line


def _snoozes(person: Person, case: Case, world: World) -> list[Row]:
    """Tonight, tomorrow, in three days: the same press means the same moment for ever."""
    today = world.now.astimezone(zone_of(person))
    tonight = today.replace(hour=EVENING, minute=0, second=0, microsecond=0)
    choices = [
        ("tonight", tonight),
        ("tomorrow", morning(person, world.now, 1)),
        ("three_days", morning(person, world.now, 3)),
    ]
    return [
        row(
            *(
                button(f"snooze.{name}", actions.Snooze(case.id, hour_of(at)))
                for name, at in choices
                if at > world.now
            )
        )
    ]
