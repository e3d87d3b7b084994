"""What people write goes to a database as a value, never as a part of a statement."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from bot.dialogue.outcome import Paper, Report
from bot.dialogue.state import Advised, Case, Exhibit, Person, Sum
from bot.store.connection import SqliteDatabase
from bot.store.contract import (
    Acknowledge,
    Hand,
    Incoming,
    Key,
    Offer,
    Piece,
    Pin,
    Redraw,
    Retire,
    Show,
    Store,
    Unpin,
)
from bot.store.database import Query
from bot.store.moving import move
from bot.store.postgres_link import PostgresDatabase
from tests.store.stores import KINDS, NEEDS_SERVER, STORES, place_in
from tests.store.test_contract import NOW

ANN, BEN = 1_234_567, 7_654_321
HOSTILE = (
    "'); DROP TABLE person; --", '"; DELETE FROM orders; --', "' OR '1'='1", "?", "$1", ":id", "%s",
    "{table}", "\\'; --", "/*", "\x1a';", "я'ё\"", "NULL", "1); SELECT pg_sleep(9); --",
)  # fmt: skip
Said = list[str]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """Every statement that is said to a database, as it is before its values are put beside it."""
    found: Said = []

    def listening(real: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def listen(db: Any, *words: Any) -> Any:
            found.extend([one.statement for one in words] if isinstance(words[0], Query) else words[:1])
            return await real(db, *words)

        return listen

    for database in (SqliteDatabase, PostgresDatabase):
        for method in ("execute", "many", "rows", "answers"):
            monkeypatch.setattr(database, method, listening(getattr(database, method)))
    return found


def somebody(person_id: int, text: str) -> Person:
    """A person in whose every word stands `text`."""
    case = Case(1, 1, NOW, name=text, number=text, advised=Advised(text, text, text, NOW), origin=text)
    case = case.tell(text, text, NOW, "typed")
    exhibit = Exhibit(1, text, text, text, 1, text, text, NOW)
    case = replace(case, exhibits=(exhibit,), sums=MappingProxyType({text: Sum(1, text)}))
    return Person(person_id, viewing=text, album=text, zone=text).with_case(case)


async def everything_is_done(store: Store, person_id: int, text: str) -> None:
    """Every method of a store, with `text` for every word."""
    keys = ((Key(text, data=text, url=text, copy=text, start=text, share=text),),)
    calls = (
        Show(text, keys), Show(text, keys, 5), Redraw(text, keys), Acknowledge(text, text), Retire(5),
        Pin(text, keys), Unpin(), Hand(Paper("dossier", (1,))),
        Offer(text, (Piece(text, text, text, text, keys),), text),
    )  # fmt: skip
    person = somebody(person_id, text)
    await store.keep([Incoming(number, person_id, text) for number in range(1, 6)])
    async with store.turn(person_id, 1, NOW) as turn:
        assert turn is not None
        turn.save(person, NOW)
        turn.board_digest = text
        turn.report(Report(text, text, text, text))
        for call in calls:
            turn.send(call)
    assert await store.person(person_id) == person
    async with store.turn(person_id, 2, NOW) as turn:
        assert turn is not None
        turn.save(person.without_case(1))
    async with store.visit(person_id, NOW) as visit:
        visit.save(person, NOW)
    await store.skip(3, text)
    await store.failed(4)
    await store.earlier(person_id, 4)
    assert person_id in await store.advised_otherwise(f"not {text}")
    await store.due(NOW, 5)
    await store.put_off(person_id, NOW)
    await store.unreachable(person_id)
    async with store.claim(person_id):
        for number, send in enumerate((await store.next_sends(person_id)).now):
            await store.retried(send.id)
            await (store.sent(send, 9) if number else store.dropped(send.id, text))
    for ask in (store.pending, store.adopt_updates, store.adopt_sends, store.waiting, store.companions):
        await ask()
    assert (await store.reports())[0][1].words == text
    async with store.turn(person_id, 5, NOW) as turn:
        assert turn is not None
        turn.erase()
    assert await store.person(person_id) is None
    await store.next_offset()


@pytest.mark.parametrize("kind", KINDS)
async def test_no_statement_depends_on_what_is_written(kind: str, tmp_path: Path, said: Said) -> None:
    statements = []
    for number, (person, text) in enumerate([(ANN, "plain"), *((BEN, text) for text in HOSTILE)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        store = await STORES[kind](folder)
        said.clear()
        await everything_is_done(store, person, text)
        statements.append(list(said))
        await store.close()
    assert len(statements[0]) > 20
    assert all(one == statements[0] for one in statements)
    assert not [one for one in statements[0] if "plain" in one or str(ANN) in one]


@NEEDS_SERVER
async def test_nor_does_any_when_all_is_moved(tmp_path: Path, said: Said) -> None:
    statements = []
    for number, text in enumerate(("plain", *HOSTILE)):
        folder = tmp_path / str(number)
        folder.mkdir()
        source, target = [await place_in(kind, folder) for kind in ("sqlite", "postgres")]
        store = await STORES["sqlite"](folder)
        async with store.visit(ANN, NOW) as turn:
            turn.save(somebody(ANN, text))
            turn.report(Report(text, text, text, text))
            turn.send(Show(text))
        await store.keep([Incoming(1, ANN, text)])
        await store.close()
        said.clear()
        await move(source, target)
        statements.append([one for one in said if one.split()[0] in ("SELECT", "INSERT")])
        moved = await STORES["postgres"](folder)
        assert await moved.person(ANN) == somebody(ANN, text)
        await moved.close()
    assert all(one == statements[0] for one in statements)
    assert not [one for one in statements[0] if "plain" in one]
