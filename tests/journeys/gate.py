"""What stands between the bot and Telegram, and breaks as networks and servers do."""

import asyncio
import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Literal

import aiohttp
from aiohttp import web

from tests.patience import PATIENCE_SECONDS
from tests.ports import kept_port

Outage = Literal["refused", "bad gateway", "hanging"]
Call = tuple[str, str]
"""A method and the chat that it is about, empty for none."""

PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"


class Gate:
    """Passes every call on, until it is told otherwise."""

    def __init__(self, target: str) -> None:
        self.calls: list[Call] = []
        """What came, passed on or not."""
        self.url = ""
        self._target = target
        self._outage: Outage | None = None
        self._spared: tuple[str, ...] = ()
        self._held: dict[Literal["before", "after"], Callable[[Call], bool]] = {}
        self._waiting = 0
        self._opened = asyncio.Event()
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/{path:.*}", self._pass)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._site: web.TCPSite | None = None
        self._kept = ExitStack()
        self._port = self._kept.enter_context(kept_port())

    async def start(self) -> None:
        await self._runner.setup()
        await self._listen()

    async def stop(self) -> None:
        self._opened.set()
        await self._runner.cleanup()
        await self._session.close()
        self._kept.close()

    async def down(self, outage: Outage, *spared: str) -> None:
        """Telegram is away for all methods but those spared; what is under way is broken off."""
        self._outage, self._spared = outage, spared
        if spared:
            return
        if outage == "refused" and self._site:
            await self._site.stop()
            self._site = None
        self._break_off()

    async def up(self) -> None:
        """Telegram is there again."""
        self._outage = None
        if self._site is None:
            await self._listen()
        self._break_off()

    def hold(self, when: Literal["before", "after"], held: Callable[[Call], bool]) -> None:
        """Such calls wait for `release`, before Telegram hears of them or after it did what they ask."""
        self._opened.clear()
        self._held = {when: held}

    def release(self) -> None:
        self._held = {}
        self._opened.set()

    async def heard(self, *wanted: Call, times: int = 1) -> None:
        """Returns when these calls have come so often."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while any(self.calls.count(call) < times for call in wanted):
                    await asyncio.sleep(0.002)
        except TimeoutError:
            raise TimeoutError(f"{wanted} did not come {times} times, only {self.calls}") from None

    async def given_up(self) -> None:
        """Returns when whoever made the calls that are held has hung up."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self._waiting:
                await asyncio.sleep(0.002)

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        self.url = f"http://127.0.0.1:{self._port}"

    def _break_off(self) -> None:
        server = self._runner.server
        for connection in [*server.connections] if server else []:
            if connection.transport:
                connection.transport.abort()

    async def _pass(self, request: web.Request) -> web.Response:
        body = await request.read()
        method = request.path.rpartition("/")[2]
        call = (method, _chat(request.content_type, body))
        self.calls.append(call)
        if self._outage and method not in self._spared:
            if self._outage == "hanging":
                await asyncio.Event().wait()
            return web.Response(status=502, text=PAGE, content_type="text/html")
        await self._wait_if_held("before", call)
        async with self._session.request(
            request.method, self._target + request.path_qs, data=body, headers=_kept(request)
        ) as answer:
            found = web.Response(status=answer.status, body=await answer.read(), headers=_kept(answer))
        await self._wait_if_held("after", call)
        return found

    async def _wait_if_held(self, when: Literal["before", "after"], call: Call) -> None:
        if when in self._held and self._held[when](call):
            self._waiting += 1
            try:
                await self._opened.wait()
            finally:
                self._waiting -= 1


def _chat(kind: str, body: bytes) -> str:
    if kind != "application/json":
        return ""
    found = json.loads(body or b"{}")
    return str(found.get("chat_id", ""))


def _kept(message: web.Request | aiohttp.ClientResponse) -> dict[str, str]:
    return {
        name: message.headers[name] for name in ("Content-Type", "Retry-After") if name in message.headers
    }
