"""The store in a PostgreSQL database, which several processes may share."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.store import ledger, postgres_schema
from bot.store.contract import Incoming
from bot.store.database import Database, number
from bot.store.migrating import ForeignDatabase
from bot.store.places import Server
from bot.store.postgres_link import (
    COMMAND_SECONDS,
    PostgresDatabase,
    borrowed,
    connect,
    fault,
    pool,
    transaction,
)
from bot.store.presence import LEFT, LIVING, Presence
from bot.store.sql import SqlStore

if TYPE_CHECKING:
    from bot.store.postgres_link import Connection, Pool

MOST_ADOPTED = 500
"""Updates at a time: a process that takes up more than it can do keeps them from the others."""

LENT_SECONDS = 10
"""How long those who are due are left to the process that asked; another one asks after that."""

TURN_OF = "SELECT pg_advisory_xact_lock(?)"
NOBODYS = f"(holder IS NULL OR holder NOT IN ({LIVING}) OR holder = ?)"
ADOPT_UPDATES = f"""
    UPDATE inbox SET holder = ? WHERE update_id IN (
        SELECT update_id FROM inbox WHERE NOT done AND {NOBODYS}
        ORDER BY update_id LIMIT ? FOR UPDATE SKIP LOCKED
    ) RETURNING update_id, person_id, raw
"""  # noqa: S608 - nothing but our own words
ADOPT_SENDS = f"""
    UPDATE outbox SET holder = ? WHERE id IN (
        SELECT id FROM outbox WHERE {NOBODYS} FOR UPDATE SKIP LOCKED
    ) RETURNING id, person_id
"""  # noqa: S608 - nothing but our own words
NOBODY = "SELECT set_config('bot.process', '', true)"
"""What is kept in the rest of the transaction comes to no process."""

EARLIER = "SELECT count(*) FROM inbox WHERE person_id = ? AND update_id < ? AND NOT done"
DUE = """
    WITH asked AS (
        SELECT id FROM person WHERE due <= ? AND lent <= ? ORDER BY due LIMIT ? FOR UPDATE SKIP LOCKED
    )
    UPDATE person SET lent = ? FROM asked WHERE person.id = asked.id RETURNING due, person.id
"""
NUMBER_ON = (
    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false) FROM {table}"
)


class PostgresStore(SqlStore):
    """Keeps the promises of `contract.Store` in a PostgreSQL database, for any number of processes.

    Each method raises StoreFault when the server cannot be used now; nothing is half done then.
    """

    shared = True
    now = "extract(epoch FROM clock_timestamp())::double precision"

    def __init__(self, server: Server, presence: Presence, connections: "Pool") -> None:
        super().__init__()
        self._server = server
        self._presence = presence
        self.left = presence.left
        self._pool = connections
        self._missed: set[str] = set()
        """The tables in which something of ours may wait that we do not know of."""

    @classmethod
    async def open(cls, server: Server) -> "PostgresStore":
        """Opens the database, with its tables up to date. Raises StoreFault with one sentence."""
        first = await connect(server)
        try:
            await _brought_up_to_date(first, server)
            presence = await Presence.begin(server, first)
            return cls(server, presence, await pool(server, presence.number))
        except BaseException:
            first.terminate()
            raise

    async def leads(self) -> bool:
        return await self._presence.leads()

    async def share(self, updates: Sequence[Incoming]) -> Sequence[Incoming]:
        """As promised; all that one person sends in a while is ours or is not."""
        living = max(1, await self.companions())
        others = [one for one in updates if (one.person_id or 0) % living]
        if others:
            async with self._transaction() as db:
                await db.rows(NOBODY)
                await ledger.keep(db, others)
                await db.rows("SELECT pg_notify(?, ?)", LEFT, str(self._presence.number))
        return [one for one in updates if (one.person_id or 0) % living == 0]

    async def adopt_updates(self) -> Sequence[Incoming]:
        """As promised; what was done long ago is forgotten on the way."""
        async with self._adopting("inbox") as (db, ours):
            await super()._tidied(db)
            rows = await db.rows(ADOPT_UPDATES, self._presence.number, ours, MOST_ADOPTED)
        if ours is not None and len(rows) == MOST_ADOPTED:
            self._missed.add("inbox")
        return [Incoming(*row) for row in sorted(rows)]

    async def adopt_sends(self) -> Sequence[int]:
        async with self._adopting("outbox") as (db, ours):
            rows = await db.rows(ADOPT_SENDS, self._presence.number, ours)
        return list(dict.fromkeys(person_id for _, person_id in sorted(rows)))

    async def earlier(self, person_id: int, update_id: int) -> bool:
        async with self._reading() as db:
            return bool(await number(db, EARLIER, person_id, update_id))

    @asynccontextmanager
    async def claim(self, person_id: int) -> AsyncIterator[bool]:
        ours = await self._presence.claim(person_id)
        try:
            yield ours
        finally:
            if ours:
                await self._presence.release(person_id)

    async def companions(self) -> int:
        await self._presence.stand()
        async with self._reading() as db:
            return max(1, len(await db.rows(LIVING)))

    async def due(self, now: datetime, most: int) -> Sequence[int]:
        """As promised; they are left to us for a while, and no other process is told of them meanwhile."""
        moment = int(now.timestamp())
        async with self._transaction() as db:
            rows = await db.rows(DUE, moment, moment, most, moment + LENT_SECONDS)
        return [int(person_id) for _, person_id in sorted(rows)]

    async def close(self) -> None:
        try:
            async with asyncio.timeout(COMMAND_SECONDS):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()
        await self._presence.end()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[Database]:
        async with self._transaction() as db:
            await db.execute("LOCK TABLE person, orders, inbox, outbox, report, pause IN EXCLUSIVE MODE")
            yield db

    async def number_on(self, db: Database) -> None:
        for table in ("outbox", "report"):
            await db.rows(NUMBER_ON.format(table=table))

    def _reading(self) -> AbstractAsyncContextManager[Database]:
        return borrowed(self._pool, self._server)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Database]:
        async with borrowed(self._pool, self._server) as db, transaction(db):
            yield db

    @asynccontextmanager
    async def _alone_with(self, person_id: int) -> AsyncIterator[Database]:
        async with self._transaction() as db:
            await db.rows(TURN_OF, person_id)
            yield db

    async def _tidied(self, _db: Database) -> None:
        """Nothing: whoever forgets waits for others who do, which is no time for it. `adopt_updates` is."""

    async def _wiped(self) -> None:
        """Nothing: the server's own vacuum takes away what no row shows any more."""

    @asynccontextmanager
    async def _adopting(self, table: str) -> AsyncIterator[tuple[Database, int | None]]:
        """A transaction, and our number if what is ours in a table may have been missed.

        Then it is taken up like a dead process's. It may have been when we were away, and when what was
        taken up before was committed and the answer lost.
        """
        await self._presence.stand()
        if self._presence.was_away:
            self._missed.update(("inbox", "outbox"))
            self._presence.was_away = False
        ours = self._presence.number if table in self._missed else None
        self._missed.add(table)
        async with self._transaction() as db:
            yield db, ours
        self._missed.discard(table)


async def _brought_up_to_date(connection: "Connection", server: Server) -> None:
    try:
        async with transaction(PostgresDatabase(connection, server)) as db:
            await postgres_schema.migrate(db)
    except ForeignDatabase as refusal:
        raise fault(server, str(refusal)) from None
