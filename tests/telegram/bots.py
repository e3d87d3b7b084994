"""Bots at one database in processes of their own, to be killed, and what brings updates to them."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.sandbox import Sandbox, User
from bot.store.places import Place, Server, open_store
from tests.patience import PATIENCE_SECONDS
from tests.ports import kept_port
from tests.store.stores import place_in
from tests.telegram.worker import SECRET

LOOK_SECONDS = 0.02

Process = asyncio.subprocess.Process


async def freeze(process: Process) -> None:
    """Lets a process do nothing more, and keep what it holds, until it is killed."""
    process.send_signal(signal.SIGSTOP)
    await asyncio.to_thread(os.waitid, os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)


class Bots:
    """So many processes, by number. They poll; or any update is brought to any of those that live."""

    def __init__(self, sandbox: Sandbox, database: Place, count: int, *, webhook: bool) -> None:
        self.database = database
        self.processes: list[Process] = []
        self._sandbox = sandbox
        self._kept = ExitStack()
        self._ports = [self._kept.enter_context(kept_port()) if webhook else 0 for _ in range(count)]
        self._dice = random.Random(20261122)  # noqa: S311
        app = web.Application()
        app.router.add_post("/hook", self._forward)
        self._runner = web.AppRunner(app)

    async def start(self) -> None:
        self.processes += [await self._begun(port) for port in self._ports]
        if any(self._ports):
            await self._stand_before()

    async def stop(self) -> None:
        """Kills all in one instant: none is left to take up what another had on its way."""
        for process in self.processes:
            if process.returncode is None:
                process.kill()
        for number in range(len(self.processes)):
            await self.kill(number)
        await self._runner.cleanup()
        self._kept.close()

    async def begin(self, number: int) -> None:
        """Returns when the process is at work."""
        self.processes[number] = await self._begun(self._ports[number])

    async def freeze(self, number: int) -> None:
        await freeze(self.processes[number])

    async def kill(self, number: int) -> None:
        process = self.processes[number]
        if process.returncode is None:
            process.kill()
        await process.wait()

    async def at_rest(self) -> None:
        """Returns when every update is done and every send is noted as sent."""
        store = await open_store(self.database)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await store.pending() or await store.waiting():
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            await store.close()

    async def _begun(self, port: int) -> Process:
        place = self.database.url if isinstance(self.database, Server) else f"sqlite:///{self.database}"
        command = ("-m", "tests.telegram.worker", self._sandbox.token, self._sandbox.url, place, str(port))
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout
        assert await process.stdout.readline(), "the process did not begin"
        return process

    async def _stand_before(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self._sandbox.limits.webhook_retry = 0.05
        hook = {"url": f"http://127.0.0.1:{port}/hook", "secret": SECRET, "max_connections": 40}
        self._sandbox.state.webhook.put("set", hook)
        self._sandbox.state.updates.arrived.fire()

    async def _forward(self, request: web.Request) -> web.Response:
        living = [
            port
            for port, process in zip(self._ports, self.processes, strict=True)
            if process.returncode is None
        ]
        if not living:
            return web.Response(status=502)
        port = self._dice.choice(living)
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


@asynccontextmanager
async def bots_at(
    sandbox: Sandbox, folder: Path, count: int, *, kind: str = "postgres", webhook: bool = True
) -> AsyncIterator[Bots]:
    """Bots at a database of that kind, at work."""
    database = await place_in(kind, folder)
    async with AsyncExitStack() as stack:
        bots = Bots(sandbox, database, count, webhook=webhook)
        stack.push_async_callback(bots.stop)
        await bots.start()
        yield bots


def said(user: User) -> list[str]:
    """The numbers that were said back, in their order."""
    return [bubble.text for bubble in user.chat if bubble.from_bot and _is_number(bubble.text)]


def written(user: User) -> list[str]:
    return [bubble.text for bubble in user.chat if not bubble.from_bot and _is_number(bubble.text)]


def _is_number(text: str) -> bool:
    return text[:1].isdecimal()


async def all_answered(user: User) -> None:
    await user.wait(lambda _: set(written(user)) <= set(said(user)))
