"""Opening the SQLite file so that what was committed survives a power cut; or saying why it cannot be."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiosqlite

from bot.store.contract import StoreFault
from bot.store.database import Row
from bot.store.migrating import ForeignDatabase
from bot.store.schema import migrate

BUSY_SECONDS = 10
"""How long to wait for another process that is writing."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


@dataclass(frozen=True, slots=True)
class SqliteDatabase:
    """A connection as the shared statements want it."""

    connection: aiosqlite.Connection

    async def execute(self, statement: str, *values: Any) -> None:
        await self.connection.execute(statement, values)

    async def many(self, statement: str, rows: Sequence[Row]) -> None:
        if rows:
            await self.connection.executemany(statement, rows)

    async def rows(self, statement: str, *values: Any) -> Sequence[Row]:
        return [tuple(row) for row in await self.connection.execute_fetchall(statement, values)]


async def connect(file: Path) -> aiosqlite.Connection:
    """A connection to `file` with its tables up to date. Raises StoreFault."""
    _make_room(file)
    db = await aiosqlite.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        await _prepare(db)
    except (sqlite3.Error, ForeignDatabase) as refusal:
        await db.close()
        raise fault(file, _reason(refusal)) from refusal
    except BaseException:
        await db.close()
        raise
    return db


async def reader(file: Path) -> aiosqlite.Connection:
    """A further connection to an open file, which sees what is committed and writes nothing."""
    db = await aiosqlite.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    await db.execute("PRAGMA query_only = ON")
    return db


def fault(file: Path, reason: str) -> StoreFault:
    """The sentence an operator reads."""
    return StoreFault(f"DATABASE_URL: the file {file} {reason}.")


def _make_room(file: Path) -> None:
    if file.is_dir():
        raise StoreFault(f"DATABASE_URL: {file} is a folder, and the database must be a file.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        raise fault(file, f"cannot be made: {refusal.strerror}") from refusal
    try:
        # aiosqlite leaves a thread behind when it cannot open a file, so this is found out without it.
        sqlite3.connect(file).close()
    except sqlite3.Error as refusal:
        raise fault(file, f"cannot be opened: {refusal}") from refusal


async def _prepare(db: aiosqlite.Connection) -> None:
    for pragma in PRAGMAS:
        await db.execute_fetchall(pragma)
    await migrate(SqliteDatabase(db))
    for row in await db.execute_fetchall("PRAGMA quick_check(1)"):
        if row[0] != "ok":
            raise sqlite3.DatabaseError("it is damaged")


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, ForeignDatabase):
        return str(refusal)
    if "not a database" in str(refusal) or "malformed" in str(refusal):
        return "is damaged or no SQLite database"
    return f"cannot be used: {refusal}"
