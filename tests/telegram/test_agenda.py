import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.telegram.agenda import TROUBLE_SECONDS, Agenda, Serve
from tests.patience import PATIENCE_SECONDS
from tests.telegram.hand_clock import HandClock


@asynccontextmanager
async def running(
    agenda: Agenda, serve: Serve, at_once: int = 4, slow_seconds: float | None = None
) -> AsyncIterator[None]:
    task = asyncio.create_task(agenda.run(serve, at_once, slow_seconds))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class Room:
    """Serves keys; each stays until let go, and who is inside is known."""

    def __init__(self) -> None:
        self.inside: list[int] = []
        self.log: list[int] = []
        self.news = asyncio.Condition()
        self.go = asyncio.Semaphore(0)

    async def serve(self, key: int) -> float | None:
        self.inside.append(key)
        self.log.append(key)
        async with self.news:
            self.news.notify_all()
        await self.go.acquire()
        self.inside.remove(key)
        return None

    async def until(self, log: list[int]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self.news:
            await self.news.wait_for(lambda: self.log == log)


async def test_a_key_asked_for_while_served_is_served_again_and_never_twice_at_a_time() -> None:
    agenda, room = Agenda(HandClock()), Room()
    async with running(agenda, room.serve):
        agenda.ask(1)
        await room.until([1])
        agenda.ask(1)
        agenda.ask(1)
        agenda.ask(2)
        await room.until([1, 2])
        assert room.inside == [1, 2]
        room.go.release()
        await room.until([1, 2, 1])


async def test_a_slow_one_is_not_counted_and_leaves_only_once() -> None:
    agenda, room = Agenda(HandClock()), Room()
    async with running(agenda, room.serve, at_once=1, slow_seconds=0):
        for key in (1, 2):
            agenda.ask(key)
        await room.until([1, 2])
    agenda, room = Agenda(HandClock()), Room()
    async with running(agenda, room.serve, at_once=1, slow_seconds=3600):
        for key in (1, 2, 3):
            agenda.ask(key)
        await room.until([1])
        room.go.release()
        await room.until([1, 2])
        assert room.inside == [2]


async def test_no_more_are_served_at_once_than_allowed() -> None:
    agenda, room = Agenda(HandClock()), Room()
    async with running(agenda, room.serve, at_once=2):
        for key in (1, 2, 3):
            agenda.ask(key)
        await room.until([1, 2])
        room.go.release()
        await room.until([1, 2, 3])
        assert len(room.inside) == 2


async def test_a_later_moment_is_waited_for_and_an_earlier_wish_comes_first() -> None:
    clock, room = HandClock(), Room()
    agenda = Agenda(clock)
    async with running(agenda, room.serve):
        agenda.ask(1, clock.now() + 10)
        await clock.somebody_waits(clock.now() + 10)
        agenda.ask(1, clock.now() + 3)
        agenda.ask(1, clock.now() + 20)
        await clock.somebody_waits(clock.now() + 3)
        assert room.log == []
        clock.advance(3)
        await room.until([1])
        room.go.release()
        assert await agenda.drained(clock.now() + 100)
        assert room.log == [1]


async def test_what_fails_for_one_does_not_end_the_others() -> None:
    clock, room = HandClock(), Room()
    agenda = Agenda(clock)

    async def serve(key: int) -> float | None:
        if key == 1:
            raise ZeroDivisionError
        return await room.serve(key)

    async with running(agenda, serve):
        agenda.ask(1)
        agenda.ask(2)
        await room.until([2])
        await clock.somebody_waits(clock.now() + TROUBLE_SECONDS)


async def test_draining_waits_for_what_is_under_way_but_not_for_ever() -> None:
    clock, room = HandClock(), Room()
    agenda = Agenda(clock)
    async with running(agenda, room.serve):
        agenda.ask(1)
        await room.until([1])
        drained = asyncio.create_task(agenda.drained(clock.now() + 5))
        await clock.somebody_waits(clock.now() + 5)
        clock.advance(5)
        assert await drained is False
        room.go.release()
        assert await agenda.drained(clock.now() + 5) is True
