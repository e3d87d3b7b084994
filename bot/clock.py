"""What is said unasked, each once: reminders that are due, and answers that a new policy changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from bot.failure import where
from bot.store.contract import StoreFault

TICK_SECONDS = 5.0
"""How often the store is asked. Reminders are a matter of hours."""

BATCH = 10
BREATH_SECONDS = 1.0
"""Between two full batches. Telegram takes 30 calls a second, a reminder is two; a third is for answers."""

Found = TypeVar("Found")

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


class Advised(Protocol):
    """Who was told what: the store."""

    async def advised_otherwise(self, version: str) -> Sequence[int]:
        """The people with an open order that was last advised under another version of the policy."""

    async def companions(self) -> int:
        """How many processes speak to them, this one among them."""


class Announcing:
    """Looks once, beside all else, at everybody whose answer a new policy may have changed."""

    def __init__(
        self,
        advised: Advised,
        version: str,
        revise: Callable[[int], Awaitable[bool]],
        wake: Callable[[int], None],
        trouble: float = TROUBLE_SECONDS,
        breath: float = BREATH_SECONDS,
    ) -> None:
        """`revise` looks at one person in a transaction; `wake` has what it said sent."""
        self._advised = advised
        self._version = version
        self._revise = revise
        self._wake = wake
        self._trouble = trouble
        self._breath = breath

    async def run(self) -> None:
        """Ends once all were looked at; the store is waited for, and an odd person left as they are."""
        told = 0
        for person_id in await self._patiently(partial(self._advised.advised_otherwise, self._version)):
            if await self._patiently(partial(self._said, person_id)):
                told += 1
                if told % BATCH == 0:
                    await asyncio.sleep(self._breath * await self._patiently(self._advised.companions))

    async def _patiently(self, act: Callable[[], Awaitable[Found]]) -> Found:
        while True:
            try:
                return await act()
            except StoreFault as fault:
                log.error("%s", fault)  # noqa: TRY400 - a sentence for the operator, not a trace
                await asyncio.sleep(self._trouble)

    async def _said(self, person_id: int) -> bool:
        try:
            said = await self._revise(person_id)
        except StoreFault:
            self._wake(person_id)  # it may be kept all the same, only the answer to the commit was lost
            raise
        except Exception as failure:  # noqa: BLE001 - one odd order must not keep the others waiting
            log.error("a changed answer could not be told: %s", where(failure))  # noqa: TRY400
            return False
        if said:
            self._wake(person_id)
        return said
