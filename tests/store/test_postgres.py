"""What the PostgreSQL store promises beyond the contract: processes side by side, a server that breaks."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.dialogue.state import Person
from bot.store import ledger
from bot.store.contract import Incoming, Show, StoreFault
from bot.store.database import Database
from bot.store.places import Server
from bot.store.postgres import DUE, LENT_SECONDS, PostgresStore
from bot.store.postgres_link import numbered
from bot.store.postgres_schema import MIGRATIONS
from bot.store.presence import _halves
from tests.patience import PATIENCE_SECONDS
from tests.store import servers
from tests.store.stores import NEEDS_SERVER, place_in

pytestmark = NEEDS_SERVER
NOW = datetime(2026, 11, 21, tzinfo=UTC)
ANN, BEN = 1, 2
FAR = 2**52 + 2**31 + 5
Open = Callable[[], Awaitable[PostgresStore]]


@pytest.fixture
async def server(tmp_path: Path) -> Server:
    place = await place_in("postgres", tmp_path)
    assert isinstance(place, Server)
    return place


@pytest.fixture
async def opened(server: Server) -> AsyncIterator[Open]:
    """A process of its own each time, as far as the server can tell."""
    async with AsyncExitStack() as stack:

        async def once_more() -> PostgresStore:
            store = await PostgresStore.open(server)
            stack.push_async_callback(store.close)
            return store

        yield once_more


async def vanish(store: PostgresStore) -> None:
    """Ends as a killed process does, without a word; returns when the server has let go of all it held."""
    connections = connections_of(store)
    numbers = {connection.get_server_pid() for connection in connections}
    store._presence._connection.terminate()
    store._pool.terminate()
    connection = await asyncpg.connect(store._server.url)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while numbers & {row[0] for row in await connection.fetch("SELECT pid FROM pg_stat_activity")}:
                await asyncio.sleep(0.02)
    finally:
        await connection.close()


def connections_of(store: PostgresStore) -> list[Any]:
    """Every connection it has open."""
    lent = [holder._con for holder in store._pool._holders if holder._con]  # type: ignore[attr-defined]
    return [*lent, store._presence._connection]


async def alone(server: Server, statement: str, *values: object) -> None:
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()


async def cut(server: Server, *stores: PostgresStore) -> None:
    """Ends every connection, as a restart of the server does; returns when it and the stores have noticed."""
    old = [connection for store in stores for connection in connections_of(store)]
    await alone(
        server,
        "SELECT pg_terminate_backend(pid, $1) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        int(PATIENCE_SECONDS * 1000),
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not all(connection.is_closed() for connection in old):
            await asyncio.sleep(0.02)


async def say(store: PostgresStore, update_id: int, person_id: int, text: str) -> None:
    async with store.turn(person_id, update_id, NOW) as turn:
        assert turn is not None
        turn.save(turn.person or Person(person_id))
        turn.send(Show(text))


async def test_updates_of_the_living_are_theirs_and_those_of_the_dead_are_taken_up_once(opened: Open) -> None:
    one, two, three = [await opened() for _ in range(3)]
    await one.keep([Incoming(5, ANN, "{}"), Incoming(6, None, "{}")])
    assert await two.adopt_updates() == []
    await vanish(one)
    adopted = await asyncio.gather(two.adopt_updates(), three.adopt_updates())
    assert sorted(map(len, adopted)) == [0, 2]
    assert [update.update_id for found in adopted for update in found] == [5, 6]
    assert await two.adopt_updates() == await three.adopt_updates() == []


async def test_what_one_process_fetches_is_shared_with_the_others(opened: Open) -> None:
    one, two = await opened(), await opened()
    given = [Incoming(number, number % 4, "{}") for number in range(8)]
    two.left.clear()
    ours = await one.share(given)
    assert [update.person_id for update in ours] == [0, 2, 0, 2]
    async with asyncio.timeout(PATIENCE_SECONDS):
        await two.left.wait()
    assert not one.left.is_set(), "what we left is for the others"
    assert await two.adopt_updates() == [update for update in given if update not in ours]


async def test_what_another_process_has_in_hand_is_not_left_to_a_third(opened: Open) -> None:
    one, two, three = [await opened() for _ in range(3)]
    await two.keep([Incoming(5, ANN, "{}")])
    assert await one.share([Incoming(5, ANN, "{}")]) == []
    assert await three.adopt_updates() == []


async def test_who_fetched_updates_and_was_cut_off_may_find_another_at_it(
    opened: Open, server: Server
) -> None:
    one, two = await opened(), await opened()
    assert (await one.leads(), await two.leads()) == (True, False)
    one.left.clear()
    await cut(server, one, two)
    assert (await two.leads(), await one.leads()) == (True, False)
    assert one.left.is_set(), "what was left meanwhile may have been missed"
    await two.share([Incoming(5, ANN, "{}")])
    one.left.clear()
    await two.share([Incoming(6, ANN, "{}")])
    async with asyncio.timeout(PATIENCE_SECONDS):
        await one.left.wait()


async def test_another_process_fetches_when_the_first_is_killed(opened: Open) -> None:
    one, two = await opened(), await opened()
    assert (await one.leads(), await two.leads()) == (True, False)
    await vanish(one)
    assert await two.leads()


async def test_sends_of_the_dead_are_taken_up_the_longest_waiting_first(opened: Open) -> None:
    one, two = await opened(), await opened()
    await say(one, 5, BEN, "1")
    await say(one, 6, ANN, "2")
    await say(one, 7, BEN, "3")
    assert await two.adopt_sends() == []
    await vanish(one)
    assert await two.adopt_sends() == [BEN, ANN]
    assert await two.adopt_sends() == []


async def test_an_update_waits_for_an_earlier_one_of_the_same_person(opened: Open) -> None:
    one, two = await opened(), await opened()
    await one.keep([Incoming(5, ANN, "{}")])
    await two.keep([Incoming(6, ANN, "{}"), Incoming(7, BEN, "{}")])
    assert await two.earlier(ANN, 6)
    assert not await two.earlier(BEN, 7)
    assert not await one.earlier(ANN, 5)
    await say(one, 5, ANN, "done")
    assert not await two.earlier(ANN, 6)


async def test_one_process_at_a_time_makes_calls_for_a_person(opened: Open) -> None:
    one, two = await opened(), await opened()
    async with one.claim(ANN) as first, two.claim(ANN) as second, two.claim(FAR) as other:
        assert (first, second, other) == (True, False, True)
    async with two.claim(ANN) as later:
        assert later


async def test_a_claim_ends_with_its_process(opened: Open) -> None:
    one, two = await opened(), await opened()
    async with one.claim(ANN):
        await vanish(one)
        async with two.claim(ANN) as ours:
            assert ours


def test_no_two_people_have_the_same_claim() -> None:
    ids = [1, 2, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**52, FAR, 2**63 - 1]
    found = {_halves(number) for number in ids}
    assert len(found) == len(ids)
    assert all(upper >= 0 and -(2**31) <= lower < 2**31 for upper, lower in found)


async def test_processes_know_how_many_they_are(opened: Open) -> None:
    one, two = await opened(), await opened()
    assert await one.companions() == 2
    await vanish(two)
    assert await one.companions() == 1


async def test_a_process_counts_itself_also_when_its_connection_was_lost(
    opened: Open, server: Server
) -> None:
    store = await opened()
    await cut(server, store)
    assert await store.companions() == 1


async def test_who_is_due_is_told_to_one_process_and_after_a_while_to_another(opened: Open) -> None:
    one, two = await opened(), await opened()
    for number in range(1, 21):
        async with one.visit(number, NOW) as turn:
            turn.save(Person(number), NOW)
    told = await asyncio.gather(one.due(NOW, 10), two.due(NOW, 10))
    assert sorted([*told[0], *told[1]]) == list(range(1, 21)), "nobody twice, and none is waited for"
    await one.put_off(told[0][0], NOW + timedelta(days=1))
    later = NOW + timedelta(seconds=LENT_SECONDS + 1)
    assert len(await two.due(later, 30)) == 19


async def test_who_is_due_is_found_by_the_index(opened: Open, server: Server) -> None:
    store = await opened()
    async with store.visit(ANN, NOW) as turn:
        turn.save(Person(ANN), NOW)
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute("SET enable_seqscan = off")
        plan = await connection.fetch(f"EXPLAIN {numbered(DUE)}", 5, 5, 9, 9)
    finally:
        await connection.close()
    assert any("Index Scan using person_due" in row[0] for row in plan)


async def test_done_updates_are_forgotten_when_they_can_no_longer_come_again(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await opened()
    await store.keep([Incoming(number, None, "{}") for number in range(10)])
    for number in range(9):
        await store.skip(number, "nobody's")
    later = time.time() + ledger.REMEMBERED_SECONDS + 10
    monkeypatch.setattr("bot.store.ledger.time.time", lambda: later)
    await store.adopt_updates()
    async with store._reading() as db:
        assert await db.rows("SELECT update_id FROM inbox") == [(9,)]


async def test_a_lost_connection_is_one_sentence_and_then_all_goes_on(opened: Open, server: Server) -> None:
    one, two = await opened(), await opened()
    await one.keep([Incoming(5, ANN, "{}")])
    await say(one, 4, BEN, "waits")
    await cut(server, one, two)
    assert await one.adopt_updates() == [Incoming(5, ANN, "{}")], "what came to us may have been missed"
    assert await one.adopt_sends() == [BEN], "in the outbox as well"
    assert not await one.adopt_updates()
    assert not await one.adopt_sends()
    assert await two.adopt_updates() == []
    assert await one.companions() == 2
    await say(one, 5, ANN, "answered")
    async with one.claim(ANN) as ours:
        assert ours
        send = await one.next_send(ANN)
    assert send is not None
    assert send.call == Show("answered")


async def test_what_was_taken_up_while_the_answer_was_lost_is_taken_up_again(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead, store = await opened(), await opened()
    await dead.keep([Incoming(5, ANN, "{}")])
    await say(dead, 4, BEN, "waits")
    await vanish(dead)
    real = PostgresStore._transaction

    @asynccontextmanager
    async def committed_unheard(self: PostgresStore) -> AsyncIterator[Database]:
        async with real(self) as db:
            yield db
        raise StoreFault("the connection was lost")

    with monkeypatch.context() as broken:
        broken.setattr(PostgresStore, "_transaction", committed_unheard)
        for adopt in (store.adopt_updates, store.adopt_sends):
            with pytest.raises(StoreFault):
                await adopt()
    assert await store.adopt_updates() == [Incoming(5, ANN, "{}")]
    assert await store.adopt_sends() == [BEN]
    assert not await store.adopt_updates()
    assert not await store.adopt_sends()


async def test_a_connection_lost_inside_a_turn_leaves_nothing(opened: Open, server: Server) -> None:
    store = await opened()

    async def cut_off() -> None:
        async with store.turn(ANN, 5, NOW) as turn:
            assert turn is not None
            turn.save(Person(ANN))
            await cut(server, store)

    with pytest.raises(
        StoreFault, match=r"DATABASE_URL: the PostgreSQL database bot_\w+ at .* cannot be used"
    ):
        await cut_off()
    assert await store.person(ANN) is None
    await say(store, 5, ANN, "again")
    assert await store.person(ANN) == Person(ANN)


@pytest.fixture
def another_server() -> Iterator[Path]:
    """A folder for a server that a test starts and ends itself."""
    place = Path(tempfile.mkdtemp(prefix="postgres-"))
    yield place
    shutil.rmtree(place)


async def test_what_was_committed_survives_a_server_that_breaks_off(another_server: Path) -> None:
    address = servers.address(another_server, "postgres")
    running = await asyncio.to_thread(servers.start, another_server)
    try:
        store = await PostgresStore.open(address)
        await store.keep([Incoming(5, ANN, "{}")])
        await say(store, 5, ANN, "kept")
        await asyncio.to_thread(servers.halt, running)
        with pytest.raises(StoreFault, match="cannot be used now: "):
            await store.keep([Incoming(6, ANN, "{}")])
        running = await asyncio.to_thread(servers.start, another_server)
        await store.keep([Incoming(6, ANN, "{}")])
        assert [update.update_id for update in await store.pending()] == [6]
        assert await store.adopt_sends() == [ANN]
        await store.close()
    finally:
        await asyncio.to_thread(servers.halt, running)


async def test_a_server_that_is_not_there_is_one_sentence() -> None:
    sentence = "DATABASE_URL: the PostgreSQL database orders at /nowhere cannot be used now: "
    with pytest.raises(StoreFault) as caught:
        await PostgresStore.open(Server("postgresql:///orders?host=/nowhere&user=bot"))
    assert str(caught.value) == (
        sentence + "No such file or directory; see that the server runs and can be reached."
    )


async def test_a_database_that_is_not_there_is_one_sentence(server: Server) -> None:
    with pytest.raises(StoreFault) as caught:
        await PostgresStore.open(Server(server.url.replace("bot_", "no_")))
    assert str(caught.value).endswith(" does not exist.")
    assert "\n" not in str(caught.value)


async def test_another_programs_database_is_refused_and_left_alone(server: Server) -> None:
    await alone(server, "CREATE TABLE theirs (x integer)")
    with pytest.raises(StoreFault, match=r"the PostgreSQL database .* belongs to another program\."):
        await PostgresStore.open(server)
    await alone(server, "DROP TABLE theirs")
    await (await PostgresStore.open(server)).close()


async def test_a_schema_from_the_future_is_refused(server: Server) -> None:
    await (await PostgresStore.open(server)).close()
    await alone(server, "UPDATE order_assistant SET version = 99")
    with pytest.raises(StoreFault, match=rf"newer version \(schema 99, known up to {len(MIGRATIONS)}\)"):
        await PostgresStore.open(server)


async def test_many_processes_may_begin_at_once(server: Server) -> None:
    stores = await asyncio.gather(*(PostgresStore.open(server) for _ in range(6)))
    numbers = {store._presence.number for store in stores}
    assert len(numbers) == len(stores)
    assert await stores[0].companions() == len(stores)
    for store in stores:
        await store.close()


async def test_an_interrupted_migration_leaves_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        half = (*MIGRATIONS, ("CREATE TABLE half (x integer)", "NONSENSE"))
        broken.setattr("bot.store.postgres_schema.MIGRATIONS", half)
        with pytest.raises(StoreFault, match="syntax error"):
            await PostgresStore.open(server)
    store = await PostgresStore.open(server)
    async with store._reading() as db:
        assert await db.rows("SELECT count(*) FROM pg_tables WHERE tablename = 'half'") == [(0,)]
    await store.close()
