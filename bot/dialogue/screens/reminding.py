"""How to be reminded: which days, whose clock, which hours; and when the next reminder comes."""

from bot.dialogue import actions, routes
from bot.dialogue.address import encode
from bot.dialogue.layout import button, chosen, in_rows, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.remind import LADDER, next_reminder, watched_from
from bot.dialogue.screen import Block, Button, Paragraph, Row, Screen, Text
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World
from bot.dialogue.zones import FALLBACK, GUESSES, clock_at, others, zone_of

CLOCKS_IN_A_ROW = 4
QUIET_HOURS = ((22, 9), (21, 8), (23, 10), (0, 8), (0, 0))
"""What is offered; the same hour twice is none."""


def screen(person: Person, world: World) -> Screen:
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
    return Button(chosen(label, on), actions.Rung(days, int(not on)))


def zones(person: Person, world: World, *, more: bool) -> Screen:
    """Asks what time it is: four guesses, then every clock there is."""
    names = others(world.now) if more else GUESSES[person.language or FALLBACK]
    buttons = [
        Button(Text("zone.clock", {"clock": clock_at(name, world.now)}), actions.Settle(name))
        for name in names
    ]
    rows = in_rows(buttons, CLOCKS_IN_A_ROW)
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
        is_set = person.quiet == (start, end)
        rows.append(row(Button(chosen(label, is_set), actions.Hush(start, end))))
    return framed([title("remind.set_quiet"), paragraph("quiet.ask")], rows, routes.Reminding())


def watching(person: Person, case: Case, world: World) -> Block | None:
    """When the assistant will speak up about an order; nothing if it will not."""
    coming = (
        None
        if person.paused
        else next_reminder(person, case, world.policy, max(watched_from(case), world.now))
    )
    return Paragraph(Text("remind.next", {"at": coming.at})) if coming else None
