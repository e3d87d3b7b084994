"""Who may talk to the page: this machine, and only the page itself."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox, User
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.pictures import png


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1", ""]
)
async def test_other_host_names(sandbox: Sandbox, host: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/", headers={"Host": host}) as answer,
    ):
        assert answer.status == 403


@pytest.mark.parametrize("host", ["localhost:80", "127.0.0.1", "[::1]:80"])
async def test_names_of_this_machine(sandbox: Sandbox, host: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/", headers={"Host": host}) as answer,
    ):
        assert answer.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    "path", ["page/7/send", "page/people", "bot123456:a-token_for-Tests0123456789/sendMessage"]
)
async def test_other_pages(sandbox: Sandbox, ann: User, path: str, headers: dict[str, str]) -> None:
    body = {"text": "forged", "first_name": "Eve", "chat_id": 7}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/{path}", json=body, headers=headers) as answer,
    ):
        assert answer.status == 403
    assert len(ann.chat) == 1
    assert len(sandbox.state.chats.people()) == 1


async def test_the_page_itself(sandbox: Sandbox, ann: User) -> None:
    headers = {"Origin": sandbox.url, "Sec-Fetch-Site": "same-origin"}
    async with aiohttp.ClientSession() as session:
        await session.post(f"{sandbox.url}/page/7/send", json={"text": "mine"}, headers=headers)
    assert [one.text for one in ann.chat] == ["/start", "mine"]


async def test_a_strict_policy(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        text = await answer.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in text.replace('lang="en"', "")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("7/send", {"text": "  "}, 400),
        ("99/send", {"text": "x"}, 404),
        ("7/send", [], 400),
        ("7/press", {"message_id": "1", "data": "x"}, 400),
        ("7/item", {"kind": "gold"}, 400),
        ("7/upload", {}, 400),
        ("7/ask", {"query": "x", "to": "8"}, 400),
        ("7/ask", {"query": "x", "to": 7}, 400),
        ("7/ask", {"query": "x", "to": 99}, 400),
        ("99/ask", {"query": "x"}, 404),
        ("7/pick", {"query_id": "1", "result_id": "1"}, 400),
        ("7/shared/press", {"inline_message_id": "x", "data": "x"}, 400),
        ("7/follow", {"url": "https://example.com/?start=x"}, 200),
        ("people", {"first_name": " "}, 400),
        ("people", {"first_name": "x", "id": -1}, 400),
        ("people", {"first_name": "x", "id": "x"}, 400),
    ],
)
async def test_odd_requests(sandbox: Sandbox, ann: User, path: str, body: Any, status: int) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/page/{path}", json=body) as answer,
    ):
        assert answer.status == status
    assert len(ann.chat) == 1


async def test_a_form_of_another_page_is_no_json(sandbox: Sandbox, ann: User) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/page/7/send", data=json.dumps({"text": "x"})) as answer,
    ):
        assert answer.status == 415


@pytest.mark.parametrize(
    "path", ["page/missing.js", "page/..%2fserver.py", "page/server.py", "page/file/none"]
)
async def test_nothing_else_is_served(sandbox: Sandbox, path: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/{path}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("as_kind", "body", "kind"),
    [("photo", png(), "photo"), ("photo", b"no picture", "document"), ("file", png(), "document")],
    ids=["a photo", "no photo", "a picture as a file"],
)
async def test_uploads(sandbox: Sandbox, ann: User, as_kind: str, body: bytes, kind: str) -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("file", body, filename="../a.png", content_type="image/png")
    form.add_field("as", as_kind)
    async with aiohttp.ClientSession() as session:
        await session.post(f"{sandbox.url}/page/7/upload", data=form)
        sent = ann.chat[-1].raw[kind]
        shown = sent[-1] if kind == "photo" else sent
        async with session.get(f"{sandbox.url}/page/file/{shown['file_id']}") as answer:
            assert await answer.read() == body
            is_photo = kind == "photo"
            assert answer.content_type == ("image/png" if is_photo else "application/octet-stream")
            assert answer.headers["Content-Disposition"].startswith("inline" if is_photo else "attachment")
    assert kind == "photo" or sent["file_name"] == "a.png"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["page/7/send", "page/people", "page/7/upload"])
async def test_other_methods(sandbox: Sandbox, ann: User, path: str, method: str) -> None:
    body = {"text": "forged", "first_name": "Eve"}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{sandbox.url}/{path}", json=body) as answer,
    ):
        assert answer.status in (404, 405)
    assert len(ann.chat) == 1
    assert len(sandbox.state.chats.people()) == 1


@pytest.mark.parametrize("path", ["page/7/send", "page/people"])
async def test_another_pages_body_is_not_awaited(sandbox: Sandbox, ann: User, path: str) -> None:
    host, port = sandbox.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /{path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\nContent-Length: {2**40}"
    writer.write(f"{head}\r\n\r\n".encode())
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert b"403" in await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert len(ann.chat) == 1
