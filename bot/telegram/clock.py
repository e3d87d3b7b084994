"""Waiting, so that tests can move time by hand."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Seconds that never go back, and a wait that ends early when something happens."""

    def now(self) -> float:
        """Seconds since some moment in the past."""

    async def wait(self, event: asyncio.Event, until: float | None) -> None:
        """Returns once `event` is set or the moment `until` has come; None waits for the event alone."""


class SteadyClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        return time.monotonic()

    async def wait(self, event: asyncio.Event, until: float | None) -> None:
        try:
            async with asyncio.timeout(None if until is None else max(0.0, until - self.now())):
                await event.wait()
        except TimeoutError:
            return
