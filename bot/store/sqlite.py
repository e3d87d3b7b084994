"""The store on one SQLite file."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import aiosqlite

from bot.dialogue.outcome import Report
from bot.dialogue.state import Person
from bot.store import ledger, opening
from bot.store.contract import Call, Incoming, Pin, Redraw, Send, Unpin
from bot.store.records import call_of, moment_of, person_of, report_of
from bot.store.schema import number
from bot.store.turn import SqliteTurn, cases_of

LARGEST_WRITTEN_ANEW = 32 * 1024 * 1024
"""Bytes: a fraction of a second's work, and people delete everything once at most."""

DUE = "SELECT id FROM person WHERE due <= ? ORDER BY due LIMIT ?"

log = logging.getLogger(__name__)


class SqliteStore:
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

    async def keep(self, updates: Sequence[Incoming]) -> None:
        async with self._transaction() as db:
            await ledger.keep(db, updates)

    async def next_offset(self) -> int | None:
        async with self._transaction() as db:
            return await ledger.next_offset(db)

    async def pending(self) -> Sequence[Incoming]:
        query = "SELECT update_id, person_id, raw FROM inbox WHERE NOT done ORDER BY update_id"
        async with self._transaction() as db:
            return [Incoming(*row) for row in await db.execute_fetchall(query)]

    @asynccontextmanager
    async def turn(self, person_id: int, update_id: int, now: datetime) -> AsyncIterator[SqliteTurn | None]:
        forgot = False
        async with self._transaction() as db:
            if await ledger.is_done(db, update_id):
                yield None
                return
            turn = await SqliteTurn.begin(db, person_id, now)
            yield turn
            await turn.finish(update_id)
            forgot = turn.forgot
        if forgot:
            await self._wipe_log()

    @asynccontextmanager
    async def visit(self, person_id: int, now: datetime) -> AsyncIterator[SqliteTurn]:
        async with self._transaction() as db:
            turn = await SqliteTurn.begin(db, person_id, now)
            yield turn
            await turn.finish(None)

    async def advised_otherwise(self, version: str) -> Sequence[int]:
        query = """SELECT DISTINCT person_id FROM orders
            WHERE version <> '' AND (version < ? OR version > ?) ORDER BY person_id"""
        async with self._transaction() as db:
            return [int(row[0]) for row in await db.execute_fetchall(query, (version, version))]

    async def due(self, now: datetime, most: int) -> Sequence[int]:
        async with self._transaction() as db:
            rows = await db.execute_fetchall(DUE, (int(now.timestamp()), most))
            return [int(row[0]) for row in rows]

    async def put_off(self, person_id: int, due: datetime) -> None:
        async with self._transaction() as db:
            await db.execute("UPDATE person SET due = ? WHERE id = ?", (int(due.timestamp()), person_id))

    async def unreachable(self, person_id: int) -> None:
        async with self._transaction() as db:
            await db.execute("UPDATE person SET due = NULL WHERE id = ?", (person_id,))

    async def person(self, person_id: int) -> Person | None:
        query = "SELECT record FROM person WHERE id = ?"
        async with self._transaction() as db:
            for row in await db.execute_fetchall(query, (person_id,)):
                return person_of(person_id, row[0], await cases_of(db, person_id))
        return None

    async def reports(self) -> Sequence[tuple[datetime, Report]]:
        query = "SELECT made, record FROM report ORDER BY id DESC"
        async with self._transaction() as db:
            return [(moment_of(made), report_of(record)) for made, record in await db.execute_fetchall(query)]

    async def skip(self, update_id: int, reason: str) -> None:
        async with self._transaction() as db:
            await ledger.mark_done(db, update_id)
        log.debug("update %d skipped: %s", update_id, reason)

    async def failed(self, update_id: int) -> int:
        async with self._transaction() as db:
            return await ledger.count_try(db, update_id)

    async def waiting(self) -> Sequence[int]:
        query = "SELECT person_id FROM outbox GROUP BY person_id ORDER BY min(id)"
        async with self._transaction() as db:
            return [int(row[0]) for row in await db.execute_fetchall(query)]

    async def next_send(self, person_id: int) -> Send | None:
        query = """SELECT id, person_id, call, tries, made FROM outbox
            WHERE person_id = ? ORDER BY urgent DESC, id LIMIT 1"""
        async with self._transaction() as db:
            for send_id, person, text, tries, made in await db.execute_fetchall(query, (person_id,)):
                call = await _addressed(db, person_id, call_of(text))
                return Send(send_id, person, call, tries, moment_of(made))
        return None

    async def sent(self, send: Send, message_id: int | None) -> None:
        async with self._transaction() as db:
            if isinstance(send.call, Unpin):
                await db.execute("UPDATE person SET board = NULL WHERE id = ?", (send.person_id,))
            elif message_id is not None:
                column = "board" if isinstance(send.call, Pin) else "screen"
                query = f"UPDATE person SET {column} = ? WHERE id = ?"  # noqa: S608 - one of two words of ours
                await db.execute(query, (message_id, send.person_id))
            await db.execute("DELETE FROM outbox WHERE id = ?", (send.id,))

    async def dropped(self, send_id: int, reason: str) -> None:
        async with self._transaction() as db:
            await db.execute("DELETE FROM outbox WHERE id = ?", (send_id,))
        log.debug("send %d dropped: %s", send_id, reason)

    async def retried(self, send_id: int) -> None:
        async with self._transaction() as db:
            await db.execute("UPDATE outbox SET tries = tries + 1 WHERE id = ?", (send_id,))

    async def close(self) -> None:
        async with self._lock:
            await self._db.close()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        async with self._lock:
            try:
                await self._db.execute("BEGIN IMMEDIATE")
                yield self._db
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

    async def _wipe_log(self) -> None:
        """Empties the write-ahead log, where pages with forgotten words may still stand.

        What a page keeps of words that were moved within it goes too, while the file is small enough to be
        written anew.
        """
        async with self._lock:
            with suppress(sqlite3.Error):
                pages, size = [
                    await number(self._db, f"PRAGMA {name}") for name in ("page_count", "page_size")
                ]
                if pages * size <= LARGEST_WRITTEN_ANEW:
                    await self._db.execute("VACUUM")
                await self._db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")


async def _addressed(db: aiosqlite.Connection, person_id: int, call: Call) -> Call:
    """The call with the message it is about, as that is known now."""
    if not isinstance(call, Pin | Unpin | Redraw):
        return call
    board = screen = None
    for row in await db.execute_fetchall("SELECT board, screen FROM person WHERE id = ?", (person_id,)):
        board, screen = row
    if isinstance(call, Redraw):
        return replace(call, edit=screen)
    return replace(call, message_id=call.message_id or board)
