"""The Bot API over HTTP: calls and file downloads."""

import inspect
import json
import logging
import re
from collections import deque
from typing import Any, NamedTuple

from aiohttp import web

from bot.sandbox.faults import Faults
from bot.sandbox.methods import Method, find_method
from bot.sandbox.params import Params, read_params
from bot.sandbox.refusals import NOT_FOUND, UNAUTHORIZED, Json, RefusedError, too_large
from bot.sandbox.state import State

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_CALLS_KEPT = 10_000
log = logging.getLogger(__name__)


class Call(NamedTuple):
    """A call as it came and what it was answered."""

    method: str
    params: dict[str, str]
    response: Json


class Api:
    """Answers calls as the Bot API does, unless a fault was asked for."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.faults = Faults()
        self.calls: deque[Call] = deque(maxlen=_CALLS_KEPT)

    def routes(self) -> list[web.RouteDef]:
        calls = "/bot{token:[^/]*}/{method:[^/]*}"
        return [
            web.get(calls, self._answer),
            web.post(calls, self._answer),
            web.get("/file/bot{token:[^/]*}/{path:.+}", self._download),
        ]

    async def call(self, name: str, params: Params) -> Json:
        """Make one call and return the whole answer, refusals included."""
        try:
            method, function = self._find(name)
            answer: Json = {"ok": True, "result": await self._run(function, params)}
        except RefusedError as refusal:
            method, answer = name, refusal.body()
        self.calls.append(Call(method, params.values, answer))
        return answer

    def _find(self, name: str) -> tuple[str, Method]:
        found = find_method(name)
        if found is None:
            log.error("the sandbox does not know the Bot API method %r", name)
            raise RefusedError(NOT_FOUND, "Not Found: method not found")
        return found

    async def _run(self, function: Method, params: Params) -> Any:
        if inspect.iscoroutinefunction(function):
            return await function(self.state, params)
        with self.state.journal.together():
            return function(self.state, params)

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["method"].lower()
        try:
            self._check_token(request)
            params = await _params_within_limits(request)
            await self.faults.delay(name)
            fault = self.faults.take(name)
            if fault.drop == "before":
                return _hang_up(request)
            if fault.refusal:
                self.calls.append(Call(request.match_info["method"], params.values, fault.refusal.body()))
                raise fault.refusal
        except RefusedError as refusal:
            return _response(refusal.body())
        answer = await self.call(request.match_info["method"], params)
        return _hang_up(request) if fault.drop == "after" else _response(answer)

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not _TOKEN.fullmatch(token):
            raise RefusedError(UNAUTHORIZED, "Unauthorized: invalid token specified")
        if token != self.state.token:
            raise RefusedError(UNAUTHORIZED, "Unauthorized")

    async def _download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
        except RefusedError as refusal:
            return _response(refusal.body())
        body = self.state.files.linked(request.match_info["path"])
        if body is None:
            return _response(RefusedError(NOT_FOUND, "Not Found").body())
        return web.Response(body=body, content_type="application/octet-stream")


async def _params_within_limits(request: web.Request) -> Params:
    try:
        return await read_params(request)
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None


def _response(answer: Json) -> web.Response:
    status = 200 if answer["ok"] else answer["error_code"]
    retry_after = answer.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return web.json_response(
        answer, status=status, headers=headers, dumps=lambda body: json.dumps(body, ensure_ascii=False)
    )


def _hang_up(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
