"""Pictures fetched and read beside the turns."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import pytest

from bot.desk import Picture
from bot.dialogue.events import Shown
from bot.sandbox import Sandbox
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api
from bot.telegram.inbox import incoming
from bot.telegram.pace import Pace
from bot.telegram.sight import LARGEST_BYTES, Sight
from bot.telegram.turns import Turns
from tests.patience import PATIENCE_SECONDS
from tests.telegram.desks import EchoDesk
from tests.telegram.hand_clock import HandClock

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10" + b"0" * 64


async def file_id(sandbox: Sandbox) -> str:
    bubble = await sandbox.user(7, "Ann", "en").send_photo(PICTURE)
    return str(bubble.raw["photo"][-1]["file_id"])


async def looked(sight: Sight, picture: Picture) -> Picture:
    done = asyncio.Event()
    seen = sight.seen(1, picture, done.set)
    while seen is None:
        await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)
        seen = sight.seen(1, picture, done.set)
    sight.forget(1)
    return seen


async def test_a_picture_is_fetched_and_its_text_read(sandbox: Sandbox, api: Api) -> None:
    sight = Sight(api, lambda: lambda body: f"{len(body)} bytes")
    assert (await looked(sight, Picture(await file_id(sandbox), 10))).text == f"{len(PICTURE)} bytes"


async def test_where_nothing_reads_pictures_it_is_said(sandbox: Sandbox, api: Api) -> None:
    assert (
        await looked(Sight(api, lambda: None), Picture(await file_id(sandbox), 10))
    ).trouble == "unequipped"


async def test_a_picture_too_large_is_not_even_fetched(sandbox: Sandbox, api: Api) -> None:
    sight = Sight(api, lambda: lambda _: "never")
    assert (await looked(sight, Picture("any", LARGEST_BYTES + 1))).trouble == "too_large"
    assert not [call for call in sandbox.calls if call.method == "getFile"]


async def test_a_picture_that_telegram_does_not_give(sandbox: Sandbox, api: Api) -> None:
    assert sandbox
    assert (await looked(Sight(api, lambda: lambda _: "x"), Picture("gone", 10))).trouble == "not_fetched"


def refuses(_: bytes) -> str:
    raise ValueError


def breaks(_: bytes) -> str:
    raise ZeroDivisionError


@pytest.mark.parametrize("look", [refuses, breaks])
async def test_a_picture_that_cannot_be_read(
    sandbox: Sandbox, api: Api, look: Callable[[bytes], str]
) -> None:
    assert (
        await looked(Sight(api, lambda: look), Picture(await file_id(sandbox), 10))
    ).trouble == "unreadable"


@pytest.fixture
async def desk_and_turns(
    store: SqliteStore, desk: EchoDesk, clock: HandClock, api: Api
) -> AsyncIterator[tuple[EchoDesk, Turns, threading.Event]]:
    may_look = threading.Event()

    def look(_: bytes) -> str:
        assert may_look.wait(PATIENCE_SECONDS)
        return "Awaiting shipment"

    turns = Turns(store, desk, clock, lambda _: None, Sight(api, lambda: look), Pace(chat_burst=100))
    await turns.start()
    yield desk, turns, may_look
    may_look.set()
    await turns.stop(0)


async def test_others_go_on_while_a_picture_is_read_and_its_person_stays_in_order(
    sandbox: Sandbox, store: SqliteStore, desk_and_turns: tuple[EchoDesk, Turns, threading.Event]
) -> None:
    desk, turns, may_look = desk_and_turns
    photo = [
        {"file_id": await file_id(sandbox), "file_unique_id": "u", "width": 9, "height": 9, "file_size": 9}
    ]
    updates = [_update(1, 7, photo=photo), _update(2, 7, text="after"), _update(3, 8, text="other")]
    kept = [one for one in map(incoming, updates) if one]
    await store.keep(kept)
    turns.accept(kept)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not desk.handled:
            await asyncio.sleep(0.01)
    assert [one.person_id for one in desk.handled] == [8]
    may_look.set()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(desk.handled) < 3:
            await asyncio.sleep(0.01)
    assert isinstance(desk.handled[1].event, Shown)
    picture = desk.handled[1].picture
    assert picture is not None
    assert picture.text == "Awaiting shipment"
    assert [one.update_id for one in desk.handled] == [3, 1, 2]


def _update(update_id: int, person: int, **content: object) -> dict[str, object]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1,
            "chat": {"id": person, "type": "private"},
            "from": {"id": person, "is_bot": False, "first_name": "Ann"},
            **content,
        },
    }
