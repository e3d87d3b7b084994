"""Small signs in a chat: what the bot is doing, reactions, pinned messages."""

from bot.sandbox.methods.target import known_chat, known_message
from bot.sandbox.params import Params
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import State

_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def send_chat_action(state: State, params: Params) -> bool:
    """Show for five seconds what the bot is doing."""
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat_id = known_chat(state, params)
    state.tell(chat_id, {"type": "action", "action": action})
    return True


def set_message_reaction(state: State, params: Params) -> bool:
    """Put the bot's reaction under a message, in the place of the one before."""
    chat_id, row = known_message(state, params, "react")
    reactions = params.listed("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if not isinstance(reaction, dict) or reaction.get("type") != "emoji" or not reaction.get("emoji"):
            raise bad_request("REACTION_INVALID")
    state.chats.keep(chat_id, {**row, "reactions": [reaction["emoji"] for reaction in reactions]})
    return True


def pin_chat_message(state: State, params: Params) -> bool:
    """Pin a message at the top of the chat."""
    chat_id, row = known_message(state, params, "pin")
    message_id = row["message"]["message_id"]
    state.chats.pin(chat_id, lambda pinned: [*(one for one in pinned if one != message_id), message_id])
    return True


def unpin_chat_message(state: State, params: Params) -> bool:
    """Take one message off the top of the chat, the newest when none is named."""
    chat_id = known_chat(state, params)
    message_id = params.number("message_id")
    if message_id and state.chats.message(chat_id, message_id) is None:
        raise bad_request("message to unpin not found")
    state.chats.pin(
        chat_id,
        lambda pinned: [one for one in pinned if one != message_id] if message_id else pinned[:-1],
    )
    return True


def unpin_all_chat_messages(state: State, params: Params) -> bool:
    """Take every message off the top of the chat."""
    state.chats.pin(known_chat(state, params), lambda _: [])
    return True
