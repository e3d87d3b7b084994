"""Answers to inline queries."""

import json
import re
from typing import Any

from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.limits import CACHE_SECONDS, CACHE_SECONDS_MAX
from bot.sandbox.methods.sends import check_dates, text_content
from bot.sandbox.params import Params, params_of
from bot.sandbox.refusals import Json, RefusedError, bad_request, too_old
from bot.sandbox.state import State

_RESULTS_MAX = 50
_ID_BYTES_MAX = 64
_PAYLOAD_MAX = 64
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]*")
_FORMAT = ("parse_mode", "entities", "link_preview_options")
_UNREAD = ("can't parse", "unsupported parse_mode", "object expected", "field ")
_OTHER_TYPES = frozenset({
    "audio", "contact", "document", "game", "gif", "location", "mpeg4_gif", "photo", "sticker",
    "venue", "video", "voice",
})  # fmt: skip


def answer_inline_query(state: State, params: Params) -> bool:
    """Offer results to whoever asked, once and in time."""
    button = _button(params)
    results = [_read(one) for one in _listed(params)]
    _check_payload(button)
    for one in results:
        _check_result(state, one)
    if len({one["id"] for one in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > _ID_BYTES_MAX:
        raise bad_request("NEXT_OFFSET_INVALID")
    query_id = params.text("inline_query_id")
    row = state.asked.get(query_id)
    if row is None or row["answer"] or state.now() - row["made"] > state.limits.answer_within:
        raise too_old()
    seconds = min(max(params.number("cache_time", CACHE_SECONDS), 0), CACHE_SECONDS_MAX)
    answer: Json = {
        "results": results,
        "button": button,
        "next_offset": params.text("next_offset"),
        "is_personal": params.flag("is_personal"),
        "until": state.now() + seconds,
    }
    state.asked.put(query_id, {**row, "answer": answer})
    state.tell(row["user_id"], {"type": "offer", "query_id": query_id})
    return True


def _listed(params: Params) -> list[Any]:
    try:
        given = json.loads(params.text("results") or "[]")
    except ValueError as reason:
        raise bad_request(f"can't parse JSON encoded inline query results: {reason}") from None
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad_request("expected an Array of inline query results")
    if len(given) > _RESULTS_MAX:
        raise bad_request("too many inline query results specified")
    return given


def _read(given: Any) -> Json:
    """One result as it will be kept, its message included."""
    if not isinstance(given, dict):
        raise _unreadable("Inline query result must be an object")
    kind = _string(given, "type").lower()
    result_id = _string(given, "id")
    content = _message(given)
    if kind in _OTHER_TYPES:
        raise _unreadable(f'this stand-in knows results of type "article" only, not "{kind}"')
    if kind != "article":
        raise _unreadable(f'type "{kind}" is unsupported for the inline query result')
    title = _string(given, "title")
    description = _string(given, "description") if "description" in given else ""
    return {"id": result_id, "title": title, "description": description, "content": content}


def _message(given: Json) -> Json:
    """The message that a result sends: text and keyboard."""
    source = given.get("input_message_content", given)
    if not isinstance(source, dict):
        raise _unreadable('Field "input_message_content" must be of type Object')
    if source is given:
        _string(given, "message_text")
    if not source.get("message_text"):
        raise _unreadable("Input message content is not specified")
    text = {"text": _string(source, "message_text"), **{name: source.get(name) for name in _FORMAT}}
    try:
        content = text_content(params_of(text))
        keyboard = inline_keyboard(params_of({"reply_markup": given.get("reply_markup")}), only_inline=True)
    except RefusedError as refusal:
        raise _while_reading(refusal) from None
    return {**content, **({"reply_markup": keyboard} if keyboard else {})}


def _while_reading(refusal: RefusedError) -> RefusedError:
    """What cannot be read is said of the result; what is read and not allowed stands alone."""
    reason = refusal.description.removeprefix("Bad Request: ")
    return _unreadable(reason[:1].upper() + reason[1:]) if reason.startswith(_UNREAD) else refusal


def _check_result(state: State, result: Json) -> None:
    if not 0 < len(result["id"].encode()) <= _ID_BYTES_MAX:
        raise bad_request("RESULT_ID_INVALID")
    if not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    check_dates(state, result["content"])


def _button(params: Params) -> Json | None:
    """The button over the results, which starts the bot."""
    if not params.text("button"):
        return None
    try:
        given = json.loads(params.text("button"))
    except ValueError:
        raise bad_request("can't parse inline query results button JSON object") from None
    if not isinstance(given, dict):
        raise _bad_button("InlineQueryResultsButton must be an Object")
    try:
        text = _field(given, "text")
        if "start_parameter" in given:
            return {"text": text, "start_parameter": _field(given, "start_parameter")}
    except ValueError as reason:
        raise _bad_button(str(reason)) from None
    if "web_app" in given:
        raise _bad_button("this stand-in opens no web apps")
    raise _bad_button("InlineQueryResultsButton must have exactly one optional field")


def _check_payload(button: Json | None) -> None:
    if button is None:
        return
    payload = button["start_parameter"]
    if not payload:
        raise bad_request("can't use empty start_parameter")
    if len(payload.encode()) > _PAYLOAD_MAX:
        raise bad_request("too long start_parameter specified")
    if not _PAYLOAD.fullmatch(payload):
        raise bad_request("unallowed characters in start_parameter are used")


def _string(given: Json, name: str) -> str:
    try:
        return _field(given, name)
    except ValueError as reason:
        raise _unreadable(str(reason)) from None


def _field(given: Json, name: str) -> str:
    """A required text; numbers will do. ValueError with Telegram's reason."""
    if name not in given:
        raise ValueError(f'Can\'t find field "{name}"')
    value = given[name]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f'Field "{name}" must be of type String')  # noqa: TRY004 — the caller refuses it
    return str(value)


def _unreadable(reason: str) -> RefusedError:
    return bad_request(f"can't parse inline query result: {reason}")


def _bad_button(reason: str) -> RefusedError:
    return bad_request(f"can't parse inline query results button: {reason}")
