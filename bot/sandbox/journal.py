"""What the sandbox remembers when its process is killed: rows of JSON and files, in SQLite."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sandbox.refusals import Json

_LOCK_SECONDS = 1.0
_SCHEMA = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS doc (
    kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blob (number INTEGER PRIMARY KEY, name TEXT UNIQUE, body BLOB NOT NULL);
COMMIT;
"""


class Journal:
    """Rows by kind and key, in a file that only one process can use at a time.

    Without a path the rows live in memory and end with the process.
    """

    def __init__(self, path: Path | None) -> None:
        self.durable = path is not None
        self._depth = 0
        self._db = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False, timeout=_LOCK_SECONDS
        )
        try:
            self._db.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            self._db.close()
            raise RuntimeError(
                f"the sandbox cannot use {path} ({error}): is another one running on it?"
            ) from None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write everything inside in one transaction. An error inside still keeps what was done in memory."""
        self._depth += 1
        if self._depth == 1 and self.durable:
            self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0 and self.durable:
                self._db.execute("COMMIT")

    def save(self, kind: str, key: str, row: Json) -> None:
        if self.durable:
            body = json.dumps(row, ensure_ascii=False)
            self._db.execute("INSERT OR REPLACE INTO doc VALUES (?, ?, ?)", (kind, key, body))

    def erase(self, kind: str, key: str) -> None:
        if self.durable:
            self._db.execute("DELETE FROM doc WHERE kind = ? AND key = ?", (kind, key))

    def load(self, kind: str) -> dict[str, Json]:
        found = self._db.execute("SELECT key, body FROM doc WHERE kind = ?", (kind,))
        return {key: json.loads(body) for key, body in found}

    def save_blob(self, name: str, body: bytes, keep: int) -> None:
        """Keep a file's bytes, and forget the oldest files beyond `keep` bytes in all."""
        self._db.execute("INSERT OR REPLACE INTO blob (name, body) VALUES (?, ?)", (name, body))
        total = 0
        for number, size in self._db.execute(
            "SELECT number, length(body) FROM blob ORDER BY number DESC",
        ).fetchall():
            total += size
            if total > keep and total != size:
                self._db.execute("DELETE FROM blob WHERE number = ?", (number,))

    def blob(self, name: str) -> bytes | None:
        row = self._db.execute("SELECT body FROM blob WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def close(self) -> None:
        self._db.close()


class Shelf:
    """The rows of one kind: read from memory, written through to the journal."""

    def __init__(self, journal: Journal, kind: str) -> None:
        self._journal = journal
        self._kind = kind
        self.rows = journal.load(kind)

    def get(self, key: str) -> Json | None:
        return self.rows.get(key)

    def put(self, key: str, row: Json) -> None:
        self.rows[key] = row
        self._journal.save(self._kind, key, row)

    def drop(self, key: str) -> None:
        if self.rows.pop(key, None) is not None:
            self._journal.erase(self._kind, key)
