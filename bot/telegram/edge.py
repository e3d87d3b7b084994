"""The edge put together: updates in, turns, messages out."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from telegram.error import BadRequest, TelegramError

from bot.store.contract import Store
from bot.telegram.api import ALLOWED_UPDATES, Api
from bot.telegram.clock import Clock, SteadyClock
from bot.telegram.outbox import Outbox
from bot.telegram.pace import Pace
from bot.telegram.papers import PaperMaker
from bot.telegram.polling import Polling, TokenRefused, pause
from bot.telegram.profile import Profile, present
from bot.telegram.relief import Relief
from bot.telegram.sight import Eyes, Sight
from bot.telegram.turns import Handler, Turns

if TYPE_CHECKING:
    from bot.telegram.webhook import Webhook

TURNS_SECONDS = 5.0
OUTBOX_SECONDS = 5.0
"""How long a stop waits for turns that are queued, then for messages that are due."""

log = logging.getLogger(__name__)


class Desk(Handler, PaperMaker, Protocol):
    """What takes turns and makes papers."""


class EdgeFault(Exception):
    """The bot cannot work with Telegram like this; the sentence names the setting."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram brings updates (`url`), and where they are listened for."""

    url: str
    path: str
    secret: str
    host: str
    port: int


class Edge:
    """One bot at Telegram. `start`, then `run` until told to stop, then `stop`."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        token: str,
        api_url: str,
        *,
        hook: Hook | None = None,
        clock: Clock | None = None,
        pace: Pace | None = None,
        eyes: Eyes = lambda: None,
    ) -> None:
        self.clock = clock or SteadyClock()
        self.api = Api(token, api_url)
        self.outbox = Outbox(store, self.api, self.clock, desk, pace)
        self.sight = Sight(self.api, eyes)
        self.turns = Turns(store, desk, self.clock, self.outbox.wake, self.sight, pace)
        self._relief = Relief(store, self.turns, self.outbox, self.clock) if store.shared else None
        self._polling = Polling(store, self.api, self.turns, self.clock)
        self._hook = hook
        self._webhook = _webhook(self.turns, hook) if hook else None
        self._background: list[asyncio.Task[None]] = []

    async def start(self, profiles: tuple[Profile, ...] = ()) -> None:
        """Takes up what was left from before and begins to listen. Raises EdgeFault, StoreFault."""
        await self.api.open()
        if self._hook and self._webhook:
            await self._listen(self._webhook, self._hook)
        await self.outbox.start()
        await self.turns.start()
        if self._relief:
            self._background.append(asyncio.create_task(self._relief.run()))
        if profiles:
            self._background.append(asyncio.create_task(present(self.api, profiles)))

    async def run(self, stopping: asyncio.Event) -> None:
        """Works until `stopping` is set. Raises EdgeFault where trying again is no use."""
        receiving = asyncio.create_task(self._receive())
        told = asyncio.create_task(stopping.wait())
        engines = {task for task in (self.turns.running, self.outbox.running) if task}
        try:
            await asyncio.wait({receiving, told, *engines}, return_when=asyncio.FIRST_COMPLETED)
            for ended in {receiving, *engines}:
                if ended.done():
                    ended.result()
        except TokenRefused as refusal:
            raise EdgeFault(str(refusal)) from None
        finally:
            await _end((receiving, told))

    async def stop(self) -> None:
        """Receives no more, ends the turns under way, sends what is due, and closes."""
        if self._webhook:
            await self._webhook.stop()
        await _end(self._background)
        await self.turns.stop(TURNS_SECONDS)
        await self.outbox.stop(OUTBOX_SECONDS)
        await self.api.close_connections()

    async def _receive(self) -> None:
        if self._hook is None:
            await self._polling.run()
            return
        await self._register(self._hook)
        await asyncio.Event().wait()

    async def _listen(self, webhook: "Webhook", hook: Hook) -> None:
        try:
            await webhook.start(hook.host, hook.port)
        except OSError as refusal:
            raise EdgeFault(
                f"WEBHOOK_LISTEN: cannot listen on {hook.host}:{hook.port}: {refusal.strerror}."
            ) from None

    async def _register(self, hook: Hook) -> None:
        """Tells Telegram where to bring updates, until it knows."""
        tries = 0
        while True:
            try:
                await self.api.set_webhook(
                    hook.url,
                    allowed_updates=ALLOWED_UPDATES,
                    secret_token=hook.secret,
                    drop_pending_updates=False,
                )
            except BadRequest as refusal:
                raise EdgeFault(f"WEBHOOK_URL: Telegram refuses it: {refusal.message}.") from None
            except TelegramError as failure:
                await self.clock.wait(asyncio.Event(), self.clock.now() + pause(failure, tries))
                tries += 1
            else:
                return


def _webhook(turns: Turns, hook: Hook) -> "Webhook":
    from bot.telegram.webhook import Webhook  # whoever polls needs no server

    return Webhook(turns, hook.path, hook.secret)


async def _end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
