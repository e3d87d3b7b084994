"""A whole bot of python-telegram-bot, polling the sandbox."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.sandbox import Sandbox
from tests.sandbox.stage import TOKEN

Context = ContextTypes.DEFAULT_TYPE


async def begin(update: Update, _: Context) -> None:
    assert update.effective_message is not None
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="1")]])
    await update.effective_message.reply_text("0", reply_markup=keyboard)


async def count(update: Update, _: Context) -> None:
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer(f"+{query.data}")
    following = InlineKeyboardButton("More", callback_data=str(int(query.data) + 1))
    await query.edit_message_text(query.data, reply_markup=InlineKeyboardMarkup([[following]]))


@pytest.fixture
async def application(sandbox: Sandbox) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{sandbox.url}/bot").job_queue(None)
    application = builder.build()
    application.add_handlers([CommandHandler("start", begin), CallbackQueryHandler(count)])
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        yield application
        await application.updater.stop()
        await application.stop()


@pytest.mark.usefixtures("application")
async def test_a_conversation(sandbox: Sandbox) -> None:
    ann = sandbox.user(7, "Ann", "ru")
    await ann.send_text("/start")
    assert (await ann.next_message()).text == "0"
    for number in ("1", "2", "3"):
        press = await ann.press(None, "More")
        assert (await press.answer())["text"] == f"+{number}"
        await ann.wait(lambda chat, number=number: chat[-1].text == number)  # type: ignore[misc]
    await sandbox.taken()
    assert len(ann.chat) == 2
