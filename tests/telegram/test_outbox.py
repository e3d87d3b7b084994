"""Every refusal that Telegram may answer with, and the order and pace of what goes out."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.dialogue.outcome import Paper
from bot.papers.file import File
from bot.sandbox import Sandbox, User
from bot.store.contract import (
    EVERYBODY,
    Acknowledge,
    Call,
    Hand,
    Key,
    Pin,
    Retire,
    Send,
    Show,
    StoreFault,
    Unpin,
)
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api
from bot.telegram.calls import Made, make
from bot.telegram.outbox import Outbox
from bot.telegram.pace import CHAT_BURST, FIRST_RETRY_SECONDS, STORE_PAUSE_SECONDS
from tests.patience import PATIENCE_SECONDS
from tests.telegram.conftest import Post
from tests.telegram.desks import KEYBOARD, NoPapers
from tests.telegram.hand_clock import HandClock

QUERY_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def ann(sandbox: Sandbox) -> User:
    return await newcomer(sandbox, 1)


@pytest.fixture
async def ben(sandbox: Sandbox) -> User:
    return await newcomer(sandbox, 2)


async def newcomer(sandbox: Sandbox, number: int) -> User:
    user = sandbox.user(number)
    await user.send_text("/start")
    return user


def texts(user: User) -> list[str]:
    return [bubble.text for bubble in user.chat if bubble.from_bot]


async def shown(user: User, *wanted: str) -> None:
    await user.wait(lambda _: texts(user) == list(wanted))


async def refused(sandbox: Sandbox, person_id: int) -> None:
    """Returns when Telegram has refused to say something to a person."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not any(
            not call.response["ok"] and call.params["chat_id"] == str(person_id) for call in sandbox.calls
        ):
            await asyncio.sleep(0)


async def paused(store: SqliteStore, *people: int) -> None:
    """Returns when it is noted that Telegram wants nothing said to these."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while set(await store.pauses()) != set(people):
            await asyncio.sleep(0)


async def emptied(store: SqliteStore, clock: HandClock, outbox: Outbox, person_id: int = 1) -> None:
    """Returns when nothing waits for the person."""
    assert await outbox._agenda.drained(clock.now() + 1)
    assert await store.next_send(person_id) is None


async def live_screen(store: SqliteStore, person_id: int = 1) -> int | None:
    rows = await store._db.execute_fetchall("SELECT screen FROM person WHERE id = ?", (person_id,))
    found: int | None = next(iter(rows))[0]
    return found


async def test_calls_go_out_in_order_with_their_buttons(post: Post, ann: User) -> None:
    keys = ((Key("Ждать", data="c|1"), Key("Где?", url="https://example.org/a")), (Key("№", copy="123"),))
    await post(
        1, *(Show(f"<b>{number}</b> & co".replace("&", "&amp;")) for number in range(4)), Show("end", keys)
    )
    await shown(ann, *(f"{number} & co" for number in range(4)), "end")
    assert ann.chat[-1].labels == ["Ждать", "Где?", "№"]
    assert ann.chat[-1].button("№")["copy_text"] == {"text": "123"}


async def test_a_new_message_becomes_the_live_screen(
    post: Post, ann: User, store: SqliteStore, clock: HandClock, outbox: Outbox
) -> None:
    await post(1, Show("hello", KEYBOARD))
    await shown(ann, "hello")
    await emptied(store, clock, outbox)
    assert await live_screen(store) == ann.screen.message_id


async def test_of_screens_that_come_in_a_burst_only_the_last_keeps_its_keyboard(
    post: Post, ann: User, store: SqliteStore, clock: HandClock, outbox: Outbox
) -> None:
    await post(1, *(Show(text, KEYBOARD) for text in ("one", "two", "three")))
    await shown(ann, "one", "two", "three")
    await emptied(store, clock, outbox)
    assert [one.labels for one in ann.chat if one.from_bot] == [[], [], ["Home"]]


async def test_link_previews_are_off(post: Post, ann: User) -> None:
    await post(1, Show("https://example.org"))
    await shown(ann, "https://example.org")
    assert ann.screen.raw["link_preview_options"] == {"is_disabled": True}


async def test_an_edit_changes_the_message_and_a_repeated_one_counts_as_made(
    post: Post, ann: User, sandbox: Sandbox
) -> None:
    await post(1, Show("first", KEYBOARD))
    await shown(ann, "first")
    edit = Show("second", KEYBOARD, ann.screen.message_id)
    await post(1, edit, edit, Show("after"))
    await shown(ann, "second", "after")
    refused = [call for call in sandbox.calls if not call.response["ok"]]
    assert "message is not modified" in refused[0].response["description"]


@pytest.mark.parametrize(
    "refusal",
    [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: there is no text in the message to edit",
    ],
)
async def test_an_edit_of_a_message_that_is_gone_becomes_a_new_message(
    post: Post,
    ann: User,
    sandbox: Sandbox,
    store: SqliteStore,
    clock: HandClock,
    outbox: Outbox,
    refusal: str,
) -> None:
    sandbox.fail_next("editMessageText", 400, refusal)
    await post(1, Show("screen", KEYBOARD, 999))
    await shown(ann, "screen")
    await emptied(store, clock, outbox)
    assert await live_screen(store) == ann.screen.message_id


async def test_a_refused_answer_to_a_button_never_hurts_the_rest(
    post: Post, ann: User, sandbox: Sandbox, store: SqliteStore, clock: HandClock, outbox: Outbox
) -> None:
    sandbox.fail_next("answerCallbackQuery", 400, QUERY_TOO_OLD)
    await post(1, Show("screen"), Acknowledge("1"))
    await shown(ann, "screen")
    await emptied(store, clock, outbox)
    assert sorted(call.method for call in sandbox.calls) == ["answerCallbackQuery", "sendMessage"]


async def test_an_answer_and_what_the_tap_changes_do_not_wait_for_each_other(
    post: Post, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post(1, Show("screen", KEYBOARD))
    await shown(ann, "screen")
    press = await ann.press(None, "Home")
    gate = asyncio.Event()

    async def held(api: Api, person_id: int, call: Call, made: Made = None) -> int | None:
        if isinstance(call, Acknowledge):
            await gate.wait()
        return await make(api, person_id, call, made)

    monkeypatch.setattr("bot.telegram.outbox.make", held)
    await post(1, Acknowledge(press.id, "noted"), Show("changed", KEYBOARD, ann.screen.message_id))
    await shown(ann, "changed")
    gate.set()
    assert (await press.answer())["text"] == "noted"


async def test_an_answer_reaches_the_one_who_pressed(post: Post, ann: User, sandbox: Sandbox) -> None:
    await post(1, Show("screen", KEYBOARD))
    await shown(ann, "screen")
    press = await ann.press(None, "Home")
    await post(1, Acknowledge(press.id, "Careful", alert=True))
    answer = await press.answer()
    assert (answer["text"], answer["show_alert"]) == ("Careful", True)


async def test_a_flood_is_waited_out_to_the_letter_and_only_by_that_person(
    post: Post, ann: User, ben: User, sandbox: Sandbox, clock: HandClock
) -> None:
    sandbox.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    await post(1, Show("one"), Show("two"))
    await clock.somebody_waits(clock.now() + 7)
    await post(2, Show("not held up"))
    await shown(ben, "not held up")
    clock.advance(6.999)
    await post(2, Show("still early"))
    await shown(ben, "not held up", "still early")
    assert texts(ann) == []
    clock.advance(0.001)
    await shown(ann, "one", "two")


async def test_a_pause_outlives_the_process_that_was_told_so(
    post: Post, ann: User, ben: User, sandbox: Sandbox, outbox: Outbox, store: SqliteStore, api: Api
) -> None:
    sandbox.fail_next("sendMessage", 429, "Too Many Requests: retry after 3600", retry_after=3600)
    await post(1, Show("one"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await store.pauses():
            await asyncio.sleep(0)
    await outbox.stop(0)
    await post(2, Show("not held up"))
    later = HandClock()
    another = Outbox(store, api, later, NoPapers())
    await another.start()
    await shown(ben, "not held up")
    assert texts(ann) == []
    later.advance(3600)
    await shown(ann, "one")
    await another.stop(0)


async def test_chats_that_were_hardly_spoken_to_tell_a_flood_of_the_whole_bot(
    post: Post,
    ann: User,
    ben: User,
    sandbox: Sandbox,
    store: SqliteStore,
    clock: HandClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    eve = await newcomer(sandbox, 3)
    for seconds in (20, 30):
        sandbox.fail_next("sendMessage", 429, f"retry after {seconds}", retry_after=seconds)
    await post(1, Show("to Ann"))
    await refused(sandbox, 1)
    await post(2, Show("to Ben"))
    await refused(sandbox, 2)
    await paused(store, 1, EVERYBODY)
    calls = len(sandbox.calls)
    await post(3, Show("to Eve"), Acknowledge("1"))
    clock.advance(29.999)
    await post(1, Show("again"))
    await clock.somebody_waits(clock.now() + 0.001)
    assert len(sandbox.calls) == calls
    clock.advance(0.001)
    await shown(eve, "to Eve")
    await shown(ben, "to Ben")
    await shown(ann, "to Ann", "again")
    assert "a pause of 20 seconds in one chat" in caplog.text
    assert "a pause of 30 seconds in several chats at once; it is kept in all" in caplog.text


async def test_two_who_are_too_quick_hold_up_nobody_else(
    post: Post, ann: User, ben: User, sandbox: Sandbox, clock: HandClock
) -> None:
    eve = await newcomer(sandbox, 3)
    for person in (ann, ben):
        screens = [str(number) for number in range(CHAT_BURST // 2)]  # each takes the keyboard of another
        await post(person.id, *(Show(text, KEYBOARD) for text in screens))
        await shown(person, *screens)
        sandbox.fail_next("sendMessage", 429, "retry after 600", retry_after=600)
        await post(person.id, Show("too much"))
        await refused(sandbox, person.id)
    clock.advance(1)
    await post(3, Show("not held up"))
    await shown(eve, "not held up")


async def test_a_pause_asked_for_when_the_dates_are_pinned_is_kept_and_nothing_doubles(
    post: Post, ann: User, sandbox: Sandbox, clock: HandClock
) -> None:
    sandbox.fail_next("pinChatMessage", 429, "retry after 9", retry_after=9)
    await post(1, Pin("dates"), Show("screen"))
    await clock.somebody_waits(clock.now() + 9)
    assert texts(ann) == ["dates"]
    clock.advance(9)
    await shown(ann, "dates", "screen")


async def test_a_paper_waits_for_a_telegram_that_is_away_and_is_regretted_if_it_alone_does_not_go(
    post: Post, ann: User, sandbox: Sandbox, clock: HandClock, outbox: Outbox, store: SqliteStore
) -> None:
    sandbox.drop_next("sendMessage", times=10)
    await post(1, Hand(Paper("calendar", (1,))))
    waits = (0.5, 1, 2, 4, 8, 16)
    for seconds in waits:
        await clock.somebody_waits(clock.now() + seconds)
        clock.advance(seconds)
    assert await store.waiting() == [1]
    clock.advance(60)
    await shown(ann, "no calendar for 1")


@pytest.mark.parametrize("code", [500, 502, 503])
async def test_a_server_fault_is_tried_again_in_order(
    post: Post, ann: User, sandbox: Sandbox, clock: HandClock, code: int
) -> None:
    sandbox.fail_next("sendMessage", code, "Internal Server Error", times=3)
    await post(1, Show("one"), Show("two"))
    for tries in range(3):
        wait = FIRST_RETRY_SECONDS * 2**tries
        await clock.somebody_waits(clock.now() + wait)
        clock.advance(wait)
    await shown(ann, "one", "two")


async def test_a_lost_connection_is_tried_again(
    post: Post, ann: User, sandbox: Sandbox, clock: HandClock
) -> None:
    sandbox.drop_next("sendMessage")
    await post(1, Show("one"), Show("two"))
    await clock.somebody_waits(clock.now() + FIRST_RETRY_SECONDS)
    clock.advance(FIRST_RETRY_SECONDS)
    await shown(ann, "one", "two")


async def test_an_answer_lost_on_the_way_may_double_a_message_but_never_loses_one(
    post: Post, ann: User, sandbox: Sandbox, clock: HandClock
) -> None:
    sandbox.drop_next("sendMessage", after_effect=True)
    await post(1, Show("one"), Show("two"))
    await clock.somebody_waits(clock.now() + FIRST_RETRY_SECONDS)
    clock.advance(FIRST_RETRY_SECONDS)
    await shown(ann, "one", "one", "two")


async def test_what_waits_for_somebody_who_blocked_the_bot_is_dropped(
    post: Post, ann: User, ben: User, store: SqliteStore, clock: HandClock, outbox: Outbox
) -> None:
    await ann.block()
    await post(1, Show("one"), Show("two"), Retire(5))
    await post(2, Show("fine"))
    await shown(ben, "fine")
    await emptied(store, clock, outbox)
    assert texts(ann) == []


@pytest.mark.parametrize(
    ("code", "description"),
    [(403, "Forbidden: user is deactivated"), (400, "Bad Request: chat not found")],
)
async def test_what_waits_for_somebody_who_is_gone_is_dropped(
    post: Post,
    sandbox: Sandbox,
    ann: User,
    store: SqliteStore,
    clock: HandClock,
    outbox: Outbox,
    code: int,
    description: str,
) -> None:
    sandbox.fail_next("sendMessage", code, description)
    await post(1, Show("one"), Show("two"))
    await emptied(store, clock, outbox)
    assert texts(ann) == []
    await post(1, Show("back again"))
    await shown(ann, "back again")


async def test_a_refused_date_goes_without_its_mark(post: Post, ann: User, sandbox: Sandbox) -> None:
    sandbox.fail_next("sendMessage", 400, "Bad Request: ENTITY_DATE_INVALID")
    text = '<b>By</b> <tg-time unix="1795000000" format="wDt">18 Jan 10:59</tg-time> &amp; no later'
    await post(1, Show(text))
    await shown(ann, "By 18 Jan 10:59 & no later")
    assert [entity["type"] for entity in ann.screen.raw["entities"]] == ["bold"]


async def test_refused_marks_leave_plain_text_also_in_an_edit(
    post: Post, ann: User, sandbox: Sandbox
) -> None:
    await post(1, Show("first"))
    await shown(ann, "first")
    await post(1, Show("<b>broken &lt; 5", KEYBOARD, ann.screen.message_id))
    await shown(ann, "broken < 5")
    assert ann.screen.labels == ["Home"]
    assert "entities" not in ann.screen.raw


async def test_a_message_refused_for_an_unforeseen_reason_goes_bare(
    post: Post, ann: User, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fail_next("sendMessage", 400, "Bad Request: reply markup is too long")
    await post(1, Show("<b>Ann's own words</b>", ((Key("Home", data="h"),),)))
    await shown(ann, "Ann's own words")
    assert not ann.screen.rows
    assert "too long" in caplog.text
    assert "own words" not in caplog.text


async def test_any_other_refusal_drops_one_call_and_tells_the_operator_no_content(
    post: Post, ann: User, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fail_next("sendMessage", 400, "Bad Request: reply markup is too long", times=2)
    await post(1, Show("Ann's own words"), Show("next"))
    await shown(ann, "next")
    record = [record for record in caplog.records if record.levelno >= logging.ERROR][-1]
    assert "sendMessage" in record.getMessage()
    assert "too long" in record.getMessage()
    assert "own words" not in caplog.text


async def test_a_button_that_is_too_long_is_never_sent(
    post: Post, ann: User, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    await post(1, Show("one", ((Key("long", data="я" * 33),),)), Show("next"))
    await shown(ann, "next")
    assert [call.method for call in sandbox.calls] == ["sendMessage"]
    assert "ValueError" in caplog.text


async def test_a_keyboard_is_taken_off_and_a_refusal_ignored(
    post: Post, ann: User, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    await post(1, Show("old", KEYBOARD))
    await shown(ann, "old")
    old = ann.screen.message_id
    await post(1, Retire(old), Retire(old), Retire(999), Show("new"))
    await shown(ann, "old", "new")
    assert ann.chat[-2].labels == []
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_chat_is_not_flooded_and_an_answer_does_not_wait_in_its_queue(
    post: Post, ann: User, clock: HandClock, sandbox: Sandbox
) -> None:
    await post(1, *(Show(str(number)) for number in range(CHAT_BURST + 2)))
    first = [str(number) for number in range(CHAT_BURST)]
    await shown(ann, *first)
    await clock.somebody_waits(clock.now() + 1)
    press = await ann.press_data(ann.screen.message_id, "h")
    await post(1, Acknowledge(press.id))
    await press.answer()
    assert texts(ann) == first
    clock.advance(1)
    await shown(ann, *first, str(CHAT_BURST))
    await clock.somebody_waits(clock.now() + 1)
    clock.advance(1)
    await shown(ann, *first, str(CHAT_BURST), str(CHAT_BURST + 1))


async def test_the_dates_are_pinned_once_and_then_edited(
    post: Post, ann: User, sandbox: Sandbox, store: SqliteStore, clock: HandClock, outbox: Outbox
) -> None:
    await post(1, Pin("first", KEYBOARD))
    await emptied(store, clock, outbox)
    await post(1, Show("a screen"), Pin("second", KEYBOARD))
    await shown(ann, "second", "a screen")
    await emptied(store, clock, outbox)
    assert [(one.text, one.pinned) for one in ann.chat if one.from_bot] == [
        ("second", True),
        ("a screen", False),
    ]
    assert await live_screen(store) == ann.screen.message_id
    assert [one.params.get("disable_notification") for one in sandbox.calls if "pin" in one.method] == [
        "true"
    ]


async def test_pinned_dates_that_the_person_deleted_stay_away_until_asked_for_again(
    post: Post, ann: User, sandbox: Sandbox, store: SqliteStore, clock: HandClock, outbox: Outbox
) -> None:
    await post(1, Pin("first"))
    await emptied(store, clock, outbox)
    await outbox._api.delete_message(1, ann.screen.message_id)
    await post(1, Pin("second"))
    await emptied(store, clock, outbox)
    assert texts(ann) == []
    await post(1, Unpin(), Pin("asked for again"))
    await shown(ann, "asked for again")


async def test_unpinned_dates_lose_their_place_and_their_button(
    post: Post, ann: User, store: SqliteStore, clock: HandClock, outbox: Outbox
) -> None:
    await post(1, Pin("dates", KEYBOARD), Unpin())
    await emptied(store, clock, outbox)
    assert [(one.pinned, one.labels) for one in ann.chat if one.from_bot] == [(False, [])]


async def test_a_paper_goes_as_what_it_is(ann: User, api: Api) -> None:
    picture = (Path(__file__).parents[2] / "docs" / "pictures" / "conversation.png").read_bytes()
    dates = File("dates.ics", b"BEGIN:VCALENDAR", "your dates")
    for made in (dates, File("timeline.png", picture, "your order", "photo"), Show("sorry"), None):
        await make(api, 1, Hand(Paper("calendar", (1,))), made)
    document, photo, sorry = [one for one in ann.chat if one.from_bot]
    assert (document.raw["document"]["file_name"], document.text) == ("dates.ics", "your dates")
    assert "photo" in photo.raw
    assert (photo.text, sorry.text) == ("your order", "sorry")


async def test_a_slow_send_to_one_does_not_hold_another(
    post: Post, ann: User, ben: User, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()

    async def held(api: Api, person_id: int, call: Call, made: Made = None) -> int | None:
        if person_id == 1:
            await gate.wait()
        return await make(api, person_id, call, made)

    monkeypatch.setattr("bot.telegram.outbox.make", held)
    await post(1, Show("slow"))
    await post(2, Show("quick"))
    await shown(ben, "quick")
    assert texts(ann) == []
    gate.set()
    await shown(ann, "slow")


async def test_what_is_out_is_not_sent_again_while_the_store_cannot_note_it(
    post: Post, ann: User, store: SqliteStore, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(send: Send, message_id: int | None) -> None:
        raise StoreFault("DATABASE_URL: the disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(store, "sent", full)
        await post(1, Show("once"), Show("then"))
        for _ in range(3):
            await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)
            assert texts(ann) == ["once"]
            clock.advance(STORE_PAUSE_SECONDS)
        await clock.somebody_waits(clock.now() + STORE_PAUSE_SECONDS)
    clock.advance(STORE_PAUSE_SECONDS)
    await shown(ann, "once", "then")
    assert await live_screen(store) is not None


async def test_what_waited_before_the_start_goes_out(
    sandbox: Sandbox, ann: User, post: Post, outbox: Outbox, store: SqliteStore, clock: HandClock
) -> None:
    await outbox.stop(0)
    await post(1, Show("from before"))
    another = Outbox(store, outbox._api, clock, NoPapers())
    await another.start()
    await shown(ann, "from before")
    await another.stop(1)
