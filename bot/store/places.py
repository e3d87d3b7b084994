"""Where the state may be kept, and the store that keeps it there."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from bot.store.contract import StoreFault

if TYPE_CHECKING:
    from bot.store.sql import SqlStore


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a PostgreSQL server. Its address may hold a password, and is not printed."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        """Its name and machine, for an operator."""
        parts = urlsplit(self.url)
        machines = [parts.hostname or "", *parse_qs(parts.query).get("host", [])]
        return f"{unquote(parts.path.strip('/'))} at {max(machines)}"


Place = Path | Server
"""An SQLite file, or a PostgreSQL database."""


def password_of(place: Place) -> str:
    """What no line may show; empty for none."""
    return unquote(urlsplit(place.url).password or "") if isinstance(place, Server) else ""


async def open_store(place: Place) -> "SqlStore":
    """Opens what keeps the state there. Raises StoreFault with one sentence."""
    if isinstance(place, Path):
        from bot.store.sqlite import SqliteStore

        return await SqliteStore.open(place)
    try:
        from bot.store.postgres import PostgresStore
    except ModuleNotFoundError:
        raise StoreFault(
            "DATABASE_URL: PostgreSQL needs the package asyncpg; install it with: pip install '.[postgres]'."
        ) from None
    return await PostgresStore.open(place)
