"""Several bots behind one webhook and one PostgreSQL database, and what stands before them."""

import asyncio
import random
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.sandbox import Sandbox, User
from bot.store.places import Server
from tests.store.stores import place_in
from tests.telegram.worker import SECRET

Process = asyncio.subprocess.Process


class Balancer:
    """What stands before the bots: any update to any of those that listen."""

    def __init__(self, sandbox: Sandbox, database: Server, count: int) -> None:
        self.database = database
        self.ports = [_free_port() for _ in range(count)]
        self.processes: dict[int, Process] = {}
        self._sandbox = sandbox
        self._dice = random.Random(20261122)  # noqa: S311
        app = web.Application()
        app.router.add_post("/hook", self._forward)
        self._runner = web.AppRunner(app)

    async def start(self) -> None:
        await self._runner.setup()
        port = _free_port()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        for number in self.ports:
            await self.begin(number)
        self._sandbox.limits.webhook_retry = 0.05
        hook = {"url": f"http://127.0.0.1:{port}/hook", "secret": SECRET, "max_connections": 40}
        self._sandbox.state.webhook.put("set", hook)
        self._sandbox.state.updates.arrived.fire()

    async def stop(self) -> None:
        for port in self.ports:
            await self.kill(port)
        await self._runner.cleanup()

    async def begin(self, port: int) -> None:
        command = ("-m", "tests.telegram.worker", self._sandbox.token, self._sandbox.url)
        self.processes[port] = await asyncio.create_subprocess_exec(
            sys.executable, *command, self.database.url, str(port)
        )

    async def kill(self, port: int) -> None:
        process = self.processes[port]
        if process.returncode is None:
            process.kill()
        await process.wait()

    async def _forward(self, request: web.Request) -> web.Response:
        port = self._dice.choice(self.ports)
        headers = {name: value for name, value in request.headers.items() if name.startswith("X-")}
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(
                    f"http://127.0.0.1:{port}/hook", data=await request.read(), headers=headers
                ) as answer,
            ):
                return web.Response(status=answer.status)
        except aiohttp.ClientError:
            return web.Response(status=502)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def behind_one_webhook(sandbox: Sandbox, folder: Path, count: int) -> AsyncIterator[Balancer]:
    database = await place_in("postgres", folder)
    assert isinstance(database, Server)
    async with AsyncExitStack() as stack:
        balancer = Balancer(sandbox, database, count)
        stack.push_async_callback(balancer.stop)
        await balancer.start()
        yield balancer


def said(user: User) -> list[str]:
    return [bubble.text for bubble in user.chat if bubble.from_bot]


def written(user: User) -> list[str]:
    return [bubble.text for bubble in user.chat if not bubble.from_bot]


async def all_answered(user: User) -> None:
    await user.wait(lambda _: set(written(user)) <= set(said(user)), 40)
