"""The command line, in processes of its own, against the sandbox."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.__main__ import NoEcho, PlainLines
from bot.app import ROOT, TRY_PORTS, _free_port, profiles
from bot.sandbox import Sandbox
from bot.store.places import Server, open_store
from bot.texts.say import Words
from tests.patience import PATIENCE_SECONDS
from tests.ports import kept_port
from tests.store.stores import NEEDS_SERVER, place_in

TOKEN = "700:token-of-the-tests"
BOT = ("-m", "bot")
Process = asyncio.subprocess.Process


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@asynccontextmanager
async def bot(folder: Path, settings: dict[str, str], *arguments: str) -> AsyncIterator[Process]:
    """Python in `folder`, with nothing in its environment but these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=folder,
        env={**kept, **settings, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(folder: Path, settings: dict[str, str], *arguments: str) -> tuple[int | None, str, str]:
    async with bot(folder, settings, *arguments) as process:
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        return process.returncode, out.decode(), err.decode()


async def test_without_arguments_the_usage_is_printed(tmp_path: Path) -> None:
    code, out, err = await ended(tmp_path, {}, *BOT)
    assert (code, err) == (0, "")
    assert out.startswith("usage: python -m bot run")


async def test_a_wrong_command_is_answered_with_the_usage(tmp_path: Path) -> None:
    code, out, err = await ended(tmp_path, {}, *BOT, "fly")
    assert (code, out) == (2, "")
    assert err.startswith("usage: ")


async def test_without_a_token_there_is_one_sentence(tmp_path: Path) -> None:
    code, out, err = await ended(tmp_path, {}, *BOT, "run")
    assert (code, out) == (2, "")
    assert err.startswith("TELEGRAM_BOT_TOKEN is not set")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL must be one of"),
        (
            {"DATABASE_URL": "postgresql://ann:hush@127.0.0.1:1/y"},
            "DATABASE_URL: the PostgreSQL database y at 127.0.0.1 cannot be used now: ",
        ),
        ({"DATABASE_URL": "sqlite:////proc/no.sqlite3"}, "DATABASE_URL: the file /proc/no.sqlite3 cannot"),
        ({"DATABASE_URL": "sqlite:///."}, "DATABASE_URL: . is a folder"),
    ],
)
async def test_a_broken_setting_is_one_sentence(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    code, out, err = await ended(tmp_path, {"TELEGRAM_BOT_TOKEN": TOKEN, **settings}, *BOT, "run")
    assert (code, out) == (1, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1
    assert "hush" not in err


@pytest.mark.parametrize("place", ["POLICY", "LOCALES"])
async def test_a_broken_policy_or_catalog_is_one_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "policy.toml").write_text("this is no [toml")
    elsewhere = (
        "import sys, pathlib, bot.app, bot.__main__;"
        f"bot.app.{place} = pathlib.Path('.');"
        "sys.exit(bot.__main__.main(['run']))"
    )
    code, out, err = await ended(tmp_path, {"TELEGRAM_BOT_TOKEN": TOKEN}, "-c", elsewhere)
    assert (code, out) == (1, "")
    assert ("policy.toml" if place == "POLICY" else "bot.po") in err
    assert err.count("\n") == 1
    assert not (tmp_path / "var").exists()


async def test_a_token_that_telegram_refuses_is_one_sentence_that_does_not_quote_it(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    wrong = "701:not-this-one"
    settings = {"TELEGRAM_BOT_TOKEN": wrong, "TELEGRAM_API_URL": sandbox.url}
    code, _, err = await ended(tmp_path, settings, *BOT, "run")
    assert code == 1
    assert err.splitlines()[-1].startswith("TELEGRAM_BOT_TOKEN: Telegram does not know this token")
    assert "Traceback" not in err
    assert "not-this-one" not in err


async def test_a_second_bot_on_one_file_is_refused_in_one_sentence(tmp_path: Path, sandbox: Sandbox) -> None:
    ann = sandbox.user(1)
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url}
    async with bot(tmp_path, settings, *BOT, "run"):
        await ann.send_text("/start")
        await ann.next_message()
        code, out, err = await ended(tmp_path, settings, *BOT, "run")
        assert (code, out) == (1, "")
        assert err == (
            "DATABASE_URL: the file var/bot.sqlite3 is the work of another process, and only one may work on "
            "it; stop that one first, or let them share a database at a postgresql:// address.\n"
        )
        await ann.send_text("/help")
        await ann.next_message()
    async with bot(tmp_path, settings, *BOT, "run"):
        await ann.send_text("/start")
        await ann.next_message()


async def test_a_bot_answers_and_stops_when_told(tmp_path: Path, sandbox: Sandbox) -> None:
    ann = sandbox.user(1)
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url, "LOG_LEVEL": "DEBUG"}
    async with bot(tmp_path, {**settings, "TELEGRAM_TYPO": "1"}, *BOT, "run") as process:
        await ann.send_text("/start")
        first = await ann.next_message()
        assert first.labels
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    log = err.decode()
    assert process.returncode == 0
    assert "TELEGRAM_TYPO is set, but there is no such setting" in log
    assert "token-of-the-tests" not in log
    assert "Traceback" not in log
    assert first.text.splitlines()[0] not in log
    assert (tmp_path / "var" / "bot.sqlite3").exists()


@NEEDS_SERVER
async def test_a_bot_keeps_all_in_postgresql(tmp_path: Path, sandbox: Sandbox) -> None:
    ann, place = sandbox.user(1), await place_in("postgres", tmp_path)
    assert isinstance(place, Server)
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sandbox.url, "DATABASE_URL": place.url}
    seen = []
    for text in ("/start", "/help"):
        async with bot(tmp_path, settings, *BOT, "run") as process:
            await ann.send_text(text)
            seen.append((await ann.next_message()).text)
            process.send_signal(signal.SIGTERM)
            _, err = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert process.returncode == 0
        assert "Traceback" not in err.decode()
    assert seen[0] != seen[1]
    assert not (tmp_path / "var").exists()
    store = await open_store(place)
    try:
        assert (await store.pending(), await store.waiting()) == ([], [])
        assert await store.person(ann.id) is not None
    finally:
        await store.close()


async def test_trying_shows_the_same_chat_after_a_kill(tmp_path: Path, remembered_port: int) -> None:
    addresses = []
    for _ in range(2):
        async with bot(tmp_path, {}, *BOT, "try") as process:
            assert process.stdout is not None
            line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)).decode()
            addresses.append(line.split()[-1])
            async with aiohttp.ClientSession() as session, session.get(addresses[-1]) as page:
                assert page.status == 200
            process.kill()
            await process.wait()
    assert addresses == [f"http://127.0.0.1:{remembered_port}"] * 2


@pytest.mark.usefixtures("remembered_port")
async def test_two_at_a_time_are_told_so(tmp_path: Path) -> None:
    async with bot(tmp_path, {}, *BOT, "try") as process:
        assert process.stdout is not None
        await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)
        code, _, err = await ended(tmp_path, {}, *BOT, "try")
    assert code == 1
    assert err.startswith("The chat in var/try cannot be opened")
    assert err.count("\n") == 1


def test_a_busy_port_is_passed_over_and_the_next_one_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken, kept_port() as free, kept_port() as another:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        (tmp_path / "port").write_text(str(busy))
        monkeypatch.setattr("bot.app.TRY_PORTS", (busy, free))
        assert _free_port(tmp_path / "port") == free
        monkeypatch.setattr("bot.app.TRY_PORTS", (another,))
        assert _free_port(tmp_path / "port") == free


@pytest.mark.parametrize("nonsense", ["", "x", "999999", "-1", "²"])
def test_a_remembered_port_that_is_none_is_passed_over(tmp_path: Path, nonsense: str) -> None:
    (tmp_path / "port").write_text(nonsense)
    assert _free_port(tmp_path / "port") in TRY_PORTS


def test_secrets_are_taken_out_of_every_line() -> None:
    record = logging.LogRecord("httpx", 20, "f", 1, "GET /bot%s/getMe", ("1:abc",), None)
    assert PlainLines("1:abc", "").format(record).endswith("GET /bot<secret>/getMe")


def test_the_same_line_is_shown_once_a_minute() -> None:
    now, echo = [0.0], NoEcho(lambda: now[0])

    def shown(line: str, level: int = logging.ERROR) -> bool:
        return echo.filter(logging.LogRecord("bot", level, "f", 1, "%s", (line,), None))

    assert shown("the disk is full")
    now[0] = 59.9
    assert not shown("the disk is full")
    assert shown("something else")
    assert shown("at work", logging.INFO)
    assert shown("at work", logging.INFO)
    now[0] = 60.0
    assert shown("the disk is full")


def test_the_profile_keeps_telegrams_limits() -> None:
    found = profiles(Words.load())
    assert [profile.language for profile in found] == ["", "en", "ru", "es"]
    assert len({profile.description for profile in found}) == 3
    for profile in found:
        assert 0 < len(profile.name) <= 64
        assert 0 < len(profile.short) <= 120
        assert 0 < len(profile.description) <= 512
        assert all(0 < len(description) <= 256 for _, description in profile.commands)
