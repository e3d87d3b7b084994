"""Server-sent events: what changes in one person's chat, as it changes."""

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from bot.sandbox.methods.commands import shown_commands
from bot.sandbox.methods.profile import told
from bot.sandbox.refusals import Json
from bot.sandbox.state import State

_MESSAGES_SHOWN = 300
_BEAT_SECONDS = 15.0
_FOR_EVERYBODY = frozenset({"people", "profile"})
_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Stream:
    """One open page. It begins with everything there is and goes on with changes."""

    def __init__(self, state: State, user_id: int) -> None:
        self._state = state
        self._user_id = user_id
        self._queue: asyncio.Queue[Json | None] = asyncio.Queue()

    def close(self) -> None:
        self._queue.put_nowait(None)

    async def run(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        self._queue.put_nowait(self._snapshot())
        self._state.listeners.append(self._hear)
        try:
            with suppress(ConnectionError):
                await self._pump(response)
        finally:
            self._state.listeners.remove(self._hear)
        return response

    async def _pump(self, response: web.StreamResponse) -> None:
        while True:
            try:
                event = await asyncio.wait_for(self._queue.get(), _BEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if event is None:
                return
            await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())

    def _hear(self, chat_id: int, event: Json) -> None:
        if event["type"] in _FOR_EVERYBODY:
            self._queue.put_nowait({"type": "around", **around(self._state, self._user_id)})
        elif chat_id == self._user_id:
            self._queue.put_nowait(event)

    def _snapshot(self) -> Json:
        person = self._state.chats.person(self._user_id) or {"pinned": []}
        return {
            "type": "snapshot",
            **around(self._state, self._user_id),
            "talks": self._state.talks.of(self._user_id),
            "messages": self._state.chats.messages(self._user_id)[-_MESSAGES_SHOWN:],
            "pinned": person["pinned"],
        }


def around(state: State, user_id: int) -> Json:
    """Everything beside the messages: the people, and the bot as this person sees it."""
    person = state.chats.person(user_id) or {"user": {}}
    language = str(person["user"].get("language_code", ""))[:2]
    return {
        "people": [_shown(row) for row in state.chats.people()],
        "bot": {
            "name": told(state, "name", language) or state.bot()["first_name"],
            "username": state.bot()["username"],
            "description": told(state, "description", language),
            "commands": shown_commands(state, user_id, language),
        },
    }


def _shown(row: Json) -> Json:
    return {**row["user"], "blocked": row["blocked"]}
