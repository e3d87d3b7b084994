"""A plain python-telegram-bot bot on its defaults: every press is answered and its message edited.

Run as `python -m tests.bench.plain_bot URL TOKEN FACE`, by `tests.bench.throughput`.
"""

import json
import sys
from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes


def main(url: str, token: str, face: dict[str, Any]) -> None:
    rows = [[InlineKeyboardButton(**key) for key in row] for row in face["keyboard"]]
    keyboard = InlineKeyboardMarkup(rows)

    async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(press := update.callback_query, CallbackQuery):
            await press.answer()
            await press.edit_message_text(face["html"], parse_mode="HTML", reply_markup=keyboard)

    application = Application.builder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
