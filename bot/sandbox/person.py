"""What a person does in the chat, and the updates that come of it."""

import secrets

from bot.sandbox.chats import chat_of
from bot.sandbox.entities import complete, trimmed
from bot.sandbox.limits import TEXT_MAX
from bot.sandbox.links import start_payload
from bot.sandbox.refusals import Json
from bot.sandbox.state import State

_INACCESSIBLE_DATE = 0
_QUERIES_KEPT = 10_000


def write(state: State, user_id: int, content: Json, reply_to: int | None = None) -> Json:
    """Put a person's message into their chat; the bot gets it as an update."""
    with state.journal.together():
        person = _start(state, user_id)
        row = state.chats.message(user_id, reply_to) if reply_to else None
        reply = {"reply_to_message": row["message"]} if row else {}
        message = state.chats.post(user_id, person["user"], {**reply, **content})
        state.updates.add("message", message)
        return message


def text_of(text: str) -> Json:
    """The content of a text message as a person's client sends it; ValueError if there is nothing in it."""
    text, _ = trimmed(text[:TEXT_MAX], [])
    if not text:
        raise ValueError("a message needs some text")
    entities = complete(text, [])
    return {"text": text, **({"entities": entities} if entities else {})}


def edit(state: State, user_id: int, message_id: int, text: str) -> Json:
    """Change one's own text; the bot gets an edited_message."""
    row = state.chats.message(user_id, message_id)
    if row is None or row["message"]["from"]["id"] != user_id:
        raise LookupError(f"person {user_id} has no message {message_id} of their own")
    old = {key: value for key, value in row["message"].items() if key not in {"text", "entities"}}
    message = {**old, "edit_date": int(state.now()), **text_of(text)}
    with state.journal.together():
        state.chats.keep(user_id, {**row, "message": message})
        state.updates.add("edited_message", message)
    return message


def press(state: State, user_id: int, message_id: int, data: str, *, inaccessible: bool = False) -> str:
    """Press a button and return the id of the callback query."""
    person = known_person(state, user_id)
    row = state.chats.message(user_id, message_id)
    message: Json = {"chat": chat_of(person["user"]), "message_id": message_id, "date": _INACCESSIBLE_DATE}
    if row and not inaccessible:
        message = row["message"]
    return _query(state, person["user"], {"message": message, "chat_instance": str(user_id), "data": data})


def press_shared(state: State, user_id: int, inline_message_id: str, data: str) -> str:
    """Press a button under a message between two people; the bot is not told between whom."""
    row = state.talks.row(inline_message_id)
    if row is None or user_id not in row["people"]:
        raise LookupError(f"person {user_id} has no message {inline_message_id}")
    chat = "-".join(map(str, sorted(row["people"])))
    about: Json = {"inline_message_id": inline_message_id, "chat_instance": chat, "data": data}
    return _query(state, known_person(state, user_id)["user"], about)


def follow(state: State, user_id: int, url: str) -> Json | None:
    """Follow a link to the bot: its start payload is sent at once. None for a link that sends nothing."""
    payload = start_payload(url, state.bot()["username"])
    return write(state, user_id, text_of(f"/start {payload}")) if payload else None


def _query(state: State, user: Json, about: Json) -> str:
    query_id = str(secrets.randbits(60))
    with state.journal.together():
        _forget_old_queries(state)
        state.queries.put(query_id, {"made": state.now(), "chat_id": user["id"]})
        state.updates.add("callback_query", {"id": query_id, "from": user, **about})
    return query_id


def set_blocked(state: State, user_id: int, *, blocked: bool) -> None:
    """Block or unblock the bot; the bot hears of it as of a changed membership."""
    person = known_person(state, user_id)
    if person["blocked"] == blocked:
        return
    with state.journal.together():
        state.chats.keep_person({**person, "blocked": blocked})
        if person["wrote"]:
            state.updates.add("my_chat_member", _membership(state, person["user"], blocked=blocked))


def _membership(state: State, user: Json, *, blocked: bool) -> Json:
    member = {"user": state.bot(), "status": "member"}
    kicked = {"user": state.bot(), "status": "kicked", "until_date": 0}
    old, new = (member, kicked) if blocked else (kicked, member)
    return {
        "chat": chat_of(user),
        "from": user,
        "date": int(state.now()),
        "old_chat_member": old,
        "new_chat_member": new,
    }


def known_person(state: State, user_id: int) -> Json:
    """The row of somebody who is here; LookupError for everybody else."""
    person = state.chats.person(user_id)
    if person is None:
        raise LookupError(f"nobody has the id {user_id}")
    return person


def _start(state: State, user_id: int) -> Json:
    """Writing to the bot makes the chat known to it, and unblocks it as Telegram's own clients do."""
    if known_person(state, user_id)["blocked"]:
        set_blocked(state, user_id, blocked=False)
    person = known_person(state, user_id)
    if not person["wrote"]:
        person["wrote"] = True
        state.chats.keep_person(person)
    return person


def _forget_old_queries(state: State) -> None:
    while len(state.queries.rows) >= _QUERIES_KEPT:
        state.queries.drop(next(iter(state.queries.rows)))
