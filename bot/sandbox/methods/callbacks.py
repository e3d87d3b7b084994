"""Answers to pressed buttons."""

from bot.sandbox.limits import ANSWER_MAX
from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, bad_request, too_old
from bot.sandbox.state import State


def answer_callback_query(state: State, params: Params) -> bool:
    """Answer a press once and in time: nothing, a toast or an alert."""
    text = params.text("text")
    if len(text) > ANSWER_MAX:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = params.text("callback_query_id")
    query = state.queries.get(query_id)
    if query is None or state.now() - query["made"] > state.limits.answer_within:
        raise too_old()
    state.queries.drop(query_id)
    answer: Json = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
    state.answered(query_id, answer)
    state.tell(query["chat_id"], {"type": "answer", "query_id": query_id, **answer})
    return True
