"""What every store promises, checked for each of them."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from bot.dialogue.outcome import Paper, Report
from bot.dialogue.state import Advised, Case, Person
from bot.store.contract import (
    EVERYBODY,
    Acknowledge,
    Call,
    Hand,
    Incoming,
    Key,
    Offer,
    Piece,
    Pin,
    Redraw,
    Retire,
    Send,
    Show,
    Store,
    StoreFault,
    Turn,
    Unpin,
)
from bot.store.places import Server
from tests.store import servers, worker
from tests.store.people import people
from tests.store.stores import KINDS, STORES, place_in

NOW = datetime(2026, 11, 21, 12, 30, 15, 123456, tzinfo=UTC)
ANN, BEN = 1, 2
Open = Callable[[], Awaitable[Store]]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def opened(kind: str, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens the same database as often as it is called."""
    async with AsyncExitStack() as stack:

        async def once_more() -> Store:
            store = await STORES[kind](tmp_path)
            stack.push_async_callback(store.close)
            return store

        yield once_more


@pytest.fixture
async def store(opened: Open) -> Store:
    return await opened()


def update(update_id: int, person_id: int | None = ANN, raw: str = "{}") -> Incoming:
    return Incoming(update_id, person_id, raw)


async def send(store: Store, update_id: int, *calls: Call, person_id: int = ANN) -> None:
    """A turn that keeps the person and sends."""
    async with store.turn(person_id, update_id, NOW) as turn:
        assert turn is not None
        turn.save(turn.person or Person(person_id))
        for call in calls:
            turn.send(call)


async def kept(store: Store, update_id: int = 10_000, person_id: int = ANN) -> Person | None:
    """The person as the store has them, read in a turn that is undone."""
    return (await _peek(store, update_id, person_id)).person


async def screen(store: Store, person_id: int = ANN) -> int | None:
    return (await _peek(store, 10_000, person_id)).screen


async def _peek(store: Store, update_id: int, person_id: int) -> Turn:
    """A turn as it began; it is undone."""
    found: list[Turn] = []
    with suppress(InterruptedError):
        async with store.turn(person_id, update_id, NOW) as turn:
            assert turn is not None
            found.append(turn)
            raise InterruptedError
    return found[0]


async def drain(store: Store, person_id: int = ANN) -> list[Call]:
    """Every call that waits, in the order in which it goes out."""
    calls: list[Call] = []
    while (waiting := await store.next_send(person_id)) is not None:
        calls.append(waiting.call)
        await store.sent(waiting, None)
    return calls


async def taken(store: Store) -> Send:
    """The next call, as if it had been made."""
    waiting = await store.next_send(ANN)
    assert waiting is not None
    await store.sent(waiting, None)
    return waiting


async def test_updates_are_pending_in_the_order_of_their_ids(store: Store) -> None:
    await store.keep([update(7, ANN, '{"a":"я"}'), update(5, None)])
    await store.keep([update(6, BEN)])
    assert await store.pending() == [update(5, None), update(6, BEN), update(7, ANN, '{"a":"я"}')]


async def test_a_known_update_is_left_as_it_is(store: Store) -> None:
    await store.keep([update(5, ANN, "first")])
    await store.keep([update(5, BEN, "second")])
    assert await store.pending() == [update(5, ANN, "first")]


async def test_the_offset_is_one_more_than_the_highest_id_ever_kept(store: Store) -> None:
    assert await store.next_offset() is None
    await store.keep([update(9), update(8)])
    await store.skip(9, "nobody's")
    await send(store, 8)
    assert await store.next_offset() == 10


async def test_one_process_fetches_updates_until_it_ends(opened: Open) -> None:
    one, two = await opened(), await opened()
    assert (await leads(one), await leads(two), await leads(one)) == (True, False, True)
    await one.close()
    assert await leads(two)


async def leads(store: Store) -> bool:
    """A store for one process alone refuses to work beside another one."""
    try:
        return await store.leads()
    except StoreFault:
        return False


async def test_where_nobody_else_is_nothing_is_left_to_others(store: Store) -> None:
    given = [update(5), update(6, BEN), update(7, None)]
    assert await store.share(given) == given
    assert await store.pending() == []


async def test_an_update_done_twice_is_done_once(store: Store) -> None:
    await store.keep([update(5)])
    await send(store, 5, Show("one"))
    await store.keep([update(5)])
    async with store.turn(ANN, 5, NOW) as turn:
        assert turn is None
    assert await store.pending() == []
    assert await drain(store) == [Show("one")]


async def test_another_update_under_a_used_id_is_another_update(store: Store) -> None:
    await store.keep([update(5, ANN, "last week")])
    await store.skip(5, "nobody's")
    await store.keep([update(5, ANN, "counted anew")])
    assert await store.pending() == [update(5, ANN, "counted anew")]


async def test_a_skipped_update_is_done(store: Store) -> None:
    await store.keep([update(5), update(6)])
    await store.skip(5, "unreadable")
    assert await store.pending() == [update(6)]


async def test_an_exception_in_a_turn_leaves_nothing(store: Store) -> None:
    await store.keep([update(5)])

    async def broken() -> None:
        async with store.turn(ANN, 5, NOW) as turn:
            assert turn is not None
            turn.save(Person(ANN))
            turn.send(Show("never"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await broken()
    assert await store.pending() == [update(5)]
    assert await store.next_send(ANN) is None
    assert await kept(store) is None


async def test_a_cancelled_turn_leaves_nothing_and_hands_the_store_on(store: Store) -> None:
    await store.keep([update(5)])
    inside = asyncio.Event()

    async def endless() -> None:
        async with store.turn(ANN, 5, NOW) as turn:
            assert turn is not None
            turn.save(Person(ANN))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(endless())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await kept(store) is None
    assert await store.pending() == [update(5)]


async def test_sends_go_out_in_order_and_lose_nothing(store: Store) -> None:
    keyboard = (
        (Key("Да", data="h"), Key("b", url="https://x.example")),
        (Key("c", copy="12", style="danger"),),
    )
    calls: list[Call] = [Show("<b>1</b>", keyboard), Show("2"), Retire(4), Show("3")]
    await send(store, 5, *calls[:2])
    await send(store, 6, *calls[2:])
    assert await drain(store) == calls


async def test_an_answer_to_a_button_overtakes_what_waits(store: Store) -> None:
    await send(store, 5, Show("1"))
    await send(store, 6, Acknowledge("q1", "toast", alert=True), Show("2"), Acknowledge("q2"))
    assert await drain(store) == [
        Acknowledge("q1", "toast", alert=True),
        Acknowledge("q2"),
        Show("1"),
        Show("2"),
    ]


async def test_answers_to_buttons_and_the_first_other_call_may_go_side_by_side(store: Store) -> None:
    assert await store.next_sends(ANN) == ([], False)
    await send(store, 5, Show("1"), Show("2"), Acknowledge("q1"))
    await send(store, 6, Show("edited", edit=9), Acknowledge("q2"))
    waiting, more = await store.next_sends(ANN)
    assert [one.call for one in waiting] == [Acknowledge("q1"), Acknowledge("q2"), Show("edited", edit=9)]
    assert waiting[0] == await store.next_send(ANN)
    for one in waiting:
        await store.sent(one, None)
    assert more
    for last, text in enumerate("12"):
        (one,), more = await store.next_sends(ANN)
        assert (one.call, more) == (Show(text), not last)
        await store.sent(one, None)


async def test_a_send_tells_when_it_was_made_and_how_often_it_was_tried(store: Store) -> None:
    await send(store, 5, Show("1"))
    first = await store.next_send(ANN)
    assert first is not None
    assert (first.person_id, first.tries, first.made) == (ANN, 0, NOW)
    await store.retried(first.id)
    assert await store.next_send(ANN) == replace(first, tries=1)


async def test_moments_are_kept_from_any_zone(store: Store) -> None:
    from datetime import timezone

    madrid = NOW.astimezone(timezone(timedelta(hours=1)))
    async with store.turn(ANN, 5, madrid) as turn:
        assert turn is not None
        turn.send(Show("1"))
    waiting = await store.next_send(ANN)
    assert waiting is not None
    assert waiting.made == NOW


async def test_a_new_message_becomes_the_live_screen_and_an_edit_does_not(store: Store) -> None:
    await send(store, 5, Show("new"))
    assert await screen(store) is None
    first = await store.next_send(ANN)
    assert first is not None
    await store.sent(first, 31)
    assert await screen(store) == 31
    await send(store, 6, Show("edit", edit=31))
    await drain(store)
    assert await screen(store) == 31


async def come_out(store: Store, message_id: int, person_id: int = ANN) -> Send:
    """The next call, made, as a new message of that id."""
    waiting = await store.next_send(person_id)
    assert waiting is not None
    await store.sent(waiting, message_id)
    return waiting


async def test_each_new_message_takes_the_keyboard_of_the_one_before_it(store: Store) -> None:
    await send(store, 5, Show("1"))
    await send(store, 6, Show("2"), person_id=BEN)
    await come_out(store, 32, BEN)
    for number in (6, 7):
        await send(store, number + 10, Show(str(number)))
    told = []
    for message_id in (31, 33, 34):
        waiting = await store.next_send(ANN)
        assert waiting is not None
        told.append(await store.sent(waiting, message_id))
    assert told == [False, True, True]
    assert await drain(store) == [Retire(31), Retire(33)]
    assert (await screen(store), await screen(store, BEN)) == (34, 32)
    assert await drain(store, BEN) == []


async def test_a_redrawn_screen_that_was_deleted_gives_way_to_the_new_one(store: Store) -> None:
    await send(store, 5, Show("1"))
    await come_out(store, 31)
    await send(store, 6, Redraw("anew"))
    assert (await come_out(store, 32)).call == Redraw("anew", edit=31)
    assert (await drain(store), await screen(store)) == ([Retire(31)], 32)


async def test_a_new_message_noted_again_takes_nothing_from_a_later_one(store: Store) -> None:
    await send(store, 5, Show("1"), Show("2"))
    first = await come_out(store, 31)
    assert await store.sent(first, 31) is False
    await come_out(store, 32)
    assert await store.sent(first, 31) is False
    assert (await drain(store), await screen(store)) == ([Retire(31)], 32)


async def test_neither_edits_nor_the_pinned_message_take_a_keyboard(store: Store) -> None:
    await send(store, 5, Show("1"))
    await come_out(store, 31)
    await send(store, 6, Pin("dates"))
    await come_out(store, 41)
    await send(store, 7, Show("edit", edit=31), Redraw("anew"), Unpin())
    assert await drain(store) == [Show("edit", edit=31), Redraw("anew", edit=31), Unpin(41)]
    assert await screen(store) == 31


@pytest.mark.parametrize(("goodbye", "also"), [(Show("bye"), [Retire(31)]), (Show("bye", edit=31), [])])
async def test_who_is_forgotten_keeps_one_keyboard_at_most(
    store: Store, goodbye: Show, also: list[Call]
) -> None:
    await send(store, 5, Show("1"))
    await come_out(store, 31)
    await send(store, 6, Show("waits"))
    on_its_way = await store.next_send(ANN)
    assert on_its_way is not None
    async with store.turn(ANN, 7, NOW) as turn:
        assert turn is not None
        turn.erase()
        turn.send(goodbye)
    assert await store.sent(on_its_way, 32) is False
    assert await drain(store) == [goodbye, *also]
    assert await kept(store) is None


async def test_who_comes_back_has_a_screen_of_their_own(store: Store) -> None:
    await send(store, 5, Show("1"))
    await come_out(store, 31)
    async with store.turn(ANN, 6, NOW) as turn:
        assert turn is not None
        turn.erase()
    await send(store, 7, Show("hello"))
    await come_out(store, 33)
    assert (await drain(store), await screen(store)) == ([], 33)


async def test_the_pinned_message_is_remembered_apart_from_the_screen(store: Store) -> None:
    await send(store, 5, Pin("dates"))
    first = await store.next_send(ANN)
    assert first is not None
    assert first.call == Pin("dates", message_id=None)
    await store.sent(first, 41)
    assert await screen(store) is None
    await send(store, 6, Pin("later dates"), Unpin(), Pin("another"))
    later, down, again = [await taken(store) for _ in range(3)]
    assert (later.call, down.call) == (Pin("later dates", message_id=41), Unpin(41))
    assert again.call == Pin("another")


async def test_only_the_newest_dates_wait_to_be_pinned(store: Store) -> None:
    await send(store, 5, Pin("one"), Show("between"))
    await send(store, 6, Pin("two"))
    assert await drain(store) == [Show("between"), Pin("two")]


async def test_what_stands_on_the_pinned_message_is_kept_with_the_person(store: Store) -> None:
    async with store.turn(ANN, 5, NOW) as turn:
        assert turn is not None
        turn.board_digest = "abc"
        turn.save(Person(ANN, pinned=True))
    read = await _peek(store, 10_000, ANN)
    assert (read.board_digest, read.board) == ("abc", None)
    assert await store.person(ANN) == Person(ANN, pinned=True)
    assert await store.person(BEN) is None


async def test_a_dropped_send_is_gone_and_the_next_one_comes(store: Store) -> None:
    await send(store, 5, Show("refused"), Show("fine"))
    first = await store.next_send(ANN)
    assert first is not None
    await store.dropped(first.id, "refused")
    assert await drain(store) == [Show("fine")]


async def test_who_waits_longest_is_named_first(store: Store) -> None:
    await send(store, 5, Show("1"), person_id=BEN)
    await send(store, 6, Show("2"), person_id=ANN)
    await send(store, 7, Show("3"), person_id=BEN)
    assert await store.waiting() == [BEN, ANN]
    await drain(store, BEN)
    assert await store.waiting() == [ANN]


async def test_failed_tries_are_counted_for_each_update(store: Store) -> None:
    await store.keep([update(5), update(6)])
    assert [await store.failed(5), await store.failed(5), await store.failed(6)] == [1, 2, 1]
    assert await store.pending() == [update(5), update(6)]


async def test_a_deleted_order_is_gone_and_the_others_stay(store: Store) -> None:
    person = Person(ANN)
    for number in (1, 2, 3):
        person = person.with_case(Case(number, number, NOW, name=f"order {number}"))
    async with store.turn(ANN, 5, NOW) as turn:
        assert turn is not None
        turn.save(person)
    async with store.turn(ANN, 6, NOW) as turn:
        assert turn is not None
        turn.save(person.without_case(2))
    assert await kept(store) == person.without_case(2)


async def test_a_turn_may_not_save_somebody_else(store: Store) -> None:
    async with store.turn(ANN, 5, NOW) as turn:
        assert turn is not None
        with pytest.raises(ValueError, match="its own person"):
            turn.save(Person(BEN))


async def test_erasing_forgets_one_person_and_says_goodbye(store: Store) -> None:
    await store.keep([update(5), update(6), update(7, BEN), update(8)])
    await send(store, 1, Show("old"))
    await send(store, 2, Show("kept"), person_id=BEN)
    async with store.turn(ANN, 6, NOW) as turn:
        assert turn is not None
        turn.erase()
        turn.send(Show("goodbye"))
        assert turn.person is None
    assert await store.pending() == [update(7, BEN), update(8)], "what came later is a new beginning"
    assert await drain(store) == [Show("goodbye")]
    assert await kept(store) is None
    assert await kept(store, person_id=BEN) == Person(BEN)
    assert await drain(store, BEN) == [Show("kept")]


async def test_a_message_that_comes_out_after_erasing_brings_nobody_back(store: Store) -> None:
    await send(store, 5, Show("on its way"))
    on_its_way = await store.next_send(ANN)
    assert on_its_way is not None
    async with store.turn(ANN, 6, NOW) as turn:
        assert turn is not None
        turn.erase()
    await store.sent(on_its_way, 31)
    assert await kept(store) is None
    assert await screen(store) is None


async def test_saving_after_erasing_begins_anew(store: Store) -> None:
    await send(store, 5)
    async with store.turn(ANN, 6, NOW) as turn:
        assert turn is not None
        turn.save(Person(ANN, chosen="ru").with_case(Case(1, 1, NOW)))
        turn.erase()
        turn.save(Person(ANN, chosen="es"))
    assert await kept(store) == Person(ANN, chosen="es")


async def test_everything_is_there_after_closing_and_opening(opened: Open) -> None:
    first = await opened()
    await first.keep([update(5), update(6)])
    await send(first, 5, Show("waiting"))
    await first.close()
    second = await opened()
    assert await second.pending() == [update(6)]
    assert await second.waiting() == [ANN]
    assert await kept(second) == Person(ANN)


@pytest.mark.parametrize("rounds", [40])
async def test_two_connections_lose_no_turn(opened: Open, rounds: int) -> None:
    stores = [await opened(), await opened()]
    turns = [worker.count(stores[number % 2], number) for number in range(1, 2 * rounds + 1)]
    await asyncio.gather(*turns)
    person = await kept(stores[0])
    assert person is not None
    assert person.next_case == 2 * rounds + 1


async def test_two_connections_do_the_same_update_once(opened: Open) -> None:
    stores = [await opened(), await opened()]
    await asyncio.gather(*(worker.count(store, 5) for store in stores * 5))
    person = await kept(stores[1])
    assert person is not None
    assert person.next_case == 2


async def test_killing_a_process_at_any_moment_loses_nothing(kind: str, opened: Open, tmp_path: Path) -> None:
    """Each round lets a process say a few lines, then kills it; the last one finishes."""
    luck = random.Random(20261121)  # noqa: S311
    said: set[int] = set()
    for _ in range(8):
        said |= await _killed(kind, tmp_path, after_lines=luck.randint(1, 40), spins=luck.randint(0, 400))
    store = await opened()
    most = (await store.next_offset() or 1) - 1
    await worker.finish(store, tmp_path / "out")
    person = await kept(store, update_id=10**9)
    assert person is not None
    assert said <= set(range(1, most + 1))
    assert person.next_case - 1 == most
    out = [int(line) for line in (tmp_path / "out").read_text().split()]
    assert list(dict.fromkeys(out)) == list(range(1, most + 1))


async def _killed(kind: str, folder: Path, after_lines: int, spins: int) -> set[int]:
    """What a killed worker said it had kept; the server it works with is not its own."""
    place = await place_in(kind, folder)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.store.worker",
        kind,
        str(folder),
        "1000000",
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines = [await process.stdout.readline() for _ in range(after_lines)]
    for _ in range(spins):
        await asyncio.sleep(0)
    process.kill()
    lines += (await process.stdout.read()).splitlines()
    await process.wait()
    if isinstance(place, Server):
        await servers.deserted(place)
    return {int(line.split()[1]) for line in lines if line.strip()}


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=40, deadline=None)
@given(before=people(ANN), after=people(ANN))
async def test_any_person_is_read_back_equal(name: str, before: Person, after: Person) -> None:
    with TemporaryDirectory() as folder:
        store = await STORES[name](Path(folder))
        try:
            await _saved_and_read_back(store, before, after)
        finally:
            await store.close()


async def _saved_and_read_back(store: Store, *people: Person) -> None:
    for number, person in enumerate(people, start=1):
        async with store.turn(ANN, number, NOW) as turn:
            assert turn is not None
            turn.save(person)
        found = await kept(store)
        assert found == person
        assert found is not None
        for case_id, case in person.cases.items():
            assert list(found.cases[case_id].told) == list(case.told)


async def test_an_edit_overtaken_by_a_later_one_is_not_sent(store: Store) -> None:
    await send(store, 1, Show("first", edit=9))
    await send(store, 2, Show("other", edit=8))
    await send(store, 3, Show("last", edit=9))
    assert await drain(store) == [Show("other", edit=8), Show("last", edit=9)]


async def test_what_a_tap_changes_goes_before_what_is_new(store: Store) -> None:
    calls: tuple[Call, ...] = (Show("new"), Show("edit", edit=9), Acknowledge("query"))
    for number, call in enumerate(calls):
        await send(store, number, call)
    assert await drain(store) == [Acknowledge("query"), Show("edit", edit=9), Show("new")]


async def test_nobodys_queue_grows_without_end(store: Store) -> None:
    for number in range(80):
        await send(store, number, Show(str(number)))
    waiting = await drain(store)
    assert waiting[-1] == Show("79")
    assert len(waiting) == 51


async def test_a_report_is_kept_without_the_person(store: Store) -> None:
    async with store.turn(ANN, 5, NOW) as turn:
        assert turn is not None
        turn.report(Report("v1", "rule", "en", "a button"))
    async with store.turn(ANN, 6, NOW) as turn:
        assert turn is not None
        turn.erase()
    assert await store.reports() == [(NOW, Report("v1", "rule", "en", "a button"))]


async def test_only_the_newest_reports_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.turn.MOST_REPORTS", 2)
    for number in range(1, 5):
        async with store.turn(ANN, number, NOW) as turn:
            assert turn is not None
            turn.report(Report("v1", "rule", "en", str(number)))
    assert [report.words for _, report in await store.reports()] == ["4", "3"]


async def test_people_advised_under_another_version_are_found_and_visited(store: Store) -> None:
    case = Case(1, 1, opened=NOW, advised=Advised("old", "step", "words", NOW))
    async with store.turn(ANN, 5, NOW) as turn:
        assert turn is not None
        turn.save(Person(ANN).with_case(case))
    assert await store.advised_otherwise("old") == []
    assert await store.advised_otherwise("new") == [ANN]
    async with store.visit(ANN, NOW) as turn:
        assert turn.person is not None
        turn.save(turn.person.with_case(replace(case, advised=Advised("new", "step", "words", NOW))))
        turn.send(Show("changed"))
    assert await store.advised_otherwise("new") == []
    assert await drain(store) == [Show("changed")]


async def test_people_are_due_in_the_order_of_their_moments(store: Store) -> None:
    for number, minutes in ((1, 30), (2, 10), (3, 20), (4, None)):
        async with store.visit(number, NOW) as turn:
            turn.save(Person(number), None if minutes is None else NOW + timedelta(minutes=minutes))
    assert await store.due(NOW, 9) == []
    assert await store.due(NOW + timedelta(minutes=25), 9) == [2, 3]
    assert await store.due(NOW + timedelta(hours=1), 2) == [2, 3]


async def test_a_due_moment_is_kept_and_never_comes_early(store: Store) -> None:
    due = NOW + timedelta(seconds=10, microseconds=5)
    async with store.visit(1, NOW) as turn:
        turn.save(Person(1), due)
    async with store.visit(1, NOW) as turn:
        assert turn.due is not None
        assert timedelta() <= turn.due - due < timedelta(seconds=1)
    assert await store.due(due, 9) == []
    assert await store.due(due + timedelta(seconds=1), 9) == [1]


async def test_nothing_is_due_for_somebody_unreachable_until_they_come_back(store: Store) -> None:
    async with store.visit(1, NOW) as turn:
        turn.save(Person(1), NOW)
    await store.unreachable(1)
    assert await store.due(NOW + timedelta(days=1), 9) == []
    async with store.turn(1, 5, NOW) as back:
        assert back is not None
        back.save(Person(1, viewing="h"), NOW)
    assert await store.due(NOW + timedelta(days=1), 9) == [1]


async def test_every_call_waits_as_it_was_sent(store: Store) -> None:
    keys = (Key("a", data="h"), Key("b", url="https://e.x"), Key("c", copy="x", style="primary"))
    rows = ((*keys, Key("d", start="s1"), Key("e", share="1")),)
    piece = Piece("1-en", "title", "about", "html", rows)
    calls: tuple[Call, ...] = (
        Offer("q1", (piece,), "nothing"), Acknowledge("q2", "text", alert=True),
        Show("html", rows, silent=True), Redraw("html", rows),
        Pin("html", rows), Hand(Paper("exhibit", (1,), 2)), Retire(7),
    )  # fmt: skip
    await send(store, 5, *calls)
    seen = []
    while (waiting := await store.next_send(ANN)) is not None:
        seen.append(waiting.call)
        await store.sent(waiting, None)
    assert sorted(map(repr, seen)) == sorted(map(repr, calls))


async def test_a_pause_is_known_to_all_and_after_a_restart_until_it_is_over(opened: Open) -> None:
    one, two = await opened(), await opened()
    await one.pause(ANN, 3600)
    await one.pause(ANN, 60)
    await two.pause(EVERYBODY, 900.5)
    await two.pause(BEN, 0)
    found = await two.pauses()
    assert found.keys() == {ANN, EVERYBODY}, "what is over is not told"
    assert 3000 < found[ANN] <= 3600, "the longer one stands"
    assert 0 < found[EVERYBODY] <= 900.5
    later = await opened()
    assert (await later.pauses()).keys() == {ANN, EVERYBODY}
