"""The clock with a store and a desk, and how it minds what goes wrong."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import BATCH, Announcing, Ticking
from bot.desk import Desk
from bot.dialogue import actions
from bot.dialogue.remind import due_at
from bot.dialogue.state import Case, Person
from bot.dialogue.step import step
from bot.dialogue.world import World
from bot.store.contract import Show, StoreFault
from bot.store.sqlite import SqliteStore
from bot.texts.say import Words
from tests.dialogue.walk import policy
from tests.patience import PATIENCE_SECONDS
from tests.understand.labelled import reader

BEGUN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = BEGUN

    def __call__(self) -> datetime:
        return self.now


def waiting(number: int) -> Person:
    """Somebody who asked the seller to cancel, and waits."""
    case = Case(1, 1, opened=BEGUN).tell("status", "cancel_requested", BEGUN, "tapped")
    case = case.tell("wait_h", BEGUN, BEGUN, "tapped")
    return Person(number, chosen="en", zone="Europe/Madrid", next_case=2).with_case(case)


async def test_what_comes_due_is_said_once(tmp_path: Path) -> None:
    store, hands, woken = await SqliteStore.open(tmp_path / "bot.sqlite3"), Hands(), list[int]()
    desk = Desk(store, policy(), Words.load(), hands, reader)
    ticking = Ticking(store, desk.remind, woken.append, hands)
    async with store.visit(7, BEGUN) as turn:
        turn.save(waiting(7), due_at(waiting(7), policy(), BEGUN))
    assert await ticking.tick() == 0
    hands.now = BEGUN + timedelta(hours=49)
    assert sum(await asyncio.gather(ticking.tick(), ticking.tick())) == 2
    assert woken == [7]
    assert await ticking.tick() == 0
    send = await store.next_send(7)
    assert send is not None
    assert isinstance(send.call, Show)
    assert send.call.silent
    assert "seller" in send.call.html
    data = [key.data for row in send.call.keyboard for key in row]
    assert "th|1" in data
    async with store.visit(7, BEGUN) as turn:
        assert turn.person is not None
        assert turn.person.viewing == "c|1"
        assert turn.due is not None
        assert turn.due > hands.now
    await store.close()


async def test_a_person_who_moved_on_is_not_reminded(tmp_path: Path) -> None:
    store, hands = await SqliteStore.open(tmp_path / "bot.sqlite3"), Hands()
    desk = Desk(store, policy(), Words.load(), hands, reader)
    async with store.visit(7, BEGUN) as turn:
        turn.save(waiting(7), BEGUN + timedelta(hours=48))
    hands.now = BEGUN + timedelta(hours=50)
    world = World(policy(), hands.now, 1)
    async with store.visit(7, hands.now) as turn:
        assert turn.person is not None
        closed = step(turn.person, actions.Close(1, "refunded"), world).person
        turn.save(closed, turn.due)
    assert await desk.remind(7) is False
    assert await store.due(hands.now + timedelta(days=90), 9) == []
    await store.close()


class Crowd:
    """More people than one batch holds, one of whom cannot be spoken to, and a store that fails once."""

    def __init__(self) -> None:
        self.waiting = list(range(BATCH + 20))
        self.trouble = True

    async def due(self, now: datetime, most: int) -> Sequence[int]:
        assert now
        if self.trouble:
            self.trouble = False
            raise StoreFault("the database is away")
        return self.waiting[:most]

    async def companions(self) -> int:
        return 1

    async def put_off(self, person_id: int, due: datetime) -> None:
        assert due > BEGUN
        self.waiting.remove(person_id)

    async def remind(self, person_id: int) -> bool:
        if person_id == 5:
            raise RuntimeError("an odd order of Ann's")
        self.waiting.remove(person_id)
        return True


async def test_trouble_with_one_or_with_the_store_keeps_nobody_waiting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    crowd, woken = Crowd(), list[int]()
    ticking = Ticking(crowd, crowd.remind, woken.append, lambda: BEGUN, seconds=0, trouble=0, breath=0)
    running = asyncio.create_task(ticking.run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(woken) < BATCH + 19:
            await asyncio.sleep(0)
    running.cancel()
    assert 5 not in woken
    assert "a reminder failed: RuntimeError at " in caplog.text
    assert "Ann" not in caplog.text


async def test_what_was_said_while_the_answer_was_lost_is_sent(tmp_path: Path) -> None:
    store, hands, woken = await SqliteStore.open(tmp_path / "bot.sqlite3"), Hands(), list[int]()
    desk = Desk(store, policy(), Words.load(), hands, reader)
    async with store.visit(7, BEGUN) as turn:
        turn.save(waiting(7), BEGUN)
    hands.now = BEGUN + timedelta(hours=49)

    async def unheard(person_id: int) -> bool:
        await desk.remind(person_id)
        raise StoreFault("the connection was lost")

    ticking = Ticking(store, unheard, woken.append, hands)
    with pytest.raises(StoreFault):
        await ticking.tick()
    assert (await store.waiting(), woken) == ([7], [7])
    assert await ticking.tick() == 0, "nobody would look again"
    await store.close()


class Advised:
    """Told under another policy; the store fails when first asked for them, and at the first of them."""

    def __init__(self, people: int) -> None:
        self.people = range(1, people + 1)
        self.trouble = ["who", "the first"]
        self.told: list[int] = []

    def fails(self, at: str) -> None:
        if at in self.trouble:
            self.trouble.remove(at)
            raise StoreFault("the database is away")

    async def advised_otherwise(self, version: str) -> Sequence[int]:
        assert version == "tomorrow"
        self.fails("who")
        return self.people

    async def companions(self) -> int:
        return 1

    async def revise(self, person_id: int) -> bool:
        if person_id == 5:
            raise RuntimeError("an odd order of Ann's")
        if person_id == 6:
            return False
        self.fails("the first")
        self.told.append(person_id)
        return True


async def test_a_changed_answer_reaches_all_but_those_whose_record_is_odd(
    caplog: pytest.LogCaptureFixture,
) -> None:
    advised, woken = Advised(BATCH * 2 + 5), list[int]()
    announcing = Announcing(advised, "tomorrow", advised.revise, woken.append, trouble=0, breath=0)
    async with asyncio.timeout(20):
        await announcing.run()
    rest = [one for one in advised.people if one not in (5, 6)]
    assert advised.told == rest
    assert woken == [1, *rest], "it may have been kept although the store failed"
    assert "a changed answer could not be told: RuntimeError at " in caplog.text
    assert "Ann" not in caplog.text
