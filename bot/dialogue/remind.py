"""When to speak up about an order: derived from its deadlines, never kept beside them.

A case is watched from a moment on; its reminders are those that its deadlines of that moment put after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import takewhile

from bot.dialogue.address import encode
from bot.dialogue.deadlines import over_at
from bot.dialogue.reach import is_collecting
from bot.dialogue.routes import Card
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World
from bot.dialogue.zones import MORNING, zone_of
from rules.engine import Deadline, assess
from rules.policy import Policy

LADDER = (14, 7, 3, 1, 0)
"""How many days before the end of something the buyer must do; 0 is the last day."""

ACT_BEFORE = frozenset({"dispute_closes", "return_ends", "return_sent_by", "paypal_closes"})
"""Deadlines before which the buyer must act: the ladder leads up to them."""

A_DAY_BEFORE = frozenset({"auto_completes", "protection_ends"})
AT_THE_MOMENT = frozenset({
    "dispute_opens", "delivery_ends", "seller_ships", "verification_ends", "seller_answers", "refund_arrives",
    "seller_answers_dispute", "platform_steps_in", "frozen_review", "debit_settles",
})  # fmt: skip
"""Deadlines of others, and moments from which something can be done: the buyer hears when they come."""

LATEST_TOO = frozenset({"seller_answers", "refund_arrives"})
"""Deadlines whose later moment is told too: the 72 hours after the 48, the money that is late."""

SPARE = timedelta(hours=2)
"""How long before the very end the last reminder comes at the latest."""

LATE = timedelta(hours=12)
MOST_AT_ONCE = 50
"""So many reminders of one order may have been missed before the rest is left out."""

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ANSWER_HOURS = "seller_answer_h"
UNANSWERABLE = ("thanks",)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to speak up about: which deadline, how many days before it, whether it is the last call.

    Without a deadline it is what the person asked to hear again, or a letter that was not answered.
    """

    at: datetime
    case: int
    deadline: Deadline | None = None
    days: int = 0
    last: bool = False
    letter: str = ""
    """The letter to the seller that nobody answered, if that is what it is about."""
    asked: bool = False
    """Whether the person put it off to this very moment."""


def next_reminder(person: Person, case: Case, policy: Policy, since: datetime) -> Reminder | None:
    """The first reminder of a case after a moment; None if there is none."""
    return next(_coming(person, case, policy, since), None)


def missed(person: Person, case: Case, policy: Policy, now: datetime) -> list[Reminder]:
    """The reminders of a case that have come due, one a deadline: its last call, else the latest one."""
    found: dict[str, Reminder] = {}
    coming = _coming(person, case, policy, watched_from(case))
    for one in takewhile(lambda one: one.at <= now, coming):
        about = one.deadline.name if one.deadline else one.letter
        if about not in found or not found[about].last:
            found[about] = one
    return list(found.values())


def watched_from(case: Case) -> datetime:
    """From when on a case is watched: since it was last spoken of, or anything was told of it."""
    told = max((one.at for one in case.told.values()), default=case.opened)
    return max(case.opened, told, case.watched or case.opened)


def due_at(person: Person, policy: Policy, now: datetime) -> datetime | None:
    """When to look at a person next, from `now` on: to speak to them, or to renew their pinned dates.

    None if nothing is to be said, or nothing is wanted.
    """
    moments = [] if person.paused else _speaking_moments(person, policy, now)
    if person.pinned:
        moments += _passing(person, policy, now)
    return min(moments, default=None)


def _speaking_moments(person: Person, policy: Policy, now: datetime) -> list[datetime]:
    moments = (_speaking_of(person, case, policy, now) for case in person.cases.values())
    return [moment for moment in moments if moment]


def _speaking_of(person: Person, case: Case, policy: Policy, now: datetime) -> datetime | None:
    """When a case is spoken of next: a last call does not wait behind what is put off to another day."""
    soonest = None
    for one in _coming(person, case, policy, watched_from(case)):
        moment = speaking_at(person, one, now)
        soonest = min(soonest, moment) if soonest else moment
        if soonest <= max(one.at, now):
            break
    return soonest


def _passing(person: Person, policy: Policy, now: datetime) -> list[datetime]:
    """When the dates ahead are over, one by one."""
    ends = [
        over_at(deadline, zone_of(person))
        for case in person.cases.values()
        if case.outcome is None
        for deadline in assess(policy, case.facts(), now).deadlines
        if deadline.basis != "now" and deadline.at
    ]
    return [end for end in ends if end > now]


def speaking_at(person: Person, reminder: Reminder, now: datetime) -> datetime:
    """When a reminder may be said from `now` on: never in quiet hours, and once a day.

    A last call and what the person put off to a moment come even on a day with another message.
    """
    zone = zone_of(person)
    moment = max(reminder.at, now)
    if person.reminded and not (reminder.last or reminder.asked):
        spoken, wanted = person.reminded.astimezone(zone).date(), moment.astimezone(zone).date()
        if wanted <= spoken:
            moment = max(moment, _on(spoken + DAY, MORNING, zone))
    return _after_quiet(person, moment, zone)


def is_late(reminder: Reminder, person: Person, now: datetime) -> bool:
    """Whether a reminder is said long after its moment, because nobody could."""
    return now - speaking_at(replace(person, reminded=None), reminder, reminder.at) > LATE


def is_quiet(person: Person, moment: datetime) -> bool:
    """Whether a moment lies in the person's quiet hours."""
    hour, (start, end) = moment.astimezone(zone_of(person)).hour, person.quiet
    return start != end and ((start <= hour < end) if start < end else (hour >= start or hour < end))


def _after_quiet(person: Person, moment: datetime, zone: tzinfo) -> datetime:
    if not is_quiet(person, moment):
        return moment
    day = moment.astimezone(zone).date()
    opening = _on(day, time(person.quiet[1]), zone)
    return opening if opening >= moment else _on(day + DAY, time(person.quiet[1]), zone)


def days_left(reminder: Reminder, person: Person, now: datetime) -> int:
    """How many days a countdown has left when it is said: fewer than it was for, if it was put off."""
    if not reminder.days or reminder.deadline is None or reminder.deadline.at is None:
        return 0
    zone = zone_of(person)
    return max(0, (reminder.deadline.at.astimezone(zone).date() - now.astimezone(zone).date()).days)


def _coming(person: Person, case: Case, policy: Policy, since: datetime) -> Iterator[Reminder]:
    """The reminders of a case after a moment, all of one instant together, as its deadlines stand by then."""
    if case.outcome or case.muted:
        return
    for _ in range(MOST_AT_ONCE):
        ahead = list(_reminders(person, case, policy, since))
        if not ahead:
            return
        since = min(one.at for one in ahead)
        yield from [one for one in ahead if one.at == since]


def _reminders(person: Person, case: Case, policy: Policy, since: datetime) -> Iterator[Reminder]:
    if case.snoozed and case.snoozed > since:
        yield Reminder(case.snoozed, case.id, asked=True)
    yield from _unanswered(case, policy, since)
    advice = assess(policy, case.facts(), since)
    for deadline in advice.deadlines:
        for reminder in _of(deadline, case, person):
            postponed = _postponed(reminder, case)
            if postponed.at > since:
                yield postponed


def is_followed_up(case: Case, policy: Policy, now: datetime) -> bool:
    """Whether the last letter will be asked about."""
    open_case = case.outcome is None and not case.muted
    return open_case and any(True for _ in _unanswered(case, policy, now))


def _unanswered(case: Case, policy: Policy, since: datetime) -> Iterator[Reminder]:
    """The last letter, when its time to be answered is over and nothing was told since it was sent."""
    sent = max(case.wrote.items(), key=lambda pair: pair[1], default=None)
    if sent is None or sent[0] in UNANSWERABLE or any(one.at > sent[1] + HOUR for one in case.told.values()):
        return
    moment = sent[1] + policy.number(ANSWER_HOURS, since.date()).value * HOUR
    if moment > since:
        yield Reminder(moment, case.id, letter=sent[0])


def _of(deadline: Deadline, case: Case, person: Person) -> Iterator[Reminder]:
    if deadline.at is None:
        return
    if deadline.name in ACT_BEFORE:
        yield from (_rung(deadline, deadline.at, days, case, person) for days in person.ladder)
    elif deadline.name in A_DAY_BEFORE:
        yield _rung(deadline, deadline.at, 1, case, person)
    elif deadline.name in AT_THE_MOMENT:
        yield Reminder(deadline.at, case.id, deadline)
        if deadline.latest and deadline.name in LATEST_TOO:
            yield Reminder(deadline.latest, case.id, deadline)


def _rung(deadline: Deadline, end: datetime, days: int, case: Case, person: Person) -> Reminder:
    """The morning so many days before the end; on the last day in time to act, and never in quiet hours."""
    zone = zone_of(person)
    day = end.astimezone(zone).date() - days * DAY
    moment = min(_on(day, MORNING, zone), end - SPARE)
    last = days == 0
    if last and is_quiet(person, moment):
        moment = _evening_before(person, moment, zone)
    return Reminder(moment, case.id, deadline, days, last)


def _evening_before(person: Person, moment: datetime, zone: tzinfo) -> datetime:
    """The last moment before the quiet hours that a moment lies in, with some time to act."""
    day = moment.astimezone(zone).date()
    start = _on(day, time(person.quiet[0]), zone)
    start = start if start <= moment else _on(day - DAY, time(person.quiet[0]), zone)
    return start - SPARE


def _postponed(reminder: Reminder, case: Case) -> Reminder:
    """A snooze puts off whatever is not the last call."""
    if case.snoozed and not reminder.last and reminder.at <= case.snoozed:
        return replace(reminder, at=case.snoozed, asked=True)
    return reminder


def _on(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone)


@dataclass(frozen=True, slots=True)
class Reminded:
    """A person who is spoken to now, and what of; nothing if it is not the time yet."""

    person: Person
    found: tuple[Reminder, ...]


def reminded(person: Person, world: World) -> Reminded:
    """Everything that has come due, said once: the cases are watched anew from now on."""
    found = [
        one
        for case in person.cases.values()
        if not case.muted
        for one in missed(person, case, world.policy, world.now)
    ]
    sayable = [one for one in found if speaking_at(person, one, world.now) <= world.now]
    if not sayable or person.paused:
        return Reminded(person, ())
    for number in {one.case for one in found}:
        person = person.with_case(replace(person.cases[number], watched=world.now))
    last = max(found, key=lambda one: one.at).case
    viewing = person.viewing if is_collecting(person) else encode(Card(last))
    return Reminded(replace(person, reminded=world.now, viewing=viewing), tuple(found))
