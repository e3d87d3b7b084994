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
from bot.telegram.crowding import MOST_OF_ONE
from bot.telegram.turns import Turns
from bot.telegram.webhook import MOST_BYTES, SECRET_HEADER, Webhook
from tests.patience import PATIENCE_SECONDS
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


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
async def test_no_other_method_is_taken(root: str, store: SqliteStore, method: str) -> None:
    assert await offer(f"{root}/hook", method=method) == 405
    assert await store.pending() == []


async def test_what_is_no_json_by_its_type_is_judged_by_its_body(root: str, store: SqliteStore) -> None:
    """Telegram says which type it sends; whoever knows the secret is heard whatever they say it is."""
    headers = {SECRET_HEADER: SECRET, "Content-Type": "text/plain"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(f"{root}/hook", data=json.dumps(UPDATE)) as answer:
            assert answer.status == 200
        async with session.post(f"{root}/hook", data="text") as answer:
            assert answer.status == 400
    assert len(await store.pending()) == 1


async def test_two_secrets_are_compared_as_a_whole(
    root: str, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr("bot.telegram.webhook.hmac.compare_digest", compare)
    assert await offer(f"{root}/hook") == 403
    assert compared == [(SECRET.encode(), SECRET.encode())]
    assert await store.pending() == []


async def test_of_a_stranger_no_body_is_awaited(root: str) -> None:
    port = int(root.rpartition(":")[2])
    for headers, status in (
        (f"{SECRET_HEADER}: wrong\r\nContent-Length: 1000000", b"403"),
        (f"Content-Length: {MOST_BYTES}", b"403"),
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST /hook HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n{{".encode())
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert status in await reader.readline()
        writer.close()
        await writer.wait_closed()


async def test_a_body_that_never_ends_is_given_up_and_holds_nobody_else(
    root: str, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.webhook.BODY_SECONDS", 0.05)
    port = int(root.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: %d\r\n\r\n"
    writer.write((head % 9).encode() + b"{")
    body = json.dumps(UPDATE).encode()
    other_reader, other_writer = await asyncio.open_connection("127.0.0.1", port)
    other_writer.write((head % len(body)).encode() + body)
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert b"200" in await other_reader.readline()
    other_writer.close()
    await other_writer.wait_closed()
    async with asyncio.timeout(PATIENCE_SECONDS):
        said = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert b"408" in said
    assert b"connection: close" in said
    writer.close()
    await writer.wait_closed()
    assert len(await store.pending()) == 1


async def test_what_one_person_sends_too_much_of_is_answered_and_not_kept(
    root: str, store: SqliteStore, turns: Turns
) -> None:
    for number in range(MOST_OF_ONE):
        turns.accept([typed(1000 + number, ANN, "x")])
    assert await offer(f"{root}/hook") == 200
    assert await store.pending() == []
