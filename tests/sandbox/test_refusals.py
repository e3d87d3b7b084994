"""Every refusal in Telegram's own words."""

from typing import Any

import pytest

from bot.sandbox import Sandbox, User
from tests.sandbox.conftest import Call

CHAT = {"chat_id": 7}
TEXT = {**CHAT, "text": "hello"}
HTML = {**CHAT, "parse_mode": "HTML"}
MARKDOWN = {**CHAT, "parse_mode": "MarkdownV2"}


def keyboard(**button: Any) -> dict[str, Any]:
    return {**TEXT, "reply_markup": {"inline_keyboard": [[button]]}}


def wide(rows: int, columns: int) -> dict[str, Any]:
    button = {"text": "x", "callback_data": "x"}
    return {**TEXT, "reply_markup": {"inline_keyboard": [[button] * columns] * rows}}


def command(name: str, description: str) -> dict[str, Any]:
    return {"commands": [{"command": name, "description": description}]}


SENDING = [
    ({}, "message text is empty"),
    ({**CHAT, "text": ""}, "message text is empty"),
    ({**CHAT, "text": " \n "}, "text must be non-empty"),
    ({**HTML, "text": "<b> </b>"}, "text must be non-empty"),
    ({**CHAT, "text": "я" * 4097}, "message is too long"),
    ({"text": "hello"}, "chat_id is empty"),
    ({"chat_id": 8, "text": "hello"}, "chat not found"),
    ({"chat_id": "@somebody", "text": "hello"}, "chat not found"),
    ({**TEXT, "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ({**TEXT, "message_thread_id": 5}, "message thread not found"),
    ({**TEXT, "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ({**TEXT, "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({**TEXT, "reply_markup": "[]"}, "object expected as reply markup"),
    ({**HTML, "text": '<tg-time unix="4000000000">x</tg-time>'}, "ENTITY_DATE_INVALID"),
    (wide(1, 9), "reply markup is too long"),
    (wide(13, 8), "reply markup is too long"),
    (keyboard(text="x", callback_data=""), "BUTTON_DATA_INVALID"),
    (keyboard(text="x", callback_data="ж" * 33), "BUTTON_DATA_INVALID"),
    (keyboard(text="x", copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
    (keyboard(text="x", copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    (keyboard(text=" ", callback_data="x"), "inline keyboard button text must be non-empty"),
    (
        keyboard(text="x"),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        keyboard(text="x", callback_data="x", style="pink"),
        "can't parse inline keyboard button: Invalid button style specified",
    ),
    (
        keyboard(text="x", url="http://localhost/"),
        "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
    ),
    (
        keyboard(text="x", url="ftp://example.com"),
        "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ),
]

PARSING = [
    ({**HTML, "text": "<b>x"}, 'Can\'t find end tag corresponding to start tag "b"'),
    ({**HTML, "text": "<p>x</p>"}, 'Unsupported start tag "p" at byte offset 0'),
    (
        {**HTML, "text": "я<b>x</i>"},
        'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"',
    ),
    ({**HTML, "text": "x</b>"}, "Unexpected end tag at byte offset 1"),
    ({**HTML, "text": "x <b"}, "Unclosed start tag at byte offset 2"),
    ({**HTML, "text": "1 < 2"}, 'Unsupported start tag "" at byte offset 2'),
    ({**MARKDOWN, "text": "a."}, "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ({**MARKDOWN, "text": "я *x"}, "Can't find end of Bold entity at byte offset 3"),
    ({**MARKDOWN, "text": "`x"}, "Can't find end of Code entity at byte offset 0"),
]

OTHERS = [
    ("editMessageText", {**TEXT, "message_id": 99}, "message to edit not found"),
    ("editMessageText", {**TEXT, "message_id": 1}, "message can't be edited"),
    ("editMessageReplyMarkup", {**CHAT, "message_id": 99}, "message to edit not found"),
    (
        "editMessageText",
        {**TEXT, "message_id": 1, "reply_markup": {"keyboard": []}},
        "inline keyboard expected",
    ),
    ("deleteMessage", {**CHAT, "message_id": 99}, "message to delete not found"),
    ("deleteMessage", {"chat_id": 8, "message_id": 1}, "chat not found"),
    ("pinChatMessage", {**CHAT, "message_id": 99}, "message to pin not found"),
    ("unpinChatMessage", {**CHAT, "message_id": 99}, "message to unpin not found"),
    ("setMessageReaction", {**CHAT, "message_id": 99}, "message to react not found"),
    ("sendChatAction", {**CHAT, "action": "sleeping"}, "wrong parameter action in request"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("sendDocument", CHAT, "there is no document in the request"),
    ("sendPhoto", CHAT, "there is no photo in the request"),
    ("sendDocument", {**CHAT, "document": "unknown"}, "wrong file identifier/HTTP URL specified"),
    ("sendDocument", {**CHAT, "document": "x", "caption": "я" * 1025}, "message caption is too long"),
    ("getFile", {}, "file_id not specified"),
    ("getFile", {"file_id": "unknown"}, "invalid file_id"),
    ("setMyCommands", command("", "x"), "command must be non-empty"),
    ("setMyCommands", command("x" * 33, "x"), "command length must not exceed 32"),
    ("setMyCommands", command("x", ""), "command description must be non-empty"),
    ("setMyCommands", command("x", "x" * 257), "command description length must not exceed 256"),
    ("setMyCommands", command("New-Order", "x"), "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": command("x", "x")["commands"] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyName", {"name": "x" * 65}, "bot name is too long"),
    ("setMyDescription", {"description": "x" * 513}, "bot description is too long"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "bot short description is too long"),
    ("setWebhook", {"url": "http://"}, "invalid webhook URL specified"),
    (
        "setWebhook",
        {"url": "http://example.com"},
        "bad webhook: An HTTPS URL must be provided for webhook",
    ),
    (
        "setWebhook",
        {"url": "https://example.com:9999"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    (
        "setWebhook",
        {"url": "http://127.0.0.1:1", "secret_token": "x" * 257},
        "secret token is too long",
    ),
    (
        "setWebhook",
        {"url": "http://127.0.0.1:1", "secret_token": "a b"},
        "secret token contains unallowed characters",
    ),
]


@pytest.mark.parametrize(("params", "reason"), SENDING)
async def test_sending(call: Call, ann: User, params: dict[str, Any], reason: str) -> None:
    answer = await call("sendMessage", **params)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}
    assert len(ann.chat) == 1


@pytest.mark.parametrize(("params", "reason"), PARSING)
async def test_parsing(call: Call, ann: User, params: dict[str, Any], reason: str) -> None:
    answer = await call("sendMessage", **params)
    assert answer["description"] == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(("method", "params", "reason"), OTHERS)
async def test_other_methods(call: Call, ann: User, method: str, params: dict[str, Any], reason: str) -> None:
    answer = await call(method, **params)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}


async def test_what_just_fits_is_taken(call: Call, ann: User) -> None:
    for params in (
        {**CHAT, "text": "я" * 4096},
        keyboard(text="x", callback_data="ж" * 32),
        keyboard(text="x", copy_text={"text": "x" * 256}),
        wide(12, 8),
    ):
        assert (await call("sendMessage", **params))["ok"]


async def test_an_edit_that_changes_nothing(call: Call, ann: User) -> None:
    sent = await call("sendMessage", **HTML, text="<b>one</b>")
    same = {**CHAT, "message_id": sent["result"]["message_id"]}
    answer = await call("editMessageText", **same, text="  <strong>one</strong> ", parse_mode="HTML")
    assert answer["description"].startswith(
        "Bad Request: message is not modified: specified new message content"
    )
    answer = await call("editMessageReplyMarkup", **same)
    assert answer["description"].startswith("Bad Request: message is not modified")
    assert (await call("editMessageText", **same, text="one"))["ok"]


async def test_text_and_caption_are_not_mixed_up(call: Call, sandbox: Sandbox, ann: User) -> None:
    row = sandbox.state.files.keep("document", b"x", name="x.txt", type="text/plain")
    sent = await call("sendDocument", **CHAT, document=row["id"])
    answer = await call("editMessageText", **TEXT, message_id=sent["result"]["message_id"])
    assert answer["description"] == "Bad Request: there is no text in the message to edit"
    sent = await call("sendMessage", **TEXT)
    answer = await call("editMessageCaption", **CHAT, message_id=sent["result"]["message_id"], caption="x")
    assert answer["description"] == "Bad Request: there is no caption in the message to edit"


async def test_a_message_of_two_days_ago_stays(call: Call, sandbox: Sandbox, ann: User) -> None:
    sent = await call("sendMessage", **TEXT)
    later = sandbox.now() + 48 * 3600 + 1
    sandbox.set_clock(lambda: later)
    answer = await call("deleteMessage", **CHAT, message_id=sent["result"]["message_id"])
    assert answer["description"] == "Bad Request: message can't be deleted"


async def test_a_person_who_blocked_the_bot(call: Call, ann: User) -> None:
    await ann.block()
    answer = await call("sendMessage", **TEXT)
    assert answer == {
        "ok": False,
        "error_code": 403,
        "description": "Forbidden: bot was blocked by the user",
    }
    await ann.unblock()
    assert (await call("sendMessage", **TEXT))["ok"]


async def test_a_person_who_never_wrote(call: Call, sandbox: Sandbox) -> None:
    sandbox.user(9)
    answer = await call("sendMessage", chat_id=9, text="hello")
    assert answer["description"] == "Bad Request: chat not found"
