"""Inline mode on the chat page: asking the bot, picking a result, and what the message then does."""

import asyncio

from aiohttp import web

from bot.sandbox import inline, person
from bot.sandbox.page_requests import read_json, user_of
from bot.sandbox.refusals import Json
from bot.sandbox.state import State

_SHOWN = ("id", "title", "description")


class InlinePages:
    """What a person does with messages that go through the bot to somebody else."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/page/{user:\\d+}/ask", self._ask),
            web.post("/page/{user:\\d+}/pick", self._pick),
            web.post("/page/{user:\\d+}/shared/press", self._press),
            web.post("/page/{user:\\d+}/follow", self._follow),
        ]

    async def _ask(self, request: web.Request) -> web.Response:
        """Ask the bot and wait for what it offers; without results if it does not answer in time."""
        asked, user_id = await read_json(request), user_of(self._state, request)
        query, offset, to = str(asked.get("query", "")), str(asked.get("offset", "")), asked.get("to")
        if not isinstance(to, int | None):
            raise web.HTTPBadRequest(text="The chat is named by a person's number.\n")
        try:
            query_id = inline.ask(self._state, user_id, query, to, offset)
        except LookupError as reason:
            raise web.HTTPBadRequest(text=f"{reason}\n") from None
        answer = await self._answer(user_id, query_id)
        return web.json_response({"query_id": query_id, **(_shown(answer) if answer else {})})

    async def _answer(self, user_id: int, query_id: str) -> Json | None:
        try:
            async with asyncio.timeout(self._state.limits.answer_within):
                while (answer := inline.offered(self._state, query_id)) is None:
                    await self._state.changed[user_id].wait()
        except TimeoutError:
            return None
        return answer

    async def _pick(self, request: web.Request) -> web.Response:
        asked, user_id = await read_json(request), user_of(self._state, request)
        query_id, result_id = str(asked.get("query_id", "")), str(asked.get("result_id", ""))
        try:
            row = inline.pick(self._state, user_id, query_id, result_id)
        except LookupError as reason:
            raise web.HTTPBadRequest(text=f"{reason}\n") from None
        return web.json_response({"message_id": row["message"]["message_id"]})

    async def _press(self, request: web.Request) -> web.Response:
        asked, user_id = await read_json(request), user_of(self._state, request)
        message_id, data = str(asked.get("inline_message_id", "")), str(asked.get("data", ""))
        try:
            query_id = person.press_shared(self._state, user_id, message_id, data)
        except LookupError as reason:
            raise web.HTTPBadRequest(text=f"{reason}\n") from None
        return web.json_response({"query_id": query_id})

    async def _follow(self, request: web.Request) -> web.Response:
        """Follow a link to the bot; what it sends comes back as a message id."""
        asked, user_id = await read_json(request), user_of(self._state, request)
        message = person.follow(self._state, user_id, str(asked.get("url", "")))
        return web.json_response({"message_id": message["message_id"] if message else None})


def _shown(answer: Json) -> Json:
    results = [{key: one[key] for key in _SHOWN} for one in answer["results"]]
    return {"results": results, "button": answer["button"], "next_offset": answer["next_offset"]}
