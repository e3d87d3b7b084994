"""The whole edge against the sandbox, with nothing replaced but the desk."""

import asyncio
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, User
from bot.store.sqlite import SqliteStore
from bot.telegram.edge import Edge, EdgeFault, Hook
from tests.patience import PATIENCE_SECONDS
from tests.ports import kept_port
from tests.telegram.desks import EchoDesk


@asynccontextmanager
async def at_work(edge: Edge) -> AsyncIterator[Edge]:
    await edge.start()
    stopping = asyncio.Event()
    run = asyncio.create_task(edge.run(stopping))
    try:
        yield edge
    finally:
        stopping.set()
        await run
        await edge.stop()


@asynccontextmanager
async def process(
    sandbox: Sandbox, folder: Path, api_url: str = ""
) -> AsyncIterator[asyncio.subprocess.Process]:
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.telegram.worker",
        sandbox.token,
        api_url or sandbox.url,
        f"sqlite:///{folder / 'bot.sqlite3'}",
        "0",
    )
    try:
        yield worker
    finally:
        if worker.returncode is None:
            worker.kill()
        await worker.wait()


def said(user: User) -> list[str]:
    return [bubble.text for bubble in user.chat if bubble.from_bot]


def written(user: User) -> list[str]:
    return [bubble.text for bubble in user.chat if not bubble.from_bot]


async def test_a_chat_by_polling(sandbox: Sandbox, store: SqliteStore, desk: EchoDesk) -> None:
    async with at_work(Edge(store, desk, sandbox.token, sandbox.url)):
        ann = sandbox.user(1)
        await ann.send_text("hello")
        assert (await ann.next_message()).text == "hello"
        press = await ann.press(None, "Home")
        await press.answer()
        await ann.wait(lambda _: said(ann) == ["Home()"])


@pytest.fixture
def port() -> Iterator[int]:
    with kept_port() as port:
        yield port


async def test_a_chat_by_webhook(
    sandbox: Sandbox, store: SqliteStore, desk: EchoDesk, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = Hook(f"https://127.0.0.1:{port}/hook", "/hook", "secret", "127.0.0.1", port)
    real = Edge._register

    async def register(edge: Edge, hook: Hook) -> None:
        """What ends TLS in front of the bot stands here."""
        await real(edge, hook)
        settings = sandbox.state.webhook.get("set") or {}
        sandbox.state.webhook.put("set", {**settings, "url": hook.url.replace("https", "http")})
        await sandbox.user(1).send_text("hello")

    monkeypatch.setattr(Edge, "_register", register)
    async with at_work(Edge(store, desk, sandbox.token, sandbox.url, hook=hook)):
        assert (await sandbox.user(1).next_message()).text == "hello"
    [call] = [call for call in sandbox.calls if call.method == "setWebhook"]
    assert call.params["secret_token"] == "secret"
    assert call.params["drop_pending_updates"] == "false"


async def test_a_refused_webhook_ends_the_bot_with_a_sentence(
    sandbox: Sandbox, store: SqliteStore, desk: EchoDesk
) -> None:
    hook = Hook("http://example.org/hook", "/hook", "secret", "127.0.0.1", 0)
    edge = Edge(store, desk, sandbox.token, sandbox.url, hook=hook)
    await edge.start()
    with pytest.raises(EdgeFault, match=r"WEBHOOK_URL: Telegram refuses it: .*https"):
        await edge.run(asyncio.Event())
    await edge.stop()


async def test_a_wrong_token_ends_the_bot_with_a_sentence(
    sandbox: Sandbox, store: SqliteStore, desk: EchoDesk
) -> None:
    edge = Edge(store, desk, "701:wrong", sandbox.url)
    await edge.start()
    with pytest.raises(EdgeFault, match="TELEGRAM_BOT_TOKEN"):
        await edge.run(asyncio.Event())
    await edge.stop()


async def test_a_port_that_is_taken_is_named(sandbox: Sandbox, store: SqliteStore, desk: EchoDesk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        edge = Edge(
            store,
            desk,
            sandbox.token,
            sandbox.url,
            hook=Hook("https://example.org/hook", "/hook", "s", "127.0.0.1", port),
        )
        with pytest.raises(EdgeFault, match=f"WEBHOOK_LISTEN: cannot listen on 127.0.0.1:{port}"):
            await edge.start()
        await edge.stop()


async def test_killing_the_bot_in_a_burst_loses_nothing_and_keeps_the_order(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """Three people write on while the bot is killed again and again; in the end all is answered, in order."""
    luck = random.Random(7)  # noqa: S311
    sandbox.limits.burst = 0
    users = [sandbox.user(number) for number in (1, 2, 3)]
    for round_ in range(6):
        async with process(sandbox, tmp_path) as worker:
            before = _answers(users)
            for number in range(8):
                for user in users:
                    await user.send_text(f"{round_}.{number}")
            await _answered(users, before + luck.randint(1, 12))
            worker.send_signal(signal.SIGKILL)
            await worker.wait()
    async with process(sandbox, tmp_path):
        for user in users:
            await _all_answered(user)
    for user in users:
        assert list(dict.fromkeys(said(user))) == written(user)


async def _answered(users: list[User], wanted: int) -> None:
    """Returns when there are so many answers."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while _answers(users) < wanted:
            await asyncio.sleep(0.002)


async def _all_answered(user: User) -> None:
    await user.wait(lambda _: set(written(user)) <= set(said(user)))


def _answers(users: list[User]) -> int:
    return sum(len(said(user)) for user in users)


async def test_a_stop_finishes_what_is_held(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.user(1)
    async with process(sandbox, tmp_path) as worker:
        await ann.send_text("one")
        await ann.next_message()
        for text in ("two", "three"):
            await ann.send_text(text)
        await ann.until(lambda: not sandbox.state.updates.pending()[2:], PATIENCE_SECONDS, "not fetched")
        worker.terminate()
        assert await worker.wait() == 0
    answered = said(ann)
    store = await SqliteStore.open(tmp_path / "bot.sqlite3")
    pending, waiting = await store.pending(), await store.waiting()
    await store.close()
    assert (pending, waiting) == ([], [])
    assert answered == written(ann)[: len(answered)]
