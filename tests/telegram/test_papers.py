"""Papers are made beside the calls: whoever waits for one is answered meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.desk import Fetch
from bot.dialogue.outcome import Paper
from bot.papers.file import File
from bot.sandbox import Sandbox, User
from bot.store.contract import Acknowledge, Hand, Show, StoreFault
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api
from bot.telegram.outbox import Outbox
from bot.telegram.pace import STORE_PAUSE_SECONDS
from tests.patience import PATIENCE_SECONDS
from tests.telegram.conftest import Post
from tests.telegram.desks import KEYBOARD, NoPapers
from tests.telegram.hand_clock import HandClock

DATES = Hand(Paper("calendar", (1,)))


class Maker(NoPapers):
    """Begins a paper when asked, and ends it when told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.at_once = 0
        self.faults: list[StoreFault] = []
        self.kept = True
        self.go_on = asyncio.Semaphore(0)
        self._begins = asyncio.Condition()

    async def paper(self, person_id: int, paper: Paper, fetch: Fetch) -> File:
        self.begun += 1
        self.at_once += 1
        async with self._begins:
            self._begins.notify_all()
        photo = await fetch("a photo that is gone")
        await self.go_on.acquire()
        self.at_once -= 1
        if self.faults:
            raise self.faults.pop()
        return File(f"{paper.kind}-{person_id}-{self.begun}.ics", photo or b"BEGIN:VCALENDAR", "your dates")

    async def stands(self, person_id: int, paper: Paper) -> bool:
        return self.kept and await super().stands(person_id, paper)

    async def has_begun(self, times: int = 1) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self._begins:
            await self._begins.wait_for(lambda: self.begun >= times)


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
async def outbox(store: SqliteStore, api: Api, clock: HandClock, maker: Maker) -> AsyncIterator[Outbox]:
    async with AsyncExitStack() as stack:
        outbox = Outbox(store, api, clock, maker)
        await outbox.start()
        stack.push_async_callback(outbox.stop, 0)
        yield outbox


@pytest.fixture
async def ann(sandbox: Sandbox) -> User:
    user = sandbox.user(1)
    await user.send_text("/start")
    return user


def said(user: User) -> list[str]:
    return [one.text for one in user.chat if one.from_bot]


async def shown(user: User, *wanted: str) -> None:
    await user.wait(lambda _: said(user) == list(wanted))


async def test_whoever_waits_for_a_paper_is_answered_meanwhile(post: Post, ann: User, maker: Maker) -> None:
    await post(1, Show("screen", KEYBOARD))
    await shown(ann, "screen")
    press = await ann.press(None, "Home")
    await post(1, DATES)
    await maker.has_begun()
    await post(1, Acknowledge(press.id, "noted"), Show("changed", KEYBOARD, ann.screen.message_id))
    assert (await press.answer())["text"] == "noted"
    await shown(ann, "changed")
    await post(1, Show("and more"))
    await shown(ann, "changed", "and more")
    maker.go_on.release()
    await shown(ann, "changed", "and more", "your dates")
    assert maker.begun == 1


async def test_impatient_wishes_are_made_one_after_the_other_and_only_the_last_one_goes(
    post: Post, ann: User, maker: Maker, store: SqliteStore
) -> None:
    await post(1, DATES)
    await maker.has_begun()
    for number in range(5):
        await post(1, DATES, Show(str(number)))
        await shown(ann, *map(str, range(number + 1)))
    assert maker.at_once == 1
    maker.go_on.release()
    await maker.has_begun(2)
    assert maker.at_once == 1
    maker.go_on.release()
    await ann.wait(lambda _: "your dates" in said(ann))
    files = [one.raw["document"]["file_name"] for one in ann.chat if "document" in one.raw]
    assert files == ["calendar-1-2.ics"]


async def test_nothing_is_handed_over_once_it_is_deleted(
    post: Post, ann: User, maker: Maker, store: SqliteStore
) -> None:
    await post(1, DATES)
    await maker.has_begun()
    maker.kept = False
    maker.go_on.release()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await store.waiting():
            await asyncio.sleep(0)
    assert said(ann) == []


async def test_a_paper_that_the_database_failed_is_made_again(
    post: Post, ann: User, maker: Maker, clock: HandClock
) -> None:
    maker.faults = [StoreFault("DATABASE_URL: the server is away.")]
    maker.go_on.release()
    await post(1, DATES)
    await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)
    maker.go_on.release()
    clock.advance(STORE_PAUSE_SECONDS)
    await shown(ann, "your dates")
    assert maker.begun == 2


async def test_a_paper_in_the_making_goes_after_the_next_start(
    post: Post, ann: User, maker: Maker, outbox: Outbox, store: SqliteStore, api: Api
) -> None:
    await post(1, DATES)
    await maker.has_begun()
    await outbox.stop(0)
    assert await store.waiting() == [1]
    another = Outbox(store, api, HandClock(), maker)
    maker.go_on.release()
    await another.start()
    try:
        await shown(ann, "your dates")
    finally:
        await another.stop(0)
