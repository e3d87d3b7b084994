"""Whatever a stranger sends, they hear what they would hear if the buyer were not there, and change nothing.

The buyer's deliberate sharing is a link that holds the facts themselves; it says the same to a stranger
whether its owner is kept or not.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.outcome import Paper, PaperKind
from bot.dialogue.state import Person
from bot.store.sql import SqlStore
from tests.store.stores import KINDS, STORES
from tests.strangers import (
    AT,
    AUTHOR,
    BOT,
    BUYER,
    CAPTION,
    CASE,
    FIRST_UPDATE,
    LETTERS,
    NAME,
    NUMBER,
    OWN_CHAT,
    SCREEN,
    STRANGER,
    SUM,
    fetched,
    happenings,
    marks_in,
    own_addresses,
    scene,
    stranger_who_collects,
    stranger_with_an_order,
)

SOMEBODY = st.sampled_from((None, stranger_with_an_order(), stranger_who_collects()))
SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@pytest.fixture(autouse=True)
def no_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers of new orders are the same wherever they are begun."""
    monkeypatch.setattr("bot.desk.randbits", lambda _: 77)


@asynccontextmanager
async def opened(kind: str) -> AsyncIterator[SqlStore]:
    """A store of its own."""
    with TemporaryDirectory() as folder:
        store = await STORES[kind](Path(folder))
        assert isinstance(store, SqlStore)
        try:
            yield store
        finally:
            await store.close()


async def heard_by(kind: str, stranger: Person | None, done: Iterable[dict[str, Any]]) -> list[Any]:
    """What the stranger hears: the same beside the buyer and alone; of the buyer nothing is changed."""
    async with opened(kind) as one, opened(kind) as another:
        beside = await scene(one, stranger, with_buyer=True)
        alone = await scene(another, stranger, with_buyer=False)
        before, heard = await beside.state_of(BUYER), []
        for number, update in enumerate(done, start=FIRST_UPDATE):
            await beside.does({"update_id": number, **update})
            await alone.does({"update_id": number, **update})
            said = await beside.hears()
            assert said == await alone.hears(), update
            heard += said
        assert await beside.state_of(BUYER) == before
        assert await alone.state_of(BUYER) == [[]] * len(before)
    return heard


def pressed(address: str, by: int = STRANGER) -> dict[str, Any]:
    """A press, the stranger's if nobody is named, on a message with the number of the buyer's screen."""
    message = {"message_id": SCREEN, "date": AT, "chat": {**OWN_CHAT, "id": by}, "from": BOT}
    author = {**AUTHOR, "id": by}
    press = {"id": "9", "from": author, "chat_instance": "1", "data": address, "message": message}
    return {"callback_query": press}


@settings(deadline=None, max_examples=80, suppress_health_check=SLOW)
@given(stranger=SOMEBODY, done=st.lists(happenings(), min_size=1, max_size=12))
async def test_nothing_a_stranger_sends_tells_or_changes_anything(
    stranger: Person | None, done: Sequence[dict[str, Any]]
) -> None:
    await heard_by("sqlite", stranger, done)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stranger", [None, stranger_with_an_order()], ids=["a newcomer", "with an order"])
async def test_no_button_of_the_buyers_leads_to_them(kind: str, stranger: Person | None) -> None:
    addresses = own_addresses() if stranger and kind == "sqlite" else own_addresses()[::8]
    heard = await heard_by(kind, stranger, map(pressed, addresses))
    assert len(heard) > len(addresses)
    assert marks_in(heard) == []


async def test_to_the_buyer_their_marks_are_said() -> None:
    """So that a mark which nothing ever says is noticed."""
    async with opened("sqlite") as store:
        place = await scene(store, None, with_buyer=True)
        await place.hears(BUYER)
        for number, address in enumerate(own_addresses(), start=FIRST_UPDATE):
            if address.startswith("F|") or address[0].islower():
                await place.does({"update_id": number, **pressed(address, by=BUYER)})
        heard = await place.hears(BUYER)
    assert {NAME, NUMBER, LETTERS, CAPTION, SUM} <= set(marks_in(heard))


@pytest.mark.parametrize("kind", ["calendar", "timeline", "dossier", "exhibit"])
async def test_a_paper_is_never_made_of_anothers_order(kind: PaperKind) -> None:
    async with opened("sqlite") as store:
        place = await scene(store, None, with_buyer=True)
        for stranger in (STRANGER, BUYER + 1, 0, -BUYER):
            assert await place.desk.paper(stranger, Paper(kind, (CASE, CASE + 1), 1), fetched) is None
