"""The sandbox, a store and the parts of the edge between them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.dialogue.state import Person
from bot.sandbox import Sandbox
from bot.store.contract import Call
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api
from bot.telegram.outbox import Outbox
from tests.telegram.desks import NOW, EchoDesk, NoPapers
from tests.telegram.hand_clock import HandClock

TOKEN = "700:token-of-the-tests"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    sandbox.limits.answer_within = 3600
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = await SqliteStore.open(tmp_path / "bot.sqlite3")
    yield store
    await store.close()


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    api = Api(sandbox.token, sandbox.url)
    await api.open()
    yield api
    await api.close_connections()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(store: SqliteStore) -> EchoDesk:
    return EchoDesk(store)


@pytest.fixture
async def outbox(store: SqliteStore, api: Api, clock: HandClock) -> AsyncIterator[Outbox]:
    async with AsyncExitStack() as stack:
        outbox = Outbox(store, api, clock, NoPapers())
        await outbox.start()
        stack.push_async_callback(outbox.stop, 0)
        yield outbox


Post = Callable[..., Awaitable[None]]


@pytest.fixture
def post(store: SqliteStore, outbox: Outbox) -> Post:
    """Puts calls for a person into the outbox, as a turn does."""
    ids = iter(range(1, 10_000))

    async def put(person_id: int, *calls: Call) -> None:
        async with store.turn(person_id, next(ids), NOW) as turn:
            assert turn is not None
            turn.save(turn.person or Person(person_id))
            for call in calls:
                turn.send(call)
        outbox.wake(person_id)

    return put
