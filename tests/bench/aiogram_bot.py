"""An aiogram 3 bot: every press is answered and its message edited.

Run as `python -m tests.bench.aiogram_bot URL TOKEN FACE`, by `tests.bench.throughput`.
"""

import asyncio
import json
import sys
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message


async def main(url: str, token: str, face: dict[str, Any]) -> None:
    rows = [[InlineKeyboardButton(**key) for key in row] for row in face["keyboard"]]
    keyboard = InlineKeyboardMarkup(inline_keyboard=rows)
    dispatcher = Dispatcher()

    async def pressed(press: CallbackQuery) -> None:
        await press.answer()
        if isinstance(press.message, Message):
            await press.message.edit_text(face["html"], parse_mode="HTML", reply_markup=keyboard)

    dispatcher.callback_query.register(pressed)
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3])))
