"""A connection of aiosqlite that takes several statements to its thread at once.

Every trip to the thread and back costs more than the statements it carries, and while the loop is busy it
waits milliseconds for its share of the interpreter.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import aiosqlite

from bot.store.database import Query, Row

BUSY_SECONDS = 10
"""How long to wait for another process that is writing."""


class Statement(NamedTuple):
    """A statement with its values, or with a row of values for each time it is run."""

    text: str
    values: Sequence[Any] = ()
    many: bool = False


class NotCommitted(Exception):
    """The statements were run, but the commit of them was refused."""

    def __init__(self, refusal: sqlite3.Error) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Connection(aiosqlite.Connection):
    """A connection without transactions of its own: they begin and end when they are told to."""

    def __init__(self, file: Path) -> None:
        """Not open before it is awaited."""
        super().__init__(
            lambda: sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None), iter_chunk_size=64
        )

    async def take(self, statements: Sequence[Statement], *, commit: bool = False) -> list[list[Row]]:
        """Runs the statements in their order, in one trip; the rows of each. What fails ends the rest.

        With `commit` the trip ends in one. Raises NotCommitted if that alone is refused.
        """
        rows: list[list[Row]] = await self._execute(self._take, statements, commit)  # type: ignore[no-untyped-call]
        return rows

    def _take(self, statements: Sequence[Statement], commit: bool) -> list[list[Row]]:
        rows = [self._run(one) for one in statements]
        if commit:
            self._commit()
        return rows

    def _commit(self) -> None:
        try:
            self._conn.commit()
        except sqlite3.Error as refusal:
            raise NotCommitted(refusal) from refusal

    def _run(self, one: Statement) -> list[Row]:
        run = self._conn.executemany if one.many else self._conn.execute
        return run(one.text, one.values).fetchall()


class SqliteDatabase:
    """One transaction as the shared statements want it: what writes waits until something is read."""

    def __init__(self, connection: Connection, *first: str) -> None:
        """`first` is said before anything else."""
        self._connection = connection
        self._waiting = [Statement(statement) for statement in first]
        self._last: Statement | None = None
        self.last_rows: Sequence[Row] | None = None
        self.begun = False
        """Whether anything was said to the file."""

    async def execute(self, statement: str, *values: Any) -> None:
        self._waiting.append(Statement(statement, values))

    async def many(self, statement: str, rows: Sequence[Row]) -> None:
        if rows:
            self._waiting.append(Statement(statement, rows, many=True))

    async def rows(self, statement: str, *values: Any) -> Sequence[Row]:
        return (await self._said(Statement(statement, values)))[-1]

    async def answers(self, *queries: Query) -> Sequence[Sequence[Row]]:
        return (await self._said(*(Statement(*query) for query in queries)))[-len(queries) :]

    def ask_last(self, query: Query) -> None:
        """Asks with the commit, if that goes with the last statements."""
        self._last = Statement(*query)

    async def finish(self, *last: str, commit: bool = False) -> None:
        """Says what waits, and then the last statements; with `commit` all of it is kept."""
        asked = [self._last] if self._last and commit else []
        rows = await self._said(*(Statement(statement) for statement in last), *asked, commit=commit)
        self.last_rows = rows[-1] if asked else None

    async def _said(self, *statements: Statement, commit: bool = False) -> list[list[Row]]:
        statements, self._waiting = (*self._waiting, *statements), []
        self.begun = self.begun or bool(statements)
        return await self._connection.take(statements, commit=commit) if statements else []
