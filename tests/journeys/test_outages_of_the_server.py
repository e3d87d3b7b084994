"""The PostgreSQL server gone or connections cut under load: nothing lost, each answered once, in order."""

import asyncio
import random
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from bot.sandbox import Sandbox, User
from bot.store.places import Server
from bot.store.postgres import PostgresStore
from bot.telegram.edge import Edge
from tests.journeys.conftest import unhurried
from tests.store import servers
from tests.store.stores import NEEDS_SERVER, place_in
from tests.telegram.desks import EchoDesk
from tests.telegram.test_edge import at_work, said, written

pytestmark = NEEDS_SERVER

SENTENCE = re.compile(r"DATABASE_URL: the PostgreSQL database \S+ at \S+ cannot be used now: [^\n]+\.")
ONE = "SELECT pid FROM pg_stat_activity WHERE application_name = 'order-assistant' ORDER BY random() LIMIT 1"


@pytest.fixture
def people(sandbox: Sandbox) -> list[User]:
    return [sandbox.user(number) for number in range(1, 5)]


@asynccontextmanager
async def assistant(sandbox: Sandbox, server: Server) -> AsyncIterator[Edge]:
    store = await PostgresStore.open(server)
    try:
        async with at_work(
            Edge(store, EchoDesk(store), sandbox.token, sandbox.url, pace=unhurried())
        ) as edge:
            yield edge
    finally:
        await store.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="postgres-"))
    yield place
    shutil.rmtree(place)


async def writing(people: list[User], name: str) -> None:
    """Everybody writes, a little apart, so that something is under way all the time."""
    for number in range(15):
        for user in people:
            await user.send_text(f"{name}.{number}")
        await asyncio.sleep(0.01)


async def all_answered(people: list[User]) -> None:
    for user in people:
        await user.wait(partial(_is_answered, user))
    for user in people:
        assert said(user) == written(user), "each once, and in order"


def _is_answered(user: User, _: object) -> bool:
    return len(said(user)) >= len(written(user))


def sentences(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


async def test_a_server_that_stops_and_begins_again_under_load(
    sandbox: Sandbox, people: list[User], folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    running = await asyncio.to_thread(servers.start, folder)
    try:
        async with assistant(sandbox, servers.address(folder, "postgres")):
            load = asyncio.create_task(writing(people, "before"))
            await people[0].next_message()
            await asyncio.to_thread(servers.halt, running)
            await load
            await writing(people, "while")
            assert sandbox.state.updates.pending(), "what cannot be kept stays with Telegram"
            running = await asyncio.to_thread(servers.start, folder)
            await writing(people, "after")
            await all_answered(people)
    finally:
        await asyncio.to_thread(servers.halt, running)
    assert all(SENTENCE.fullmatch(line) for line in sentences(caplog)), sentences(caplog)
    assert any(line.endswith("; see that the server runs and can be reached.") for line in sentences(caplog))


async def test_connections_cut_one_by_one_under_load(
    sandbox: Sandbox, people: list[User], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = await place_in("postgres", tmp_path)
    assert isinstance(server, Server)
    dice = random.Random(20261122)  # noqa: S311
    operator = await asyncpg.connect(server.url)
    try:
        async with assistant(sandbox, server):
            load = asyncio.create_task(writing(people, "one"))
            await people[0].next_message()
            for number in range(20):
                await operator.execute(f"SELECT pg_terminate_backend(pid) FROM ({ONE}) AS one")  # noqa: S608
                if number == 10:
                    await load
                    load = asyncio.create_task(writing(people, "two"))
                await asyncio.sleep(dice.uniform(0, 0.05))
            await load
            await all_answered(people)
    finally:
        await operator.close()
    assert all(SENTENCE.fullmatch(line) for line in sentences(caplog)), sentences(caplog)
