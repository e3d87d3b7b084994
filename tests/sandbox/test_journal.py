"""Everything is still there after a stop, and after kill -9."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReactionTypeEmoji,
)

from bot.sandbox import Sandbox
from bot.sandbox.journal import Journal
from tests.sandbox.stage import TOKEN

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Go on", callback_data="1:go")]])
ROOT = Path(__file__).parents[2]


def a_bot(url: str) -> Bot:
    return Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")


@asynccontextmanager
async def running(journal: Path) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN, journal)
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()


async def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    journal = tmp_path / "sandbox.sqlite"
    async with running(journal) as sandbox, a_bot(sandbox.url) as bot:
        ann = sandbox.user(7, "Ann", "es")
        await ann.send_text("/start")
        (update,) = await bot.get_updates()
        await bot.get_updates(offset=update.update_id + 1)
        await bot.set_my_commands([("start", "Begin")])
        await bot.send_message(7, "<b>Hi</b>", parse_mode="HTML", reply_markup=KEYBOARD)
        await bot.set_message_reaction(7, 1, [ReactionTypeEmoji("👀")])
        await bot.pin_chat_message(7, 2)
        sent = await bot.send_document(7, b"kept", filename="a.txt")
        assert sent.document is not None
        await ann.press(2, "Go on")
        before = ann.chat
    async with running(journal) as sandbox, a_bot(sandbox.url) as bot:
        ann = sandbox.user(7)
        assert ann.chat == before
        (waiting,) = await bot.get_updates()
        assert waiting.update_id == update.update_id + 1
        assert waiting.callback_query is not None
        assert waiting.callback_query.from_user.language_code == "es"
        assert await waiting.callback_query.answer("Still here")
        assert [one.command for one in await bot.get_my_commands()] == ["start"]
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"kept"
        assert (await bot.send_message(7, "next")).message_id == sent.message_id + 1
        await ann.press(2, "Go on")


async def test_what_two_people_sent_each_other_is_still_there(tmp_path: Path) -> None:
    journal = tmp_path / "sandbox.sqlite"
    text = InputTextMessageContent("Sunday")
    async with running(journal) as sandbox, a_bot(sandbox.url) as bot:
        ann, bob = sandbox.user(7, "Ann"), sandbox.user(8, "Bob")
        for number in range(12):
            offer = await ann.ask(f"card {number}", to=8)
            await bot.answer_inline_query(offer.id, [InlineQueryResultArticle("1", "Card", text, KEYBOARD)])
            await offer.pick("Card")
        before = bob.talk(7)
    async with running(journal) as sandbox:
        bob = sandbox.user(8)
        assert bob.talk(7) == before
        await bob.press(before[0], "Go on")


async def test_a_webhook_is_still_set(tmp_path: Path) -> None:
    async with running(tmp_path / "a") as sandbox, a_bot(sandbox.url) as bot:
        await bot.set_webhook("http://127.0.0.1:1/", secret_token="s", allowed_updates=["message"])
    async with running(tmp_path / "a") as sandbox, a_bot(sandbox.url) as bot:
        info = await bot.get_webhook_info()
        assert (info.url, info.allowed_updates) == ("http://127.0.0.1:1/", ("message",))


async def test_kill_9(tmp_path: Path) -> None:
    journal = tmp_path / "sandbox.sqlite"
    command = (sys.executable, "-m", "tests.sandbox.serve", str(journal), "0")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as page, a_bot(url) as bot:
            await page.post(f"{url}/page/people", json={"id": 7, "first_name": "Ann"})
            await page.post(f"{url}/page/7/send", json={"text": "/start"})
            await bot.send_message(7, "Hello", reply_markup=KEYBOARD)
            await page.post(f"{url}/page/7/press", json={"message_id": 2, "data": "1:go"})
    finally:
        process.kill()
        await process.wait()
    async with running(journal) as sandbox, a_bot(sandbox.url) as bot:
        ann = sandbox.user(7)
        assert [(one.text, one.labels) for one in ann.chat] == [("/start", []), ("Hello", ["Go on"])]
        message, press = await bot.get_updates()
        assert message.message is not None
        assert press.callback_query is not None
        assert press.callback_query.data == "1:go"
        await press.callback_query.answer()


def test_a_journal_has_one_owner(tmp_path: Path) -> None:
    first = Journal(tmp_path / "rows")
    with pytest.raises(RuntimeError, match="is another one running on it"):
        Journal(tmp_path / "rows")
    first.close()
    Journal(tmp_path / "rows").close()


def test_the_oldest_files_make_room(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "files")
    for name in ("a", "b", "c"):
        journal.save_blob(name, b"12345", keep=10)
    assert [journal.blob(name) for name in ("a", "b", "c")] == [None, b"12345", b"12345"]
    journal.save_blob("large", b"x" * 20, keep=10)
    assert [journal.blob(name) for name in ("b", "c")] == [None, None]
    assert journal.blob("large") is not None
    journal.close()


def test_what_failed_half_way_is_kept_as_far_as_it_came(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "rows")

    def fail_half_way() -> None:
        with journal.together():
            journal.save("kind", "key", {"a": 1})
            raise LookupError

    with pytest.raises(LookupError):
        fail_half_way()
    journal.close()
    again = Journal(tmp_path / "rows")
    assert again.load("kind") == {"key": {"a": 1}}
    again.close()
