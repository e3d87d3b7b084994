"""How processes at one PostgreSQL database know of each other, and who may make calls for whom.

Each holds one connection with locks on it: one on its own number, which says that it lives, one on every
person it makes a call for, and in one process the lock of whoever fetches updates. The server lets go of them
the moment the connection ends, however that came.
"""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.store.contract import StoreFault
from bot.store.places import Server
from bot.store.postgres_link import COMMAND_SECONDS, PostgresDatabase, connect, told

if TYPE_CHECKING:
    from bot.store.postgres_link import Connection

PROCESSES = -1
"""The upper half of the locks on processes' numbers, 4294967295 to the server. A person's is above it."""

FETCHING = -2
"""The upper half of the lock of the process that fetches updates."""

LEFT = "updates_left"
"""Where a process says, with its number, that it left updates to the others."""

LIVING = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = 4294967295 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""The numbers of the processes that live."""


class Presence:
    """This process as the others see it. Lost with its connection, it comes back under the same number."""

    def __init__(self, server: Server, connection: "Connection", number: int) -> None:
        self.number = number
        self.was_away = False
        """Whether others may have taken over from us since this was last set to False."""
        self._server = server
        self._connection = connection
        self._one_by_one = asyncio.Lock()
        self.left = asyncio.Event()
        """Set when another process says that it left updates, or may have said so."""

    @classmethod
    async def begin(cls, server: Server, connection: "Connection") -> "Presence":
        """Takes a number that nobody living has. Raises StoreFault."""
        number = 0
        while not (number and await _locked(PostgresDatabase(connection, server), PROCESSES, number)):
            with told(server):
                number = int(await connection.fetchval("SELECT nextval('process_number')"))
        presence = cls(server, connection, number)
        with told(server):
            await connection.add_listener(LEFT, presence.hear)
        return presence

    async def leads(self) -> bool:
        """Whether this process fetches updates, as nobody else does. Raises StoreFault."""
        async with self._one_by_one:
            return await _locked(await self._standing(), FETCHING, 0)

    async def claim(self, person_id: int) -> bool:
        """Whether this process may make calls for a person now. Raises StoreFault."""
        async with self._one_by_one:
            return await _locked(await self._standing(), *_halves(person_id))

    async def release(self, person_id: int) -> None:
        """Lets others make calls for a person."""
        async with self._one_by_one:
            if not self._connection.is_closed():
                db = PostgresDatabase(self._connection, self._server)
                with suppress(StoreFault):
                    await db.rows("SELECT pg_advisory_unlock(?, ?)", *_halves(person_id))

    async def stand(self) -> None:
        """Comes back if the connection was lost. Raises StoreFault."""
        async with self._one_by_one:
            await self._standing()

    def hear(self, _connection: object, _pid: int, _channel: str, number: object) -> None:
        """What a process said, with its number."""
        if number != str(self.number):
            self.left.set()

    async def end(self) -> None:
        """Lets go of everything."""
        with suppress(Exception):
            await self._connection.close(timeout=COMMAND_SECONDS)

    async def _standing(self) -> PostgresDatabase:
        if self._connection.is_closed():
            self.was_away = True
            self._connection = await self._back()
            self.left.set()
        return PostgresDatabase(self._connection, self._server)

    async def _back(self) -> "Connection":
        """A new connection under our number, as soon as the server has noticed that the old one is gone."""
        connection = await connect(self._server)
        try:
            db = PostgresDatabase(connection, self._server)
            await db.rows("SELECT pg_advisory_lock(?, ?)", PROCESSES, self.number)
            with told(self._server):
                await connection.add_listener(LEFT, self.hear)
        except BaseException:
            connection.terminate()
            raise
        return connection


async def _locked(db: PostgresDatabase, upper: int, lower: int) -> bool:
    [(ours,)] = await db.rows("SELECT pg_try_advisory_lock(?, ?)", upper, lower)
    return bool(ours)


def _halves(person_id: int) -> tuple[int, int]:
    """A person's id as the two signed numbers of a lock. Locks on one number are those of turns."""
    lower = person_id % 2**32
    return person_id >> 32, lower - 2**32 if lower >= 2**31 else lower
