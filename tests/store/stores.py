"""The stores that the contract is checked against, by name."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.store.contract import Store
from bot.store.places import Place, open_store
from tests.store import servers

Opener = Callable[[Path], Awaitable[Store]]


async def place_in(kind: str, folder: Path) -> Place:
    """Where the state of a test with that folder is kept."""
    if kind == "sqlite":
        return folder / "bot.sqlite3"
    return await servers.fresh("bot_" + hashlib.sha256(str(folder).encode()).hexdigest()[:16])


async def open_sqlite(folder: Path) -> Store:
    return await open_store(await place_in("sqlite", folder))


async def open_postgres(folder: Path) -> Store:
    return await open_store(await place_in("postgres", folder))


STORES: dict[str, Opener] = {"sqlite": open_sqlite, "postgres": open_postgres}

NEEDS_SERVER = pytest.mark.skipif(servers.binaries() is None, reason=servers.MISSING)
KINDS = [
    pytest.param(name, marks=NEEDS_SERVER) if name == "postgres" else pytest.param(name)
    for name in sorted(STORES)
]
"""Every store as a parameter; only where the server itself is not installed is one left out."""
