"""The way to a PostgreSQL server: connections, transactions, and what breaks said in one sentence."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

import asyncpg

from bot.store.contract import StoreFault
from bot.store.database import Query, Row
from bot.store.places import Server

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection = asyncpg.Connection[asyncpg.Record]
    Pooled = PoolConnectionProxy[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]

BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
SEE = "; see that the server runs and can be reached"
AWAY = (asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError)
"""Connections that ended, and a server that stops or begins."""

CONNECT_SECONDS = 5.0
COMMAND_SECONDS = 10.0
MOST_CONNECTIONS = 10
SESSION = {
    "application_name": "order-assistant",
    "synchronous_commit": "on",
    "jit": "off",
    "idle_in_transaction_session_timeout": "15000",
    "idle_session_timeout": "0",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""What is committed is on the disk. A machine that vanishes is noticed in seconds; what it held is let go."""


def fault(server: Server, reason: str) -> StoreFault:
    """The sentence an operator reads."""
    return StoreFault(f"DATABASE_URL: the PostgreSQL database {server} {reason}.")


@contextmanager
def told(server: Server) -> Iterator[None]:
    """Raises StoreFault for what a server refuses or does not answer; for no value that it cannot hold."""
    try:
        yield
    except (asyncpg.DataError, ValueError):
        raise
    except BROKEN as refusal:
        raise fault(server, f"cannot be used now: {_reason(refusal)}{_way_on(refusal)}") from refusal


async def connect(server: Server) -> "Connection":
    """One connection, outside any pool. Raises StoreFault."""
    with told(server):
        return await asyncpg.connect(
            server.url, timeout=CONNECT_SECONDS, command_timeout=COMMAND_SECONDS, server_settings=SESSION
        )


async def pool(server: Server, process: int) -> "Pool":
    """Connections whose rows carry the number of this process. Raises StoreFault."""
    with told(server):
        return await asyncpg.create_pool(
            server.url,
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=CONNECT_SECONDS,
            command_timeout=COMMAND_SECONDS,
            reset=_as_it_is,
            server_settings={**SESSION, "bot.process": str(process)},
        )


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """A connection as the shared statements want it."""

    connection: "Connection | Pooled"
    server: Server

    async def execute(self, statement: str, *values: Any) -> None:
        with told(self.server):
            await self.connection.execute(numbered(statement), *values)

    async def many(self, statement: str, rows: Iterable[Row]) -> None:
        if given := [*rows]:
            with told(self.server):
                await self.connection.executemany(numbered(statement), given)

    async def rows(self, statement: str, *values: Any) -> Sequence[Row]:
        with told(self.server):
            return [tuple(row) for row in await self.connection.fetch(numbered(statement), *values)]

    async def answers(self, *queries: Query) -> Sequence[Sequence[Row]]:
        return [await self.rows(query.statement, *query.values) for query in queries]

    def ask_last(self, query: Query) -> None:
        """Nothing: each query is a trip here."""

    @property
    def last_rows(self) -> None:
        return None


@asynccontextmanager
async def borrowed(pool: "Pool", server: Server) -> AsyncIterator[PostgresDatabase]:
    """A connection of the pool, each statement a transaction of its own."""
    with told(server):
        connection = await pool.acquire(timeout=COMMAND_SECONDS)
    try:
        yield PostgresDatabase(connection, server)
    finally:
        with suppress(*BROKEN):
            await pool.release(connection)


@asynccontextmanager
async def transaction(db: PostgresDatabase) -> AsyncIterator[PostgresDatabase]:
    """A transaction on a connection: committed on a clean exit, undone on an exception."""
    await db.execute("BEGIN")
    try:
        yield db
        await db.execute("COMMIT")
    except BaseException:
        with suppress(*BROKEN, StoreFault):
            await asyncio.shield(db.execute("ROLLBACK"))
        raise


@lru_cache
def numbered(statement: str) -> str:
    """A statement with its values marked as PostgreSQL wants them."""
    first, *others = statement.split("?")
    return first + "".join(f"${number}{part}" for number, part in zip(count(1), others, strict=False))


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, TimeoutError):
        return "it does not answer in time"
    if isinstance(refusal, OSError) and refusal.errno:
        return os.strerror(refusal.errno)
    return " ".join(str(refusal).split()).rstrip(".") or type(refusal).__name__


def _way_on(refusal: Exception) -> str:
    """What to do where the server itself does not say what it refuses."""
    away = not isinstance(refusal, asyncpg.PostgresError) or isinstance(refusal, AWAY)
    return SEE if away else ""


async def _as_it_is(_connection: "Connection") -> None:
    """Nothing outlives a transaction here, so a connection goes back as it is: no question to the server."""
