"""What the bot says about itself, by language and scope."""

from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)

from bot.sandbox import Sandbox
from bot.sandbox.methods.commands import shown_commands


async def test_texts_by_language(bot: Bot) -> None:
    await bot.set_my_name("Helper")
    await bot.set_my_name("Помощник", language_code="ru")
    await bot.set_my_description("Long", language_code="es")
    await bot.set_my_short_description("Short")
    assert [(await bot.get_my_name(code)).name for code in (None, "ru", "es")] == [
        "Helper",
        "Помощник",
        "Helper",
    ]
    assert (await bot.get_my_description("es")).description == "Long"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description("es")).short_description == "Short"
    assert (await bot.get_me()).first_name == "Helper"


async def test_commands_by_scope_and_language(sandbox: Sandbox, bot: Bot) -> None:
    await bot.set_my_commands([("start", "Begin")])
    await bot.set_my_commands([("start", "Начать")], language_code="ru")
    await bot.set_my_commands([("own", "Own")], scope=BotCommandScopeChat(7))
    await bot.set_my_commands([("all", "All")], scope=BotCommandScopeAllPrivateChats(), language_code="es")
    assert [one.description for one in await bot.get_my_commands(language_code="ru")] == ["Начать"]
    assert await bot.get_my_commands(language_code="es") == ()

    def seen(chat_id: int, language: str) -> list[str]:
        return [one["description"] for one in shown_commands(sandbox.state, chat_id, language)]

    assert [seen(7, "ru"), seen(8, "ru"), seen(8, "es"), seen(8, "de")] == [
        ["Own"],
        ["Начать"],
        ["All"],
        ["Begin"],
    ]
    await bot.delete_my_commands(scope=BotCommandScopeChat(7))
    assert seen(7, "ru") == ["Начать"]


async def test_the_menu_button(bot: Bot) -> None:
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
