"""Long polling that confirms an update to Telegram only after the store keeps it.

Telegram lets one poll at a time. Of several processes at one state one does, and the others stand by.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.failure import where
from bot.store.contract import Incoming, Store, StoreFault
from bot.telegram.api import Api
from bot.telegram.clock import Clock
from bot.telegram.inbox import id_of, incoming, person_of
from bot.telegram.pace import CONFLICT_SECONDS, RELIEF_SECONDS, STORE_PAUSE_SECONDS, retry_seconds
from bot.telegram.transport import Flooded
from bot.telegram.turns import Turns

REFUSED = "TELEGRAM_BOT_TOKEN: Telegram does not know this token."
CONFLICT = (
    "TELEGRAM_BOT_TOKEN: another program fetches updates with the same token, or set a webhook for it (%s); "
    "end that program, or take a new token from @BotFather. Trying again in %d seconds."
)
AWAY = "Telegram cannot be reached (%s); trying again in %.1f seconds"

log = logging.getLogger(__name__)


class TokenRefused(Exception):
    """Telegram does not accept the token; the sentence names the setting, never the token."""


class Polling:
    """Fetches updates, keeps them, hands them on; the next request confirms what is kept."""

    def __init__(self, store: Store, api: Api, turns: Turns, clock: Clock) -> None:
        self._store = store
        self._api = api
        self._turns = turns
        self._clock = clock
        self._offset: int | None = None
        self._leads: bool | None = None

    async def run(self) -> None:
        """Polls until cancelled, or stands by. Raises TokenRefused; whatever else fails is tried again."""
        while True:
            await self._turns.room()
            await self._insist(self._fetch)

    async def _fetch(self) -> None:
        """Polls once, if that falls to us."""
        if not await self._store.leads():
            await self._stand_by()
            return
        if not self._leads:
            await self._take_over()
        try:
            await self._poll()
        except Conflict:
            if await self._store.leads():
                raise
            # Our right was lost with a connection: it is no stranger who polls.

    async def _take_over(self) -> None:
        """Ends a webhook; the updates that wait stay waiting."""
        await self._api.delete_webhook(drop_pending_updates=False)
        self._leads, self._offset = True, None

    async def _stand_by(self) -> None:
        """Leaves the polling to the process that does it, for a while."""
        if self._leads is None:
            await self._api.get_me()  # a wrong token is found out now, and not when we are needed
        if self._leads is not False:
            log.info("another process at this database fetches updates; this one stands by")
        self._leads = False
        await self._clock.wait(asyncio.Event(), self._clock.now() + RELIEF_SECONDS)

    async def _poll(self) -> None:
        updates = await self._api.raw_updates(self._offset)
        kept = await self._admitted(updates)
        if kept:
            keeping = asyncio.create_task(self._keep(kept))
            try:
                await asyncio.shield(keeping)
            except asyncio.CancelledError:
                await keeping  # a stop ends what is held: what is kept gets its turn
                raise
        if known := [update_id for update_id in map(id_of, updates) if update_id is not None]:
            self._offset = max(known) + 1

    async def _admitted(self, updates: Sequence[Mapping[str, Any]]) -> list[Incoming]:
        """Those that are to be kept, one by one: a long text takes milliseconds, and others wait."""
        kept: list[Incoming] = []
        for update in updates:
            if self._turns.admits(person_of(update), kept) and (one := incoming(update)):
                kept.append(one)
                await asyncio.sleep(0)
        return kept

    async def _keep(self, updates: Sequence[Incoming]) -> None:
        await self._turns.take(await self._store.share(updates))

    async def _insist(self, act: Callable[[], Awaitable[None]]) -> None:
        """Does `act` until it succeeds."""
        tries = 0
        while True:
            try:
                return await act()
            except Exception as failure:  # noqa: BLE001 - told apart one by one; a bot that fetches no more is deaf
                seconds = pause(failure, tries)
            # Whoever answers next may count its updates anew; what is offered again is known by its content.
            self._offset = None
            tries += 1
            await self._clock.wait(asyncio.Event(), self._clock.now() + seconds)


def pause(failure: Exception, tries: int) -> float:
    """How long to wait after a failure, said to the operator; raises TokenRefused where waiting is no use."""
    match failure:
        case InvalidToken():
            raise TokenRefused(REFUSED) from None
        case Conflict():
            log.error(CONFLICT, failure.message, CONFLICT_SECONDS)
            return CONFLICT_SECONDS
        case Flooded(seconds=seconds):
            log.warning("Telegram asks for a pause of %d seconds", seconds)
            return seconds
        case StoreFault():
            log.error("%s", failure)
            return STORE_PAUSE_SECONDS
    seconds = retry_seconds(tries)
    reason = failure.message if isinstance(failure, TelegramError) else where(failure)
    log.warning(AWAY, reason, seconds)
    return seconds
