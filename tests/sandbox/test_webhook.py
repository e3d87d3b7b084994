"""Updates posted to the bot's webhook."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot

from bot.sandbox import Sandbox, User
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.conftest import Call

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Hook:
    """A bot's webhook: keeps what it gets, and answers as told."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    got: "asyncio.Queue[tuple[str | None, dict[str, Any]]]" = field(default_factory=asyncio.Queue)

    async def handle(self, request: web.Request) -> web.Response:
        self.got.put_nowait((request.headers.get(HEADER), await request.json()))
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> tuple[str | None, dict[str, Any]]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.got.get()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(sandbox: Sandbox, bot: Bot, ann: User, hook: Hook) -> None:
    await ann.send_text("before")
    await bot.set_webhook(hook.url, secret_token="secret-1")
    await ann.send_text("after")
    got = [await hook.next(), await hook.next()]
    assert [(secret, update["message"]["text"]) for secret, update in got] == [
        ("secret-1", "before"),
        ("secret-1", "after"),
    ]
    await sandbox.taken()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.last_error_message) == (hook.url, 0, None)


async def test_what_is_not_taken_comes_again_in_order(
    sandbox: Sandbox, bot: Bot, ann: User, hook: Hook
) -> None:
    sandbox.limits.webhook_retry = 0.0
    hook.answers = [web.Response(status=500), web.Response(status=302)]
    await bot.set_webhook(hook.url)
    await ann.send_text("one")
    await ann.send_text("two")
    texts = [(await hook.next())[1]["message"]["text"] for _ in range(4)]
    assert texts == ["one", "one", "one", "two"]
    await sandbox.taken()
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"


async def test_nobody_listens(sandbox: Sandbox, bot: Bot, ann: User) -> None:
    sandbox.limits.webhook_retry = 0.0
    await bot.set_webhook("http://127.0.0.1:1/")
    await ann.send_text("one")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not sandbox.state.webhook.get("error"):
            await sandbox.state.updates.arrived.wait()
    info = await bot.get_webhook_info()
    assert info.last_error_message is not None
    assert info.last_error_message.startswith("Connection failed: ")
    assert info.pending_update_count == 1


async def test_a_webhook_may_answer_with_a_call(bot: Bot, ann: User, hook: Hook) -> None:
    hook.answers = [web.json_response({"method": "sendMessage", "chat_id": ann.id, "text": "at once"})]
    await bot.set_webhook(hook.url)
    await ann.send_text("one")
    assert (await ann.next_message()).text == "at once"


async def test_a_chat_that_waits_does_not_hold_up_others(
    sandbox: Sandbox, bot: Bot, ann: User, hook: Hook
) -> None:
    sandbox.limits.webhook_retry = 600.0
    hook.answers = [web.Response(status=500)]
    await bot.set_webhook(hook.url)
    await ann.send_text("stuck")
    await hook.next()
    bob = sandbox.user(8)
    await bob.send_text("through")
    assert (await hook.next())[1]["message"]["text"] == "through"


async def test_dropping_what_waits(bot: Bot, ann: User, hook: Hook) -> None:
    await ann.send_text("old")
    await bot.set_webhook(hook.url, drop_pending_updates=True)
    await ann.send_text("new")
    assert (await hook.next())[1]["message"]["text"] == "new"


async def test_back_to_polling(bot: Bot, ann: User, hook: Hook) -> None:
    await bot.set_webhook(hook.url)
    await bot.delete_webhook()
    await ann.send_text("polled")
    assert len(await bot.get_updates()) == 1
    assert hook.got.empty()


async def test_twice_in_a_second(call: Call, sandbox: Sandbox) -> None:
    moment = sandbox.now()
    sandbox.set_clock(lambda: moment)
    assert (await call("setWebhook", url="http://127.0.0.1:1/a"))["ok"]
    refused = await call("setWebhook", url="http://127.0.0.1:1/b")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})
    sandbox.set_clock(lambda: moment + 1)
    assert (await call("setWebhook", url="http://127.0.0.1:1/b"))["ok"]
