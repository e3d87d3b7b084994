"""One raw update read as what a person did. Nothing that Telegram may send makes this raise."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from telegram import Chat, Message, Update

from bot.desk import Received
from bot.dialogue import address
from bot.dialogue.events import Commanded, Event, Queried, Shown, Started, Strayed, Typed
from bot.failure import where
from bot.store.contract import Incoming
from bot.telegram.kinds import attached_to, is_notice, kind_of, picture_of
from bot.telegram.minimal import minimal

LARGEST = 2**63
"""Telegram's ids have 52 bits, the databases' 63; a larger one is nobody's."""

MAX_TEXT = 4096
"""As much text as one Telegram message holds; more is cut."""

log = logging.getLogger(__name__)


def incoming(update: Mapping[str, Any]) -> Incoming | None:
    """An update as the store keeps it, with no more of the person than the turn needs.

    None for what has no id, which nobody can confirm or do.
    """
    update_id = id_of(update)
    if update_id is None:
        log.warning("an update without an id was left out")
        return None
    return Incoming(update_id, person_of(update), json.dumps(minimal(update), sort_keys=True))


def id_of(update: Mapping[str, Any]) -> int | None:
    """The id of an update; None for what has none."""
    update_id = update.get("update_id")
    return update_id if type(update_id) is int and 0 <= update_id < LARGEST else None


def read(kept: Incoming) -> Received | None:
    """What the person did; None for nobody's turn and for what cannot be read.

    A message newer than the library knows still counts as something shown, so nobody is left unanswered.
    """
    if kept.person_id is None:
        return None
    try:
        received = _received(kept)
    except Exception as failure:  # noqa: BLE001 - one odd update must not stop the others
        log.warning("update %d cannot be read: %s", kept.update_id, where(failure))
        received = _guessed(kept, kept.person_id)
    return received if received and received.person_id == kept.person_id else None


def person_of(update: Mapping[str, Any]) -> int | None:
    """The private chat an update belongs to, which is the person's own id; or who asks from another chat.

    None for nobody's: what comes from other chats, and what is not said by the person whose chat it is.
    """
    if isinstance(asked := update.get("inline_query"), dict):
        return _own_id(asked.get("from"))
    press = update.get("callback_query")
    holder = press if isinstance(press, dict) else update
    message = holder.get("message") or update.get("edited_message")
    if not isinstance(message, dict):
        return None
    chat, said_by = message.get("chat"), holder if isinstance(press, dict) else message
    if not isinstance(chat, dict) or chat.get("type") != Chat.PRIVATE:
        return None
    return _own_id(chat) if _own_id(said_by.get("from")) in (None, _own_id(chat)) else None


def _own_id(holder: Any) -> int | None:
    person_id = holder.get("id") if isinstance(holder, dict) else None
    return person_id if type(person_id) is int and 0 < person_id < LARGEST else None


def _received(kept: Incoming) -> Received | None:
    record = json.loads(kept.raw)
    if press := record.get("callback_query"):
        return _pressed(kept, press)
    if asked := record.get("inline_query"):
        return _asked(kept, asked)
    update = Update.de_json(record, None)
    if update.edited_message:
        return _written(kept, update.edited_message, _edited(_text(update.edited_message)))
    if update.message and not is_notice(update.message):
        return _written(kept, update.message, _event(update.message))
    return None


def _guessed(kept: Incoming, person_id: int) -> Received | None:
    try:
        message = json.loads(kept.raw)["message"]
        text, language = message.get("text"), message.get("from", {}).get("language_code")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    forwarded = "forward_origin" in message
    event: Event = Shown(
        "forward" if forwarded else "other", text[:MAX_TEXT] if isinstance(text, str) else ""
    )
    if isinstance(text, str) and text and not forwarded:
        event = Typed(text[:MAX_TEXT])
    return Received(kept.update_id, person_id, event, language if isinstance(language, str) else None)


def _written(kept: Incoming, message: Message, event: Event) -> Received:
    author = message.from_user
    language = author.language_code if author and isinstance(author.language_code, str) else None
    return Received(kept.update_id, message.chat.id, event, language, picture=picture_of(message))


def _pressed(kept: Incoming, press: Mapping[str, Any]) -> Received | None:
    """A press, read without the library: it is most of what comes, and few of its fields are needed."""
    message = press.get("message")
    if not message:
        return None
    return Received(
        kept.update_id,
        int(message["chat"]["id"]),
        _target(press.get("data")),
        _language(press["from"]),
        message_id=int(message["message_id"]),
        query_id=str(press["id"]),
    )


def _asked(kept: Incoming, asked: Mapping[str, Any]) -> Received:
    person, query_id = asked["from"], asked["id"]
    event = Queried(str(asked.get("query") or ""))
    return Received(kept.update_id, person["id"], event, _language(person), query_id=str(query_id))


def _language(person: Mapping[str, Any]) -> str | None:
    code = person.get("language_code")
    return code if isinstance(code, str) else None


def _target(data: Any) -> Event:
    try:
        return address.decode(data) if isinstance(data, str) and data else Strayed()
    except address.BadAddress:
        return Strayed()


def _event(message: Message) -> Event:
    kind = kind_of(message)
    text = _text(message)
    if kind is not None:
        return Shown(kind, text, message.media_group_id or "", attached=attached_to(message))
    return _command(text) if text.startswith("/") else Typed(text)


def _edited(text: str) -> Event:
    return _command(text) if text.startswith("/") else Shown("edited", text)


def _command(text: str) -> Event:
    """`/start@OurBot payload` and the like. A slash with no name behind it is only text."""
    name, _, payload = text[1:].replace("\n", " ").partition(" ")
    name = name.partition("@")[0].lower()
    if not name.replace("_", "").isalnum():
        return Typed(text)
    return Started(payload.strip()) if name == "start" else Commanded(name)


def _text(message: Message) -> str:
    """What was written, with the addresses that hide behind words of it."""
    written = message.text or message.caption or ""
    hidden = [one.url for one in (message.entities or message.caption_entities) if one.url]
    return "\n".join([written, *hidden])[:MAX_TEXT]
