"""The clock: due reminders become messages, each once, however long nobody was there to say them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.failure import where
from bot.store.contract import StoreFault

TICK_SECONDS = 5.0
"""How often the store is asked. Reminders are a matter of hours."""

BATCH = 10
BREATH_SECONDS = 1.0
"""Between two full batches. Telegram takes 30 calls a second, a reminder is two; a third is for answers."""

TROUBLE_SECONDS = 30.0
PUT_OFF = timedelta(hours=1)
"""When a reminder that could not be made is tried again."""

log = logging.getLogger(__name__)


class Calendar(Protocol):
    """Who is due: the store."""

    async def due(self, now: datetime, most: int) -> Sequence[int]:
        """The people to be spoken to by `now`, the longest-waiting first."""

    async def put_off(self, person_id: int, due: datetime) -> None:
        """Speaks to a person later."""

    async def companions(self) -> int:
        """How many processes speak to those who are due, this one among them."""


class Ticking:
    """Asks who is due and has them spoken to, for ever."""

    def __init__(
        self,
        calendar: Calendar,
        remind: Callable[[int], Awaitable[bool]],
        wake: Callable[[int], None],
        now: Callable[[], datetime],
        seconds: float = TICK_SECONDS,
        trouble: float = TROUBLE_SECONDS,
        breath: float = BREATH_SECONDS,
    ) -> None:
        """`remind` speaks to one person in a transaction; `wake` has what it said sent."""
        self._calendar = calendar
        self._remind = remind
        self._wake = wake
        self._now = now
        self._seconds = seconds
        self._trouble = trouble
        self._breath = breath

    async def run(self) -> None:
        """Ticks until cancelled. What fails is tried again at a later tick."""
        while True:
            seconds = self._seconds
            try:
                while await self.tick() == BATCH:  # noqa: ASYNC110 - answers go between two batches
                    await asyncio.sleep(self._breath * await self._calendar.companions())
            except StoreFault as fault:
                log.error("%s", fault)  # noqa: TRY400 - a sentence for the operator, not a trace
                seconds = self._trouble
            await asyncio.sleep(seconds)

    async def tick(self) -> int:
        """Speaks to everybody who is due, as many as fit one batch; returns how many were looked at."""
        people = await self._calendar.due(self._now(), BATCH)
        for person_id in people:
            if await self._said(person_id):
                self._wake(person_id)
        return len(people)

    async def _said(self, person_id: int) -> bool:
        try:
            return await self._remind(person_id)
        except StoreFault:
            self._wake(person_id)  # it may be kept all the same, only the answer to the commit was lost
            raise
        except Exception as failure:  # noqa: BLE001 - one odd order must not keep the others waiting
            log.error("a reminder failed: %s", where(failure))  # noqa: TRY400
            await self._calendar.put_off(person_id, self._now() + PUT_OFF)
            return False
