"""Inline mode as a person uses it: asking the bot from any chat, and sending what it offers."""

import secrets

from bot.sandbox.limits import QUERY_MAX
from bot.sandbox.person import known_person
from bot.sandbox.refusals import Json
from bot.sandbox.state import State

_ASKED_KEPT = 1000


def ask(state: State, user_id: int, query: str, to: int | None = None, offset: str = "") -> str:
    """Ask the bot from the chat with somebody, or from its own chat; the id under which it will answer.

    As in Telegram, an answer that may still be reused is given again without asking the bot.
    """
    person = known_person(state, user_id)
    _check_partner(state, user_id, to)
    query_id = str(secrets.randbits(60))
    asked: Json = {"query": query[:QUERY_MAX], "offset": offset, "chat_type": "private" if to else "sender"}
    answer = _reusable(state, user_id, asked)
    with state.journal.together():
        _forget_old(state)
        row: Json = {**asked, "made": state.now(), "user_id": user_id, "to": to, "answer": answer}
        state.asked.put(query_id, row)
        if answer is None:
            state.updates.add("inline_query", {"id": query_id, "from": person["user"], **asked})
    return query_id


def offered(state: State, query_id: str) -> Json | None:
    """What the bot answered: results, button, next_offset; None as long as it has not."""
    row = state.asked.get(query_id)
    return row["answer"] if row else None


def pick(state: State, user_id: int, query_id: str, result_id: str) -> Json:
    """Send one of the results to the chat from which the bot was asked, and return the message's row."""
    row = state.asked.get(query_id)
    answer = row["answer"] if row and row["user_id"] == user_id else None
    chosen = next((one for one in answer["results"] if one["id"] == result_id), None) if answer else None
    if row is None or chosen is None:
        raise LookupError(f"query {query_id} offers person {user_id} no result {result_id!r}")
    person = known_person(state, user_id)
    content: Json = {"via_bot": state.bot(), **chosen["content"]}
    with state.journal.together():
        if row["to"]:
            return state.talks.post(person["user"], known_person(state, row["to"])["user"], content)
        message = state.chats.post(user_id, person["user"], content)
        state.updates.add("message", message)
        return {"message": message}


def _check_partner(state: State, user_id: int, to: int | None) -> None:
    if to == user_id:
        raise LookupError("nobody has a chat with themselves here")
    if to:
        known_person(state, to)


def _reusable(state: State, user_id: int, asked: Json) -> Json | None:
    for row in reversed(state.asked.rows.values()):
        answer = row["answer"]
        if (
            answer is None
            or answer["until"] <= state.now()
            or any(row[key] != value for key, value in asked.items())
        ):
            continue
        if row["user_id"] == user_id or not answer["is_personal"]:
            return dict(answer)
    return None


def _forget_old(state: State) -> None:
    while len(state.asked.rows) >= _ASKED_KEPT:
        state.asked.drop(next(iter(state.asked.rows)))
