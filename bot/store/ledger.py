"""The inbox table: which updates came and which are done. Every call runs inside the caller's transaction."""

import hashlib
import time
from collections.abc import Sequence

from bot.store.contract import Incoming
from bot.store.database import Database, number

REMEMBERED_SECONDS = 3 * 24 * 3600
"""How long a done update is remembered. Telegram offers one again for at most 24 hours."""

COUNTED_ANEW = "DELETE FROM inbox WHERE update_id = ? AND done AND digest <> ?"
KEEP = """
    INSERT INTO inbox (update_id, digest, person_id, raw, kept) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (update_id) DO NOTHING
"""
DONE = """
    INSERT INTO inbox (update_id, digest, done, kept) VALUES (?, ?, TRUE, ?)
    ON CONFLICT (update_id) DO UPDATE SET done = TRUE, raw = NULL, person_id = NULL
"""
IS_DONE = "SELECT 1 FROM inbox WHERE update_id = ? AND done"
PRUNE = "DELETE FROM inbox WHERE done AND kept < ? AND update_id < (SELECT max(update_id) FROM inbox)"


async def meet(db: Database, updates: Sequence[Incoming]) -> None:
    """Tells new updates from known ones, before they are kept or done.

    Another one under the id of one that is done is new: Telegram may begin its counting anew after a quiet
    week, and another server always does.
    """
    await db.many(COUNTED_ANEW, [(got.update_id, _digest(got.raw)) for got in updates])


async def prune(db: Database) -> None:
    """Forgets the markers of updates done long ago."""
    await db.execute(PRUNE, int(time.time()) - REMEMBERED_SECONDS)


async def keep(db: Database, updates: Sequence[Incoming]) -> None:
    """Keeps updates; a known one is left as it is."""
    await meet(db, updates)
    now = int(time.time())
    await db.many(KEEP, [(got.update_id, _digest(got.raw), got.person_id, got.raw, now) for got in updates])


async def next_offset(db: Database) -> int | None:
    """One more than the highest id, or None."""
    highest = await number(db, "SELECT coalesce(max(update_id), -1) FROM inbox")
    return highest + 1 if highest >= 0 else None


async def mark_done(db: Database, update_id: int, fresh: Incoming | None = None) -> None:
    """Ends an update, be it `fresh` and not kept before; what it said is dropped."""
    digest = _digest(fresh.raw) if fresh else b""
    await db.execute(DONE, update_id, digest, int(time.time()))


async def count_try(db: Database, update_id: int) -> int:
    """Counts a failed try; 1 for an update that is not kept."""
    await db.execute("UPDATE inbox SET tries = tries + 1 WHERE update_id = ?", update_id)
    return await number(db, "SELECT coalesce((SELECT tries FROM inbox WHERE update_id = ?), 1)", update_id)


def _digest(raw: str) -> bytes:
    return hashlib.sha256(raw.encode(errors="surrogatepass")).digest()[:8]
