"""Polling: nothing is confirmed before it is kept."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

import pytest

from bot.sandbox import Sandbox
from bot.store.contract import StoreFault
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api
from bot.telegram.pace import CONFLICT_SECONDS, FIRST_RETRY_SECONDS, RELIEF_SECONDS, STORE_PAUSE_SECONDS
from bot.telegram.polling import Polling, TokenRefused
from bot.telegram.turns import Turns
from tests.patience import PATIENCE_SECONDS
from tests.telegram.desks import EchoDesk, blind, said
from tests.telegram.hand_clock import HandClock

ANN = 1


@pytest.fixture
async def turns(store: SqliteStore, desk: EchoDesk, clock: HandClock) -> AsyncIterator[Turns]:
    turns = Turns(store, desk, clock, lambda _: None, blind())
    await turns.start()
    yield turns
    await turns.stop(0)


Begin = Callable[[], asyncio.Task[None]]
"""Begins to poll; whatever was begun is ended behind the test."""


@pytest.fixture
async def begin(store: SqliteStore, api: Api, turns: Turns, clock: HandClock) -> AsyncIterator[Begin]:
    begun: list[asyncio.Task[None]] = []

    def begin() -> asyncio.Task[None]:
        begun.append(asyncio.create_task(Polling(store, api, turns, clock).run()))
        return begun[-1]

    yield begin
    for task in begun:
        task.cancel()
    await asyncio.gather(*begun, return_exceptions=True)


async def answered(desk: EchoDesk) -> None:
    """Returns once Ann's turn has begun."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        await desk.began[ANN].wait()


async def test_updates_arrive_and_are_confirmed(begin: Begin, sandbox: Sandbox, desk: EchoDesk) -> None:
    begin()
    ann = sandbox.user(ANN)
    for text in ("one", "two", "three"):
        await ann.send_text(text)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(desk.handled) < 3:
            await desk.began[ANN].wait()
            await asyncio.sleep(0)
    assert [said(received) for received in desk.handled] == ["one", "two", "three"]
    assert sandbox.calls[0].method == "deleteWebhook"
    assert sandbox.calls[0].params["drop_pending_updates"] == "false"


@pytest.mark.parametrize("texts", [("precious",), ("precious", "both")])
async def test_an_update_that_cannot_be_kept_is_not_confirmed(
    begin: Begin,
    texts: tuple[str, ...],
    sandbox: Sandbox,
    store: SqliteStore,
    clock: HandClock,
    desk: EchoDesk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_: object) -> None:
        raise StoreFault("DATABASE_URL: the disk is full.")

    monkeypatch.setattr(store, "keep", full)
    monkeypatch.setattr(desk, "handle", full)
    for text in texts:
        await sandbox.user(ANN).send_text(text)
    begin()
    for _ in range(3):
        await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)
        assert len(sandbox.state.updates.pending()) == len(texts)
        clock.advance(STORE_PAUSE_SECONDS)
    await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)
    monkeypatch.undo()
    clock.advance(STORE_PAUSE_SECONDS)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while sandbox.state.updates.pending() or len(desk.handled) < len(texts):
            await asyncio.sleep(0.01)
    assert [said(received) for received in desk.handled] == list(texts)


async def test_trouble_on_the_line_is_waited_out_longer_each_time(
    begin: Begin, sandbox: Sandbox, clock: HandClock, desk: EchoDesk
) -> None:
    await sandbox.user(ANN).send_text("hello")
    sandbox.drop_next("getUpdates")
    sandbox.fail_next("getUpdates", 502, "Bad Gateway")
    begin()
    for wait in (FIRST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2):
        await clock.somebody_waits(clock.now() + wait)
        clock.advance(wait)
    await answered(desk)


async def test_another_program_at_the_same_bot_is_named_and_waited_for(
    begin: Begin, sandbox: Sandbox, clock: HandClock, desk: EchoDesk, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    await sandbox.user(ANN).send_text("hello")
    begin()
    await clock.somebody_waits(clock.now() + CONFLICT_SECONDS)
    assert "another program fetches updates with the same token" in caplog.text
    clock.advance(CONFLICT_SECONDS)
    await answered(desk)


async def test_beside_another_process_that_polls_this_one_stands_by_and_takes_over(
    begin: Begin,
    sandbox: Sandbox,
    store: SqliteStore,
    clock: HandClock,
    desk: EchoDesk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def no() -> bool:
        return False

    await sandbox.user(ANN).send_text("hello")
    with monkeypatch.context() as beside:
        beside.setattr(store, "leads", no)
        begin()
        for _ in range(2):
            await clock.somebody_waits(clock.now() + RELIEF_SECONDS)
            assert [call.method for call in sandbox.calls] == ["getMe"], "the token is tried, and no more"
            clock.advance(RELIEF_SECONDS)
        await clock.somebody_waits(clock.now() + RELIEF_SECONDS)
    clock.advance(RELIEF_SECONDS)
    await answered(desk)


async def test_whoever_lost_the_right_to_poll_does_not_take_its_heir_for_a_stranger(
    begin: Begin,
    sandbox: Sandbox,
    store: SqliteStore,
    clock: HandClock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rights = iter((True, False))

    async def leads() -> bool:
        return next(rights, False)

    monkeypatch.setattr(store, "leads", leads)
    sandbox.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    begin()
    await clock.somebody_waits(clock.now() + RELIEF_SECONDS)
    assert "another program" not in caplog.text


async def test_a_wrong_token_is_found_out_by_a_process_that_stands_by(
    sandbox: Sandbox, store: SqliteStore, turns: Turns, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no() -> bool:
        return False

    monkeypatch.setattr(store, "leads", no)
    stranger = Api("701:a-wrong-one", sandbox.url)
    await stranger.open()
    with pytest.raises(TokenRefused):
        await Polling(store, stranger, turns, clock).run()
    await stranger.close_connections()


async def test_a_flood_is_waited_out(begin: Begin, sandbox: Sandbox, clock: HandClock) -> None:
    sandbox.fail_next("getUpdates", 429, "Too Many Requests: retry after 3", retry_after=3)
    begin()
    await clock.somebody_waits(clock.now() + 3)


async def test_a_wrong_token_ends_the_polling_without_quoting_it(
    sandbox: Sandbox,
    store: SqliteStore,
    turns: Turns,
    clock: HandClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    stranger = Api("701:a-wrong-one", sandbox.url)
    await stranger.open()
    with caplog.at_level(logging.DEBUG), pytest.raises(TokenRefused) as caught:
        await Polling(store, stranger, turns, clock).run()
    await stranger.close_connections()
    assert "TELEGRAM_BOT_TOKEN" in str(caught.value)
    assert "a-wrong-one" not in str(caught.value)


async def test_a_restart_is_offered_the_last_updates_again_and_does_none_twice(
    begin: Begin, sandbox: Sandbox, turns: Turns, clock: HandClock, desk: EchoDesk
) -> None:
    ann = sandbox.user(ANN)
    await ann.send_text("one")
    for text in ("two", "three"):
        task = begin()
        await answered(desk)
        await turns._agenda.drained(clock.now() + 1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        desk.began[ANN].clear()
        await ann.send_text(text)
    assert [said(received) for received in desk.handled] == ["one", "two"]


async def test_not_even_an_unforeseen_failure_ends_the_polling(
    begin: Begin, sandbox: Sandbox, clock: HandClock, desk: EchoDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def recursion(update: object) -> None:
        raise RecursionError("Ann's secret")

    await sandbox.user(ANN).send_text("hello")
    with monkeypatch.context() as broken:
        broken.setattr("bot.telegram.polling.incoming", recursion)
        begin()
        await clock.somebody_waits(clock.now() + FIRST_RETRY_SECONDS)
    clock.advance(FIRST_RETRY_SECONDS)
    await answered(desk)
