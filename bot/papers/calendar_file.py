"""The dates of orders as a calendar file: the same entries again each time, so that a new file moves them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event

from bot.dialogue.deadlines import HOURLY, deadline_text
from bot.dialogue.naming import order_name
from bot.dialogue.remind import ACT_BEFORE
from bot.dialogue.screen import Text
from bot.dialogue.state import Case, Language, Person
from bot.dialogue.world import World
from bot.dialogue.zones import zone_of
from bot.texts.say import Words
from rules.engine import Deadline

OURS = UUID("6f1d2c1e-0c1a-4f6e-9d0a-5b6f7a8c9d10")
"""Names our entries: one of an order's deadlines is the same entry for ever."""

PRODUCT = "-//Order Assistant for AliExpress//EN"
ALARM_BEFORE = timedelta(days=1)
LENGTH = timedelta(minutes=30)


def calendar_file(
    person: Person, cases: Iterable[Case], world: World, words: Words, language: Language
) -> bytes:
    """The known dates of open orders, in the person's language, each with an alarm."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.plain(Text("dates.title"), language))
    for case in cases:
        if case.outcome is None:
            for deadline in world.advice(case).deadlines:
                if deadline.at and deadline.basis != "now":
                    calendar.add_component(
                        _entry(person, case, deadline, deadline.at, world, words, language)
                    )
    return bytes(calendar.to_ical())


def _entry(
    person: Person,
    case: Case,
    deadline: Deadline,
    at: datetime,
    world: World,
    words: Words,
    language: Language,
) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(OURS, f'{person.id}/{case.id}/{deadline.name}')}")
    event.add("dtstamp", world.now)
    event.add("sequence", int((world.now - case.opened).total_seconds() // 60))
    if deadline.name in HOURLY:
        event.add("dtstart", at)
        event.add("dtend", at + LENGTH)
    else:
        day = at.astimezone(zone_of(person)).date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    name = words.plain(order_name(case), language)
    line = words.plain(deadline_text(deadline, world), language)
    event.add("summary", f"{name}: {line}")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(deadline, f"{name}: {line}"))
    return event


def _alarm(deadline: Deadline, said: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", -ALARM_BEFORE if deadline.name in ACT_BEFORE else timedelta())
    return alarm
