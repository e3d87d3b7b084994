"""Raw updates read as what people did."""

import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.actions import Tell
from bot.dialogue.events import Commanded, Event, Queried, Shown, Started, Strayed, Typed
from bot.dialogue.routes import Card
from bot.store.contract import Incoming
from bot.telegram.inbox import MAX_TEXT, incoming, read
from tests.bench.updates import fate, made

Json = dict[str, Any]
PERSON: Json = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "ru-RU"}
CHAT: Json = {"id": 7, "type": "private", "first_name": "Ann"}
FILE: Json = {"file_id": "f", "file_unique_id": "u"}
PICTURE: Json = {**FILE, "width": 1, "height": 1}
SOUND: Json = {**FILE, "duration": 1}
VIDEO: Json = {**PICTURE, "duration": 1}
PLACE: Json = {"longitude": 1.0, "latitude": 2.0}
ORIGIN: Json = {"type": "hidden_user", "date": 1, "sender_user_name": "Shop"}
STICKER: Json = {**PICTURE, "type": "regular", "is_animated": False, "is_video": False}
POLL: Json = {"id": "1", "question": "of a kind that the library does not know"}


def message(**content: Any) -> Json:
    return {"message_id": 3, "date": 1795000000, "chat": CHAT, "from": PERSON, **content}


def update(**content: Any) -> Json:
    return {"update_id": 5, **content}


def event_of(raw: Json) -> Event | Queried | None:
    kept = incoming(raw)
    assert kept is not None
    received = read(kept)
    return received.event if received else None


@pytest.mark.parametrize(
    ("content", "event"),
    [
        ({"text": "/start"}, Started("")),
        ({"text": "/start case_5"}, Started("case_5")),
        ({"text": "/start@OurBot case_5"}, Started("case_5")),
        ({"text": "/START\ncase_5"}, Started("case_5")),
        ({"text": "/Help"}, Commanded("help")),
        ({"text": "/orders@OurBot now"}, Commanded("orders")),
        ({"text": "/ what"}, Typed("/ what")),
        ({"text": "/"}, Typed("/")),
        ({"text": "/../x"}, Typed("/../x")),
        ({"text": "Где мои деньги?"}, Typed("Где мои деньги?")),
        ({"text": " as written\n"}, Typed(" as written\n")),
        ({"text": "я" * 5000}, Typed("я" * MAX_TEXT)),
        ({"photo": [PICTURE], "caption": "the label"}, Shown("photo", "the label")),
        ({"voice": SOUND}, Shown("voice")),
        ({"audio": SOUND}, Shown("voice")),
        ({"video_note": {**SOUND, "length": 1}}, Shown("voice")),
        ({"video": VIDEO, "caption": "unboxing"}, Shown("video", "unboxing")),
        ({"animation": VIDEO, "document": FILE}, Shown("video")),
        ({"sticker": STICKER}, Shown("sticker")),
        ({"document": FILE, "caption": "/start"}, Shown("document", "/start")),
        ({"location": PLACE}, Shown("location")),
        ({"venue": {"location": PLACE, "title": "t", "address": "a"}, "location": PLACE}, Shown("location")),
        ({"contact": {"phone_number": "1", "first_name": "B"}}, Shown("contact")),
        ({"forward_origin": ORIGIN, "text": "We agree to cancel"}, Shown("forward", "We agree to cancel")),
        ({"forward_origin": ORIGIN, "photo": [PICTURE], "caption": "c"}, Shown("forward", "c")),
        ({"dice": {"emoji": "🎲", "value": 1}}, Shown("other")),
        ({"poll": POLL}, Shown("other")),
        ({"text": "a reply", "reply_to_message": {"poll": "of a later kind"}}, Typed("a reply")),
        ({"something_telegram_invents_later": {"a": 1}}, Shown("other")),
    ],
)
def test_a_message_is_what_the_person_did(content: Json, event: Event) -> None:
    found = event_of(update(message=message(**content)))
    assert (replace(found, attached=None) if isinstance(found, Shown) else found) == event


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"photo": [PICTURE]}, "photo"),
        ({"video": {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}}, "video"),
        ({"document": {"file_id": "f", "file_unique_id": "u"}}, "document"),
        ({"contact": {"phone_number": "1", "first_name": "B"}}, None),
    ],
)
def test_a_file_is_told_by_its_ids(content: Json, kind: str | None) -> None:
    found = event_of(update(message=message(**content)))
    assert isinstance(found, Shown)
    assert (found.attached.kind if found.attached else None) == kind


def test_who_it_was_goes_along() -> None:
    kept = incoming(update(message=message(text="hi")))
    assert kept is not None
    received = read(kept)
    assert received is not None
    found = (received.update_id, received.person_id, received.language_code)
    assert found == (5, 7, "ru-RU")
    assert (received.message_id, received.query_id) == (None, None)


def test_an_edited_message_is_shown_as_edited() -> None:
    assert event_of(update(edited_message=message(text="hello", edit_date=2))) == Shown("edited", "hello")


def test_a_command_written_by_editing_is_a_command() -> None:
    assert event_of(update(edited_message=message(text="/start", edit_date=2))) == Started()


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ("c|1", Card(1)),
        ("T|1|status|shipped", Tell(1, "status", "shipped")),
        ("zz|1", Strayed()),
        ("c", Strayed()),
        ("c|я", Strayed()),
        ("", Strayed()),
        (None, Strayed()),
    ],
)
@pytest.mark.parametrize("accessible", [True, False])
def test_a_pressed_button_is_its_address(data: str | None, event: Event, accessible: bool) -> None:
    pressed = message(text="screen") if accessible else {"chat": CHAT, "message_id": 3, "date": 0}
    query = {"id": "99", "from": PERSON, "message": pressed, "chat_instance": "1"}
    raw = update(callback_query=query if data is None else {**query, "data": data})
    kept = incoming(raw)
    assert kept is not None
    received = read(kept)
    assert received is not None
    found = (received.event, received.person_id, received.message_id, received.query_id)
    assert found == (event, 7, 3, "99")


def test_a_query_from_another_chat_belongs_to_whom_asks() -> None:
    query = {"id": "42", "from": {**PERSON, "language_code": "es"}, "query": "1", "offset": ""}
    kept = incoming(update(inline_query={**query, "chat_type": "group"}))
    assert kept is not None
    assert kept.person_id == 7
    received = read(kept)
    assert received is not None
    assert (received.event, received.query_id, received.message_id) == (Queried("1"), "42", None)
    assert received.language_code == "es"


@pytest.mark.parametrize(
    "content",
    [
        {"message": message(text="hi", chat={"id": -5, "type": "group", "title": "t"})},
        {"channel_post": message(text="hi", chat={"id": -5, "type": "channel", "title": "t"})},
        {"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "inline_message_id": "x"}},
        {"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "data": "h"}},
        {"my_chat_member": {"chat": CHAT, "from": PERSON, "date": 1}},
        {"message": message(pinned_message=message(text="hi"))},
        {"poll": POLL},
        {"something_new": {"message": message(text="hi")}},
        {},
    ],
)
def test_nobodys_turn_is_nobodys(content: Json) -> None:
    assert event_of(update(**content)) is None


@pytest.mark.parametrize("odd", [{}, {"update_id": "5"}, {"update_id": None}, {"update_id": True}])
def test_what_has_no_id_is_left_out(odd: Json) -> None:
    assert incoming(odd) is None


def test_an_unreadable_update_is_nobodys_and_its_words_are_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    odd = update(edited_message={"chat": CHAT, "text": "Ann's secret", "photo": "no list"})
    with caplog.at_level(logging.DEBUG):
        assert event_of(odd) is None
    assert "update 5 cannot be read" in caplog.text
    assert "secret" not in caplog.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["message", "edited_message", "callback_query", "chat", "from", "text", "data", "photo", "id", "type"]
)
ODD = st.recursive(
    JSON | st.just(CHAT) | st.just(PERSON),
    lambda inner: st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, ODD, max_size=4))
def test_no_update_makes_the_reading_fail(odd: Json) -> None:
    kept = incoming(update(**odd))
    assert kept is not None
    json.loads(kept.raw)
    read(kept)


def test_a_text_that_is_no_json_is_nobodys() -> None:
    assert read(Incoming(5, 7, "{")) is None


def test_updates_that_nobody_thought_of_are_read_or_left_and_break_nothing() -> None:
    fates = {fate(made()) for _ in range(3000)}
    assert {"Typed", "Shown", "Queried", "Strayed", "nobody's or unreadable", "without an id"} <= fates
