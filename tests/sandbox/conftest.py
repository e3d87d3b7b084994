"""A running sandbox, a bot pointed at it, calls without any library, and the page in a browser."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pytest
from selenium.webdriver import Chrome
from telegram import Bot

from bot.sandbox import Sandbox, User
from tests.sandbox.browser import chromium
from tests.sandbox.stage import TOKEN, Stage

Call = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def ann(sandbox: Sandbox) -> User:
    """Somebody who has written to the bot; that first message is fetched and confirmed."""
    ann = sandbox.user(7, first_name="Ann", language_code="en")
    await ann.send_text("/start")
    sandbox.state.updates.clear()
    return ann


@pytest.fixture
async def call(sandbox: Sandbox) -> AsyncIterator[Call]:
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **params: Any) -> dict[str, Any]:
            """Post JSON and return the whole body; the status must agree with it."""
            async with session.post(f"{sandbox.url}/bot{TOKEN}/{method}", json=params) as answer:
                body: dict[str, Any] = await answer.json()
                assert answer.status == body.get("error_code", 200)
                return body

        yield call


@pytest.fixture(scope="module")
def driver() -> Iterator[Chrome]:
    with chromium("--lang=en") as driver:
        yield driver


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()
