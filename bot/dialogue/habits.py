"""How a person wants to be reminded: each act sets one thing, so doing it twice changes nothing."""

from dataclasses import replace
from typing import assert_never

from bot.dialogue import actions, routes
from bot.dialogue.outcome import Step
from bot.dialogue.reach import stray, viewed
from bot.dialogue.remind import LADDER
from bot.dialogue.screen import Text
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World, moment_of
from bot.dialogue.zones import KNOWN

HOURS_IN_DAY = 24
FARTHEST_HOURS = 40 * HOURS_IN_DAY
"""A snooze farther away than this was never on a button."""

Habit = actions.Settle | actions.Hush | actions.Rung | actions.Pause | actions.Pinned


def habit(person: Person, action: Habit) -> Step:
    """The person with one habit changed; a value that was never offered changes nothing."""
    match action:
        case actions.Settle(zone):
            if zone not in KNOWN:
                return stray(person)
            return Step(replace(person, zone=zone), routes.Reminding(), Text("notice.zone"))
        case actions.Hush(start, end):
            if max(start, end) >= HOURS_IN_DAY:
                return stray(person)
            return Step(replace(person, quiet=(start, end)), routes.Reminding(), Text("notice.noted"))
        case actions.Rung(days, on):
            if days not in LADDER:
                return stray(person)
            wanted = {*person.ladder, days} if on else set(person.ladder) - {days}
            ladder = tuple(sorted(wanted, reverse=True))
            return Step(replace(person, ladder=ladder), routes.Reminding())
        case actions.Pause(on):
            return Step(replace(person, paused=bool(on)), routes.Reminding())
        case actions.Pinned(on):
            notice = Text("notice.pinned" if on else "notice.unpinned")
            return Step(replace(person, pinned=bool(on)), routes.Deadlines(), notice)
        case _:
            assert_never(action)


def mute(person: Person, case: Case, on: int) -> Step:
    """Stops the reminders of one order, or lets them come again."""
    muted = person.with_case(replace(case, muted=bool(on)))
    view = viewed(person)
    route = view if view == routes.Manage(case.id) else routes.Card(case.id)
    return Step(muted, route, Text("notice.muted" if on else "notice.unmuted"))


def snooze(person: Person, case: Case, hour: int, world: World) -> Step:
    """Keeps still about an order until an hour."""
    if not 0 < hour - world.hour <= FARTHEST_HOURS:
        return Step(person, routes.Card(case.id))
    until = moment_of(hour)
    snoozed = person.with_case(replace(case, snoozed=until))
    return Step(snoozed, routes.Card(case.id), Text("notice.snoozed", {"at": until}))
