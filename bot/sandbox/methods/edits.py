"""Methods that change or remove a message that is already there."""

from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.methods.sends import caption_content, check_dates, text_content
from bot.sandbox.methods.target import known_chat, known_message, shared_message
from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import State

_TEXT = ("text", "entities", "link_preview_options", "reply_markup")
_CAPTION = ("caption", "caption_entities", "reply_markup")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup"
    " are exactly the same as a current content and reply markup of the message"
)


def edit_message_text(state: State, params: Params) -> Json | bool:
    """Replace a text and its keyboard."""
    content, keyboard = text_content(params), inline_keyboard(params, only_inline=True)
    change = {**content, "reply_markup": keyboard}
    if shared := shared_message(state, params):
        return _change_shared(state, shared, _TEXT, change)
    chat_id, row = _own_message(state, params)
    if "text" not in row["message"]:
        raise bad_request("there is no text in the message to edit")
    return _change(state, chat_id, row, _TEXT, change)


def edit_message_caption(state: State, params: Params) -> Json:
    """Replace the caption under a file and its keyboard."""
    content, keyboard = caption_content(params), inline_keyboard(params, only_inline=True)
    chat_id, row = _own_message(state, params)
    if "text" in row["message"]:
        raise bad_request("there is no caption in the message to edit")
    return _change(state, chat_id, row, _CAPTION, {**content, "reply_markup": keyboard})


def edit_message_reply_markup(state: State, params: Params) -> Json | bool:
    """Replace or remove the keyboard alone."""
    change = {"reply_markup": inline_keyboard(params, only_inline=True)}
    if shared := shared_message(state, params):
        return _change_shared(state, shared, ("reply_markup",), change)
    chat_id, row = _own_message(state, params)
    return _change(state, chat_id, row, ("reply_markup",), change)


def delete_message(state: State, params: Params) -> bool:
    """Remove a message that is not too old."""
    chat_id, row = known_message(state, params, "delete")
    message = row["message"]
    if state.now() - message["date"] > state.limits.delete_within:
        raise bad_request("message can't be deleted")
    state.chats.remove(chat_id, message["message_id"])
    return True


def delete_messages(state: State, params: Params) -> bool:
    """Remove several messages; those that cannot be found or removed are skipped."""
    chat_id = known_chat(state, params)
    for message_id in params.listed("message_ids") or []:
        row = state.chats.message(chat_id, int(message_id))
        if row and state.now() - row["message"]["date"] <= state.limits.delete_within:
            state.chats.remove(chat_id, int(message_id))
    return True


def _own_message(state: State, params: Params) -> tuple[int, Json]:
    chat_id, row = known_message(state, params, "edit")
    if not row["message"]["from"]["is_bot"]:
        raise bad_request("message can't be edited")
    return chat_id, row


def _change(state: State, chat_id: int, row: Json, fields: tuple[str, ...], content: Json) -> Json:
    """Change a message in the chat with the bot."""
    message = _changed(state, row["message"], fields, content)
    state.flood.spend(chat_id)
    state.chats.keep(chat_id, {**row, "message": message})
    return message


def _change_shared(state: State, row: Json, fields: tuple[str, ...], content: Json) -> bool:
    """The same for a message between two people, which the bot does not get to see."""
    state.talks.keep({**row, "message": _changed(state, row["message"], fields, content)})
    return True


def _changed(state: State, message: Json, fields: tuple[str, ...], content: Json) -> Json:
    """A message with new content in the place of these fields; refused if it is what is there already."""
    new = {key: value for key, value in content.items() if value}
    old = {key: message[key] for key in fields if key in message}
    if new == old:
        raise bad_request(_NOT_MODIFIED)
    check_dates(state, new)
    rest = {key: value for key, value in message.items() if key not in fields}
    return {**rest, "edit_date": int(state.now()), **new}
