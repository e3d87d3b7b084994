"""Fetching updates by long polling."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.sandbox import Sandbox, User
from tests.sandbox.conftest import Call


async def test_updates_come_again_until_confirmed(bot: Bot, ann: User) -> None:
    await ann.send_text("one")
    await ann.send_text("two")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [one.update_id for one in first] == [one.update_id for one in again]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [one.message.text for one in rest if one.message] == ["two"]
    assert await bot.get_updates(offset=first[-1].update_id + 1) == ()


async def test_a_call_waits_for_the_next_update(bot: Bot, ann: User) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await ann.state.poll.begun.wait()
    await ann.send_text("here")
    assert [one.effective_message.text for one in await waiting if one.effective_message] == ["here"]


async def test_a_call_without_timeout_returns_at_once(bot: Bot, ann: User) -> None:
    assert await bot.get_updates(timeout=0) == ()


async def test_limit_and_negative_offset(bot: Bot, ann: User) -> None:
    for text in ("one", "two", "three"):
        await ann.send_text(text)
    assert len(await bot.get_updates(limit=2)) == 2
    last = await bot.get_updates(offset=-1)
    assert [one.message.text for one in last if one.message] == ["three"]
    assert len(await bot.get_updates()) == 1


async def test_the_older_of_two_calls_is_ended(bot: Bot, call: Call, ann: User) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    await ann.state.poll.begun.wait()
    assert (await call("getUpdates", timeout=0))["ok"]
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one"):
        await older


async def test_setting_a_webhook_ends_a_waiting_call(bot: Bot, ann: User) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    await ann.state.poll.begun.wait()
    await bot.set_webhook("http://127.0.0.1:1/")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await older
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()


async def test_allowed_updates_are_remembered_and_applied_when_an_update_is_made(bot: Bot, ann: User) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await ann.send_text("not wanted")
    await bot.get_updates()
    await ann.press_data(1, "wanted")
    await bot.get_updates(allowed_updates=[])
    await ann.send_text("wanted again")
    kinds = [one.callback_query is not None for one in await bot.get_updates()]
    assert kinds == [True, False]


async def test_a_call_ends_when_the_sandbox_stops(sandbox: Sandbox, call: Call, ann: User) -> None:
    waiting = asyncio.ensure_future(call("getUpdates", timeout=50))
    await ann.state.poll.begun.wait()
    ann.state.poll.end("")
    assert (await waiting)["result"] == []
