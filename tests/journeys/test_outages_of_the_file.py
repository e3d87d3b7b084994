"""The database's file full, read-only, damaged or locked: one sentence, nothing lost, nothing said twice."""

import asyncio
import random
import resource
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.dialogue.state import Person
from bot.sandbox import Sandbox
from bot.store.connection import Connection
from bot.telegram.pace import STORE_PAUSE_SECONDS
from tests.journeys.conftest import TOKEN, Buyer, House, closed, said_to, time_going_on
from tests.patience import PATIENCE_SECONDS
from tests.telegram.hand_clock import HandClock
from tests.test_app import BOT, bot, ended

LONG = "x" * 4000
MAKE_ROOM = "make room on its disk, or mend the disk"
LET_WRITE = "let the assistant write to the file and to its folder"
RESTORE = "restore it from a backup, or move it aside to begin with none"
END_IT = "end that program, or a second assistant on the same file"

POWERLESS = """\
import os, sys
without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
command = [*without, sys.executable, *sys.argv[1:]]
os.execvp(command[0], command)
"""
"""Root, whom no permission binds, gives that power up: then those of a file's owner bind."""


@pytest.fixture
async def house(sandbox: Sandbox, clock: HandClock, tmp_path: Path) -> AsyncIterator[House]:
    house = House(sandbox, tmp_path / "bot.sqlite3")
    await house.open()
    yield house
    await closed(house, clock)


def connection_of(house: House) -> Connection:
    found: Connection = house.app._store._db  # type: ignore[attr-defined]
    return found


def of(house: House) -> str:
    """How every sentence about the file begins."""
    return f"DATABASE_URL: the file {house.settings.database}"


def told(caplog: pytest.LogCaptureFixture) -> set[str]:
    """What the operator has read of trouble, each sentence once."""
    return {record.getMessage() for record in caplog.records if record.levelname in ("WARNING", "ERROR")}


async def pragma(db: Connection, statement: str) -> int:
    found = await db.execute_fetchall(f"PRAGMA {statement}")
    return next((int(row[0]) for row in found), 0)


async def turned_away(house: House, clock: HandClock, sandbox: Sandbox, times: int = 3) -> None:
    """Returns when the assistant has tried so often to keep what waits; Telegram still has it."""
    for _ in range(times):
        await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)
        assert sandbox.state.updates.pending()
        clock.advance(STORE_PAUSE_SECONDS)
    await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)


async def answered_once(buyer: Buyer, clock: HandClock, before: int, wanted: int) -> None:
    async with time_going_on(clock):
        await buyer.user.wait(lambda _: len(said_to(buyer)) >= before + wanted)
        await buyer.sandbox.taken()
    await buyer.says("/help")
    assert len(said_to(buyer)) == before + wanted + 1, "no more than that"


async def test_a_full_disk_while_running(
    house: House, buyer: Buyer, clock: HandClock, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    await buyer.says("/start")
    before, db = len(said_to(buyer)), connection_of(house)
    await pragma(db, f"max_page_count = {await pragma(db, 'page_count')}")
    for number in range(6):
        await buyer.user.send_text(f"{LONG}{number}")
    await turned_away(house, clock, sandbox)
    assert len(said_to(buyer)) == before
    sentence = f"{of(house)} cannot be written (database or disk is full); {MAKE_ROOM}."
    assert told(caplog) == {sentence}
    await pragma(db, "max_page_count = 1073741823")
    await answered_once(buyer, clock, before, 6)


async def test_a_disk_that_takes_nothing_and_then_does_again(tmp_path: Path, sandbox: Sandbox) -> None:
    """The whole bot in a process of its own, which the system lets write no more."""
    ann = sandbox.user(7)
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url}
    async with bot(tmp_path, settings, *BOT, "run") as process:
        assert process.stderr is not None
        await ann.send_text("/start")
        await ann.next_message()
        await sandbox.taken()
        _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, most))
        await ann.send_text("/help")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while b"cannot be written" not in (line := await process.stderr.readline()):
                assert line, "the assistant has ended"
        assert sandbox.state.updates.pending()
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
        await ann.next_message()
        await ann.send_text("/settings")
        await ann.next_message()
        process.terminate()
        _, rest = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert process.returncode == 0
    assert b"ERROR" not in rest, "the same sentence is not repeated within a minute"
    assert len([bubble for bubble in ann.chat if bubble.from_bot]) == 3
    assert b"make room on its disk" in line


async def test_a_file_that_becomes_read_only_while_running(
    house: House, buyer: Buyer, clock: HandClock, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    await buyer.says("/start")
    before, db = len(said_to(buyer)), connection_of(house)
    await pragma(db, "query_only = ON")
    for text in ("/help", "/settings"):
        await buyer.user.send_text(text)
    await turned_away(house, clock, sandbox)
    sentence = f"{of(house)} cannot be written (attempt to write a readonly database); {LET_WRITE}."
    assert told(caplog) == {sentence}
    await pragma(db, "query_only = OFF")
    await answered_once(buyer, clock, before, 2)


@contextmanager
def read_only(*places: Path) -> Iterator[None]:
    modes = [place.stat().st_mode for place in places]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    yield
    for place, mode in zip(places, modes, strict=True):
        place.chmod(mode)


@pytest.mark.parametrize("kept", ["file", "folder", "nothing yet"])
async def test_a_read_only_file_or_folder_at_the_start(tmp_path: Path, sandbox: Sandbox, kept: str) -> None:
    folder, settings = tmp_path / "kept", {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url}
    folder.mkdir()
    file = folder / "bot.sqlite3"
    if kept != "nothing yet":
        await emptied_house(sandbox, file)
    with read_only(*([file] if kept == "file" else [folder, *folder.iterdir()])):
        settings["DATABASE_URL"] = f"sqlite:///{file}"
        code, out, err = await ended(tmp_path, settings, "-c", POWERLESS, *BOT, "run")
    assert (code, out) == (1, "")
    assert err.startswith(f"DATABASE_URL: the file {file} cannot be written (")
    assert err.endswith(f"; {LET_WRITE}.\n")
    assert err.count("\n") == 1


async def emptied_house(sandbox: Sandbox, file: Path) -> None:
    """A database as the assistant leaves it."""
    house = House(sandbox, file)
    await house.open()
    await house.close()


async def test_a_damaged_file_at_the_start_is_left_as_it_is(tmp_path: Path, sandbox: Sandbox) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url}
    file = tmp_path / "var" / "bot.sqlite3"
    file.parent.mkdir()
    file.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)
    body = file.read_bytes()
    code, _, err = await ended(tmp_path, settings, *BOT, "run")
    sentence = f"DATABASE_URL: the file var/bot.sqlite3 is damaged or no SQLite database; {RESTORE}.\n"
    assert (code, err) == (1, sentence)
    assert file.read_bytes() == body
    assert [one.name for one in file.parent.iterdir()] == [file.name]


async def test_a_file_that_is_damaged_while_running(
    house: House, buyer: Buyer, clock: HandClock, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    """It says so, keeps nothing more and answers nothing; with the backup in its place it goes on."""
    file = house.settings.database
    assert isinstance(file, Path)
    await buyer.says("/start")
    for number in range(1000, 1400):
        async with house.app._store.visit(number, datetime.now(UTC)) as turn:
            turn.save(Person(number))
    await closed(house, clock)
    backup = shutil.copy(file, file.with_suffix(".backup"))
    await house.open()
    before = len(said_to(buyer))
    await asyncio.to_thread(damage, file)
    await buyer.user.send_text("/help")
    await turned_away(house, clock, sandbox)
    assert told(caplog) == {f"{of(house)} is damaged or no SQLite database; {RESTORE}."}
    assert len(said_to(buyer)) == before
    await closed(house, clock)
    for place in file.parent.glob("bot.sqlite3*"):
        place.unlink()
    shutil.copy(backup, file)
    await house.open()
    await answered_once(buyer, clock, before, 1)


def damage(file: Path) -> None:
    """Writes nonsense over all but the first page, and lets nobody go on with what they remember of it."""
    size = file.stat().st_size
    with file.open("r+b") as body:
        body.seek(4096)
        body.write(random.Random(7).randbytes(size - 4096))  # noqa: S311 - the same nonsense every time
    other = sqlite3.connect(file)
    other.execute(f"PRAGMA user_version = {other.execute('PRAGMA user_version').fetchone()[0]}")
    other.close()


async def test_another_program_holds_the_file_locked(
    house: House, buyer: Buyer, clock: HandClock, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    await buyer.says("/start")
    before = len(said_to(buyer))
    await pragma(connection_of(house), "busy_timeout = 1")
    other = sqlite3.connect(str(house.settings.database), isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    for text in ("/help", "/settings"):
        await buyer.user.send_text(text)
    await turned_away(house, clock, sandbox)
    sentence = f"{of(house)} is locked by another program (database is locked); {END_IT}."
    assert told(caplog) == {sentence}
    other.execute("COMMIT")
    other.close()
    await answered_once(buyer, clock, before, 2)


async def test_a_locked_file_at_the_start(tmp_path: Path, sandbox: Sandbox) -> None:
    file = tmp_path / "bot.sqlite3"
    await emptied_house(sandbox, file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    hurried = (
        "import sys, bot.store.connection as connection, bot.__main__;"
        "connection.BUSY_SECONDS = 0.01;"
        "sys.exit(bot.__main__.main(['run']))"
    )
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": f"sqlite:///{file}"}
    code, _, err = await ended(tmp_path, settings, "-c", hurried)
    other.close()
    assert code == 1
    assert err.startswith(f"DATABASE_URL: the file {file} is locked by another program (database is locked)")
    assert err.count("\n") == 1
