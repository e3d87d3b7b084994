"""Telegram away, slow, or asked by somebody else: everything is said in the end, once and in order."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram.request import BaseRequest

from bot.sandbox import Sandbox
from bot.telegram.api import Api
from bot.telegram.pace import AT_ONCE, CONFLICT_SECONDS
from bot.telegram.transport import _limits
from tests.bench.reminders import waiting
from tests.journeys.conftest import Buyer, House, closed, said_to, time_going_on
from tests.journeys.gate import Call, Gate, Outage
from tests.patience import PATIENCE_SECONDS
from tests.telegram.hand_clock import HandClock
from tests.telegram.test_edge import process, said, written

TEN_MINUTES = 600
ANN, BEN = 7, 8


@pytest.fixture
async def gate(sandbox: Sandbox) -> AsyncIterator[Gate]:
    gate = Gate(sandbox.url)
    await gate.start()
    yield gate
    await gate.stop()


@pytest.fixture
async def house(sandbox: Sandbox, gate: Gate, clock: HandClock, tmp_path: Path) -> AsyncIterator[House]:
    house = House(sandbox, tmp_path / "bot.sqlite3", gate.url)
    await house.open()
    yield house
    await gate.up()
    gate.release()
    await closed(house, clock)


def to(person_id: int) -> Call:
    return "sendMessage", str(person_id)


async def ten_minutes(clock: HandClock) -> None:
    until = clock.now() + TEN_MINUTES
    async with time_going_on(clock):
        while clock.now() < until:
            await asyncio.sleep(0.002)


async def due_meanwhile(house: House, person_id: int) -> None:
    """Something comes due for a person, and the assistant's own clock finds it."""
    now = datetime.now(UTC)
    async with house.app._store.visit(person_id, now) as turn:
        turn.save(waiting(person_id, now - timedelta(hours=50)), now - timedelta(hours=2))
    assert await house.app._ticking.tick() == 1


@pytest.mark.parametrize("outage", ["refused", "bad gateway", "hanging"])
async def test_telegram_away_for_ten_minutes(
    house: House,
    buyer: Buyer,
    gate: Gate,
    clock: HandClock,
    sandbox: Sandbox,
    outage: Outage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ben = Buyer(sandbox, sandbox.user(BEN, "Ben", "en"))
    await ben.says("/start")
    await buyer.says("/start")
    screens = [(await buyer.says(text)).text for text in ("/help", "/settings")]
    sandbox.limits.answer_within = 0.0
    before = len(said_to(buyer))

    with monkeypatch.context() as hurried:
        hurried.setattr("bot.telegram.transport.READ_SECONDS", 0.2)
        await gate.down(outage, "getUpdates")
        press = await buyer.user.press(None, str(buyer.screen.rows[0][0]["text"]))
        for text in ("/help", "/settings"):
            await buyer.user.send_text(text)
        async with time_going_on(clock):
            await sandbox.taken()
        await gate.down(outage)
        await buyer.user.send_text("/help")
        await due_meanwhile(house, BEN)
        await ten_minutes(clock)
        assert len(said_to(buyer)) == before

    await gate.up()
    async with time_going_on(clock):
        await buyer.user.wait(lambda _: said_to(buyer)[before:] == [*screens, screens[0]])
        await ben.user.wait(lambda _: "⏰" in ben.screen.text)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await house.app._store.waiting():
                await asyncio.sleep(0.002)
        await house.restart()
        await ben.says("/help")
    assert len([text for text in said_to(ben) if "⏰" in text]) == 1
    assert said_to(buyer)[before:] == [*screens, screens[0]], "nothing is said again"
    assert press.id not in sandbox.state.answers, "an answer that comes too late is refused and hurts nobody"
    assert "Telegram cannot be reached (" in caplog.text or outage == "hanging"
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_slow_answer_holds_up_nobody_else_and_loses_no_tap(
    house: House, buyer: Buyer, gate: Gate, sandbox: Sandbox
) -> None:
    ben = Buyer(sandbox, sandbox.user(BEN, "Ben", "en"))
    await buyer.says("/start")
    help_, settings = [(await buyer.says(text)).text for text in ("/help", "/settings")]
    before = len(said_to(buyer))
    gate.hold("before", lambda call: call == to(ANN))
    calls = gate.calls.count(to(ANN))
    await buyer.user.send_text("/help")
    await gate.heard(to(ANN), times=calls + 1)
    await buyer.user.send_text("/settings")
    await ben.says("/start")
    await ben.says("/help")
    assert len(said_to(buyer)) == before
    gate.release()
    await buyer.user.wait(lambda _: said_to(buyer)[before:] == [help_, settings])
    assert gate.calls.count(to(ANN)) == calls + 2, "nothing was said twice"


async def test_more_slow_answers_than_are_made_at_once_hold_up_nobody_else(
    house: House, sandbox: Sandbox, gate: Gate, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await closed(house, clock)
    monkeypatch.setattr("bot.telegram.outbox.SLOW_SECONDS", 0.01)
    await house.open()
    crowd = [sandbox.user(number) for number in range(100, 100 + AT_ONCE + 20)]
    gate.hold("before", lambda call: call[0] == "sendMessage" and call != to(BEN))
    for user in crowd:
        await user.send_text("/start")
    await gate.heard(*(to(user.id) for user in crowd))
    await Buyer(sandbox, sandbox.user(BEN, "Ben", "en")).says("/start")
    gate.release()
    for user in crowd:
        await user.next_message()
    assert [gate.calls.count(to(user.id)) for user in crowd] == [1] * len(crowd)


def test_an_answer_of_half_a_minute_is_waited_for() -> None:
    """Given up, it would be asked for again although Telegram has done it, and so on without end."""
    unset = BaseRequest.DEFAULT_NONE
    limits = _limits(None, unset, unset, unset, unset)
    assert limits.sock_read is not None
    assert limits.sock_read > 30


@pytest.mark.parametrize(("when", "most"), [("before", 1), ("after", 2)])
async def test_killed_while_an_answer_takes_long(
    sandbox: Sandbox, gate: Gate, tmp_path: Path, when: str, most: int
) -> None:
    """Said again if Telegram had taken it; once if it had not; never lost."""
    ann = sandbox.user(ANN)
    gate.hold("before" if when == "before" else "after", lambda call: call == to(ANN))
    async with process(sandbox, tmp_path, gate.url) as worker:
        for text in ("one", "two"):
            await ann.send_text(text)
        await gate.heard(to(ANN))
        if most > 1:
            await ann.next_message()
        worker.send_signal(signal.SIGKILL)
        await worker.wait()
    await gate.given_up()
    gate.release()
    async with process(sandbox, tmp_path, gate.url):
        await ann.wait(lambda _: "two" in said(ann))
    assert list(dict.fromkeys(said(ann))) == written(ann)
    assert len(said(ann)) == len(written(ann)) + most - 1


async def test_a_second_poller_is_named_and_what_was_kept_is_answered(
    house: House,
    buyer: Buyer,
    gate: Gate,
    clock: HandClock,
    sandbox: Sandbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await buyer.says("/start")
    screens = [(await buyer.says(text)).text for text in ("/help", "/settings")]
    before, calls = len(said_to(buyer)), gate.calls.count(to(ANN))
    gate.hold("before", lambda call: call == to(ANN))
    await buyer.user.send_text("/help")
    await gate.heard(to(ANN), times=calls + 1)
    await sandbox.taken()

    other = Api(sandbox.token, sandbox.url)
    await other.open()
    await other.raw_updates(None, 0)
    for _ in range(2):
        await clock.somebody_waits(clock.now() + CONFLICT_SECONDS)
        begun = sandbox.state.poll.begun.next()
        clock.advance(CONFLICT_SECONDS)
        await begun
        await other.raw_updates(None, 0)
    await clock.somebody_waits(clock.now() + CONFLICT_SECONDS)
    gate.release()
    await buyer.user.wait(lambda _: said_to(buyer)[before:] == screens[:1])
    await other.close_connections()
    await buyer.user.send_text("/settings")
    clock.advance(CONFLICT_SECONDS)
    await buyer.user.wait(lambda _: said_to(buyer)[before:] == screens)
    lines = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(lines) == 3
    assert lines[0].startswith("TELEGRAM_BOT_TOKEN: another program fetches updates with the same token")
    assert "end that program, or take a new token from @BotFather" in lines[0]
