"""The store on one SQLite file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.store import opening
from bot.store.connection import Connection, SqliteDatabase, Step
from bot.store.contract import StoreFault
from bot.store.database import Database, number
from bot.store.mark import Mark
from bot.store.sql import SqlStore

LARGEST_WRITTEN_ANEW = 32 * 1024 * 1024
"""Bytes: a fraction of a second's work, and people delete everything once at most."""


BUSY = (
    "is the work of another process, and only one may work on it; stop that one first, or let them share a "
    "database at a postgresql:// address"
)


class Group:
    """Transactions that follow one another and are committed together."""

    def __init__(self) -> None:
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Set once they are kept, to an empty text, or undone, to the reason."""


class SqliteStore(SqlStore):
    """Keeps the promises of `contract.Store` in one file, written through one connection, read by another.

    One process works on it, and others may look: every transaction takes the write lock before it reads.
    Each method raises StoreFault when the file cannot be used now; nothing is half done then.
    """

    now = "((julianday('now') - 2440587.5) * 86400.0)"

    def __init__(self, db: Connection, reader: Connection, file: Path) -> None:
        super().__init__()
        self._db = db
        self._reader = reader
        self._file = file
        self._mark = Mark(file)
        self._lock = asyncio.Lock()
        self._group: Group | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, file: Path) -> "SqliteStore":
        """Opens `file`, making it and its folder if need be. Raises StoreFault with one sentence."""
        db = await opening.connect(file)
        return cls(db, await opening.reader(file), file)

    async def leads(self) -> bool:
        if not self._mark.set():
            raise opening.fault(self._file, BUSY)
        return True

    async def number_on(self, db: Database) -> None:
        """Nothing: the file numbers them so by itself."""

    async def close(self) -> None:
        async with self._alone():
            await self._reader.close()
            await self._db.close()
        self._mark.end()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[Database]:
        """Sees what is committed, and waits for nobody who writes."""
        try:
            yield SqliteDatabase(self._reader)
        except sqlite3.Error as refusal:
            raise self._fault(refusal) from refusal

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Database]:
        """Kept on a clean exit, undone on an exception; nobody else's is undone with it.

        Those who wait for the lock while one is under way share its commit, which is what takes time.
        """
        async with self._lock:
            one = SqliteDatabase(self._db, "SAVEPOINT one")
            try:
                group = self._group or await self._begin()
                yield one
                await one.finish("RELEASE one")
            except sqlite3.Error as refusal:
                await asyncio.shield(self._undo(one))
                raise self._fault(refusal) from refusal
            except BaseException:
                await asyncio.shield(self._undo(one))
                raise
        if reason := await asyncio.shield(group.ended):
            raise opening.fault(self._file, reason)

    async def _begin(self) -> Group:
        await self._db.execute("BEGIN IMMEDIATE")
        self._group = group = Group()
        task = asyncio.create_task(self._end_in_turn(group))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return group

    async def _end_in_turn(self, group: Group) -> None:
        """Commits a group behind those who waited for the lock when it was begun."""
        async with self._lock:
            if self._group is group:
                await self._end(group)

    async def _end(self, group: Group) -> None:
        self._group = None
        reason = "cannot be used now: its last commit was broken off"
        try:
            await self._db.commit()
            reason = ""
        except sqlite3.Error as refusal:
            reason = opening.reason(refusal)
            await self._db.rollback()
        finally:
            group.ended.set_result(reason)

    async def _undo(self, one: SqliteDatabase) -> None:
        """Undoes the one transaction; all of its group where the database has already done that."""
        group = self._group
        if group is None:
            await self._db.rollback()
        elif self._db.in_transaction:
            if one.begun:
                await self._roll_back()
        else:
            self._group = None
            group.ended.set_result("cannot be used now: the transaction was undone")

    async def _roll_back(self) -> None:
        """Undoes the one transaction, unless it was cut off when it was already whole."""
        try:
            await self._db.take([Step("ROLLBACK TO one"), Step("RELEASE one")])
        except sqlite3.OperationalError as refusal:
            if "no such savepoint" not in str(refusal):
                raise

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[Connection]:
        """The connection with no transaction open."""
        async with self._lock:
            if self._group:
                await asyncio.shield(self._end(self._group))
            yield self._db

    def _fault(self, refusal: sqlite3.Error) -> StoreFault:
        return opening.fault(self._file, opening.reason(refusal))

    async def _wiped(self) -> None:
        """Empties the write-ahead log, where pages with forgotten words may still stand.

        What a page keeps of words that were moved within it goes too, while the file is small enough to be
        written anew.
        """
        async with self._alone() as db:
            with suppress(sqlite3.Error):
                sizes = ("page_count", "page_size")
                pages, size = [await number(SqliteDatabase(db), f"PRAGMA {name}") for name in sizes]
                if pages * size <= LARGEST_WRITTEN_ANEW:
                    await db.execute("VACUUM")
                await db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
