"""The tables, as numbered migrations. One that was ever released is never changed: add another."""

from bot.store.database import Database, number
from bot.store.migrating import ForeignDatabase, advance

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE person (
            id INTEGER PRIMARY KEY,
            screen INTEGER,                 -- the message id of the live screen
            record TEXT NOT NULL
        )""",
        """CREATE TABLE orders (
            person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            id INTEGER NOT NULL,
            record TEXT NOT NULL,
            PRIMARY KEY (person_id, id)
        ) WITHOUT ROWID""",
        """CREATE TABLE inbox (
            update_id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL,           -- tells another update under the same id from the same one again
            person_id INTEGER,
            raw TEXT,                       -- dropped when done
            done INTEGER NOT NULL DEFAULT 0,
            tries INTEGER NOT NULL DEFAULT 0,
            kept INTEGER NOT NULL           -- seconds since 1970
        )""",
        "CREATE INDEX inbox_pending ON inbox (update_id) WHERE NOT done",
        "CREATE INDEX inbox_done ON inbox (kept) WHERE done",
        """CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person_id INTEGER NOT NULL,
            urgent INTEGER NOT NULL,        -- an answer to a button waits for nothing
            call TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            made TEXT NOT NULL
        )""",
        "CREATE INDEX outbox_next ON outbox (person_id, urgent DESC, id)",
    ),
    (
        """CREATE TABLE report (
            id INTEGER PRIMARY KEY,
            made TEXT NOT NULL,
            record TEXT NOT NULL            -- nothing of the person
        )""",
        "ALTER TABLE orders ADD COLUMN version TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX orders_version ON orders (version, person_id)",
    ),
    (
        "ALTER TABLE person ADD COLUMN due INTEGER",  # seconds since 1970: when to speak to them next
        "CREATE INDEX person_due ON person (due) WHERE due IS NOT NULL",
    ),
    (
        "ALTER TABLE person ADD COLUMN board INTEGER",  # the message id of the pinned message
        "ALTER TABLE person ADD COLUMN board_digest TEXT NOT NULL DEFAULT ''",
        "DELETE FROM outbox WHERE json_extract(call, '$.hand') IS NOT NULL",  # it held a file
    ),
    (
        """CREATE TABLE pause (
            person_id INTEGER PRIMARY KEY,  -- to whom nothing may be said; 0 for everybody
            until REAL NOT NULL             -- seconds since 1970
        )""",
    ),
)

APPLICATION_ID = 0x414C4942
"""Marks the file as ours in its header."""


async def migrate(db: Database) -> None:
    """Brings the tables up to date, all in one transaction.

    Raises ForeignDatabase for a newer schema or another program's tables, sqlite3.Error for a damaged file.
    """
    await db.execute("BEGIN IMMEDIATE")
    try:
        await advance(db, MIGRATIONS, await _version(db))
        await db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        await db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        await db.execute("COMMIT")
    except BaseException:
        await db.execute("ROLLBACK")
        raise


async def _version(db: Database) -> int:
    ours = await number(db, "PRAGMA application_id") == APPLICATION_ID
    if not ours and await number(db, "SELECT count(*) FROM sqlite_master"):
        raise ForeignDatabase("belongs to another program")
    return await number(db, "PRAGMA user_version")
