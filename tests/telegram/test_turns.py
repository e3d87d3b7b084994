"""Turns: order, side by side, and what becomes of a bad update."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.store.contract import Incoming, StoreFault
from bot.store.sqlite import SqliteStore
from bot.telegram import turns as module
from bot.telegram.agenda import TROUBLE_SECONDS
from bot.telegram.pace import FRESH_SECONDS, STORE_PAUSE_SECONDS
from bot.telegram.turns import Turns
from tests.patience import PATIENCE_SECONDS
from tests.telegram.desks import EchoDesk, blind, said
from tests.telegram.hand_clock import HandClock

ANN, BEN = 1, 2


def typed(update_id: int, person_id: int, text: str) -> Incoming:
    return written(update_id, person_id, text=text)


def photographed(update_id: int, person_id: int, caption: str) -> Incoming:
    photo = {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9}
    return written(update_id, person_id, photo=[photo], caption=caption)


def written(update_id: int, person_id: int, **contents: Any) -> Incoming:
    chat = {"id": person_id, "type": "private"}
    author = {"id": person_id, "is_bot": False, "first_name": "A"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": author, **contents}
    return Incoming(update_id, person_id, json.dumps({"update_id": update_id, "message": message}))


@pytest.fixture
def woken() -> list[int]:
    return []


@pytest.fixture
async def turns(
    store: SqliteStore, desk: EchoDesk, clock: HandClock, woken: list[int]
) -> AsyncIterator[Turns]:
    turns = Turns(store, desk, clock, woken.append, blind())
    await turns.start()
    yield turns
    await turns.stop(0)


async def take(store: SqliteStore, turns: Turns, *updates: Incoming) -> None:
    await store.keep(updates)
    turns.accept(updates)


async def ended(turns: Turns, clock: HandClock) -> None:
    assert await turns._agenda.drained(clock.now() + 1)


def texts(desk: EchoDesk, person_id: int) -> list[str]:
    return [said(received) for received in desk.handled if received.person_id == person_id]


async def test_one_person_in_the_order_of_the_updates(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock, woken: list[int]
) -> None:
    await take(store, turns, typed(3, ANN, "three"), typed(1, ANN, "one"), typed(2, ANN, "two"))
    await ended(turns, clock)
    assert texts(desk, ANN) == ["one", "two", "three"]
    assert await store.pending() == []
    assert woken == [ANN] * 3


async def test_a_long_turn_holds_nobody_else_and_nothing_is_lost_meanwhile(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    desk.held[ANN] = asyncio.Event()
    await take(store, turns, typed(1, ANN, "one"))
    await desk.began[ANN].wait()
    await take(store, turns, typed(2, BEN, "hello"), typed(3, ANN, "two"))
    await desk.began[BEN].wait()
    assert texts(desk, ANN) == []
    desk.held[ANN].set()
    await ended(turns, clock)
    assert texts(desk, ANN) == ["one", "two"]
    assert texts(desk, BEN) == ["hello"]


async def test_what_is_pending_is_taken_at_the_start(
    store: SqliteStore, desk: EchoDesk, clock: HandClock
) -> None:
    await store.keep([typed(1, ANN, "before"), typed(2, ANN, "the crash")])
    turns = Turns(store, desk, clock, lambda _: None, blind())
    await turns.start()
    await ended(turns, clock)
    await turns.stop(0)
    assert texts(desk, ANN) == ["before", "the crash"]


async def test_an_update_offered_twice_is_done_once(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    await take(store, turns, typed(1, ANN, "one"))
    await take(store, turns, typed(1, ANN, "one"))
    await ended(turns, clock)
    await take(store, turns, typed(1, ANN, "one"))
    await ended(turns, clock)
    assert texts(desk, ANN) == ["one"]


async def test_a_bad_update_is_tried_three_times_then_apologised_for(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    desk.broken = {"poison of Ann"}
    await take(store, turns, typed(1, ANN, "poison of Ann"), typed(2, ANN, "next"), typed(3, BEN, "other"))
    await ended(turns, clock)
    assert desk.tried.count("poison of Ann") == 3
    assert texts(desk, ANN) == ["poison of Ann", "next"]
    assert texts(desk, BEN) == ["other"]
    waiting = await store.next_send(ANN)
    assert waiting is not None
    assert getattr(waiting.call, "html", "") == "sorry"
    assert "update 1 is given up after 3 tries" in caplog.text
    assert "poison" not in caplog.text


async def test_an_update_whose_apology_fails_too_is_ended(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    desk.broken, desk.sorry = {"poison"}, False
    await take(store, turns, typed(1, ANN, "poison"), typed(2, ANN, "next"))
    await ended(turns, clock)
    assert texts(desk, ANN) == ["next"]
    assert await store.pending() == []


async def test_what_is_done_at_once_is_never_written_but_as_done(
    store: SqliteStore,
    turns: Turns,
    desk: EchoDesk,
    clock: HandClock,
    woken: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def keep(_updates: object) -> None:
        raise AssertionError("kept before its turn")

    monkeypatch.setattr(store, "keep", keep)
    for _ in range(2):
        await turns.take([typed(1, ANN, "one"), typed(2, BEN, "two")])
    assert texts(desk, ANN) == ["one"]
    assert texts(desk, BEN) == ["two"]
    await ended(turns, clock)
    assert await store.pending() == []
    assert woken == [ANN, BEN] * 2
    assert await store.next_offset() == 3


async def test_another_update_under_the_number_of_one_that_was_done_at_once_is_new(
    turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    for text in ("before", "counted anew"):
        await turns.take([typed(1, ANN, text)])
        await ended(turns, clock)
    assert texts(desk, ANN) == ["before", "counted anew"]


async def test_several_of_one_person_that_come_together_keep_their_order(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    await turns.take([typed(1, BEN, "hello"), typed(2, ANN, "one"), typed(3, ANN, "two")])
    await turns.take([typed(4, ANN, "three")])
    await ended(turns, clock)
    assert texts(desk, ANN) == ["one", "two", "three"]


async def test_a_turn_that_takes_long_is_kept_and_holds_nobody_else(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    desk.held[ANN] = asyncio.Event()
    taking = asyncio.create_task(turns.take([typed(1, ANN, "one")]))
    await clock.somebody_waits(clock.now() + FRESH_SECONDS)
    clock.advance(FRESH_SECONDS)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await taking
    assert [update.update_id for update in await store.pending()] == [1]
    await turns.take([typed(2, BEN, "hello")])
    assert texts(desk, BEN) == ["hello"]
    desk.held[ANN].set()
    await ended(turns, clock)
    assert texts(desk, ANN) == ["one"]
    assert await store.pending() == []


async def test_a_bad_update_is_kept_before_it_is_tried_again(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    desk.broken = {"poison of Ann"}
    await turns.take([typed(1, ANN, "poison of Ann")])
    await ended(turns, clock)
    assert len(desk.tried) == 3
    assert texts(desk, ANN) == ["poison of Ann"]
    assert await store.pending() == []


async def test_what_the_store_cannot_take_is_refused_and_done_once_when_it_comes_again(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_received: object) -> None:
        raise StoreFault("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(desk, "handle", full)
        with pytest.raises(StoreFault, match="the disk is full"):
            await turns.take([typed(1, ANN, "one"), typed(2, BEN, "two")])
    await ended(turns, clock)
    assert await store.pending() == []
    await turns.take([typed(1, ANN, "one"), typed(2, BEN, "two")])
    assert texts(desk, ANN) == ["one"]
    assert texts(desk, BEN) == ["two"]


async def test_what_an_unforeseen_failure_broke_off_is_done_in_its_order_when_it_is_over(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = [RuntimeError("an odd answer")]

    async def earlier(_person_id: int, _update_id: int) -> bool:
        if trouble:
            raise trouble.pop()
        return False

    monkeypatch.setattr(store, "earlier", earlier)
    await take(store, turns, typed(2, ANN, "one"))
    await clock.somebody_waits(clock.now() + TROUBLE_SECONDS)
    await take(store, turns, typed(3, ANN, "two"))
    clock.advance(TROUBLE_SECONDS)
    await ended(turns, clock)
    assert texts(desk, ANN) == ["one", "two"]
    assert await store.pending() == []


async def test_an_earlier_update_that_comes_during_a_turn_is_not_taken_for_the_one_that_ends(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    desk.held[ANN] = asyncio.Event()
    await take(store, turns, typed(2, ANN, "two"))
    await desk.began[ANN].wait()
    await take(store, turns, typed(1, ANN, "one"), typed(3, ANN, "three"))
    desk.held[ANN].set()
    await ended(turns, clock)
    assert texts(desk, ANN) == ["two", "one", "three"]
    assert await store.pending() == []


async def test_a_photo_of_somebody_whose_record_is_odd_comes_to_an_end_and_so_does_what_follows(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    async def odd(person_id: int) -> bool:
        raise ValueError(f"the order of {person_id}, her words and all")

    monkeypatch.setattr(desk, "reads_pictures", odd)
    desk.broken, desk.sorry = {"photo: torn"}, False
    await take(store, turns, photographed(1, ANN, "torn"), typed(2, ANN, "next"))
    await ended(turns, clock)
    assert desk.tried.count("photo: torn") == 3
    assert texts(desk, ANN) == ["next"]
    assert await store.pending() == []
    assert "ValueError at" in caplog.text
    assert "her words" not in caplog.text


async def test_nobodys_updates_are_skipped(store: SqliteStore, turns: Turns, clock: HandClock) -> None:
    await take(store, turns, Incoming(1, None, '{"update_id":1,"my_chat_member":{}}'), Incoming(2, ANN, "{"))
    await ended(turns, clock)
    assert await store.pending() == []


async def test_a_store_that_cannot_be_used_is_waited_for_and_no_try_is_counted(
    store: SqliteStore,
    turns: Turns,
    desk: EchoDesk,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trouble: list[str] = ["the disk is full"] * 4
    real = desk.handle

    async def handle(received: Any) -> None:
        if trouble:
            raise StoreFault(trouble.pop())
        await real(received)

    monkeypatch.setattr(desk, "handle", handle)
    await take(store, turns, typed(1, ANN, "one"), typed(2, ANN, "two"))
    for _ in range(4):
        await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)
        clock.advance(STORE_PAUSE_SECONDS)
    await ended(turns, clock)
    assert texts(desk, ANN) == ["one", "two"]


async def test_memory_is_bounded_by_asking_for_no_more(
    store: SqliteStore,
    turns: Turns,
    desk: EchoDesk,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_HELD", 2)
    desk.held[ANN] = asyncio.Event()
    await take(store, turns, typed(1, ANN, "one"), typed(2, ANN, "two"))
    room = asyncio.create_task(turns.room())
    await desk.began[ANN].wait()
    assert not room.done()
    desk.held[ANN].set()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await room
    await ended(turns, clock)


async def test_a_turn_cut_off_by_the_stop_is_pending_again(
    store: SqliteStore, desk: EchoDesk, clock: HandClock
) -> None:
    turns = Turns(store, desk, clock, lambda _: None, blind())
    await turns.start()
    desk.held[ANN] = asyncio.Event()
    await take(store, turns, typed(1, ANN, "one"))
    await desk.began[ANN].wait()
    await turns.stop(0)
    assert [update.update_id for update in await store.pending()] == [1]
