"""Papers made of what is kept when they go, which may be less than when they were asked for."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk import Desk, Received
from bot.dialogue import actions
from bot.dialogue.actions import Action
from bot.dialogue.outcome import Paper
from bot.dialogue.state import Case, Exhibit, Person
from bot.dialogue.world import World
from bot.papers.file import File
from bot.papers.making import make_paper
from bot.store.contract import Hand
from bot.store.sqlite import SqliteStore
from bot.texts.say import Words
from tests.dialogue.walk import policy
from tests.understand.labelled import reader

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANN, ORDER = 7, 1


def collector() -> Person:
    """Somebody who keeps two exhibits of an order."""
    case = Case(ORDER, 1, opened=NOW).tell("status", "shipped", NOW, "tapped")
    exhibits = tuple(Exhibit(n, f"file {n}", f"u{n}", "photo", 10, "photos", "", NOW) for n in (1, 2))
    case = replace(case, exhibits=exhibits, next_exhibit=3)
    return Person(ANN, chosen="en", next_case=ORDER + 1).with_case(case)


async def unfetched(file_id: str) -> bytes | None:
    raise AssertionError(f"{file_id} is Telegram's own and goes by its id")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = await SqliteStore.open(tmp_path / "bot.sqlite3")
    yield store
    await store.close()


async def test_an_exhibit_that_is_removed_before_it_goes_holds_nothing_up(store: SqliteStore) -> None:
    desk = Desk(store, policy(), Words.load(), lambda: NOW, reader)
    async with store.visit(ANN, NOW) as turn:
        turn.save(collector())
    taps: tuple[Action, ...] = (
        actions.Take("exhibit", ORDER, 1),
        actions.Take("exhibit", ORDER, 2),
        actions.Drop(ORDER, 1),
    )
    for number, tap in enumerate(taps, start=1):
        await desk.handle(Received(number, ANN, tap, "en", message_id=5, query_id=str(number)))
    papers = []
    while send := await store.next_send(ANN):
        papers += [send.call.paper] if isinstance(send.call, Hand) else []
        await store.sent(send, None)
    assert papers == [Paper("exhibit", (ORDER,), 1), Paper("exhibit", (ORDER,), 2)]
    async with asyncio.timeout(20):
        gone, there = [await desk.paper(ANN, paper, unfetched) for paper in papers]
    assert gone is None
    assert isinstance(there, File)
    assert there.body == "file 2"
    assert [await desk.stands(ANN, paper) for paper in papers] == [False, True]


async def test_of_a_paper_that_fails_the_log_has_the_place_and_none_of_the_words(
    store: SqliteStore, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: object) -> File:
        raise ValueError("Ann's own words")

    monkeypatch.setattr("bot.desk.make_paper", odd)
    desk = Desk(store, policy(), Words.load(), lambda: NOW, reader)
    async with store.visit(ANN, NOW) as turn:
        turn.save(collector())
    regret = await desk.paper(ANN, Paper("calendar", (ORDER,)), unfetched)
    assert regret == await desk.regret(ANN)
    assert "the paper calendar could not be made: ValueError at " in caplog.text
    assert "test_making.py:" in caplog.text
    assert "Ann" not in caplog.text


@pytest.mark.parametrize("paper", [Paper("exhibit", (ORDER,), 9), Paper("exhibit", (9,), 1)])
def test_of_nothing_no_paper_is_made(paper: Paper) -> None:
    with pytest.raises(LookupError):
        make_paper(collector(), paper, {}, World(policy(), NOW, 0), Words.load(), "en")
