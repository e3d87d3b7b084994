"""Turns: people side by side, each person's updates in order, and none ever stands in another's way."""

import asyncio
import heapq
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import Enum
from typing import Literal, Protocol

from bot.desk import Received
from bot.failure import where
from bot.store.contract import Incoming, Store, StoreFault
from bot.telegram.agenda import Agenda
from bot.telegram.clock import Clock
from bot.telegram.crowding import Crowding, effort
from bot.telegram.fresh import Fresh
from bot.telegram.inbox import read
from bot.telegram.pace import FRESH_SECONDS, OTHERS_SECONDS, STORE_PAUSE_SECONDS, Pace
from bot.telegram.sight import Sight

MOST_HELD = 1000
"""Updates held in memory, a few of each person counted; beyond it no more are fetched. The store has all."""


class _Sight(Enum):
    LOOKING = "looking"


LOOKING = _Sight.LOOKING
Looking = Literal[_Sight.LOOKING]
"""A picture is being read: its person's turn comes when it is."""

AT_ONCE = 64
MOST_TRIES = 3
NOBODY = 0

log = logging.getLogger(__name__)


class Handler(Protocol):
    """What takes a person's turn: the desk."""

    async def handle(self, received: Received) -> None:
        """Takes the turn and ends the update, in one commit."""

    async def reads_pictures(self, person_id: int) -> bool:
        """Whether what a person photographs now is to be read, rather than only kept."""

    async def apologise(self, received: Received) -> None:
        """Ends an update that could not be handled, kindly."""

    async def left_out(self, person_id: int) -> None:
        """Tells somebody that they sent more at once than is read."""


class Turns:
    """Hands kept updates to the desk. What is not done when the process ends is pending at the next start."""

    def __init__(
        self,
        store: Store,
        desk: Handler,
        clock: Clock,
        wake: Callable[[int], None],
        sight: Sight,
        pace: Pace | None = None,
    ) -> None:
        self._sight = sight
        self._crowding = Crowding(pace or Pace())
        self._store = store
        self._desk = desk
        self._clock = clock
        self._wake = wake
        self._agenda = Agenda(clock)
        self._held: dict[int, list[tuple[int, Incoming]]] = {}
        self._ids: set[int] = set()
        self._fresh: dict[int, Fresh] = {}
        """By the id of the update; what is not here is kept."""
        self._space = asyncio.Event()
        self._space.set()
        self.running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Takes up what was left from before, then whatever is accepted."""
        self.accept(await self._store.adopt_updates())
        self.running = asyncio.create_task(self._agenda.run(self._serve, AT_ONCE))

    async def take(self, updates: Sequence[Incoming]) -> None:
        """Takes in updates as they come; returns once none of them can be lost.

        Whoever waits for nothing else has their turn at once, which keeps the update as it ends it. What
        cannot be ended so soon is kept for itself. Raises StoreFault where something can be neither: it is
        to be brought again.
        """
        many = Counter(one.person_id for one in updates)
        begun = [fresh for one in updates if (fresh := self._begun(one, alone=many[one.person_id] == 1))]
        new = [one for one in updates if one.update_id not in self._ids]
        if new:
            await self._store.keep(new)
        self.accept(new)
        until = self._clock.now() + FRESH_SECONDS
        for fresh in begun:
            await self._clock.wait(fresh.safe, until)
        await self._keep_late([fresh for fresh in begun if not fresh.safe.is_set()])
        for fresh in begun:
            if fresh.fault:
                raise fresh.fault

    def accept(self, updates: Iterable[Incoming]) -> None:
        """Queues updates that the store keeps already; one that is queued is left as it is."""
        for update in updates:
            if update.update_id not in self._ids:
                self._hold(update)
        self._mind_space()

    def admits(self, person_id: int | None, beside: Sequence[Incoming] = ()) -> bool:
        """Whether one more update is to be kept; those `beside` are about to be.

        Not nobody's, and not that of somebody of whom too many wait: they are told once those are done.
        """
        return person_id is not None and self._crowding.admits(person_id, beside)

    async def room(self) -> None:
        """Returns when more may be accepted."""
        await self._space.wait()

    async def stop(self, seconds: float) -> None:
        """Ends what is queued, for at most `seconds`; a turn cut off leaves nothing half done."""
        if self.running is None:
            return
        await self._agenda.drained(self._clock.now() + seconds)
        await self._sight.stop()
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    def _begun(self, update: Incoming, *, alone: bool) -> Fresh | None:
        """The update with its turn begun, if it is this person's only one and needs no looking at."""
        if known := self._fresh.get(update.update_id):
            return known
        person = update.person_id
        if not alone or person is None or person in self._held or not self._sole:
            return None
        received = read(update)
        if received is None or effort(received) > 1 or not self._crowding.is_ready(person, self._clock.now()):
            return None
        fresh = self._fresh[update.update_id] = Fresh(update, replace(received, fresh=update))
        self._hold(update)
        return fresh

    @property
    def _sole(self) -> bool:
        """Whether all that waits for anybody is held here, so that whoever is not held waits for nothing."""
        return self.running is not None and not self._store.shared

    async def _keep_late(self, late: Sequence[Fresh]) -> None:
        if late:
            await self._store.keep([fresh.update for fresh in late])
        for fresh in late:
            self._settle(fresh.update.update_id)

    def _settle(self, update_id: int, fault: StoreFault | None = None) -> bool:
        """Whoever waits for a fresh update learns what became of it; tells whether it was one."""
        fresh = self._fresh.pop(update_id, None)
        if fresh:
            fresh.settle(fault)
        return fresh is not None

    def _hold(self, update: Incoming) -> None:
        key = update.person_id or NOBODY
        self._ids.add(update.update_id)
        self._crowding.begun(key, update)
        heapq.heappush(self._held.setdefault(key, []), (update.update_id, update))
        self._agenda.ask(key)

    def _mind_space(self) -> None:
        if self._crowding.counted < MOST_HELD:
            self._space.set()
        else:
            self._space.clear()

    async def _serve(self, key: int) -> float | None:
        """Ends this person's first update; returns when the next may begin."""
        if not self._held.get(key):
            return await self._tell_left_out(key)
        now = self._clock.now()
        if (moment := self._crowding.ready_at(key, now)) > now:
            return moment
        _, update = self._held[key][0]
        try:
            if await self._store.earlier(key, update.update_id):
                return self._clock.now() + OTHERS_SECONDS
            received = await self._seen(self._read(update))
            if received is LOOKING:
                return None
            await self._end(update, received)
        except StoreFault as fault:
            if self._settle(update.update_id, fault):
                return self._next(key, update)
            log.error("%s", fault)  # noqa: TRY400 - a sentence for the operator, not a trace
            return self._clock.now() + STORE_PAUSE_SECONDS
        self._settle(update.update_id)
        self._crowding.use(key, self._clock.now(), effort(received))
        return self._next(key, update)

    def _read(self, update: Incoming) -> Received | None:
        fresh = self._fresh.get(update.update_id)
        return fresh.received if fresh else read(update)

    def _next(self, key: int, ended: Incoming) -> float | None:
        """Lets go of an update that has ended, and of no other; returns when the next may begin."""
        self._held[key].remove((ended.update_id, ended))
        heapq.heapify(self._held[key])  # an earlier one may have come meanwhile
        self._ids.discard(ended.update_id)
        self._crowding.ended(key, ended)
        self._sight.forget(ended.update_id)
        self._mind_space()
        if self._held[key]:
            return self._crowding.ready_at(key, self._clock.now())
        del self._held[key]
        return self._clock.now() if self._crowding.is_left_out(key) else None

    async def _tell_left_out(self, key: int) -> float | None:
        """Nothing of this person waits any more: they hear of it if more had come than was kept."""
        if not self._crowding.is_left_out(key):
            return None
        try:
            await self._desk.left_out(key)
        except StoreFault as fault:
            log.error("%s", fault)  # noqa: TRY400 - a sentence for the operator, not a trace
            return self._clock.now() + STORE_PAUSE_SECONDS
        self._crowding.told(key)
        self._wake(key)
        return None

    async def _seen(self, received: Received | None) -> "Received | Looking | None":
        """The same with its picture read, if it has one; LOOKING while that is under way."""
        if received is None or received.picture is None:
            return received
        person = received.person_id
        if not await self._is_to_be_read(person):
            return replace(received, picture=None)
        picture = self._sight.seen(received.update_id, received.picture, lambda: self._agenda.ask(person))
        return replace(received, picture=picture) if picture else LOOKING

    async def _is_to_be_read(self, person_id: int) -> bool:
        """Whether a picture is; where that cannot be told, its turn fails too and brings it to an end."""
        try:
            return await self._desk.reads_pictures(person_id)
        except StoreFault:
            raise
        except Exception as failure:  # noqa: BLE001 - one odd person must not lose what they send
            log.error("it cannot be told if a picture is to be read: %s", where(failure))  # noqa: TRY400
            return False

    async def _end(self, update: Incoming, received: Received | None) -> None:
        """Brings one update to its end, whatever happens. Raises StoreFault if the store cannot be used."""
        if received is None:
            await self._store.skip(update.update_id, "nobody's turn, or unreadable")
            return
        while not await self._handled(received):
            if update.update_id in self._fresh:
                await self._store.keep([update])
                self._settle(update.update_id)
            if await self._store.failed(received.update_id) >= MOST_TRIES:
                await self._apologise(received)
                break
        self._wake(received.person_id)

    async def _handled(self, received: Received) -> bool:
        try:
            await self._desk.handle(received)
        except StoreFault:
            raise
        except Exception as failure:  # noqa: BLE001 - one bad update must not block the others
            log.error("update %d failed: %s", received.update_id, where(failure))  # noqa: TRY400
            return False
        return True

    async def _apologise(self, received: Received) -> None:
        log.error("update %d is given up after %d tries", received.update_id, MOST_TRIES)
        try:
            await self._desk.apologise(received)
        except StoreFault:
            raise
        except Exception as failure:  # noqa: BLE001
            log.error("no apology for update %d: %s", received.update_id, where(failure))  # noqa: TRY400
            await self._store.skip(received.update_id, "failed, and so did the apology")
