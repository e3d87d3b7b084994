"""The webhook: 200 means kept, and only those who know the secret are heard."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.store.contract import StoreFault
from bot.store.sqlite import SqliteStore
from bot.telegram.turns import Turns
from bot.telegram.webhook import MOST_BYTES, SECRET_HEADER, Webhook
from tests.telegram.desks import EchoDesk, blind, said
from tests.telegram.hand_clock import HandClock
from tests.telegram.test_turns import ANN, typed

SECRET = "a-secret"
UPDATE = json.loads(typed(5, ANN, "hello").raw)


@pytest.fixture
async def turns(store: SqliteStore, desk: EchoDesk, clock: HandClock) -> AsyncIterator[Turns]:
    turns = Turns(store, desk, clock, lambda _: None, blind())
    yield turns
    await turns.stop(0)


@pytest.fixture
async def webhook(store: SqliteStore, turns: Turns) -> AsyncIterator[Webhook]:
    webhook = Webhook(turns, "/hook", SECRET)
    yield webhook
    await webhook.stop()


@pytest.fixture
async def root(webhook: Webhook) -> str:
    return f"http://127.0.0.1:{await webhook.start('127.0.0.1', 0)}"


async def offer(url: str, body: Any = UPDATE, secret: str | None = SECRET, method: str = "POST") -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, data=data, headers=headers) as answer,
    ):
        return answer.status


async def test_an_update_is_kept_before_it_is_acknowledged(
    root: str, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, gate, real = asyncio.Event(), asyncio.Event(), store.keep

    async def keep(updates: Any) -> None:
        inside.set()
        await gate.wait()
        await real(updates)

    monkeypatch.setattr(store, "keep", keep)
    offered = asyncio.create_task(offer(f"{root}/hook"))
    await inside.wait()
    assert not offered.done()
    gate.set()
    assert await offered == 200
    assert [update.update_id for update in await store.pending()] == [5]


async def test_an_update_that_cannot_be_kept_is_asked_for_again(
    root: str, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def keep(updates: Any) -> None:
        raise StoreFault("DATABASE_URL: the disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(store, "keep", keep)
        assert await offer(f"{root}/hook") == 503
    assert await store.pending() == []
    assert await offer(f"{root}/hook") == 200


async def test_an_update_gets_its_turn_once(
    root: str, store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    await turns.start()
    for _ in range(3):
        assert await offer(f"{root}/hook") == 200
    assert await turns._agenda.drained(clock.now() + 1)
    assert [said(received) for received in desk.handled] == ["hello"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "é"])
async def test_a_stranger_is_not_heard(root: str, store: SqliteStore, secret: str | None) -> None:
    assert await offer(f"{root}/hook", secret=secret) == 403
    assert await store.pending() == []


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("/", "POST", UPDATE, 404),
        ("/hook/more", "POST", UPDATE, 404),
        ("/hook", "GET", b"", 405),
        ("/hook", "POST", b"no json", 400),
        ("/hook", "POST", b"[]", 400),
        ("/hook", "POST", b"{}", 400),
        ("/hook", "POST", b"[" * 100_000, 400),
        ("/hook", "POST", b" " * (MOST_BYTES + 1), 413),
    ],
)
async def test_only_updates_on_the_one_path_are_taken(
    root: str, store: SqliteStore, path: str, method: str, body: Any, status: int
) -> None:
    assert await offer(root + path, body, method=method) == status
    assert await store.pending() == []


async def test_stopping_answers_what_is_under_way(
    root: str, webhook: Webhook, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, gate, real = asyncio.Event(), asyncio.Event(), store.keep

    async def keep(updates: Any) -> None:
        inside.set()
        await gate.wait()
        await real(updates)

    monkeypatch.setattr(store, "keep", keep)
    offered = asyncio.create_task(offer(f"{root}/hook"))
    await inside.wait()
    stopping = asyncio.create_task(webhook.stop())
    gate.set()
    assert await offered == 200
    await stopping
    assert len(await store.pending()) == 1
