"""Everything moved from one database to the other and back."""

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.dialogue.outcome import Report
from bot.dialogue.state import Case, Person
from bot.store.contract import Incoming, Pin, Show, StoreFault
from bot.store.database import Database, Row
from bot.store.moving import TABLES, Table, _batches, _compared, move
from bot.store.places import Place, open_store
from tests.store.stores import NEEDS_SERVER, place_in

NOW = datetime(2026, 11, 21, tzinfo=UTC)
MANY = 1203
"""More than one batch."""


async def filled(place: Place) -> None:
    """Some of everything: what waits, what is done, odd people, numbers with holes."""
    store = await open_store(place)
    odd = Person(7, chosen="ru", zone="Europe/Madrid", pinned=True)
    for number in (1, 2, 2**40):
        odd = odd.with_case(
            Case(number, 1, NOW, name="\x00 \ud800 'я\u202e").tell("paid_h", NOW, NOW, "typed")
        )
    await store.keep([Incoming(number, number % 5 or None, f'{{"n":"я{number}"}}') for number in range(MANY)])
    async with store.turn(7, 3, NOW) as turn:
        assert turn is not None
        turn.save(odd, NOW)
        turn.board_digest = "abc"
        turn.send(Pin("dates"))
        turn.report(Report("v1", "rule", "en", "a \x00 button"))
    for number in range(10, 15):
        async with store.turn(number, number, NOW) as turn:
            assert turn is not None
            turn.save(Person(number))
            turn.send(Show(str(number)))
    send = await store.next_send(7)
    assert send is not None
    await store.sent(send, 41)
    await store.failed(1000)
    await store.pause(12, 1e9)
    await store.close()


async def everything(place: Place) -> dict[str, list[Row]]:
    store = await open_store(place)
    async with store._transaction() as db:
        found = {table.name: [row async for rows in _batches(table, db) for row in rows] for table in TABLES}
    await store.close()
    return found


async def places(folder: Path) -> tuple[Place, Place, Place]:
    return folder / "old.sqlite3", await place_in("postgres", folder), folder / "back.sqlite3"


@NEEDS_SERVER
async def test_all_goes_to_postgresql_and_back(tmp_path: Path) -> None:
    old, server, back = await places(tmp_path)
    await filled(old)
    counts = await move(old, server)
    assert counts == {
        "person": 6,
        "orders": counts["orders"],
        "inbox": MANY,
        "outbox": 5,
        "report": 1,
        "pause": 1,
    }
    assert await move(server, back) == counts
    assert await everything(old) == await everything(server) == await everything(back)


@NEEDS_SERVER
async def test_what_was_moved_is_worked_on(tmp_path: Path) -> None:
    old, server, _ = await places(tmp_path)
    await filled(old)
    await move(old, server)
    store = await open_store(server)
    assert len(await store.adopt_updates()) == 500
    assert await store.adopt_sends() == [10, 11, 12, 13, 14]
    async with store.turn(10, 5000, NOW) as turn:
        assert turn is not None
        assert turn.person == Person(10)
        turn.send(Show("later"))
        turn.report(Report("v1", "rule", "en", "another"))
    waiting = [await store.next_send(10)]
    assert [send.call for send in waiting if send] == [Show("10")]
    assert len(await store.reports()) == 2
    await store.close()


@NEEDS_SERVER
async def test_a_target_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path) -> None:
    old, server, back = await places(tmp_path)
    await filled(old)
    await move(old, server)
    before = await everything(server)
    with pytest.raises(StoreFault, match="--to: the table person is not empty; nothing was moved"):
        await move(old, server)
    await filled(back)
    with pytest.raises(StoreFault, match="--to: the table person is not empty; nothing was moved"):
        await move(server, back)
    assert await everything(server) == before


@NEEDS_SERVER
@pytest.mark.parametrize(
    ("name", "spoil"),
    [("orders", "UPDATE orders SET version = 'x' WHERE id = 2"), ("report", "DELETE FROM report")],
)
async def test_a_row_that_does_not_arrive_as_it_was_undoes_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, spoil: str
) -> None:
    old, server, _ = await places(tmp_path)
    await filled(old)

    async def spoiled(table: Table, source: Database, target: Database) -> None:
        await target.execute(spoil)
        await _compared(table, source, target)

    monkeypatch.setattr("bot.store.moving._compared", spoiled)
    with pytest.raises(StoreFault, match=rf"--to: the row of {name} with .* did not arrive as it was"):
        await move(old, server)
    monkeypatch.undo()
    assert not any((await everything(server)).values())


@NEEDS_SERVER
async def test_a_bot_at_work_is_not_moved_away_from(tmp_path: Path) -> None:
    old, server, back = await places(tmp_path)
    await filled(old)
    store = await open_store(server)
    with pytest.raises(StoreFault, match="--to: a bot is at work on this database; stop it first"):
        await move(old, server)
    with pytest.raises(StoreFault, match="--from: a bot is at work on this database; stop it first"):
        await move(server, back)
    await store.close()


async def test_a_bot_at_work_on_a_file_is_not_moved_away_from(tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite3"
    store = await open_store(file)
    assert await store.leads()
    with pytest.raises(StoreFault, match=r"--from: the file .* is the work of another process"):
        await move(file, tmp_path / "another.sqlite3")
    await store.close()


@NEEDS_SERVER
async def test_what_postgresql_cannot_keep_is_named(tmp_path: Path) -> None:
    old, server, _ = await places(tmp_path)
    await filled(old)
    assert isinstance(old, Path)
    with sqlite3.connect(old) as db:
        db.execute("UPDATE inbox SET raw = 'a' || char(0) WHERE update_id = 99")
    db.close()
    with pytest.raises(StoreFault, match="--from: the row of inbox with update_id 99 holds a NUL"):
        await move(old, server)
    assert not any((await everything(server)).values())


async def command(*arguments: str) -> tuple[int | None, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "migrate", *arguments, stdout=-1, stderr=-1
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@NEEDS_SERVER
async def test_the_command_says_what_it_moved(tmp_path: Path) -> None:
    old, server, _ = await places(tmp_path)
    await filled(old)
    code, out, err = await command("--from", f"sqlite:///{old}", "--to", getattr(server, "url", ""))
    assert (code, err) == (0, "")
    assert out.startswith("moved and compared, rows: 6 of person, ")
    assert out.endswith(f"{MANY} of inbox, 5 of outbox, 1 of report, 1 of pause\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "nonsense", "--to", "sqlite:///x"), "--from must look like "),
        (("--from", "sqlite:///x", "--to", "mysql://x"), "--to must look like "),
        (("--from", "sqlite:////nowhere/x", "--to", "sqlite:///y"), "--from: there is no file /nowhere/x."),
        (("--from", "sqlite:////dev/null", "--to", "sqlite:////dev/null"), "--to: it is the database that"),
        (
            ("--from", "postgresql:///x?host=/nowhere&user=ann&password=hush", "--to", "sqlite:///y"),
            "--from: the PostgreSQL database x at /nowhere cannot be used now: ",
        ),
    ],
)
async def test_what_is_wrong_is_one_sentence(arguments: Sequence[str], sentence: str) -> None:
    code, out, err = await command(*arguments)
    assert (code, out) == (1, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1
    assert "hush" not in err
