"""The transport against a server that says whatever it is told to, byte for byte."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import InputFile
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram import transport
from bot.telegram.api import Api
from bot.telegram.transport import AiohttpRequest, Flooded
from tests.ports import kept_port

GOOD = b'{"ok":true,"result":true}'
TOKEN = "7:token-of-the-tests"


def said(status: int, body: bytes, *heads: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *heads])
    return head.encode() + b"\r\n\r\n" + body


class Server:
    """Takes every request whole and answers with the next of its `answers`, the last one for ever.

    After an empty answer or half of one it hangs up; None says nothing at all.
    """

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[bytes, bytes]] = []
        self.lines = 0
        self.url = ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
        try:
            while await self._turn(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _turn(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        body = b""
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                body = await reader.readexactly(int(line.split(b":")[1]))
            if line == b"transfer-encoding: chunked":
                while size := int(await reader.readline(), 16):
                    body += await reader.readexactly(size)
                    await reader.readline()
                await reader.readline()
        self.requests.append((head, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            await reader.read()
            return False
        writer.write(answer)
        await writer.drain()
        return bool(answer) and not answer.endswith(b"half")


@asynccontextmanager
async def serving(*answers: bytes | None) -> AsyncIterator[Server]:
    server = Server(*answers)
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    yield server
    listening.close()


@asynccontextmanager
async def calling(*answers: bytes | None) -> AsyncIterator[tuple[Api, Server]]:
    async with serving(*answers) as server:
        api = Api(TOKEN, server.url)
        await api.open()
        try:
            yield api, server
        finally:
            await api.close_connections()


async def test_a_call_is_one_json_object_on_a_connection_that_is_kept() -> None:
    async with calling(said(200, GOOD)) as (api, server):
        for _ in range(3):
            await api.ask(
                "sendMessage", chat_id=7, text="й🙂\ud83d", reply_markup={"a": [1]}, parse_mode=None
            )
    assert server.lines == 1
    head, body = server.requests[-1]
    assert head.startswith(f"POST /bot{TOKEN}/sendMessage ".encode())
    assert b"Content-Type: application/json" in head
    assert json.loads(body) == {"chat_id": 7, "text": "й🙂\ud83d", "reply_markup": {"a": [1]}}


async def test_of_a_result_that_nobody_wants_nothing_is_read_but_a_refusal_is_heard() -> None:
    refused = said(400, b'{"ok":false,"error_code":400,"description":"Bad Request: no such query"}')
    unread = said(200, b'{"ok":true,"result":{"message_id":9,"text":"' + b"x" * 5000)
    async with calling(unread, refused, said(200, b"<html>")) as (api, _):
        await api.tell("answerCallbackQuery", callback_query_id="7")
        with pytest.raises(BadRequest, match=r"(?i)no such query"):
            await api.tell("answerCallbackQuery", callback_query_id="7")
        with pytest.raises(NetworkError):
            await api.tell("answerCallbackQuery", callback_query_id="7")


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (301, NetworkError),
        (302, NetworkError),
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, InvalidToken),
        (405, BadRequest),
        (408, NetworkError),
        (409, Conflict),
        (413, BadRequest),
        (429, Flooded),
        (500, NetworkError),
        (502, NetworkError),
        (503, NetworkError),
        (599, NetworkError),
    ],
)
@pytest.mark.parametrize("body", [b'{"ok":false,"description":"Bad Request: no"}', b"<html>no</html>", b""])
async def test_every_status_has_its_error(status: int, raised: type[Exception], body: bytes) -> None:
    async with calling(said(status, body, "Location: /elsewhere")) as (api, server):
        with pytest.raises(raised) as caught:
            await api.ask("sendMessage", chat_id=7)
    assert len(server.requests) == 1
    assert TOKEN not in str(caught.value)
    assert type(caught.value) is raised


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b"7", b"null", b'{"ok":true}', b"\xff\xfe", b"[" * 100_000]
)
async def test_what_is_no_answer_of_telegram_is_tried_again_and_never_taken_for_one(body: bytes) -> None:
    async with calling(said(200, body)) as (api, _):
        with pytest.raises(NetworkError) as caught:
            await api.ask("sendMessage", chat_id=7)
    assert type(caught.value) is NetworkError


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b'{"ok":false,"description":"x","parameters":{"retry_after":7}}', 7),
        (b'{"ok":false,"description":"x","parameters":{"retry_after":"soon"}}', 5),
        (b'{"ok":false}', 5),
        (b"[1]", 5),
        (b"slow down", 5),
    ],
)
async def test_a_flood_says_for_how_long(
    body: bytes, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "DEFAULT_PAUSE_SECONDS", 5.0)
    async with calling(said(429, body)) as (api, _):
        with pytest.raises(Flooded) as caught:
            await api.ask("sendMessage", chat_id=7)
    assert caught.value.seconds == seconds


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", b"nonsense\r\n\r\n"]
)
async def test_a_connection_that_breaks_is_a_network_error_and_the_next_call_goes(answer: bytes) -> None:
    async with calling(answer, said(200, GOOD)) as (api, _):
        with pytest.raises(NetworkError):
            await api.ask("sendMessage", chat_id=7)
        assert await api.ask("sendMessage", chat_id=7) is True


async def test_nobody_there_is_a_network_error() -> None:
    with kept_port() as port:
        api = Api(TOKEN, f"http://127.0.0.1:{port}")
        await api.open()
        with pytest.raises(NetworkError):
            await api.ask("getMe")
        await api.close_connections()


async def test_a_transport_that_is_closed_says_so_and_opens_again() -> None:
    async with calling(said(200, GOOD)) as (api, _):
        await api.close_connections()
        await api.close_connections()
        with pytest.raises(NetworkError, match="closed"):
            await api.ask("getMe")
        await api.open()
        await api.open()
        assert await api.ask("getMe") is True


async def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 1000)
    chunk = b"400\r\n" + b"x" * 1024 + b"\r\n"
    endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 4
    for answer in (endless, said(200, b"x" * 1001)):
        async with calling(answer) as (api, _):
            with pytest.raises(NetworkError, match="more than 1000 bytes"):
                await api.ask("getMe")


async def test_an_answer_in_chunks_is_read_whole() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
        len(GOOD),
        GOOD,
    )
    async with calling(chunked) as (api, _):
        assert await api.ask("getMe") is True


async def test_the_limits_of_a_call_are_kept() -> None:
    async with calling(None) as (api, _):
        with pytest.raises(TimedOut):
            await api.send_message(7, "x", read_timeout=0.05)


async def test_without_limits_a_call_waits() -> None:
    async with calling(None) as (api, server):
        call = asyncio.create_task(
            api.send_message(
                7, "x", read_timeout=None, write_timeout=None, connect_timeout=None, pool_timeout=None
            )
        )
        while not server.requests:
            await asyncio.sleep(0)
        done, _ = await asyncio.wait({call}, timeout=0.1)
        assert not done
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)


def test_limits_are_the_librarys() -> None:
    given = BaseRequest.DEFAULT_NONE
    ours = transport._limits(None, given, given, given, given)
    assert (ours.total, ours.sock_read, ours.sock_connect, ours.connect) == (None, 60, 10, None)
    theirs = transport._limits(RequestData(), 1, 2, 3, 4)
    assert (theirs.total, theirs.sock_read, theirs.sock_connect, theirs.connect) == (10, 1, 3, 4)
    endless = transport._limits(RequestData(), None, 2, 3, 4)
    assert (endless.total, endless.sock_read) == (None, None)
    assert AiohttpRequest(1, proxy=False).read_timeout == 60


async def test_a_pool_that_is_full_lets_nobody_wait_longer_than_told() -> None:
    async with serving(None) as server:
        request = AiohttpRequest(1, proxy=False)
        await request.initialize()
        first = asyncio.create_task(request.post(f"{server.url}/a"))
        while not server.requests:
            await asyncio.sleep(0)
        with pytest.raises(TimedOut):
            await request.post(f"{server.url}/b", pool_timeout=0.05)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await request.shutdown()
    assert len(server.requests) == 1


async def test_a_file_is_streamed_beside_its_parameters() -> None:
    content = bytes(range(256)) * 8192
    message = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"}}}'
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        async with calling(said(200, message)) as (api, server):
            await api.send_document(7, InputFile(content, "a.bin"), caption="й")
            await api.send_document(7, InputFile(file, "b.bin", read_file_handle=False), caption="й")
    for _, body in server.requests:
        assert content in body
        assert "й".encode() in body


async def test_a_call_goes_through_the_systems_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(said(200, GOOD)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        request = AiohttpRequest(1, proxy=True)
        await request.initialize()
        assert await request.post("http://telegram.invalid/bot7/getMe") is True
        await request.shutdown()
    assert proxy.requests[0][0].startswith(b"POST http://telegram.invalid/bot7/getMe ")
