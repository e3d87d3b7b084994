"""What the shared statements are said to: one open transaction of some database.

A statement marks its values with `?` and says nothing that only one of the databases understands.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

Row = tuple[Any, ...]


class Query(NamedTuple):
    """A question with its values."""

    statement: str
    values: Sequence[Any] = ()


class Database(Protocol):
    """One connection, inside the transaction that its store opened and will end."""

    async def execute(self, statement: str, *values: Any) -> None:
        """Runs a statement."""

    async def many(self, statement: str, rows: Sequence[Row]) -> None:
        """Runs a statement once for each row of values."""

    async def rows(self, statement: str, *values: Any) -> Sequence[Row]:
        """The rows that a query finds."""

    async def answers(self, *queries: Query) -> Sequence[Sequence[Row]]:
        """The rows that each query finds, asked together."""

    def ask_last(self, query: Query) -> None:
        """Asks behind all that is written, if that costs no further trip: then `last_rows` has the rows."""

    @property
    def last_rows(self) -> Sequence[Row] | None:
        """What was found last, once the transaction is over; None if it was not asked."""


async def number(db: Database, query: str, *values: Any) -> int:
    """The first column of the first row. Raises LookupError if there is no row."""
    for row in await db.rows(query, *values):
        return int(row[0])
    raise LookupError("a row is missing")
