"""Everything that is kept, moved from one database to another, and each row compared."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.store.contract import StoreFault
from bot.store.database import Database, Row, number
from bot.store.places import Place, open_store
from bot.store.sql import SqlStore

BATCH = 1000
FIRST = -(2**63)
"""Below every key."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns, of which the first `keys` tell one row from another."""

    name: str
    columns: tuple[str, ...]
    keys: int = 1
    truths: tuple[int, ...] = ()
    """The places of columns that are yes or no, which one database writes as 1 or 0."""

    @property
    def batch(self) -> str:
        """The query for the rows behind a key."""
        columns, key = ", ".join(self.columns), ", ".join(self.columns[: self.keys])
        marks = ", ".join("?" * self.keys)
        return f"SELECT {columns} FROM {self.name} WHERE ({key}) > ({marks}) ORDER BY {key} LIMIT {BATCH}"  # noqa: S608 - our own names

    @property
    def put(self) -> str:
        """The statement that writes a row."""
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})"  # noqa: S608 - our own names


TABLES = (
    Table("person", ("id", "screen", "record", "due", "board", "board_digest")),
    Table("orders", ("person_id", "id", "version", "record"), keys=2),
    Table("inbox", ("update_id", "digest", "person_id", "raw", "done", "tries", "kept"), truths=(4,)),
    Table("outbox", ("id", "person_id", "urgent", "call", "tries", "made")),
    Table("report", ("id", "made", "record")),
    Table("pause", ("person_id", "until")),
)


async def move(source: Place, target: Place) -> Mapping[str, int]:
    """Moves all that `source` keeps into the empty `target`, and tells how many rows of each table.

    All or nothing: the target stays empty unless each row was read back equal. The source stays as it is,
    but for its tables, which are brought up to date. Raises StoreFault with one sentence.
    """
    if isinstance(source, Path) and not source.exists():
        raise StoreFault(f"--from: there is no file {source}.")
    if source == target:
        raise StoreFault("--to: it is the database that --from names.")
    old = await _opened(source, "--from")
    try:
        new = await _opened(target, "--to")
        try:
            return await _moved(old, new)
        finally:
            await new.close()
    finally:
        await old.close()


async def _opened(place: Place, name: str) -> SqlStore:
    try:
        store = await open_store(place)
        try:
            await _alone(store, name)
        except BaseException:
            await store.close()
            raise
    except StoreFault as fault:
        raise StoreFault(str(fault).replace("DATABASE_URL", name, 1)) from fault
    return store


async def _alone(store: SqlStore, name: str) -> None:
    """Raises StoreFault where a bot is at work."""
    if not await store.leads() or await store.companions() > 1:
        raise StoreFault(f"{name}: a bot is at work on this database; stop it first.")


async def _moved(source: SqlStore, target: SqlStore) -> Mapping[str, int]:
    async with source.alone() as old, target.alone() as new:
        for table in TABLES:
            if await number(new, f"SELECT count(*) FROM (SELECT 1 FROM {table.name} LIMIT 1) AS one"):  # noqa: S608
                raise StoreFault(f"--to: the table {table.name} is not empty; nothing was moved.")
        counts = {table.name: await _copied(table, old, new) for table in TABLES}
        for table in TABLES:
            await _compared(table, old, new)
        await target.number_on(new)
    return counts


async def _copied(table: Table, old: Database, new: Database) -> int:
    count = 0
    async for rows in _batches(table, old):
        for row in rows:
            if any(isinstance(value, str) and "\0" in value for value in row):
                raise StoreFault(f"--from: {_named(table, row)} holds a NUL, which PostgreSQL cannot keep.")
        await new.many(table.put, rows)
        count += len(rows)
    return count


async def _compared(table: Table, old: Database, new: Database) -> None:
    arrived = _batches(table, new)
    async for rows in _batches(table, old):
        found: list[Row] = await anext(arrived, [])
        for row, copy in zip(rows, [*found, *[()] * len(rows)], strict=False):
            if row != copy:
                raise StoreFault(f"--to: {_named(table, row)} did not arrive as it was; nothing was moved.")
    async for rows in arrived:
        raise StoreFault(f"--to: {_named(table, rows[0])} came from nowhere; nothing was moved.")


async def _batches(table: Table, db: Database) -> AsyncIterator[list[Row]]:
    key: Row = (FIRST,) * table.keys
    while rows := [_written_alike(table, row) for row in await db.rows(table.batch, *key)]:
        yield rows
        key = rows[-1][: table.keys]


def _written_alike(table: Table, row: Row) -> Row:
    return tuple(bool(value) if place in table.truths else value for place, value in enumerate(row))


def _named(table: Table, row: Row) -> str:
    key = ", ".join(f"{name} {value}" for name, value in zip(table.columns[: table.keys], row, strict=False))
    return f"the row of {table.name} with {key}"
