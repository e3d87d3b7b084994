"""A clock that a test moves by hand."""

import asyncio

from tests.patience import PATIENCE_SECONDS


class HandClock:
    """Time stands still until `advance`."""

    def __init__(self, time: float = 1000.0) -> None:
        self.time = time
        self._waits: list[tuple[float | None, asyncio.Event]] = []
        self._news = asyncio.Condition()

    def now(self) -> float:
        return self.time

    async def wait(self, event: asyncio.Event, until: float | None) -> None:
        if event.is_set() or (until is not None and until <= self.time):
            return
        bell = asyncio.Event()
        self._waits.append((until, bell))
        async with self._news:
            self._news.notify_all()
        ends = [asyncio.create_task(event.wait()), asyncio.create_task(bell.wait())]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waits.remove((until, bell))
            for end in ends:
                end.cancel()

    async def somebody_waits(self, until: float) -> None:
        """Returns once somebody waits for that very moment."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            await self._news.wait_for(lambda: self.waits_for(until))

    def waits_for(self, until: float) -> bool:
        return any(moment is not None and abs(moment - until) < 0.001 for moment, _ in self._waits)

    def advance(self, seconds: float) -> None:
        self.time += seconds
        for until, bell in self._waits:
            if until is not None and until <= self.time:
                bell.set()
