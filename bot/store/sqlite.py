"""The store on one SQLite file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.store import opening
from bot.store.connection import Connection, NotCommitted, SqliteDatabase, Statement
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
        self.seen_to = False


async def whole(work: Coroutine[None, None, None]) -> None:
    """Does the work to its end, however often whoever waits for it is cut off meanwhile; then they are."""
    task = asyncio.create_task(work)
    cut: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as cancelled:
            cut = cancelled
    if cut:
        raise cut from (None if task.cancelled() else task.exception())
    task.result()


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
        self._waiting = 0
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

        Those who wait for the lock while one is under way share its commit, which is what takes time; where
        nobody waits, the commit goes with the last statements.
        """
        async with self._queued():
            self.begun += 1
            one = SqliteDatabase(self._db, *(() if self._group else ("BEGIN IMMEDIATE",)), "SAVEPOINT one")
            group = self._group = self._group or Group()
            try:
                yield one
                if self._waiting:
                    await one.finish("RELEASE one")
                else:
                    await whole(self._end(group, one))
            except sqlite3.Error as refusal:
                await whole(self._undo(one, group))
                raise self._fault(refusal) from refusal
            except BaseException:
                await whole(self._undo(one, group))
                raise
            finally:
                self._see_to(group)
        if reason := await asyncio.shield(group.ended):
            raise opening.fault(self._file, reason)

    @asynccontextmanager
    async def _queued(self) -> AsyncIterator[None]:
        """Holds the lock; who waits for it is counted."""
        self._waiting += 1
        try:
            await self._lock.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._lock.release()

    def _see_to(self, group: Group) -> None:
        """A group that is still open will be committed."""
        if self._group is group and not group.seen_to:
            group.seen_to = True
            task = asyncio.create_task(self._end_in_turn(group))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _end_in_turn(self, group: Group) -> None:
        """Commits a group behind those who wait for the lock now."""
        async with self._lock:
            if self._group is group:
                await self._end(group)

    async def _end(self, group: Group, last: SqliteDatabase | None = None) -> None:
        """Commits a group; if it has a last one whose statements wait, together with those, in one trip.

        Raises sqlite3.Error where one of those fails: then the group is still open.
        """
        try:
            await (last.finish("RELEASE one", commit=True) if last else self._db.take((), commit=True))
        except NotCommitted as refused:
            self._over(group, opening.reason(refused.refusal))
            await self._db.rollback()
        except sqlite3.Error:
            raise
        except BaseException:
            self._over(group, "cannot be used now: its last commit was broken off")
            raise
        else:
            self._over(group, "")

    def _over(self, group: Group, reason: str) -> None:
        self._group = None
        group.ended.set_result(reason)

    async def _undo(self, one: SqliteDatabase, group: Group) -> None:
        """Undoes the one transaction; all of its group where the database has already done that."""
        await self._db.take(())  # behind what was cut off on its way
        if group.ended.done():
            return
        if not self._db.in_transaction:
            self._over(group, "cannot be used now: the transaction was undone")
        elif one.begun:
            await self._roll_back()

    async def _roll_back(self) -> None:
        """Undoes the one transaction, unless it was cut off when it was already whole."""
        try:
            await self._db.take([Statement("ROLLBACK TO one"), Statement("RELEASE one")])
        except sqlite3.OperationalError as refusal:
            if "no such savepoint" not in str(refusal):
                raise

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[Connection]:
        """The connection with no transaction open."""
        async with self._lock:
            if self._group:
                await whole(self._end(self._group))
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
