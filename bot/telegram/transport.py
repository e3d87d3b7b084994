"""HTTP under python-telegram-bot, by aiohttp: kept connections, and no message that names the token."""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

JSON = {"Content-Type": "application/json"}
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
DEFAULT_PAUSE_SECONDS = 5.0
"""How long to wait where Telegram says "too many" without saying for how long."""

RETRIABLE = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS)
CLIENT_FAULT = 4
NAMED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


class Flooded(TelegramError):
    """Telegram asks for a pause of `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many requests: retry after {seconds} seconds")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """Requests to one Bot API server, through the system's proxy if `proxy`.

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
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=self._proxy)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the library's signature
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        seconds = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        code, payload = await self._exchange(method, url, request_data, seconds)
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            raise Flooded(_pause(payload))
        if code // 100 == CLIENT_FAULT and code not in RETRIABLE + NAMED:
            raise BadRequest(f"the server answered {code}")
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NetworkError(f"the server answered {code}")
        return code, payload

    async def _exchange(
        self, method: str, url: str, data: RequestData | None, seconds: float
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("the transport is closed")
        timeout = aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=seconds)
        body, headers = _body(data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError) as failure:
            raise NetworkError(type(failure).__name__) from None


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str] | None]:
    """The parameters as JSON, or as form fields with files beside them if there are any."""
    if data is None:
        return None, None
    if not data.contains_files:
        return data.json_payload, JSON
    form = aiohttp.FormData(data.json_parameters)
    for part, (name, content, mime) in data.multipart_data.items():
        form.add_field(part, content, filename=name, content_type=mime)
    return form, None


def _pause(payload: bytes) -> float:
    try:
        seconds = json.loads(payload)["parameters"]["retry_after"]
    except (ValueError, KeyError, TypeError):
        return DEFAULT_PAUSE_SECONDS
    return float(seconds) if isinstance(seconds, int | float) else DEFAULT_PAUSE_SECONDS
