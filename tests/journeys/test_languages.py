"""Languages: Telegram's word first, the person's own for ever, the same screen redrawn."""

import asyncio

import pytest
from telegram import Bot

from bot.sandbox import Sandbox
from tests.journeys.conftest import Buyer
from tests.patience import PATIENCE_SECONDS

LANGUAGES_AND_DEFAULT = 4

pytestmark = pytest.mark.usefixtures("house")


@pytest.mark.parametrize("code", ["de", None])
async def test_another_language_is_greeted_in_three_with_three_buttons(
    sandbox: Sandbox, code: str | None
) -> None:
    buyer = Buyer(sandbox, sandbox.user(7, "Ann", code))
    shown = await buyer.says("/start")
    assert len(shown.text.split("\n\n")) == 3
    assert [[key["text"] for key in row] for row in shown.rows] == [["English"], ["Русский"], ["Español"]]
    await buyer.presses("Русский")
    assert "AliExpress" in buyer.screen.text
    assert len(buyer.user.chat) == 2


async def test_the_chosen_language_stays_whatever_telegram_says(sandbox: Sandbox) -> None:
    buyer = Buyer(sandbox, sandbox.user(7, "Ann", "en"))
    await buyer.says("/settings")
    shown = await buyer.presses("Español")
    assert "Ajustes" in shown.text or "Configuración" in shown.text
    buyer.user.set_language("ru")
    await buyer.says("/help")
    assert "Ayuda" in buyer.screen.text


async def test_switching_redraws_the_very_screen_one_was_on(sandbox: Sandbox) -> None:
    buyer = Buyer(sandbox, sandbox.user(7, "Ann", "en"))
    await buyer.says("/help")
    await buyer.presses("Frozen order")
    await buyer.says("/language")
    shown = await buyer.presses("Русский")
    assert "заморозка" in shown.text.lower()


async def test_commands_are_registered_in_every_language(sandbox: Sandbox) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while sum(call.method == "setMyCommands" for call in sandbox.calls) < LANGUAGES_AND_DEFAULT:
            await asyncio.sleep(0.01)
    async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot") as bot:
        for language, word in (("en", "orders"), ("ru", "заказы"), ("es", "pedidos")):
            commands = {
                one.command: one.description for one in await bot.get_my_commands(language_code=language)
            }
            assert set(commands) >= {"start", "new", "orders", "help", "settings", "cancel"}
            assert word in commands["orders"].lower()
