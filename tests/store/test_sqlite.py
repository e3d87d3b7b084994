"""What the SQLite store promises beyond the contract: plain refusals, no traces, few writes."""

import asyncio
import json
import random
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.dialogue.state import Case, Person
from bot.store import ledger
from bot.store.connection import NotCommitted, Statement
from bot.store.contract import Acknowledge, Call, Incoming, Show, StoreFault
from bot.store.database import Row
from bot.store.schema import MIGRATIONS
from bot.store.sql import DUE
from bot.store.sqlite import SqliteStore
from tests.patience import PATIENCE_SECONDS

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SECRET = "Benedetta-Kowalczyk"


Open = Callable[[Path], Awaitable[SqliteStore]]


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    """Opens stores and closes them whatever happens: an open one keeps its thread alive."""
    async with AsyncExitStack() as stack:

        async def once(file: Path) -> SqliteStore:
            store = await SqliteStore.open(file)
            stack.push_async_callback(store.close)
            return store

        yield once


async def refusal(file: Path) -> str:
    with pytest.raises(StoreFault) as caught:
        await SqliteStore.open(file)
    return str(caught.value)


async def test_a_damaged_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite3"
    file.write_bytes(b"this is no database at all" * 100)
    sentence = await refusal(file)
    assert sentence == (
        f"DATABASE_URL: the file {file} is damaged or no SQLite database; "
        "restore it from a backup, or move it aside to begin with none."
    )
    assert file.read_bytes() == b"this is no database at all" * 100


async def test_a_file_damaged_in_the_middle_is_refused(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite3"
    store = await opened(file)
    await store.keep([Incoming(number, 1, "x" * 3000) for number in range(40)])
    await store.close()
    body = bytearray(file.read_bytes())
    body[8192:40960] = random.Random(7).randbytes(32768)  # noqa: S311 - the same every time
    file.write_bytes(body)
    assert "is damaged" in await refusal(file)
    assert file.read_bytes() == body, "nothing is written to it"


async def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert (
        await refusal(tmp_path) == f"DATABASE_URL: {tmp_path} is a folder, and the database must be a file."
    )


@pytest.mark.parametrize("place", ["/proc/nowhere/bot.sqlite3", "/proc/bot.sqlite3", "/dev/null/bot.sqlite3"])
async def test_a_place_that_cannot_be_written_is_refused(place: str) -> None:
    sentence = await refusal(Path(place))
    assert sentence.startswith(f"DATABASE_URL: the file {place} cannot be ")


async def test_a_schema_from_the_future_is_refused_and_left_alone(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite3"
    await (await opened(file)).close()
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    assert "was written by a newer version (schema 99" in await refusal(file)
    assert _number(file, "PRAGMA user_version") == 99


async def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "theirs.sqlite3"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE theirs (x)")
    db.close()
    body = file.read_bytes()
    assert "belongs to another program" in await refusal(file)
    assert file.read_bytes() == body


async def test_an_interrupted_migration_leaves_nothing(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bot.sqlite3"
    with monkeypatch.context() as broken:
        broken.setattr("bot.store.schema.MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE half (x)", "NONSENSE")))
        assert "cannot be used" in await refusal(file)
    assert _number(file, "SELECT count(*) FROM sqlite_master") == 0
    await (await opened(file)).close()
    assert _number(file, "PRAGMA user_version") == len(MIGRATIONS)


async def test_commits_survive_a_power_cut_as_far_as_sqlite_can_promise(opened: Open, tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    found = [
        next(iter(await store._db.execute_fetchall(f"PRAGMA {name}")))[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    ]
    await store.close()
    assert found == ["wal", 2, 1, 1]


async def test_what_an_update_said_is_dropped_when_it_is_done(opened: Open, tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    await store.keep(
        [Incoming(5, 1, json.dumps({"text": SECRET})), Incoming(6, 1, json.dumps({"n": SECRET}))]
    )
    assert _traces(tmp_path)
    async with store.turn(1, 5, NOW) as turn:
        assert turn is not None
    await store.skip(6, "unreadable")
    await store.close()
    assert not _traces(tmp_path)


async def test_erasing_leaves_no_trace_in_the_file(opened: Open, tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    await _crowd(store, range(1, 120))
    assert len(_traces(tmp_path)) > 0
    for number in range(1, 120, 2):
        async with store.turn(number, 50_000 + number, NOW) as turn:
            assert turn is not None
            turn.erase()
    assert _traces(tmp_path) == {f"{SECRET}-{number:04}" for number in range(2, 120, 2)}
    await store.close()


async def test_saving_one_order_writes_one_row(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite3"
    store = await opened(file)
    person = Person(1)
    for number in range(1, 6):
        person = person.with_case(Case(number, number, NOW))
    await _save(store, 1, person)
    _watch(file)
    changed = person.with_case(person.cases[3].tell("status", "shipped", NOW, "tapped"))
    await _save(store, 2, changed)
    await _save(store, 3, changed)
    await store.close()
    assert _number(file, "SELECT count(*) FROM watched") == 1


async def test_done_updates_are_forgotten_when_they_can_no_longer_come_again(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bot.sqlite3"
    store = await opened(file)
    await store.keep([Incoming(number, None, "{}") for number in range(10)])
    for number in range(9):
        await store.skip(number, "nobody's")
    later = time.time() + ledger.REMEMBERED_SECONDS + 10
    monkeypatch.setattr("bot.store.ledger.time.time", lambda: later)
    await store.keep([Incoming(20, None, "{}")])
    assert [update.update_id for update in await store.pending()] == [9, 20]
    assert await store.next_offset() == 21
    await store.close()
    assert _number(file, "SELECT count(*) FROM inbox") == 2


async def test_a_store_that_breaks_at_work_says_so(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite3"
    store = await opened(file)
    with sqlite3.connect(file) as db:
        db.execute("DROP TABLE outbox")
    db.close()
    with pytest.raises(StoreFault, match=r"DATABASE_URL: the file .* cannot be used now"):
        await store.waiting()
    await store.keep([Incoming(1, 1, "{}")])
    assert len(await store.pending()) == 1
    await store.close()


async def test_who_is_due_is_found_by_the_index(opened: Open, tmp_path: Path) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    plan = await store._db.execute_fetchall(f"EXPLAIN QUERY PLAN {DUE}", (5, 9))
    assert [row[3] for row in plan] == ["SEARCH person USING COVERING INDEX person_due (due<?)"]


async def test_turns_that_arrive_together_share_a_commit_and_none_undoes_another(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    commits, real = [], store._db._commit

    def commit() -> None:
        commits.append(1)
        real()

    monkeypatch.setattr(store._db, "_commit", commit)

    async def turn(number: int) -> None:
        async with store.turn(number, number, NOW) as one:
            assert one is not None
            one.save(Person(number))
            if number % 5 == 0:
                raise RuntimeError(number)

    ended = await asyncio.gather(*map(turn, range(1, 21)), return_exceptions=True)
    assert [str(one) for one in ended if one] == ["5", "10", "15", "20"]
    assert len(commits) < 5
    kept = [number for number in range(1, 21) if await store.person(number)]
    assert kept == [number for number in range(1, 21) if number % 5]


async def test_nobody_is_told_that_something_is_kept_before_it_is(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    gate, real = threading.Event(), store._db._commit

    def commit() -> None:
        gate.wait()
        real()

    monkeypatch.setattr(store._db, "_commit", commit)
    saving = asyncio.create_task(_save(store, 1, Person(1)))
    await asyncio.sleep(0.05)
    assert not saving.done()
    assert await store.person(1) is None
    gate.set()
    await saving
    assert await store.person(1) == Person(1)


@pytest.mark.parametrize("many", [1, 3])
async def test_a_commit_that_fails_is_told_to_all_who_share_it_and_nothing_is_kept(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    store = await opened(tmp_path / "bot.sqlite3")

    def commit() -> None:
        raise NotCommitted(sqlite3.OperationalError("database or disk is full"))

    with monkeypatch.context() as broken:
        broken.setattr(store._db, "_commit", commit)
        ended = await asyncio.gather(
            *(_save(store, number, Person(number)) for number in range(many)), return_exceptions=True
        )
    assert [type(one) for one in ended] == [StoreFault] * many
    assert [await store.person(number) for number in range(many)] == [None] * many
    await _save(store, 1, Person(1))
    assert await store.person(1) == Person(1)


async def test_a_turn_that_nobody_waits_for_is_read_and_kept_in_two_trips(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    trips, real = [], store._db.take

    async def take(statements: Sequence[Statement], *, commit: bool = False) -> list[list[Row]]:
        trips.append(commit)
        return await real(statements, commit=commit)

    monkeypatch.setattr(store._db, "take", take)
    async with store.turn(1, 1, NOW) as turn:
        assert turn is not None
        turn.save(Person(1))
    assert trips == [False, True]
    assert await store.person(1) == Person(1)


async def test_what_a_turn_left_to_be_said_is_not_read_again_unless_something_was_written_since(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    trips, real = [], store._reader.take

    async def take(statements: Sequence[Statement], *, commit: bool = False) -> list[list[Row]]:
        trips.append(1)
        return await real(statements, commit=commit)

    monkeypatch.setattr(store._reader, "take", take)

    async def turn(person: int, update: int) -> None:
        async with store.turn(person, update, NOW) as one:
            assert one is not None
            one.send(Show(f"{person} {update}", ()))

    await turn(1, 1)
    (known,), _ = await store.next_sends(1)
    assert not trips
    assert await store.next_send(1) == known
    assert len(trips) == 1

    betweens = (store.sent(known, 5), store.retried(known.id), turn(2, 100), store.put_off(1, NOW))
    for update, between in enumerate(betweens, 2):
        await turn(1, update)
        await between
        trips.clear()
        ahead = await store.next_sends(1)
        assert trips, "something was written since"
        assert ahead == await store.next_sends(1)
        for send in ahead.now:
            await store.dropped(send.id, "done")


async def test_what_is_known_ahead_is_what_is_there(opened: Open, tmp_path: Path) -> None:
    store, chance = await opened(tmp_path / "bot.sqlite3"), random.Random(7)  # noqa: S311 - nothing secret
    calls: tuple[Call, ...] = (Show("new", ()), Show("edit", (), 7), Acknowledge("query"))

    async def turn(update: int) -> None:
        person = chance.randint(1, 3)
        async with store.turn(person, update, NOW) as one:
            assert one is not None
            one.save(Person(person))
            if chance.random() < 0.1:
                one.erase()
            for _ in range(chance.randint(0, 3)):
                one.send(chance.choice(calls))

    async def say(person: int) -> None:
        for send in (await store.next_sends(person)).now:
            match chance.randint(1, 3):
                case 1:
                    await store.sent(send, 9)
                case 2:
                    await store.retried(send.id)
                case _:
                    await store.dropped(send.id, "")

    known = 0
    for update in range(300):
        await asyncio.gather(turn(update), *(say(chance.randint(1, 3)) for _ in range(chance.randint(0, 2))))
        for person in (1, 2, 3):
            known += store._ahead is not None
            ahead = await store.next_sends(person)
            store._ahead = None
            assert ahead == await store.next_sends(person)
    assert known > 50


async def test_a_transaction_that_the_database_ended_is_told_to_all_who_share_it(
    opened: Open, tmp_path: Path
) -> None:
    store = await opened(tmp_path / "bot.sqlite3")

    async def undone() -> None:
        async with store.turn(2, 2, NOW):
            await store._db.rollback()
            raise sqlite3.OperationalError("disk I/O error")

    ended = await asyncio.gather(
        _save(store, 1, Person(1)), undone(), _save(store, 3, Person(3)), return_exceptions=True
    )
    assert [type(one) for one in ended] == [StoreFault, StoreFault, type(None)]
    assert [await store.person(number) for number in (1, 3)] == [None, Person(3)]


async def test_a_turn_cut_off_while_it_waits_for_its_commit_leaves_the_store_in_order(
    opened: Open, tmp_path: Path
) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    cut = asyncio.create_task(_save(store, 1, Person(1)))
    other = asyncio.create_task(_save(store, 2, Person(2)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    cut.cancel()
    await asyncio.gather(cut, other, return_exceptions=True)
    assert await store.person(2) == Person(2)
    await _save(store, 3, Person(3))
    assert await store.person(3) == Person(3)


@pytest.mark.parametrize("beside", [0, 2])
@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize("steps", range(0, 20, 2))
async def test_a_turn_cut_off_anywhere_is_whole_or_undone(
    opened: Open, tmp_path: Path, steps: int, twice: bool, beside: int
) -> None:
    store = await opened(tmp_path / "bot.sqlite3")
    cut = asyncio.create_task(_save(store, 1, Person(1)))
    others = [asyncio.create_task(_save(store, number, Person(number))) for number in range(10, 10 + beside)]
    for _ in range(steps):
        await asyncio.sleep(0)
        await store._db.take([])
    cut.cancel()
    if twice:
        await asyncio.sleep(0)
        cut.cancel()
    [ended] = await asyncio.gather(cut, return_exceptions=True)
    assert ended is None or isinstance(ended, asyncio.CancelledError)
    await asyncio.gather(*others)
    assert all([await store.person(number) for number in range(10, 10 + beside)])
    await _save(store, 2, Person(2))
    assert await store.person(2) == Person(2)
    assert await store.person(1) in (None, Person(1))


async def test_another_process_that_writes_is_waited_for_while_the_loop_goes_on(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.connection.BUSY_SECONDS", PATIENCE_SECONDS)
    file = tmp_path / "bot.sqlite3"
    store = await opened(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    saving = asyncio.create_task(_save(store, 1, Person(1)))
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert not saving.done()
    assert await store.person(1) is None
    other.execute("COMMIT")
    other.close()
    await saving
    assert await store.person(1) == Person(1)


async def _crowd(store: SqliteStore, numbers: range) -> None:
    for number in numbers:
        name = f"{SECRET}-{number:04}"
        person = Person(number).with_case(Case(1, 1, NOW, name=name)).with_case(Case(2, 2, NOW, name=name))
        await store.keep([Incoming(10_000 + number, number, json.dumps({"text": name}))])
        async with store.turn(number, number, NOW) as turn:
            assert turn is not None
            turn.save(person)
            turn.send(Show(name * (number % 50)))


async def _save(store: SqliteStore, update_id: int, person: Person) -> None:
    async with store.turn(person.id, update_id, NOW) as turn:
        assert turn is not None
        turn.save(person)


def _watch(file: Path) -> None:
    """Lets the database count every row of people and orders that is written."""
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE watched (x)")
        for table in ("person", "orders"):
            for act in ("INSERT", "UPDATE", "DELETE"):
                then = "BEGIN INSERT INTO watched VALUES (1); END"
                db.execute(f"CREATE TRIGGER {act}_{table} AFTER {act} ON {table} {then}")
    db.close()


def _traces(folder: Path) -> set[str]:
    """Every name of the crowd that stands in any file of the database."""
    body = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    found: set[str] = set()
    start = body.find(SECRET.encode())
    while start >= 0:
        found.add(body[start : start + len(SECRET) + 5].decode(errors="replace"))
        start = body.find(SECRET.encode(), start + 1)
    return found


def _number(file: Path, query: str) -> int:
    db = sqlite3.connect(file)
    try:
        return int(db.execute(query).fetchone()[0])
    finally:
        db.close()
