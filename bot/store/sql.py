"""What a store does the same way in every SQL database."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.dialogue.outcome import Report
from bot.dialogue.state import Person
from bot.store import ledger
from bot.store.contract import Call, Incoming, Pin, Redraw, Retire, Send, Sends, Unpin
from bot.store.database import Database, Query, Row
from bot.store.records import call_of, moment_of, report_of
from bot.store.turn import ANSWER, FIND_PERSON, StoredTurn, person_in, put

PENDING = "SELECT update_id, person_id, raw FROM inbox WHERE NOT done ORDER BY update_id"
WAITING = "SELECT person_id FROM outbox GROUP BY person_id ORDER BY min(id)"
DUE = "SELECT id FROM person WHERE due <= ? ORDER BY due LIMIT ?"
ADVISED_OTHERWISE = """
    SELECT DISTINCT person_id FROM orders
    WHERE version <> '' AND (version < ? OR version > ?) ORDER BY person_id
"""
NEXT_SENDS = """
    SELECT outbox.id, urgent, call, tries, made, board, screen
    FROM outbox LEFT JOIN person ON person.id = person_id
    WHERE person_id = ? ORDER BY urgent DESC, outbox.id LIMIT ?
"""
MOST_READ = 8
SCREEN_BEFORE = """
    SELECT screen, (SELECT count(*) FROM outbox WHERE outbox.id = ?) FROM person WHERE person.id = ?
"""

PAUSE = """
    INSERT INTO pause (person_id, until) VALUES (?, {now} + ?)
    ON CONFLICT (person_id) DO UPDATE SET until = excluded.until WHERE excluded.until > pause.until
"""
PAUSES = "SELECT person_id, until - {now} FROM pause WHERE until > {now}"
PAUSES_OVER = "DELETE FROM pause WHERE until <= {now}"

log = logging.getLogger(__name__)


class _Ahead(NamedTuple):
    """What waits for a person, as it was when so many transactions had been begun."""

    person_id: int
    begun: int
    rows: Sequence[Row]


class SqlStore(ABC):
    """Keeps the promises of `contract.Store`; how a transaction is taken is left to each database.

    What is said here of other processes holds where there are none.
    """

    shared = False
    now: str
    """The moment in seconds since 1970, as the database says it: its clock is the one that all share."""

    def __init__(self) -> None:
        self.left = asyncio.Event()
        self.begun = 0
        """How many transactions were begun, where those of this process are all there are."""
        self._ahead: _Ahead | None = None

    @abstractmethod
    async def leads(self) -> bool:
        """Whether it falls to this process to fetch updates."""

    @abstractmethod
    def _transaction(self) -> AbstractAsyncContextManager[Database]:
        """A transaction: committed on a clean exit, undone on an exception."""

    def _alone_with(self, _person_id: int) -> AbstractAsyncContextManager[Database]:
        """A transaction while nobody else takes a turn of this person; where all wait for all, any is."""
        return self._transaction()

    def _reading(self) -> AbstractAsyncContextManager[Database]:
        """Where one query may be asked."""
        return self._transaction()

    def alone(self) -> AbstractAsyncContextManager[Database]:
        """A transaction while nobody else writes anything."""
        return self._transaction()

    @abstractmethod
    async def number_on(self, db: Database) -> None:
        """Lets new rows be numbered behind those that were written with their numbers."""

    @abstractmethod
    async def close(self) -> None:
        """Finishes what is under way and closes the database."""

    @abstractmethod
    async def _wiped(self) -> None:
        """Takes away what the database still holds of words that were forgotten."""

    async def _tidied(self, db: Database) -> None:
        """Forgets what is over, on the way: updates done long ago, and whom Telegram wanted left alone."""
        await ledger.prune(db)
        await db.execute(PAUSES_OVER.format(now=self.now))

    async def keep(self, updates: Sequence[Incoming]) -> None:
        async with self._transaction() as db:
            await ledger.keep(db, updates)
            await self._tidied(db)

    async def share(self, updates: Sequence[Incoming]) -> Sequence[Incoming]:
        return updates

    async def next_offset(self) -> int | None:
        async with self._reading() as db:
            return await ledger.next_offset(db)

    async def pending(self) -> Sequence[Incoming]:
        async with self._reading() as db:
            return [Incoming(*row) for row in await db.rows(PENDING)]

    async def adopt_updates(self) -> Sequence[Incoming]:
        return await self.pending()

    async def adopt_sends(self) -> Sequence[int]:
        return await self.waiting()

    async def earlier(self, _person_id: int, _update_id: int) -> bool:
        return False

    @asynccontextmanager
    async def claim(self, _person_id: int) -> AsyncIterator[bool]:
        yield True

    async def companions(self) -> int:
        return 1

    @asynccontextmanager
    async def turn(
        self, person_id: int, update_id: int, now: datetime, fresh: Incoming | None = None
    ) -> AsyncIterator[StoredTurn | None]:
        async with self._alone_with(person_id) as db:
            if fresh:
                await ledger.meet(db, [fresh])
                await self._tidied(db)
            turn = await StoredTurn.begin(db, person_id, now, update_id)
            yield turn
            if turn is None:
                return
            await turn.finish()
            await ledger.mark_done(db, update_id, fresh)
            db.ask_last(Query(NEXT_SENDS, (person_id, MOST_READ)))
            begun = self.begun
        if db.last_rows is not None:
            self._ahead = _Ahead(person_id, begun, db.last_rows)
        if turn.forgot:
            await self._wiped()

    @asynccontextmanager
    async def visit(self, person_id: int, now: datetime) -> AsyncIterator[StoredTurn]:
        async with self._alone_with(person_id) as db:
            turn = await StoredTurn.begin(db, person_id, now)
            if turn is None:
                raise LookupError("a visit has no update that can be done")
            yield turn
            await turn.finish()

    async def advised_otherwise(self, version: str) -> Sequence[int]:
        async with self._reading() as db:
            return [int(row[0]) for row in await db.rows(ADVISED_OTHERWISE, version, version)]

    async def due(self, now: datetime, most: int) -> Sequence[int]:
        async with self._reading() as db:
            return [int(row[0]) for row in await db.rows(DUE, int(now.timestamp()), most)]

    async def put_off(self, person_id: int, due: datetime) -> None:
        async with self._transaction() as db:
            await db.execute("UPDATE person SET due = ? WHERE id = ?", int(due.timestamp()), person_id)

    async def unreachable(self, person_id: int) -> None:
        async with self._transaction() as db:
            await db.execute("UPDATE person SET due = NULL WHERE id = ?", person_id)

    async def person(self, person_id: int) -> Person | None:
        async with self._reading() as db:
            rows = await db.rows(FIND_PERSON, person_id)
        return person_in(person_id, rows) if rows else None

    async def reports(self) -> Sequence[tuple[datetime, Report]]:
        async with self._reading() as db:
            rows = await db.rows("SELECT made, record FROM report ORDER BY id DESC")
        return [(moment_of(made), report_of(record)) for made, record in rows]

    async def skip(self, update_id: int, reason: str) -> None:
        async with self._transaction() as db:
            await ledger.mark_done(db, update_id)
        log.debug("update %d skipped: %s", update_id, reason)

    async def failed(self, update_id: int) -> int:
        async with self._transaction() as db:
            return await ledger.count_try(db, update_id)

    async def waiting(self) -> Sequence[int]:
        async with self._reading() as db:
            return [int(row[0]) for row in await db.rows(WAITING)]

    async def next_send(self, person_id: int) -> Send | None:
        return next(iter((await self.next_sends(person_id)).now), None)

    async def next_sends(self, person_id: int) -> Sends:
        rows = self._read_ahead(person_id)
        if rows is None:
            async with self._reading() as db:
                rows = await db.rows(NEXT_SENDS, person_id, MOST_READ)
        last = next((place for place, row in enumerate(rows) if row[1] < ANSWER), len(rows))
        sends = [
            Send(send_id, person_id, _addressed(call_of(text), board, screen), tries, moment_of(made))
            for send_id, _, text, tries, made, board, screen in rows[: last + 1]
        ]
        return Sends(sends, more=len(sends) < len(rows) or len(rows) == MOST_READ)

    def _read_ahead(self, person_id: int) -> Sequence[Row] | None:
        """What the last turn left to be said, if it was this person's and nothing was written since."""
        ahead, self._ahead = self._ahead, None
        known = ahead and (ahead.person_id, ahead.begun) == (person_id, self.begun)
        return ahead.rows if ahead and known else None

    async def sent(self, send: Send, message_id: int | None) -> bool:
        more = False
        async with self._transaction() as db:
            if isinstance(send.call, Unpin):
                await db.execute("UPDATE person SET board = NULL WHERE id = ?", send.person_id)
            elif isinstance(send.call, Pin) and message_id is not None:
                await db.execute("UPDATE person SET board = ? WHERE id = ?", message_id, send.person_id)
            elif message_id is not None:
                more = await _shown(db, send, message_id)
            await db.execute("DELETE FROM outbox WHERE id = ?", send.id)
        return more

    async def dropped(self, send_id: int, reason: str) -> None:
        async with self._transaction() as db:
            await db.execute("DELETE FROM outbox WHERE id = ?", send_id)
        log.debug("send %d dropped: %s", send_id, reason)

    async def retried(self, send_id: int) -> None:
        async with self._transaction() as db:
            await db.execute("UPDATE outbox SET tries = tries + 1 WHERE id = ?", send_id)

    async def pause(self, person_id: int, seconds: float) -> None:
        async with self._transaction() as db:
            await db.execute(PAUSE.format(now=self.now), person_id, float(seconds))

    async def pauses(self) -> Mapping[int, float]:
        async with self._reading() as db:
            return {
                int(person_id): float(left) for person_id, left in await db.rows(PAUSES.format(now=self.now))
            }


async def _shown(db: Database, send: Send, message_id: int) -> bool:
    """Makes a message the live screen of its person; the one before it waits to lose its keyboard, if any.

    What is noted again, since the answer to the first commit was lost, takes nothing from a later screen.
    """
    for before, waits in await db.rows(SCREEN_BEFORE, send.id, send.person_id):
        if before == message_id or (before is not None and before > message_id and not waits):
            return False
        await db.execute("UPDATE person SET screen = ? WHERE id = ?", message_id, send.person_id)
        if before is not None:
            await put(db, send.person_id, [Retire(before)], send.made)
            return True
    return False


def _addressed(call: Call, board: int | None, screen: int | None) -> Call:
    """The call with the message it is about, as that is known now."""
    match call:
        case Redraw():
            return replace(call, edit=screen)
        case Pin() | Unpin():
            return replace(call, message_id=call.message_id or board)
    return call
