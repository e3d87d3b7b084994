"""What is kept of an update, and what is not."""

import json

from bot.telegram.inbox import incoming, read
from bot.telegram.minimal import minimal

MESSAGE = {
    "message_id": 1,
    "date": 1,
    "chat": {"id": 7, "type": "private", "first_name": "Ann", "username": "ann_s"},
    "from": {"id": 7, "is_bot": False, "first_name": "Ann", "last_name": "Smith", "language_code": "en"},
}
SECRETS = ("Ann", "Smith", "ann_s", "+34600111222", "40.4168", "4276380012345679", "hunter2", "Bob")


def kept(**content: object) -> str:
    update = {"update_id": 1, "message": {**MESSAGE, **content}}
    one = incoming(update)
    assert one is not None
    return one.raw


def test_nothing_of_the_person_is_kept_beyond_what_the_turn_needs() -> None:
    contents: list[dict[str, object]] = [
        {"text": "card 4276380012345679, password: hunter2"},
        {"caption": "card 4276380012345679", "photo": []},
        {"contact": {"phone_number": "+34600111222", "first_name": "Bob", "vcard": "Bob"}},
        {"location": {"latitude": 40.4168, "longitude": -3.7}},
        {"text": "x", "reply_to_message": {**MESSAGE, "text": "hunter2"}},
        {"text": "x", "quote": {"text": "Bob"}},
        {"text": "x", "forward_origin": {"type": "hidden_user", "sender_user_name": "Bob", "date": 1}},
    ]
    for content in contents:
        raw = kept(**content)
        assert not [secret for secret in SECRETS if secret in raw], raw


def test_the_turn_still_sees_what_it_needs() -> None:
    one = incoming({"update_id": 1, "message": {**MESSAGE, "text": "заказ 3041227611804521 🙂"}})
    assert one is not None
    received = read(one)
    assert received is not None
    assert received.language_code == "en"
    assert getattr(received.event, "text", "") == "заказ 3041227611804521 🙂"


def test_of_a_pressed_message_only_its_number_is_kept() -> None:
    message = {**MESSAGE, "text": "a letter with hunter2", "reply_markup": {"inline_keyboard": []}}
    press = {"id": "9", "from": MESSAGE["from"], "chat_instance": "1", "data": "h", "message": message}
    text = json.dumps(minimal({"update_id": 1, "callback_query": press}))
    assert "hunter2" not in text
    assert "inline_keyboard" not in text
    one = incoming({"update_id": 1, "callback_query": press})
    assert one is not None
    received = read(one)
    assert received is not None
    assert (received.message_id, received.query_id) == (1, "9")


def test_a_message_nested_without_end_is_cut_off() -> None:
    deep: dict[str, object] = {}
    inner = deep
    for _ in range(200):
        inner["more"] = {"text": "hunter2"}
        inner = inner["more"]  # type: ignore[assignment]
    assert len(json.dumps(minimal({"update_id": 1, "message": deep}))) < 3000
