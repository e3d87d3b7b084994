"""Dates and reminders: all orders by their next date, what happened, and how to be reminded."""

from datetime import datetime, time, timedelta

from bot.dialogue import actions, routes
from bot.dialogue.address import encode
from bot.dialogue.deadlines import ahead, deadline_line, deadline_lines, over_at
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.letters import follow_up
from bot.dialogue.naming import order_name
from bot.dialogue.remind import LADDER, Reminder, days_left, is_late, next_reminder, watched_from
from bot.dialogue.screen import Block, Bullets, Button, Paragraph, Row, Screen, Text, Title
from bot.dialogue.screens.card import main_button
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World, hour_of
from bot.dialogue.zones import FALLBACK, GUESSES, clock_at, others, zone_of

OPENED_FROM = {encode(route): route for route in (routes.Settings(), routes.Reminding())}
"""Where the dates have their place besides a command."""

MOST_DATES = 3
MOST_ORDERS = 8
EVENING, MORNING = 19, 10
QUIET_HOURS = ((22, 9), (21, 8), (23, 10), (0, 8), (0, 0))
"""What is offered; the same hour twice is none."""

MOVES: dict[str, tuple[str, ...]] = {
    "unpaid": ("closed", "deleted"),
    "verifying": ("shipped", "closed"),
    "payment_review": ("shipped", "closed"),
    "awaiting_shipment": ("shipped", "cancel_requested", "closed"),
    "group_pending": ("shipped", "closed"),
    "cancel_requested": ("closed", "shipped"),
    "part_shipped": ("shipped", "delivered"),
    "shipped": ("delivered", "in_dispute"),
    "shipment_cancelled": ("in_dispute", "closed"),
    "delivered": ("in_dispute", "completed"),
    "completed": ("in_dispute",),
    "in_dispute": ("closed", "completed"),
    "frozen": ("shipped", "closed"),
}
"""What can have happened to an order of a status, the likeliest first."""


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
        ("tomorrow", _morning(today, 1)),
        ("three_days", _morning(today, 3)),
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


def _morning(today: datetime, days: int) -> datetime:
    return datetime.combine(today.date() + timedelta(days=days), time(MORNING), tzinfo=today.tzinfo)


def happened(person: Person, case: Case, world: World) -> Screen:
    """What can have happened, a tap each; a date that moved is set anew."""
    status = str(case.value("status") or "")
    body: list[Block] = [title("happened.title"), paragraph("happened.ask", order=order_name(case))]
    rows: list[Row] = [
        row(button(f"happened.{move}", actions.Move(case.id, move)))
        for move in MOVES.get(status, ("closed",))
    ]
    if status in ("awaiting_shipment", "group_pending"):
        rows.append(row(button("happened.refused", actions.Tell(case.id, "why", "refused"))))
        rows.append(row(button("happened.ship_date", routes.Question(case.id, "ship_left_h", "H"))))
    if status in ("shipped", "part_shipped"):
        rows.append(row(button("happened.delivery_date", routes.Question(case.id, "delivery_left_d", "H"))))
    tomorrow = _morning(world.now.astimezone(zone_of(person)), 1)
    rows.append(row(button("happened.nothing", actions.Snooze(case.id, hour_of(tomorrow)))))
    rows.append(row(button("happened.other", routes.Question(case.id, "status", "H"))))
    return framed(body, rows, routes.Card(case.id))


def reminding(person: Person, world: World) -> Screen:
    """When the assistant may speak up."""
    zone = zone_of(person)
    values: dict[str, str | int] = {"clock": world.now.astimezone(zone).strftime("%H:%M")}
    body: list[Block] = [
        title("remind.settings"),
        paragraph("remind.zone" if person.zone else "remind.zone_guessed", **values),
    ]
    body.append(_quiet_line(person))
    body.append(paragraph("remind.paused" if person.paused else "remind.rungs"))
    rows: list[Row] = []
    if not person.paused:
        rows.append(tuple(_rung(person, days) for days in LADDER[:3]))
        rows.append(tuple(_rung(person, days) for days in LADDER[3:]))
    rows.append(row(button("remind.set_zone", routes.Zones()), button("remind.set_quiet", routes.Quiet())))
    pause = "remind.resume" if person.paused else "remind.pause"
    rows.append(row(button(pause, actions.Pause(int(not person.paused)))))
    rows.append(row(button("dates.all", routes.Deadlines(encode(routes.Reminding())))))
    return framed(body, rows, routes.Settings())


def _quiet_line(person: Person) -> Block:
    start, end = person.quiet
    if start == end:
        return paragraph("remind.quiet_none")
    return paragraph("remind.quiet", start=f"{start:02}:00", end=f"{end:02}:00")


def _rung(person: Person, days: int) -> Button:
    label = Text("rung.days", {"n": days}) if days else Text("rung.last")
    on = days in person.ladder
    return Button(Text("button.chosen", {"label": label}) if on else label, actions.Rung(days, int(not on)))


def zones(person: Person, world: World, *, more: bool) -> Screen:
    """Asks what time it is: four guesses, then every clock there is."""
    names = others(world.now) if more else GUESSES[person.language or FALLBACK]
    buttons = [
        Button(Text("zone.clock", {"clock": clock_at(name, world.now)}), actions.Settle(name))
        for name in names
    ]
    rows: list[Row] = [tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)]
    if not more:
        rows.append(row(button("zone.more", routes.Zones(1))))
    return framed([title("remind.set_zone"), paragraph("zone.ask")], rows, routes.Reminding())


def quiet(person: Person) -> Screen:
    """Asks for the quiet hours."""
    rows: list[Row] = []
    for start, end in QUIET_HOURS:
        label = (
            Text("quiet.hours", {"start": f"{start:02}:00", "end": f"{end:02}:00"})
            if start != end
            else Text("quiet.none")
        )
        chosen = Text("button.chosen", {"label": label}) if person.quiet == (start, end) else label
        rows.append(row(Button(chosen, actions.Hush(start, end))))
    return framed([title("remind.set_quiet"), paragraph("quiet.ask")], rows, routes.Reminding())


def watching(person: Person, case: Case, world: World) -> Block | None:
    """When the assistant will speak up about an order; nothing if it will not."""
    coming = (
        None
        if person.paused
        else next_reminder(person, case, world.policy, max(watched_from(case), world.now))
    )
    return Paragraph(Text("remind.next", {"at": coming.at})) if coming else None
