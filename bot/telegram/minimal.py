"""What is kept of an update: enough to take the turn, and no more of the person than that.

Names, phone numbers, places and quoted messages are left out; cards, codes and passwords in texts are
masked; of a pressed button's message only its number is needed.
"""

from collections.abc import Mapping
from typing import Any

from bot.understand.safety import mask

TEXTS = frozenset({"text", "caption", "url", "query"})
BLANK = frozenset({
    "first_name", "last_name", "username", "title", "phone_number", "vcard", "sender_user_name",
    "author_signature", "address", "name", "user_name", "performer", "file_name",
})  # fmt: skip
NOWHERE = frozenset({"latitude", "longitude"})
LEFT_OUT = frozenset({
    "reply_to_message", "quote", "external_reply", "reply_to_story", "story", "reply_markup", "poll",
    "invoice", "web_app_data", "link_preview_options", "user_id", "checklist", "game", "giveaway",
    "sender_user", "sender_chat",
    "forward_from", "forward_from_chat", "forward_signature",
})  # fmt: skip
NOBODY: dict[str, Any] = {"type": "hidden_user", "sender_user_name": "", "date": 0}
"""Who wrote a forwarded message first is not kept, only that it was forwarded."""

OF_A_PRESSED_MESSAGE = frozenset({"message_id", "date", "chat", "from"})
DEEPEST = 40


def minimal(update: Mapping[str, Any]) -> dict[str, Any]:
    """The update as it may be kept."""
    kept = dict(update)
    press = kept.get("callback_query")
    if isinstance(press, dict) and isinstance(message := press.get("message"), dict):
        shortened = {key: message[key] for key in message.keys() & OF_A_PRESSED_MESSAGE}
        kept["callback_query"] = {**press, "message": shortened}
    return {key: _kept(key, value, 0) for key, value in kept.items()}


def _kept(key: str, value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        return None
    match value:
        case str():
            return "" if key in BLANK else mask(value).text if key in TEXTS else value
        case float() | int() if key in NOWHERE:
            return 0
        case dict() if key == "forward_origin":
            return NOBODY
        case dict():
            return {name: _kept(name, one, depth + 1) for name, one in value.items() if name not in LEFT_OUT}
        case list():
            return [_kept(key, one, depth + 1) for one in value]
    return value
