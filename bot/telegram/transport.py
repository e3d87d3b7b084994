"""HTTP under python-telegram-bot, by aiohttp: kept connections, and no message that names the token."""

import asyncio
import io
import json
import os
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

JSON = {"Content-Type": "application/json"}
CONNECT_SECONDS = 10.0
WRITE_SECONDS, WRITE_FILE_SECONDS = 10.0, 120.0
READ_SECONDS = 60.0
"""Telegram may do what was asked and be slow to say so; what is given up is asked again, and doubles."""

LARGEST_ANSWER = 32 * 1024 * 1024
"""Bytes: Telegram gives a bot no file of more than 20 MB."""

DEFAULT_PAUSE_SECONDS = 5.0
"""How long to wait where Telegram says "too many" without saying for how long."""

RETRIABLE = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS)
ELSEWHERE, CLIENT_FAULT = 3, 4
NAMED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


class Flooded(TelegramError):
    """Telegram asks for a pause of `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many requests: retry after {seconds} seconds")
        self.seconds = seconds


DONE, DONE_AND_NO_MORE = b'{"ok":true,', b'{"ok":true,"result":true}'


class Order:
    """Parameters in one piece of JSON, as Telegram takes them too; what is None is left out.

    The library's `RequestData`, for which it stands, writes each value as JSON of its own, twice, and all of
    them once more. Of an answer that says that all is done nothing more is read where its result is `unread`.
    """

    contains_files = False

    def __init__(self, values: Mapping[str, Any], *, unread: bool = False) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}
        self.unread = unread

    @property
    def json_payload(self) -> bytes:
        return json.dumps(self._values).encode()


class AiohttpRequest(BaseRequest):
    """Requests to one Bot API server, through the system's proxy if `proxy`.

    A redirect is not followed: a POST would go on as a GET, without what it says.
    Raises Flooded for 429, TimedOut and NetworkError for what may succeed later, BadRequest for what
    never will.
    """

    __slots__ = ("_connections", "_proxy", "_session")

    def __init__(self, connections: int, proxy: bool) -> None:
        self._connections = connections
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=self._proxy,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Order | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        limits = _limits(request_data, read_timeout, write_timeout, connect_timeout, pool_timeout)
        code, payload = await self._exchange(method, url, request_data, limits)
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            raise Flooded(_pause(payload))
        if code // 100 == CLIENT_FAULT and code not in RETRIABLE + NAMED:
            raise BadRequest(f"the server answered {code}")
        if code // 100 == ELSEWHERE or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NetworkError(f"the server answered {code}")
        if isinstance(request_data, Order) and request_data.unread and payload.startswith(DONE):
            return code, DONE_AND_NO_MORE
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer of Telegram. Raises NetworkError for what is none, which may be a proxy's."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or not answer.keys() & {"result", "description"}:
            raise NetworkError("what came is no answer of Telegram")
        return answer

    async def _exchange(
        self, method: str, url: str, data: RequestData | Order | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("the transport is closed")
        body, headers = _body(data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=limits, allow_redirects=False
            ) as answer:
                return answer.status, await _read(answer)
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError) as failure:
            raise NetworkError(_named(failure)) from None


def _named(failure: Exception) -> str:
    """What broke, in the system's words where it has any; never the failure's own, which hold the address."""
    number = failure.errno if isinstance(failure, OSError) else None
    return os.strerror(number) if number and number > 0 else type(failure).__name__


def _limits(
    data: RequestData | Order | None,
    read: ODVInput[float],
    write: ODVInput[float],
    connect: ODVInput[float],
    pool: ODVInput[float],
) -> aiohttp.ClientTimeout:
    """The library's limits as aiohttp knows them: None is no limit, and what is not given is ours.

    aiohttp knows none for writing alone: a call with a body may take as long as all its parts together.
    """
    files = data is not None and data.contains_files
    read_seconds = _seconds(read, READ_SECONDS)
    write_seconds = _seconds(write, WRITE_FILE_SECONDS if files else WRITE_SECONDS)
    connect_seconds = _seconds(connect, CONNECT_SECONDS)
    pool_seconds = _seconds(pool, None)
    parts = (read_seconds, write_seconds, connect_seconds)
    whole = None if data is None or None in parts else sum(filter(None, (*parts, pool_seconds)))
    return aiohttp.ClientTimeout(whole, pool_seconds, read_seconds, connect_seconds)


def _seconds(given: ODVInput[float], ours: float | None) -> float | None:
    return ours if isinstance(given, DefaultValue) else given


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The whole body. Raises NetworkError for one that no answer of Telegram is as large as."""
    if (answer.content_length or 0) <= LARGEST_ANSWER:
        if answer.content_length is not None and "Content-Encoding" not in answer.headers:
            return await answer.read()
        body = bytearray()
        async for part in answer.content.iter_any():
            body += part
            if len(body) > LARGEST_ANSWER:
                break
        else:
            return bytes(body)
    answer.close()
    raise NetworkError(f"an answer of more than {LARGEST_ANSWER} bytes")


def _body(
    data: RequestData | Order | None,
) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str] | None]:
    """The parameters as JSON, or as form fields with files beside them if there are any."""
    if data is None:
        return None, None
    if isinstance(data, Order) or not data.contains_files:
        return data.json_payload, JSON
    form = aiohttp.FormData(data.json_parameters)
    for part, (name, content, mime) in data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(part, stream, filename=name, content_type=mime)
    return form, None


def _pause(payload: bytes) -> float:
    try:
        seconds = json.loads(payload)["parameters"]["retry_after"]
    except (ValueError, KeyError, TypeError):
        return DEFAULT_PAUSE_SECONDS
    return float(seconds) if isinstance(seconds, int | float) else DEFAULT_PAUSE_SECONDS
