"""The one call of getUpdates that may wait at a time."""

import asyncio
from typing import Any

from bot.sandbox.refusals import conflict
from bot.sandbox.signals import Signal


class Poll:
    """Lets a call wait for updates until something arrives, the time is over or another call ends it."""

    def __init__(self) -> None:
        self.begun = Signal()
        self._ended: asyncio.Future[str] | None = None

    def end(self, reason: str) -> None:
        """End the call that waits: refused with this reason, or simply empty when there is no reason."""
        if self._ended and not self._ended.done():
            self._ended.set_result(reason)

    async def wait(self, arrived: Signal, seconds: float) -> None:
        ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._ended = ended
        news = arrived.next()
        self.begun.fire()
        waiting: set[asyncio.Future[Any]] = {ended, news}
        try:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
        if ended.done() and ended.result():
            raise conflict(ended.result())
