"""Opening the SQLite file so that what was committed survives a power cut; or saying why it cannot be."""

import sqlite3
from pathlib import Path

from bot.store.connection import Connection, SqliteDatabase
from bot.store.contract import StoreFault
from bot.store.migrating import ForeignDatabase
from bot.store.schema import migrate

PAGES = "PRAGMA cache_size = -600"
"""Kilobytes that each connection remembers of the file; the system remembers the rest."""

PRAGMAS = (
    PAGES,
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
OURS = "PRAGMA journal_mode = WAL"
"""Written into the file, so only once it is known to be sound and ours."""

DAMAGED = "is damaged or no SQLite database; restore it from a backup, or move it aside to begin with none"
WAYS_ON = (
    (("not a database", "malformed"), DAMAGED),
    (("is full", "i/o error"), "cannot be written ({}); make room on its disk, or mend the disk"),
    (
        ("readonly", "unable to open"),
        "cannot be written ({}); let the assistant write to the file and to its folder",
    ),
    (
        ("is locked",),
        "is locked by another program ({}); end that program, or a second assistant on the same file",
    ),
)
"""What a refusal of SQLite holds, and what an operator reads: what it is, and what mends it."""


async def connect(file: Path) -> Connection:
    """A connection to `file` with its tables up to date. Raises StoreFault."""
    _make_room(file)
    db = Connection(file)
    await db
    try:
        await _prepare(db)
    except (sqlite3.Error, ForeignDatabase) as refusal:
        await db.close()
        raise fault(file, reason(refusal)) from refusal
    except BaseException:
        await db.close()
        raise
    return db


async def reader(file: Path) -> Connection:
    """A further connection to an open file, which sees what is committed and writes nothing."""
    db = Connection(file)
    await db
    await db.execute("PRAGMA query_only = ON")
    await db.execute(PAGES)
    return db


def fault(file: Path, reason: str) -> StoreFault:
    """The sentence an operator reads."""
    return StoreFault(f"DATABASE_URL: the file {file} {reason}.")


def _make_room(file: Path) -> None:
    if file.is_dir():
        raise StoreFault(f"DATABASE_URL: {file} is a folder, and the database must be a file.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as refusal:
        raise fault(file, f"cannot be made: {refusal.strerror}") from refusal
    try:
        # aiosqlite leaves a thread behind when it cannot open a file, so this is found out without it.
        sqlite3.connect(file).close()
    except sqlite3.Error as refusal:
        raise fault(file, reason(refusal)) from refusal


async def _prepare(db: Connection) -> None:
    """Nothing is written to a file that is damaged or another program's."""
    for pragma in PRAGMAS:
        await db.execute_fetchall(pragma)
    for row in await db.execute_fetchall("PRAGMA quick_check(1)"):
        if row[0] != "ok":
            raise sqlite3.DatabaseError("malformed")
    database = SqliteDatabase(db)
    await migrate(database)
    await database.finish()
    await db.execute_fetchall(OURS)


def reason(refusal: Exception) -> str:
    """What is the matter with a file, and what mends it."""
    if isinstance(refusal, ForeignDatabase):
        return str(refusal)
    said = str(refusal).lower()
    for phrases, way_on in WAYS_ON:
        if any(phrase in said for phrase in phrases):
            return way_on.format(refusal)
    return f"cannot be used now: {refusal}"
