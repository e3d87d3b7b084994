"""How calls come in and how answers go out, whatever the method."""

from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.sandbox import Sandbox, User
from tests.sandbox.conftest import Call
from tests.sandbox.stage import TOKEN


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("bot123456:another-token/getMe", 401, "Unauthorized"),
        ("botnonsense/getMe", 401, "Unauthorized: invalid token specified"),
        (f"bot{TOKEN}/getNothing", 404, "Not Found: method not found"),
        (f"bot{TOKEN}/sendPoll", 404, "Not Found: method not found"),
    ],
)
async def test_wrong_paths(sandbox: Sandbox, path: str, status: int, description: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/{path}") as answer:
        assert answer.status == status
        assert await answer.json() == {"ok": False, "error_code": status, "description": description}


async def test_an_unknown_method_is_logged_loudly(call: Call, caplog: pytest.LogCaptureFixture) -> None:
    await call("sendPoll")
    assert [record.levelname for record in caplog.records if "sendPoll" in record.message] == ["ERROR"]


async def test_parameters_come_in_every_way(sandbox: Sandbox, ann: User) -> None:
    url = f"{sandbox.url}/bot{TOKEN}/sendMessage"
    form = aiohttp.FormData()
    form.add_field("chat_id", "7")
    form.add_field("text", "multipart", content_type="text/plain")
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in (("chat_id", "7"), ("text", "multipart")):
        multipart.append(value).set_content_disposition("form-data", name=name)
    async with aiohttp.ClientSession() as session:
        await session.get(url, params={"chat_id": 7, "text": "query"})
        await session.post(url, data={"chat_id": 7, "text": "form"})
        await session.post(url, json={"chat_id": 7, "text": "json"})
        await session.post(url, data=multipart)
        await session.post(url.lower().replace(TOKEN.lower(), TOKEN), json={"chat_id": 7, "text": "lower"})
    assert [one.text for one in ann.chat[1:]] == ["query", "form", "json", "multipart", "lower"]


async def test_unknown_parameters_are_ignored(call: Call, ann: User) -> None:
    assert (await call("sendMessage", chat_id=7, text="x", whatever={"a": 1}))["ok"]


async def test_flood(sandbox: Sandbox, bot: Bot, ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    sandbox.limits.burst, sandbox.limits.per_second = 2, 0.5
    moment = sandbox.now()
    sandbox.set_clock(lambda: moment)
    sent = await bot.send_message(7, "one")
    await sent.edit_text("two")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(7, "three")
    assert refused.value.retry_after == timedelta(seconds=2)
    assert sandbox.calls[-1].response["description"] == "Too Many Requests: retry after 2"
    sandbox.set_clock(lambda: moment + 2)
    await bot.send_message(7, "three")


async def test_flood_says_so_in_a_header_too(sandbox: Sandbox, ann: User) -> None:
    sandbox.limits.burst, sandbox.limits.per_second = 1, 0.1
    sandbox.set_clock(lambda: 1_800_000_000.0)
    url = f"{sandbox.url}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as session:
        await session.post(url, json={"chat_id": 7, "text": "one"})
        async with session.post(url, json={"chat_id": 7, "text": "two"}) as answer:
            assert answer.status == 429
            assert answer.headers["Retry-After"] == "10"


async def test_the_flood_limit_can_be_off(sandbox: Sandbox, bot: Bot, ann: User) -> None:
    sandbox.limits.burst = 0
    for _ in range(40):
        await bot.send_message(7, "again")
    assert len(ann.chat) == 41


async def test_failures_on_demand(sandbox: Sandbox, bot: Bot, ann: User) -> None:
    sandbox.fail_next("sendMessage", 400, "Bad Request: on demand", times=2)
    for _ in range(2):
        with pytest.raises(BadRequest, match="On demand"):
            await bot.send_message(7, "x")
    await bot.send_message(7, "y")
    assert [one.text for one in ann.chat if one.from_bot] == ["y"]
    assert [one.response["ok"] for one in sandbox.calls if one.method == "sendMessage"] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(("after_effect", "arrived"), [(False, []), (True, ["x"])])
async def test_hanging_up(
    sandbox: Sandbox, bot: Bot, ann: User, after_effect: bool, arrived: list[str]
) -> None:
    sandbox.drop_next("sendMessage", after_effect=after_effect)
    with pytest.raises(NetworkError):
        await bot.send_message(7, "x")
    assert [one.text for one in ann.chat if one.from_bot] == arrived


async def test_slowness(sandbox: Sandbox, bot: Bot, ann: User) -> None:
    sandbox.slow("sendMessage", 30)
    with pytest.raises(NetworkError):
        await bot.send_message(7, "x", read_timeout=0.05)
    sandbox.slow("sendMessage", 0)
    await bot.send_message(7, "y")
    assert [one.text for one in ann.chat if one.from_bot] == ["y"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com", ""])
async def test_only_this_machine(host: str) -> None:
    sandbox = Sandbox(TOKEN)
    with pytest.raises(ValueError, match="this machine only"):
        await sandbox.start(host)
    await sandbox.stop()


def test_a_token_must_look_like_one() -> None:
    with pytest.raises(ValueError, match="looks like"):
        Sandbox("nonsense")
