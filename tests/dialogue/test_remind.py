"""When the assistant speaks up: over a year of simulated days, with any habits, zones and downtime."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.dialogue import actions, routes
from bot.dialogue.remind import (
    LADDER,
    Reminded,
    Reminder,
    due_at,
    is_late,
    is_quiet,
    next_reminder,
    reminded,
    speaking_at,
    watched_from,
)
from bot.dialogue.screen import Bullets, Text
from bot.dialogue.screens.reminder import reminder
from bot.dialogue.state import Case, Person
from bot.dialogue.step import newcomer, step
from bot.dialogue.world import World
from bot.dialogue.zones import GUESSES, KNOWN, clock_at, others, zone_named, zone_of
from tests.dialogue.walk import policy

START = datetime(2026, 1, 10, 9, 30, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def world(now: datetime = START) -> World:
    return World(policy(), now, fresh=1000)


def somebody(zone: str = "Europe/Madrid", **facts: object) -> Person:
    """Somebody with one order of which so much was told at the start."""
    person = replace(newcomer(7, world()), chosen="en", zone=zone)
    case = Case(person.next_case, 1, opened=START)
    for fact, value in facts.items():
        case = case.tell(fact, value, START, "tapped")  # type: ignore[arg-type]
    return replace(person.with_case(case), next_case=person.next_case + 1)


def only(person: Person) -> Case:
    return next(iter(person.cases.values()))


def story(person: Person, until: datetime) -> list[tuple[datetime, Reminder]]:
    """Everything that is said to a person who does nothing, by a clock that is always on time."""
    said: list[tuple[datetime, Reminder]] = []
    now = START
    while (due := due_at(person, policy(), now)) and due <= until:
        done = reminded(person, world(due))
        assert done.found, "what is due is said"
        said += [(due, one) for one in done.found]
        person, now = done.person, due
    return said


def test_a_dead_parcels_countdown_is_spoken_of_the_day_before_and_its_dispute_to_the_last_day() -> None:
    shipped, end = START - 20 * DAY, START + 10 * DAY
    person = somebody(status="shipped", tracking="stuck", shipped_d=shipped, delivery_left_d=end)
    said = story(person, START + 60 * DAY)
    about = [(one.deadline.name, one.days) for _, one in said if one.deadline]
    assert about == [("protection_ends", 1), *(("dispute_closes", days) for days in (14, 7, 3, 1, 0))]


def test_the_end_of_a_dispute_is_counted_down_to_its_last_day() -> None:
    person = somebody(status="completed", completed_d=START, end="confirmed")
    said = story(person, START + 60 * DAY)
    assert [one.days for _, one in said] == [14, 7, 3, 1, 0]
    assert [one.last for _, one in said] == [False, False, False, False, True]
    assert {one.deadline.name for _, one in said if one.deadline} == {"dispute_closes"}


def test_the_sellers_48_and_72_hours() -> None:
    said = story(somebody(status="cancel_requested", wait_h=START), START + 10 * DAY)
    assert next(at for at, _ in said) - START == 2 * DAY
    assert len(said) == 2


def test_only_the_wanted_rungs() -> None:
    person = replace(somebody(status="completed", completed_d=START, end="confirmed"), ladder=(3,))
    assert [one.days for _, one in story(person, START + 60 * DAY)] == [3]


def test_silence_where_it_is_wanted() -> None:
    person = somebody(status="completed", completed_d=START, end="confirmed")
    assert due_at(replace(person, paused=True), policy(), START) is None
    assert due_at(person.with_case(replace(only(person), muted=True)), policy(), START) is None
    assert due_at(person.with_case(replace(only(person), outcome="refunded")), policy(), START) is None


def test_a_snooze_is_said_once_at_its_moment() -> None:
    person = somebody(status="frozen", frozen_d="unknown", chargeback="no")
    snoozed = step(person, actions.Snooze(only(person).id, world().hour + 26), world()).person
    said = story(snoozed, START + 20 * DAY)
    assert [one.deadline for _, one in said] == [None]


def ending_in_the_evening() -> Person:
    """Somebody whose dispute ends late in a day: the last call comes at ten, as other reminders do."""
    return somebody(status="completed", completed_d=START.replace(hour=20) - DAY, end="confirmed")


def snoozes(person: Person, found: tuple[Reminder, ...], now: datetime) -> dict[str, actions.Snooze]:
    """The snoozes that a reminder offers, by their labels."""
    rows = reminder(person, list(found), world(now)).rows
    return {
        one.label.key: one.target for row in rows for one in row if isinstance(one.target, actions.Snooze)
    }


def snoozing(person: Person, days: int, label: str) -> list[tuple[datetime, Reminded]]:
    """Everything that is said to a person who presses one snooze, on the reminder of so many days before."""
    said: list[tuple[datetime, Reminded]] = []
    now, pressed = START, False
    while (due := due_at(person, policy(), now)) and due <= START + 60 * DAY:
        done = reminded(person, world(due))
        said.append((due, done))
        person, now = done.person, due
        if not pressed and days in [one.days for one in done.found]:
            person, pressed = step(person, snoozes(person, done.found, due)[label], world(due)).person, True
    assert pressed
    return said


def lines(done: Reminded, now: datetime) -> list[Text]:
    """What a reminder says of its one order."""
    bullets = next(
        one for one in reminder(done.person, list(done.found), world(now)).body if isinstance(one, Bullets)
    )
    return list(bullets.lines)


@pytest.mark.parametrize("days", [7, 3, 1])
@pytest.mark.parametrize("label", ["snooze.tonight", "snooze.tomorrow", "snooze.three_days"])
def test_no_snooze_swallows_the_last_call(days: int, label: str) -> None:
    person = ending_in_the_evening()
    usual = [at for at, one in story(person, START + 60 * DAY) if one.last]
    said = snoozing(person, days, label)
    assert [at for at, done in said if any(one.last for one in done.found)] == usual
    assert [line.key for at, done in said if at in usual for line in lines(done, at)] == ["remind.last"]


def test_tonight_is_tonight_also_on_the_last_day() -> None:
    said = snoozing(ending_in_the_evening(), 0, "snooze.tonight")
    (last, _), (again, _) = said[-2:]
    assert again == last.replace(hour=19)


def test_a_countdown_put_off_says_the_days_that_are_left() -> None:
    said = snoozing(ending_in_the_evening(), 7, "snooze.three_days")
    again = next((at, done) for at, done in said if any(one.asked for one in done.found))
    (line,) = lines(again[1], again[0])
    assert (line.key, line.values["n"]) == ("remind.in_days", 4)


def test_two_deadlines_of_one_morning_are_both_said() -> None:
    paid = START - 152 * DAY
    person = somebody(status="completed", completed_d=START, end="confirmed", method="paypal", paid_h=paid)
    said = [(at, one.deadline.name, one.days) for at, one in story(person, START + 60 * DAY) if one.deadline]
    dispute = next(at for at, name, days in said if (name, days) == ("dispute_closes", 1))
    assert (dispute, "paypal_closes", 14) in said


def test_a_last_call_does_not_wait_behind_what_is_put_off_to_another_day() -> None:
    person = somebody(status="completed", completed_d=START, end="confirmed")
    last = next(at for at, one in story(person, START + 60 * DAY) if one.last)
    case = replace(
        only(person), watched=last - DAY + HOUR, wrote=MappingProxyType({"cancel_request": last - 50 * HOUR})
    )
    spoken = replace(person.with_case(case), reminded=last - HOUR)
    sooner = next_reminder(spoken, case, policy(), watched_from(case))
    assert sooner is not None
    assert not sooner.last
    assert due_at(spoken, policy(), last - HOUR) == last


def test_a_week_of_downtime_is_said_once_and_marked_late() -> None:
    person = somebody(status="cancel_requested", wait_h=START)
    back = START + 9 * DAY
    done = reminded(person, world(back))
    assert len(done.found) == 1
    assert is_late(done.found[0], person, back)
    assert reminded(done.person, world(back + HOUR)).found == ()


def test_several_orders_on_one_day_are_one_message() -> None:
    person = somebody(status="cancel_requested", wait_h=START)
    other = replace(only(person), id=5000, ordinal=2)
    person = person.with_case(other)
    due = due_at(person, policy(), START)
    assert due is not None
    assert {one.case for one in reminded(person, world(due)).found} == set(person.cases)


def test_the_last_call_comes_even_on_a_day_with_another_message() -> None:
    person = somebody(status="completed", completed_d=START, end="confirmed")
    last = START + 15 * DAY
    person = replace(person, reminded=last.replace(hour=7))
    case = replace(only(person), watched=last - DAY + HOUR * 2)
    found = next_reminder(person, case, policy(), watched_from(case))
    assert found is not None
    assert found.last
    assert (
        speaking_at(person, found, found.at).astimezone(zone_of(person)).date()
        <= last.astimezone(zone_of(person)).date()
    )


@pytest.mark.parametrize("zone", sorted(KNOWN))
def test_nothing_is_said_in_quiet_hours_in_any_zone_in_any_season(zone: str) -> None:
    person = somebody(zone=zone, status="completed", completed_d=START, end="confirmed")
    for at, _ in story(person, START + 60 * DAY):
        assert not is_quiet(person, at)


def test_a_change_of_the_clocks_moves_the_morning_and_not_the_hour_of_the_person() -> None:
    begun = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
    person = somebody(status="completed", completed_d=begun, end="confirmed")
    hours = {at.astimezone(zone_of(person)).hour for at, _ in story(person, begun + 30 * DAY)}
    assert hours == {10}


def test_who_told_where_they_live_is_told_their_own_time_until_they_set_another() -> None:
    person = replace(somebody("", status="completed", region="mx"), chosen="es")
    assert zone_of(person) == zone_named("America/Mexico_City")
    assert zone_of(replace(person, zone="Europe/Madrid")) == zone_named("Europe/Madrid")


@pytest.mark.parametrize("hours", [-4, 5.5, 6])
def test_clocks_of_many_people_are_offered(hours: float) -> None:
    offered = {START.astimezone(zone_named(name)).utcoffset() for name in others(START)}
    assert timedelta(hours=hours) in offered


def test_an_order_muted_where_it_is_managed_leaves_one_there() -> None:
    person = somebody(status="delivered")
    case = only(person).id
    seen = step(person, routes.Manage(case), world()).person
    assert step(seen, actions.Mute(case, 1), world()).route == routes.Manage(case)
    assert step(person, actions.Mute(case, 1), world()).route == routes.Card(case)


def test_the_guesses_are_clocks_that_differ() -> None:
    for now in (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 7, 5, tzinfo=UTC)):
        for names in GUESSES.values():
            assert len({clock_at(name, now) for name in names}) == len(names)
        assert len({clock_at(name, now) for name in others(now)}) == len(others(now))
    assert zone_named("nonsense") is UTC


STORIES = [
    {"status": "completed", "completed_d": START, "end": "confirmed"},
    {"status": "cancel_requested", "wait_h": START},
    {"status": "shipped", "tracking": "stuck", "shipped_d": START},
    {"status": "shipped", "tracking": "moving", "delivery_left_d": START + 30 * DAY},
    {"status": "in_dispute", "dispute": "seller_silent", "dispute_d": START},
    {"status": "in_dispute", "dispute": "return_agreed", "return_d": START},
    {"status": "awaiting_shipment", "why": "keep", "ship_left_h": START + 4 * DAY},
    {"status": "closed", "end": "cancelled_paid", "refund_bd": START, "method": "card"},
    {"status": "delivered", "condition": "damaged", "delivered_d": START},
    {"status": "frozen", "chargeback": "no", "frozen_d": START},
]


class Year(RuleBasedStateMachine):
    """A year of a person with orders, habits that change, a clock that sleeps and jumps."""

    @initialize()
    def begin(self) -> None:
        self.now = START
        self.person = replace(newcomer(7, world()), chosen="en", zone="Europe/Madrid")
        self.said: list[tuple[datetime, Reminder]] = []

    @rule(facts=st.sampled_from(STORIES))
    def orders(self, facts: dict[str, object]) -> None:
        case = Case(self.person.next_case, len(self.person.cases) + 1, opened=self.now)
        for fact, value in facts.items():
            told = value + (self.now - START) if isinstance(value, datetime) else value
            case = case.tell(fact, told, self.now, "tapped")  # type: ignore[arg-type]
        self.person = replace(self.person.with_case(case), next_case=self.person.next_case + 1)

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        """The clock is on time all the while."""
        end = self.now + hours * HOUR
        while (due := due_at(self.person, policy(), self.now)) and due <= end:
            self.now = due
            self._speak(due)
        self.now = end

    @rule(days=st.integers(1, 30))
    def nobody_is_there(self, days: int) -> None:
        """The assistant is down, and then speaks at once, or when the quiet hours end."""
        self.now += days * DAY
        if (due := due_at(self.person, policy(), self.now)) and due <= self.now:
            self._speak(self.now)

    @rule(start=st.integers(0, 23), end=st.integers(0, 23))
    def quiet_hours(self, start: int, end: int) -> None:
        self.person = replace(self.person, quiet=(start, end))

    @rule(zone=st.sampled_from(sorted(KNOWN)))
    def moves(self, zone: str) -> None:
        self.person = replace(self.person, zone=zone)

    @rule(ladder=st.sets(st.sampled_from(LADDER)))
    def edits_the_ladder(self, ladder: set[int]) -> None:
        self.person = replace(self.person, ladder=tuple(sorted(ladder, reverse=True)))

    @precondition(lambda self: self.person.cases)
    @rule(data=st.data(), hours=st.integers(1, 24 * 5))
    def snoozes(self, data: st.DataObject, hours: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.person.cases)))
        until = world(self.now).hour + hours
        self.person = step(self.person, actions.Snooze(number, until), world(self.now)).person

    @precondition(lambda self: self.person.cases)
    @rule(data=st.data())
    def closes(self, data: st.DataObject) -> None:
        case = self.person.cases[data.draw(st.sampled_from(sorted(self.person.cases)))]
        self.person = self.person.with_case(replace(case, outcome="refunded"))

    def _speak(self, at: datetime) -> None:
        done = reminded(self.person, world(at))
        assert done.found or (due_at(done.person, policy(), at) or at + HOUR) > at, (
            "what is due is said or put off"
        )
        if done.found and self.said:
            before = max(moment for moment, _ in self.said)
            zone = zone_of(self.person)
            same_day = before.astimezone(zone).date() == at.astimezone(zone).date()
            changed = self.person.reminded != before
            assert not same_day or changed or any(one.last or one.asked for one in done.found)
        for one in done.found:
            assert self.person.cases[one.case].outcome is None, "nothing of an order that is closed"
            assert one.at <= at
        self.said += [(at, one) for one in done.found]
        self.person = done.person

    @invariant()
    def nothing_is_said_twice(self) -> None:
        if not hasattr(self, "said"):
            return
        keys = [(one.case, one.deadline.name, one.at) for _, one in self.said if one.deadline]
        assert len(keys) == len(set(keys))


TestYear = Year.TestCase
TestYear.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@given(start=st.integers(0, 23), end=st.integers(0, 23), hour=st.integers(0, 24 * 400))
@settings(max_examples=300)
def test_speaking_is_never_quiet_and_never_early(start: int, end: int, hour: int) -> None:
    person = replace(somebody(), quiet=(start, end), cases=MappingProxyType({}))
    moment = START + hour * HOUR
    spoken = speaking_at(person, Reminder(moment, 1), START)
    assert spoken >= moment
    assert not is_quiet(person, spoken)
    assert spoken - moment <= DAY
