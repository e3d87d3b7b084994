"""The profile is set once and then left alone."""

import pytest

from bot.sandbox import Sandbox
from bot.telegram.api import Api
from bot.telegram.profile import Profile, present

COMMANDS = (("start", "Begin"), ("help", "Help"))
ENGLISH = Profile("", "Assistant", "Short", "Long", COMMANDS)
RUSSIAN = Profile("ru", "Помощник", "Коротко", "Длинно", (("start", "Начать"),))


def setters(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [
        (call.method, call.params.get("language_code", ""))
        for call in sandbox.calls
        if call.method.startswith("set")
    ]


async def test_every_part_is_set_in_every_language_and_then_left_alone(sandbox: Sandbox, api: Api) -> None:
    await present(api, (ENGLISH, RUSSIAN))
    parts = ["setMyName", "setMyShortDescription", "setMyDescription", "setMyCommands"]
    assert setters(sandbox) == [(part, language) for language in ("", "ru") for part in parts]
    assert (await api.get_my_name(language_code="ru")).name == "Помощник"
    assert [command.description for command in await api.get_my_commands()] == ["Begin", "Help"]
    await present(api, (ENGLISH, RUSSIAN))
    assert len(setters(sandbox)) == 8


async def test_only_what_differs_is_set(sandbox: Sandbox, api: Api) -> None:
    await present(api, (ENGLISH,))
    await present(api, (Profile("", "Assistant", "Another", "Long", COMMANDS),))
    assert setters(sandbox)[4:] == [("setMyShortDescription", "")]


async def test_a_refusal_is_told_and_the_rest_is_set(
    sandbox: Sandbox, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fail_next("setMyName", 429, "Too Many Requests: retry after 9000", retry_after=9000)
    sandbox.drop_next("getMyDescription")
    await present(api, (ENGLISH, RUSSIAN))
    assert setters(sandbox).count(("setMyName", "ru")) == 0, "the pause holds for the name in all languages"
    assert "(name, language any) stays as it was" in caplog.text
    assert "(description, language any) stays as it was" in caplog.text
    assert [command.command for command in await api.get_my_commands()] == ["start", "help"]
