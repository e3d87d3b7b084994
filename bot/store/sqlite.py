"""The store on one SQLite file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiosqlite

from bot.store import opening
from bot.store.database import Database, number
from bot.store.opening import SqliteDatabase
from bot.store.sql import SqlStore

LARGEST_WRITTEN_ANEW = 32 * 1024 * 1024
"""Bytes: a fraction of a second's work, and people delete everything once at most."""


class SqliteStore(SqlStore):
    """Keeps the promises of `contract.Store` in one file, written through one connection.

    Several processes may open the same file: every transaction takes the write lock before it reads.
    Each method raises StoreFault when the file cannot be used now; nothing is half done then.
    """

    def __init__(self, db: aiosqlite.Connection, file: Path) -> None:
        self._db = db
        self._file = file
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, file: Path) -> "SqliteStore":
        """Opens `file`, making it and its folder if need be. Raises StoreFault with one sentence."""
        return cls(await opening.connect(file), file)

    async def number_on(self, db: Database) -> None:
        """Nothing: the file numbers them so by itself."""

    async def close(self) -> None:
        async with self._lock:
            await self._db.close()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Database]:
        async with self._lock:
            try:
                await self._db.execute("BEGIN IMMEDIATE")
                yield SqliteDatabase(self._db)
                await self._db.execute("COMMIT")
            except sqlite3.Error as refusal:
                await self._undo()
                raise opening.fault(self._file, f"cannot be used now: {refusal}") from refusal
            except BaseException:
                await self._undo()
                raise

    async def _undo(self) -> None:
        """Rolls back, even while being cancelled: the lock may not be given on with a transaction open."""
        await asyncio.shield(self._db.rollback())

    async def _wiped(self) -> None:
        """Empties the write-ahead log, where pages with forgotten words may still stand.

        What a page keeps of words that were moved within it goes too, while the file is small enough to be
        written anew.
        """
        async with self._lock:
            with suppress(sqlite3.Error):
                pages, size = [
                    await number(SqliteDatabase(self._db), f"PRAGMA {name}")
                    for name in ("page_count", "page_size")
                ]
                if pages * size <= LARGEST_WRITTEN_ANEW:
                    await self._db.execute("VACUUM")
                await self._db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
