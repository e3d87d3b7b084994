"""The sandbox: a local stand-in for Telegram, started and stopped inside a process."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from bot.sandbox.api import Api, Call
from bot.sandbox.delivery import Delivery
from bot.sandbox.guard import guard, is_loopback
from bot.sandbox.inline_pages import InlinePages
from bot.sandbox.limits import MEGABYTE, Limits
from bot.sandbox.pages import Pages
from bot.sandbox.refusals import Json
from bot.sandbox.state import State
from bot.sandbox.user import PATIENCE, User

_BODY_MAX = 64 * MEGABYTE
_AS_IT_IS = "as it is"


class Sandbox:
    """The Bot API for one bot on loopback, and a chat page for the people who talk to it.

    With a `journal` path everything is kept in that SQLite file, and a sandbox started on it
    again goes on where the last one ended, however it ended.
    """

    def __init__(self, token: str, journal: Path | None = None) -> None:
        bot_id, colon, secret = token.partition(":")
        if not (bot_id.isdecimal() and colon and secret):
            raise ValueError("a bot token looks like 123456:letters-and-digits")
        self.state = State(token, journal)
        self._api = Api(self.state)
        self._pages = Pages(self.state)
        self._delivery = Delivery(self.state, self._api.call)
        self._runner: web.AppRunner | None = None
        self._url = ""

    @property
    def token(self) -> str:
        return self.state.token

    @property
    def url(self) -> str:
        """The root of the Bot API and the address of the page, without a slash at the end."""
        if not self._url:
            raise RuntimeError("the sandbox has not been started")
        return self._url

    @property
    def limits(self) -> Limits:
        """Limits that may be changed at any time."""
        return self.state.limits

    @property
    def calls(self) -> list[Call]:
        """The last calls the bot made, oldest first."""
        return list(self._api.calls)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one."""
        if not is_loopback(host):
            raise ValueError(f"the sandbox listens on this machine only (127.0.0.1), not on {host}")
        app = web.Application(middlewares=[guard], client_max_size=_BODY_MAX)
        app.add_routes([*self._api.routes(), *self._pages.routes(), *InlinePages(self.state).routes()])
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self._url = f"http://{f'[{host}]' if ':' in host else host}:{bound[1]}"
        self._delivery.start()

    async def stop(self) -> None:
        """End waiting calls and streams, stop listening and close the journal."""
        self.state.closing = True
        self.state.poll.end("")
        self._pages.close()
        await self._delivery.stop()
        if self._runner:
            await self._runner.cleanup()
        self.state.journal.close()

    def now(self) -> float:
        """The sandbox's time, in Unix seconds."""
        return self.state.now()

    def set_clock(self, now: Callable[[], float]) -> None:
        """Take the time from here: what is too old, too late or too fast depends on it."""
        self.state.now = now

    async def taken(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 — part of what is offered
        """Wait until the bot has confirmed every update."""
        async with asyncio.timeout(timeout):
            while self.state.updates.pending(1):
                await self.state.updates.confirmed.wait()

    def user(
        self, user_id: int = 1, first_name: str | None = None, language_code: str | None = _AS_IT_IS
    ) -> User:
        """A person who can talk to the bot; the bot cannot write to them before they wrote.

        Of a person who is known already, only what is given is changed. Without a language_code
        of their own people speak English; None is a client that does not tell.
        """
        known = self.state.chats.person(user_id) or {"user": {"first_name": "Ann", "language_code": "en"}}
        user: Json = {**known["user"], "id": user_id, "is_bot": False}
        if first_name is not None:
            user["first_name"] = first_name
        if language_code != _AS_IT_IS:
            user["language_code"] = language_code
        self.state.chats.admit({key: value for key, value in user.items() if value is not None})
        return User(self.state, user_id)

    def fail_next(
        self, method: str, code: int, description: str, *, retry_after: int | None = None, times: int = 1
    ) -> None:
        """Refuse the next calls of a method, with nothing done."""
        self._api.faults.fail_next(method, code, description, retry_after=retry_after, times=times)

    def drop_next(self, method: str, *, after_effect: bool = False, times: int = 1) -> None:
        """Hang up on the next calls of a method instead of answering, before or after the effect."""
        self._api.faults.drop_next(method, after_effect=after_effect, times=times)

    def slow(self, method: str, seconds: float) -> None:
        """Let every call of a method wait this long; 0 ends that."""
        self._api.faults.slow(method, seconds)
