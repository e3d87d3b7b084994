"""The stores that the contract is checked against, by name."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.store.contract import Store
from bot.store.sqlite import SqliteStore

Opener = Callable[[Path], Awaitable[Store]]


async def open_sqlite(folder: Path) -> Store:
    return await SqliteStore.open(folder / "bot.sqlite3")


STORES: dict[str, Opener] = {"sqlite": open_sqlite}
