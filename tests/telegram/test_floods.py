"""A pause that Telegram asks one process for is kept by all that share a PostgreSQL database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from bot.dialogue.state import Person
from bot.sandbox import Sandbox, User
from bot.store.contract import Acknowledge, Call, Show
from bot.store.places import Server
from bot.store.postgres import PostgresStore
from bot.telegram.api import Api
from bot.telegram.outbox import Outbox
from bot.telegram.pace import OTHERS_SECONDS
from tests.patience import PATIENCE_SECONDS
from tests.store.stores import NEEDS_SERVER, place_in
from tests.telegram.bots import all_answered, bots_at, said, written
from tests.telegram.desks import NOW, NoPapers
from tests.telegram.hand_clock import HandClock

pytestmark = NEEDS_SERVER
HOUR = 3600
ANN, BEN, EVE = 1, 2, 3


class Process:
    """What a process has of its own: its connections, its clock, its outbox."""

    def __init__(self, store: PostgresStore, api: Api) -> None:
        self.store = store
        self.clock = HandClock()
        self.outbox = Outbox(store, api, self.clock, NoPapers())

    async def say(self, update_id: int, person_id: int, *calls: Call) -> None:
        async with self.store.turn(person_id, update_id, NOW) as turn:
            assert turn is not None
            turn.save(turn.person or Person(person_id))
            for call in calls:
                turn.send(call)
        self.outbox.wake(person_id)

    async def waits(self, least: float, most: float) -> None:
        """Returns once it waits for a moment so many seconds ahead."""
        now = self.clock.now()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not any(
                moment is not None and least < moment - now <= most for moment, _ in self.clock._waits
            ):
                await asyncio.sleep(0.002)


@pytest.fixture
async def server(tmp_path: Path) -> Server:
    place = await place_in("postgres", tmp_path)
    assert isinstance(place, Server)
    return place


@pytest.fixture
async def three(server: Server, api: Api) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        found = []
        for _ in range(3):
            store = await PostgresStore.open(server)
            stack.push_async_callback(store.close)
            found.append(Process(store, api))
            await found[-1].outbox.start()
            stack.push_async_callback(found[-1].outbox.stop, 0)
        yield found


@pytest.fixture
async def people(sandbox: Sandbox) -> list[User]:
    found = [sandbox.user(number) for number in (ANN, BEN, EVE)]
    for user in found:
        await user.send_text("/start")
    return found


async def an_hour_goes_by(server: Server, processes: list[Process]) -> None:
    """By the server's clock, and then by everybody's own."""
    connection = await asyncpg.connect(server.url)
    await connection.execute("UPDATE pause SET until = until - $1", float(HOUR))
    await connection.close()
    for process in processes:
        process.clock.advance(HOUR)


def calls_to(sandbox: Sandbox, person_id: int) -> int:
    return sum(call.params.get("chat_id") == str(person_id) for call in sandbox.calls)


async def test_what_one_process_is_told_of_a_chat_all_keep_to(
    sandbox: Sandbox, three: list[Process], people: list[User], server: Server
) -> None:
    one, two, three_ = three
    sandbox.fail_next("sendMessage", 429, f"retry after {HOUR}", retry_after=HOUR)
    await one.say(1, ANN, Show("1"))
    await one.waits(HOUR - 1, HOUR)
    await two.say(2, ANN, Show("2"))
    await two.waits(HOUR - 600, HOUR)
    await three_.say(3, ANN, Acknowledge("7"), Show("3"))
    await three_.waits(HOUR - 600, HOUR)
    assert calls_to(sandbox, ANN) == 1
    assert not [call for call in sandbox.calls if call.method == "answerCallbackQuery"]
    for number, process in enumerate(three):
        await process.say(10 + number, BEN, Show("7"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while said(people[1]) != ["7"] * 3:
            for process in three:
                process.clock.advance(OTHERS_SECONDS)
            await asyncio.sleep(0.01)
    assert calls_to(sandbox, ANN) == 1
    await an_hour_goes_by(server, three)
    await people[0].wait(lambda _: said(people[0]) == ["1", "2", "3"])


async def test_a_flood_of_the_whole_bot_is_kept_to_by_all_processes_in_all_chats(
    sandbox: Sandbox, three: list[Process], people: list[User], server: Server
) -> None:
    one, two, _ = three
    for _ in range(2):
        sandbox.fail_next("sendMessage", 429, f"retry after {HOUR}", retry_after=HOUR)
    await one.say(1, ANN, Show("to Ann"))
    await one.waits(HOUR - 1, HOUR)
    await two.say(2, BEN, Show("to Ben"))
    await two.waits(HOUR - 1, HOUR)
    assert len([call for call in sandbox.calls if call.method == "sendMessage"]) == 2
    for number, process in enumerate(three):
        await process.say(10 + number, EVE, Acknowledge("7"), Show(f"to Eve, {number}"))
        await process.waits(HOUR - 600, HOUR)
    assert calls_to(sandbox, EVE) == 0
    assert len(sandbox.calls) == 2
    await an_hour_goes_by(server, three)
    eve = [f"to Eve, {number}" for number in range(3)]
    for user, texts in zip(people, (["to Ann"], ["to Ben"], eve), strict=True):
        await user.wait(partial(_has_heard, user, texts))


def _has_heard(user: User, texts: list[str], _: object) -> bool:
    return [bubble.text for bubble in user.chat if bubble.from_bot] == texts


async def test_three_bots_behind_one_webhook_keep_a_pause_that_one_of_them_is_told(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """Real processes: each takes turns of Ann while the pause lasts, and none speaks to her."""
    sandbox.limits.burst = 0
    ann, ben = sandbox.user(ANN), sandbox.user(BEN)
    async with bots_at(sandbox, tmp_path, 3) as bots:
        for user in (ann, ben):
            await user.send_text("100")
            await all_answered(user)
        before = calls_to(sandbox, ANN)
        sandbox.fail_next("sendMessage", 429, f"retry after {HOUR}", retry_after=HOUR)
        for number in range(20):
            await ann.send_text(str(number))
        async with asyncio.timeout(PATIENCE_SECONDS):
            while calls_to(sandbox, ANN) == before:
                await asyncio.sleep(0.002)
        await sandbox.taken()
        for number in range(20):
            await ben.send_text(str(number))
        await all_answered(ben)
        assert isinstance(bots.database, Server)
        connection = await asyncpg.connect(bots.database.url)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await connection.fetchval("SELECT count(*) FROM inbox WHERE NOT done"):
                    await asyncio.sleep(0.02)
            [held] = await connection.fetch(
                "SELECT count(DISTINCT holder), count(*) FROM outbox WHERE person_id = $1", ANN
            )
            assert tuple(held) == (3, 20), "all three hold something for her"
            assert calls_to(sandbox, ANN) == before + 1, "the one that was refused"
            for number in range(3):
                await bots.kill(number)
            await connection.execute("UPDATE pause SET until = 0")
        finally:
            await connection.close()
        for number in range(3):
            await bots.begin(number)
        await all_answered(ann)
        await bots.at_rest()
    assert said(ann) == written(ann)
