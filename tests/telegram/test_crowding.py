"""One person who sends more than anybody reads stands in nobody's way, fills nothing, and is told."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.desk import LONGEST_READ_AT_ONCE, Desk, Picture, Received
from bot.dialogue.events import Event, Shown, Started, Typed
from bot.dialogue.reading import Reading
from bot.dialogue.state import How
from bot.sandbox import Sandbox
from bot.store.contract import Incoming, Show, StoreFault
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api
from bot.telegram.crowding import (
    BARE,
    COUNTED_OF_ONE,
    MOST_CHARACTERS_OF_ONE,
    MOST_OF_ONE,
    TURNS_A_CALL,
    Crowding,
    effort,
)
from bot.telegram.inbox import MAX_TEXT, incoming
from bot.telegram.pace import DROP_CHATS_ABOVE, STORE_PAUSE_SECONDS, Pace
from bot.telegram.polling import Polling
from bot.telegram.turns import MOST_HELD, Turns
from bot.texts.say import Words
from bot.understand.reader import Rest
from tests.dialogue.walk import NOW, policy, world
from tests.patience import PATIENCE_SECONDS
from tests.telegram.desks import EchoDesk, blind
from tests.telegram.hand_clock import HandClock
from tests.telegram.test_turns import ANN, BEN, ended, take, texts, typed

if TYPE_CHECKING:
    from bot.understand.reader import Reader

STEADY = Pace(chat_per_second=0.8, chat_burst=3)
BURST, A_TURN = 3, 1 / (0.8 * TURNS_A_CALL)
QUICK = Pace(chat_per_second=1e6, chat_burst=1000)


@pytest.fixture
async def turns(store: SqliteStore, desk: EchoDesk, clock: HandClock) -> AsyncIterator[Turns]:
    turns = Turns(store, desk, clock, lambda _: None, blind(), STEADY)
    await turns.start()
    yield turns
    await turns.stop(0)


@pytest.fixture
async def quick(store: SqliteStore, desk: EchoDesk, clock: HandClock) -> AsyncIterator[Turns]:
    turns = Turns(store, desk, clock, lambda _: None, blind(), QUICK)
    await turns.start()
    yield turns
    await turns.stop(0)


async def said_to(store: SqliteStore, person_id: int) -> list[str]:
    """Everything that waits for a person, taken out."""
    found = []
    while send := await store.next_send(person_id):
        found.append(send.call.html if isinstance(send.call, Show) else "")
        await store.sent(send, None)
    return found


async def test_a_burst_is_taken_at_once_and_more_at_a_pace_that_holds_nobody_else(
    store: SqliteStore, turns: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    await take(store, turns, *(typed(number, ANN, str(number)) for number in range(1, BURST + 4)))
    await clock.somebody_waits(clock.now() + A_TURN)
    assert len(texts(desk, ANN)) == BURST
    await take(store, turns, typed(1000, BEN, "hello"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await desk.began[BEN].wait()
    clock.advance(A_TURN)
    await clock.somebody_waits(clock.now() + A_TURN)
    assert len(texts(desk, ANN)) == BURST + 1
    clock.advance(2 * A_TURN)
    await ended(turns, clock)
    assert texts(desk, ANN) == [str(number) for number in range(1, BURST + 4)]


async def test_of_one_person_only_so_many_wait_and_they_hear_of_it_once(
    store: SqliteStore, quick: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    desk.held[ANN] = asyncio.Event()
    many = [typed(number, ANN, "x") for number in range(1, MOST_OF_ONE + 1)]
    assert quick.admits(ANN, many[1:])
    assert not quick.admits(ANN, many)
    assert quick.admits(BEN, many)
    await take(store, quick, *many)
    await desk.began[ANN].wait()
    assert not quick.admits(ANN)
    assert not quick.admits(ANN)
    assert quick.admits(BEN)
    desk.held[ANN].set()
    await ended(quick, clock)
    assert (await said_to(store, ANN)).count("too much at once") == 1
    assert await said_to(store, BEN) == []
    assert quick.admits(ANN)
    await take(store, quick, typed(1000, ANN, "hello"))
    await ended(quick, clock)
    assert await said_to(store, ANN) == ["hello"]


async def test_they_hear_of_it_once_the_store_can_be_used_again(
    store: SqliteStore, quick: Turns, desk: EchoDesk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(person_id: int) -> None:
        raise StoreFault("DATABASE_URL: the disk is full.")

    desk.held[ANN] = asyncio.Event()
    await take(store, quick, typed(1, ANN, "x"))
    await desk.began[ANN].wait()
    assert not quick.admits(ANN, [typed(2, ANN, "x")] * MOST_OF_ONE)
    with monkeypatch.context() as patched:
        patched.setattr(desk, "left_out", broken)
        desk.held[ANN].set()
        await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)
    clock.advance(STORE_PAUSE_SECONDS)
    await ended(quick, clock)
    assert await said_to(store, ANN) == ["x", "too much at once"]


async def test_what_is_nobodys_is_not_kept(quick: Turns) -> None:
    assert not quick.admits(None)


async def test_one_person_does_not_take_everybodys_room(
    store: SqliteStore, turns: Turns, clock: HandClock
) -> None:
    await take(store, turns, *(typed(number, ANN, "x") for number in range(1, MOST_HELD + 100)))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await turns.room()


async def test_polling_confirms_what_is_left_out_and_goes_on(
    sandbox: Sandbox, store: SqliteStore, api: Api, quick: Turns, desk: EchoDesk, clock: HandClock
) -> None:
    ann, ben = sandbox.user(ANN), sandbox.user(BEN)
    desk.held[ANN] = asyncio.Event()
    for number in range(MOST_OF_ONE + 30):
        await ann.send_text(str(number))
    await ben.send_text("hello")
    polling = asyncio.create_task(Polling(store, api, quick, clock).run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        await desk.began[BEN].wait()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while sandbox.state.updates.pending():
            await asyncio.sleep(0)
    assert sum(one.person_id == ANN for one in await store.pending()) == MOST_OF_ONE
    desk.held[ANN].set()
    await ended(quick, clock)
    assert texts(desk, ANN) == [str(number) for number in range(MOST_OF_ONE)]
    assert "too much at once" in await said_to(store, ANN)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)


def test_what_waits_is_counted_to_the_end() -> None:
    crowding = Crowding(Pace())
    one, other = typed(1, ANN, "x"), typed(2, BEN, "x" * (MOST_CHARACTERS_OF_ONE + BARE))
    for _ in range(MOST_OF_ONE):
        crowding.begun(ANN, one)
    crowding.begun(BEN, other)
    assert crowding.counted == COUNTED_OF_ONE + 1
    assert not crowding.admits(BEN)
    for _ in range(MOST_OF_ONE):
        crowding.ended(ANN, one)
    assert crowding.counted == 1
    crowding.ended(BEN, other)
    assert crowding.counted == 0
    assert crowding.admits(ANN, [one] * (MOST_OF_ONE - 1))
    assert crowding.admits(BEN)


@pytest.mark.parametrize("letter", ["x", "я"])
def test_six_of_the_longest_texts_fit_or_a_hundred_forwarded_ones(letter: str) -> None:
    origin = {"type": "user", "date": 1, "sender_user": {"id": BEN, "is_bot": False, "first_name": "B"}}
    longest = kept(letter * MAX_TEXT)
    forwarded = kept(letter * 180, forward_origin=origin)
    crowding = Crowding(Pace())
    assert crowding.admits(ANN, [longest] * 5)
    assert not crowding.admits(ANN, [longest] * 6)
    assert crowding.admits(ANN, [forwarded] * 99)


def kept(text: str, **contents: Any) -> Incoming:
    """An update as it waits, of somebody with all that Telegram tells of a person."""
    names = {"first_name": "Ann", "last_name": "Bee", "username": "annbee"}
    author = {"id": ANN, "is_bot": False, "language_code": "en", "is_premium": True, **names}
    chat = {"id": ANN, "type": "private", **names}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": author, "text": text, **contents}
    one = incoming({"update_id": 1, "message": message})
    assert one
    return one


def test_the_paces_of_those_who_rest_are_forgotten() -> None:
    crowding = Crowding(Pace())
    for person in range(DROP_CHATS_ABOVE + 1):
        crowding.use(person, 1000.0 + 10 * person)
    assert len(crowding._paces) == 1


class SlowReader:
    """Reads a text once it is let."""

    def __init__(self) -> None:
        self.began, self.let = threading.Event(), threading.Event()

    def read(self, _text: str, how: How, _now: datetime, rest: Rest) -> Reading:
        self.began.set()
        rest()
        assert self.let.wait(PATIENCE_SECONDS)
        return Reading(how)


async def test_a_long_text_is_read_while_others_take_their_turns(store: SqliteStore) -> None:
    slow, usual = SlowReader(), sys.getswitchinterval()
    desk = Desk(store, policy(), Words.load(), lambda: NOW, lambda: cast("Reader", slow))
    long = Received(1, ANN, Typed("x" * (LONGEST_READ_AT_ONCE + 1)), "en")
    reading = asyncio.create_task(desk._read(long, long.event, world()))  # type: ignore[arg-type]
    assert await asyncio.to_thread(slow.began.wait, PATIENCE_SECONDS)
    await desk.handle(Received(2, BEN, Started(), "en"))
    assert await store.person(BEN) is not None
    assert not reading.done()
    slow.let.set()
    await reading
    assert sys.getswitchinterval() == usual


@pytest.mark.parametrize(
    ("event", "picture", "turns"),
    [
        (Started(), None, 1),
        (Typed("hello"), None, 1),
        (Typed("x" * 4096), None, 41),
        (Shown("photo", "x" * 200), Picture("id", 1), 28),
    ],
)
def test_what_is_read_costs_more_than_a_tap(event: Event, picture: Picture | None, turns: int) -> None:
    assert effort(Received(1, ANN, event, "en", picture=picture)) == turns
