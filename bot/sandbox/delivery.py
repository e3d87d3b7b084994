"""Posting updates to the bot's webhook: chats side by side, one chat in order, again until it is taken."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp

from bot.sandbox.params import Params, params_of
from bot.sandbox.refusals import Json
from bot.sandbox.state import State

_TIMEOUT = aiohttp.ClientTimeout(total=60)
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 — a header's name
_TAKEN = 2
Call = Callable[[str, Params], Coroutine[Any, Any, Json]]


class Delivery:
    """Offers every pending update to the webhook, if one is set, until it answers with 2xx."""

    def __init__(self, state: State, call: Call) -> None:
        self._state = state
        self._call = call
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[int] = set()

    def start(self) -> None:
        self._track(self._run())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _track(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            while True:
                self._offer_pending(session)
                await self._state.updates.arrived.wait()

    def _offer_pending(self, session: aiohttp.ClientSession) -> None:
        hook = self._state.webhook.get("set")
        for update in self._state.updates.pending() if hook else []:
            chat_id = chat_of_update(update)
            if hook and chat_id not in self._busy and len(self._busy) < hook["max_connections"]:
                self._busy.add(chat_id)
                self._track(self._deliver(session, hook, update))

    async def _deliver(self, session: aiohttp.ClientSession, hook: Json, update: Json) -> None:
        try:
            trouble, reply = await _post(session, hook, update)
            if trouble:
                error = {"last_error_date": int(self._state.now()), "last_error_message": trouble}
                self._state.webhook.put("error", error)
                await asyncio.sleep(self._state.limits.webhook_retry)
            else:
                self._state.updates.confirm(update["update_id"])
        finally:
            self._busy.discard(chat_of_update(update))
            self._state.updates.arrived.fire()
        if isinstance(reply.get("method"), str):
            await self._call(reply.pop("method"), params_of(reply))


def chat_of_update(update: Json) -> int:
    """The private chat that an update is about."""
    body = next(value for key, value in update.items() if key != "update_id")
    return int(body["chat"]["id"] if "chat" in body else body["from"]["id"])


async def _post(session: aiohttp.ClientSession, hook: Json, update: Json) -> tuple[str, Json]:
    """What went wrong, if anything, and the call that the webhook answered with, if any."""
    headers = {_SECRET_HEADER: hook["secret"]} if hook["secret"] else {}
    try:
        sending = session.post(hook["url"], json=update, headers=headers, ssl=False, allow_redirects=False)
        async with sending as answer:
            if answer.status // 100 != _TAKEN:
                return f"Wrong response from the webhook: {answer.status} {answer.reason}", {}
            reply = await answer.json() if answer.content_type == "application/json" else {}
            return "", reply if isinstance(reply, dict) else {}
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return f"Connection failed: {error or type(error).__name__}", {}
