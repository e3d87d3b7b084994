"""Where a call goes: the chat, the message in it, the message it replies to."""

from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, bad_request, forbidden
from bot.sandbox.state import State


def known_chat(state: State, params: Params) -> int:
    """The chat of a call, if its person ever wrote to the bot and the bot is not blocked."""
    if not params.text("chat_id"):
        raise bad_request("chat_id is empty")
    person = state.chats.person(params.number("chat_id"))
    if person is None or not person["wrote"]:
        raise bad_request("chat not found")
    if person["blocked"]:
        raise forbidden("bot was blocked by the user")
    return int(person["user"]["id"])


def known_message(state: State, params: Params, purpose: str) -> tuple[int, Json]:
    """The chat and the message row that a call is about; `purpose` is Telegram's word for what is tried."""
    if params.text("inline_message_id") and not params.text("chat_id"):
        raise bad_request(f"message to {purpose} not found")
    chat_id = known_chat(state, params)
    row = state.chats.message(chat_id, params.number("message_id"))
    if row is None:
        raise bad_request(f"message to {purpose} not found")
    return chat_id, row


def shared_message(state: State, params: Params) -> Json | None:
    """The message between two people that a call names; None for a call about the bot's own chats."""
    inline_message_id = params.text("inline_message_id")
    if not inline_message_id or params.text("chat_id"):
        return None
    row = state.talks.row(inline_message_id)
    if row is None:
        raise bad_request("wrong inline message identifier specified")
    return row


def replied_to(state: State, params: Params, chat_id: int) -> Json:
    """What a reply adds to a message; nothing when the call is no reply."""
    reply = params.mapping("reply_parameters")
    message_id = reply.get("message_id") or params.number("reply_to_message_id")
    if not message_id:
        return {}
    row = state.chats.message(chat_id, int(message_id))
    if row is not None:
        shown = {key: value for key, value in row["message"].items() if key != "reply_to_message"}
        return {"reply_to_message": shown}
    if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
