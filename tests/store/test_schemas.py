"""A database as each earlier version left it is opened, and nothing in it is lost.

A file of `schemas/` is written once, when its version is released, and never changed.
"""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from bot.dialogue.outcome import Report
from bot.dialogue.state import Told
from bot.store import postgres_schema, schema
from bot.store.contract import Incoming, Show
from bot.store.database import Row
from bot.store.places import Place, Server, open_store
from tests.store.stores import NEEDS_SERVER, place_in

FOLDER = Path(__file__).parent / "schemas"
FILES = [
    pytest.param(file, marks=NEEDS_SERVER if file.stem.startswith("postgres") else ())
    for file in sorted(FOLDER.glob("*.sql"))
]
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
    WHERE table_schema = current_schema() ORDER BY 1, 2
"""
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"


async def restored(file: Path, folder: Path) -> Place:
    """A database with the contents of the file."""
    kind, text = file.stem.partition("-")[0], await asyncio.to_thread(file.read_text)
    place = await place_in(kind, folder)
    if isinstance(place, Server):
        connection = await asyncpg.connect(place.url)
        await connection.execute(text)
        await connection.close()
        return place
    db = sqlite3.connect(place)
    db.executescript(text)
    db.close()
    return place


async def shape(place: Place) -> list[Row]:
    """The tables with their columns and indexes, however they came to be."""
    if isinstance(place, Server):
        connection = await asyncpg.connect(place.url)
        found = [*await connection.fetch(COLUMNS), *await connection.fetch(INDEXES)]
        await connection.close()
        return [tuple(row) for row in found]
    db = sqlite3.connect(place)
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [(table, *row[1:]) for table in tables for row in db.execute(f"PRAGMA table_info({table})")]
    rows += db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    db.close()
    return sorted(rows, key=repr)


def test_there_is_a_file_of_every_version() -> None:
    versions = {"sqlite": len(schema.MIGRATIONS), "postgres": len(postgres_schema.MIGRATIONS)}
    wanted = {f"{kind}-{number}" for kind, last in versions.items() for number in range(1, last + 1)}
    assert {file.stem for file in FOLDER.glob("*.sql")} == wanted


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_what_an_earlier_version_left_is_taken_on(file: Path, tmp_path: Path) -> None:
    version = int(file.stem.partition("-")[2])
    store = await open_store(await restored(file, tmp_path))
    try:
        assert await store.pending() == [Incoming(5, 7, "{}")]
        assert await store.next_offset() == 6
        ann, ben = await store.person(7), await store.person(8)
        assert ann is not None
        assert ben is not None
        assert (ann.chosen, ann.cases[1].name, dict(ben.cases)) == ("ru", "я", {})
        begun = datetime(2026, 11, 1, tzinfo=UTC)
        assert ann.cases[1].told["status"] == Told("cancel_requested", begun, "tapped")
        assert await store.adopt_sends() == [7]
        send = await store.next_send(7)
        assert send is not None
        assert (send.call, send.tries) == (Show("waits"), 1)
        await store.sent(send, None)
        assert await store.next_send(7) is None, "a file that an older version wanted to send is not sent"
        made = datetime(2026, 11, 21, tzinfo=UTC)
        reports = [(made, Report("v1", "r", "en", "a button"))]
        newer = file.stem.startswith("postgres")
        assert list(await store.pauses()) == ([9] if file.stem in ("postgres-2", "sqlite-5") else [])
        assert await store.reports() == (reports if newer or version > 1 else [])
        async with store.visit(7, made) as turn:
            assert turn.screen == 31
            assert (turn.due is not None) == (newer or version > 2)
            assert (turn.board, turn.board_digest) == ((41, "abc") if newer or version > 3 else (None, ""))
            turn.save(ann, made)
        assert await store.due(made, 5) == [7]
    finally:
        await store.close()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_an_old_database_becomes_like_a_new_one(file: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    old, new = await restored(file, tmp_path), await place_in(file.stem.partition("-")[0], tmp_path / "new")
    for place in (old, new):
        await (await open_store(place)).close()
    assert await shape(old) == await shape(new)
