"""Bringing the tables of an older version up to date, in any database."""

from collections.abc import Sequence

from bot.store.database import Database


class ForeignDatabase(Exception):
    """It is a database, but not one this version can use; the text says why."""


async def advance(db: Database, migrations: Sequence[Sequence[str]], version: int) -> None:
    """Runs the migrations that follow a version. Raises ForeignDatabase for one from the future."""
    if version > len(migrations):
        known = f"schema {version}, known up to {len(migrations)}"
        raise ForeignDatabase(f"was written by a newer version ({known})")
    for statements in migrations[version:]:
        for statement in statements:
            await db.execute(statement)
