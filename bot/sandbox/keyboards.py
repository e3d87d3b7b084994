"""Keyboards under messages: what Telegram takes, refuses and shows."""

import json
from typing import Any

from bot.sandbox.limits import QUERY_MAX
from bot.sandbox.links import checked_link
from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, RefusedError, bad_request

_DATA_BYTES_MAX = 64
_COPY_MAX = 256
_ROW_MAX = 8
_BUTTONS_MAX = 100
_STYLES = frozenset({"primary", "success", "danger"})
_SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat")
_CHOSEN = "switch_inline_query_chosen_chat"
_CHAT_KINDS = ("allow_user_chats", "allow_bot_chats", "allow_group_chats", "allow_channel_chats")
_OTHER_ACTIONS = ("web_app", "login_url", "callback_game", "pay", "disabled")


def inline_keyboard(params: Params, *, only_inline: bool = False) -> Json | None:
    """The inline keyboard of a call; None for no keyboard and for reply keyboards, which are not echoed."""
    if not params.text("reply_markup"):
        return None
    try:
        markup = json.loads(params.text("reply_markup"))
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if only_inline and markup:
        raise bad_request("inline keyboard expected")
    return None


def _inline(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = [[_button(button) for button in row] for row in rows if row]
    if any(len(row) > _ROW_MAX for row in keyboard) or sum(map(len, keyboard)) > _BUTTONS_MAX:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": keyboard} if keyboard else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    action = _action(button)
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    return {"text": button["text"].strip(), **_style(button), **action}


def _style(button: Json) -> Json:
    style = button.get("style", "")
    if style and style not in _STYLES:
        raise _unreadable("Invalid button style specified")
    return {"style": style} if style else {}


def _action(button: Json) -> Json:
    if "url" in button:
        return {"url": _url(str(button["url"]))}
    if "callback_data" in button:
        return {"callback_data": _data(button["callback_data"])}
    if "copy_text" in button:
        return {"copy_text": _copy(button["copy_text"])}
    for name in _SWITCHES:
        if name in button:
            return {name: _switched(button, name)}
    if _CHOSEN in button:
        return _chosen(button[_CHOSEN])
    for name in _OTHER_ACTIONS:
        if name in button:
            return {name: button[name]}
    raise _unreadable("Text buttons are unallowed in the inline keyboard")


def _url(url: str) -> str:
    try:
        return checked_link(url)
    except ValueError as reason:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}") from None


def _data(data: Any) -> str:
    if not isinstance(data, str) or not 0 < len(data.encode()) <= _DATA_BYTES_MAX:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _copy(copied: Any) -> Json:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= _COPY_MAX:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _switched(given: Json, name: str) -> str:
    query = given[name]
    if not isinstance(query, str):
        raise _unreadable(f'Field "{name}" must be of type String')
    return query[:QUERY_MAX]


def _chosen(given: Any) -> Json:
    """A switch to a chosen chat; one that allows every kind of chat is shown as the plain switch it is."""
    if not isinstance(given, dict):
        raise _unreadable(f'Field "{_CHOSEN}" must be of type Object')
    query = _switched({"query": "", **given}, "query")
    allowed = {name: bool(given.get(name)) for name in _CHAT_KINDS}
    if not any(allowed.values()):
        raise bad_request("at least one chat type must be allowed")
    if all(allowed.values()):
        return {"switch_inline_query": query}
    return {_CHOSEN: {"query": query, **allowed}}


def _unreadable(reason: str) -> RefusedError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
