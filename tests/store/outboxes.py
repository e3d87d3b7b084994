"""What a process that was halted had on its way."""

import asyncio
import shutil
from pathlib import Path

from bot.store.contract import Call
from bot.store.places import Place, open_store
from bot.store.records import call_of


async def waiting_calls(place: Place) -> list[tuple[int, Call]]:
    """What is not noted as sent, each with its person. A file is copied: it may be locked."""
    store = await open_store(await _copied(place) if isinstance(place, Path) else place)
    try:
        async with store._transaction() as db:
            rows = await db.rows("SELECT person_id, call FROM outbox")
    finally:
        await store.close()
    return [(int(person_id), call_of(text)) for person_id, text in rows]


async def _copied(file: Path) -> Path:
    copy = file.with_name("copy.sqlite3")
    for end in ("", "-wal"):
        if (part := file.with_name(file.name + end)).exists():
            await asyncio.to_thread(shutil.copy, part, copy.with_name(copy.name + end))
    return copy
