"""Calendar files, read back by another library."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from bot.dialogue.state import LANGUAGES, Case, Language, Person
from bot.dialogue.world import World
from bot.papers.calendar_file import calendar_file
from bot.texts.say import Words
from tests.dialogue.walk import policy

BEGUN = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)


def person() -> Person:
    waiting = Case(1, 1, opened=BEGUN, name='red; phone, "new"\nline')
    waiting = waiting.tell("status", "cancel_requested", BEGUN, "tapped").tell(
        "wait_h", BEGUN, BEGUN, "tapped"
    )
    done = Case(2, 2, opened=BEGUN, number="3041227611804521")
    done = done.tell("status", "completed", BEGUN, "tapped").tell("completed_d", BEGUN, BEGUN, "tapped")
    done = done.tell("end", "confirmed", BEGUN, "tapped")
    closed = replace(done, id=3, ordinal=3, outcome="refunded")
    return Person(7, zone="Europe/Madrid").with_case(waiting).with_case(done).with_case(closed)


def body(language: Language = "en", later: timedelta = timedelta()) -> bytes:
    world = World(policy(), BEGUN + later, 1)
    return calendar_file(person(), person().cases.values(), world, Words.load(), language)


def entries(text: bytes) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_library_reads_the_same_entries(language: Language) -> None:
    text = body(language)
    read = vobject.readOne(text.decode())
    events = read.vevent_list
    assert {event.uid.value for event in events} == {str(one["uid"]) for one in entries(text)}
    assert len(events) >= 2
    for event in events:
        assert event.summary.value
        assert event.valarm.action.value == "DISPLAY"
        assert event.dtstart.value < event.dtend.value


def test_a_closed_order_is_not_in_it() -> None:
    assert not [one for one in entries(body()) if "Order 3" in str(one["summary"])]


def test_sending_again_moves_the_same_entries() -> None:
    first, second = entries(body()), entries(body(later=timedelta(hours=1)))
    assert [str(one["uid"]) for one in first] == [str(one["uid"]) for one in second]
    assert all(int(two["sequence"]) > int(one["sequence"]) for one, two in zip(first, second, strict=True))


def test_an_hour_is_a_moment_and_a_day_is_a_day() -> None:
    kinds = {type(one["dtstart"].dt) for one in entries(body())}
    assert len(kinds) == 2


def test_lines_are_folded_and_names_cannot_break_out() -> None:
    text = body()
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\nline" not in text.replace(b"\r\n ", b"")
    assert text.count(b"BEGIN:VEVENT") == len(entries(text))


def test_nothing_names_the_person() -> None:
    assert b"uid:7" not in body().lower()
