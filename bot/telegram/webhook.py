"""Updates by webhook: answered with 200 only after the store keeps them, or if they are not to be kept."""

import asyncio
import hmac
import json
import logging
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.store.contract import StoreFault
from bot.telegram.inbox import id_of, incoming, person_of
from bot.telegram.turns import Turns

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MOST_BYTES = 1024 * 1024
DRAIN_SECONDS = 5.0
BODY_SECONDS = 10.0
"""How long the body of an update may take to arrive."""

log = logging.getLogger(__name__)


class Webhook:
    """Listens on one path. Whatever is not answered with 200 Telegram brings again."""

    def __init__(self, turns: Turns, path: str, secret: str) -> None:
        self._turns = turns
        self._secret = secret.encode()
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(path, self._receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN_SECONDS)

    async def start(self, host: str, port: int) -> int:
        """Listens; returns the port, which is chosen if 0 was asked for. Raises OSError if it is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Listens no more; requests under way are answered first."""
        await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(
            request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape"), self._secret
        ):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                update = _object(await request.read())
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT, headers={"Connection": "close"})
        if update is None or id_of(update) is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        kept = incoming(update) if self._turns.admits(person_of(update)) else None
        if kept is None:
            return web.Response()
        await self._turns.room()
        try:
            await self._turns.take([kept])
        except StoreFault as fault:
            log.error("%s", fault)  # noqa: TRY400 - a sentence for the operator, not a trace
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response()


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) else None
