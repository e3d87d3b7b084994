"""Who is to be served when: side by side, but nobody by two at a time."""

import asyncio
import heapq
import itertools
import logging
from collections.abc import Awaitable, Callable

from bot.failure import where
from bot.telegram.clock import Clock

TROUBLE_SECONDS = 60.0
"""When a key comes again whose service failed in an unforeseen way."""

Serve = Callable[[int], Awaitable[float | None]]
"""Serves a key; returns the moment to come again, or None."""

log = logging.getLogger(__name__)


class Agenda:
    """Keys with the moment from which each may be served.

    A key asked for while it is being served is served again afterwards, so nothing asked for is forgotten.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, int, int]] = []
        self._due: dict[int, float] = {}
        self._served: dict[int, float | None] = {}
        self._order = itertools.count()
        self._asked = asyncio.Event()
        self._ended = asyncio.Event()

    def ask(self, key: int, at: float | None = None) -> None:
        """Wants `key` served from the moment `at` on (now if None); an earlier wish stands."""
        moment = self._clock.now() if at is None else at
        if key in self._served:
            wished = self._served[key]
            self._served[key] = moment if wished is None else min(wished, moment)
        elif key not in self._due or moment < self._due[key]:
            self._due[key] = moment
            heapq.heappush(self._heap, (moment, next(self._order), key))
            self._asked.set()

    async def run(self, serve: Serve, at_once: int, slow_seconds: float | None = None) -> None:
        """Serves for ever, at most `at_once` keys at a time. Cancelling it cancels what is under way.

        A service that takes longer than `slow_seconds` is not counted any more: it only waits.
        """
        slots = asyncio.Semaphore(at_once)
        async with asyncio.TaskGroup() as group:
            while True:
                await slots.acquire()
                key = await self._take()
                _leave(group.create_task(self._attend(key, serve)), slots, slow_seconds)

    async def drained(self, until: float) -> bool:
        """Waits, until that moment at most, for all that is due by then; tells whether all was served."""
        while self._served or self._next() <= until:
            if self._clock.now() >= until:
                return not self._served and self._next() > self._clock.now()
            self._ended.clear()
            await self._clock.wait(self._ended, until)
        return True

    async def _take(self) -> int:
        while self._next() > self._clock.now():
            self._asked.clear()
            await self._clock.wait(self._asked, self._next() if self._due else None)
        key = heapq.heappop(self._heap)[2]
        del self._due[key]
        self._served[key] = None
        return key

    async def _attend(self, key: int, serve: Serve) -> None:
        again_at: float | None = self._clock.now() + TROUBLE_SECONDS
        try:
            again_at = await serve(key)
        except Exception as failure:  # noqa: BLE001 - what fails for one must not end the others
            log.error("unforeseen: %s", where(failure))  # noqa: TRY400
        finally:
            moments = [moment for moment in (self._served.pop(key), again_at) if moment is not None]
            if moments:
                self.ask(key, min(moments))
            self._ended.set()

    def _next(self) -> float:
        """The earliest moment anybody is due; infinity for nobody. Outlived wishes are cleared away."""
        while self._heap and self._due.get(self._heap[0][2]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else float("inf")


def _leave(task: asyncio.Task[None], slots: asyncio.Semaphore, slow_seconds: float | None) -> None:
    """Gives the slot back when the task has ended or turns out to be slow, whichever is first."""
    left = [slots.release]

    def leave(*_: object) -> None:
        if left:
            left.pop()()

    task.add_done_callback(leave)
    if slow_seconds is not None:
        slow = asyncio.get_running_loop().call_later(slow_seconds, leave)
        task.add_done_callback(lambda _: slow.cancel())
