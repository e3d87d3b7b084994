"""Every message gets an answer; nothing sent or refused leaves the conversation broken."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.app import report_lines
from bot.sandbox import Sandbox, User
from bot.sandbox.refusals import Json
from bot.store.places import open_store
from tests.dialogue.test_step import revised_policy
from tests.journeys.conftest import Buyer, House

SENDS: dict[str, Callable[[User], Awaitable[object]]] = {
    "text": lambda user: user.send_text("my seller ignores me <b>"),
    "photo": lambda user: user.send_photo(b"\x89PNG\r\n\x1a\n" + b"0" * 32),
    "voice": lambda user: user.send_voice(),
    "sticker": lambda user: user.send_sticker(),
    "video": lambda user: user.send_video(),
    "document": lambda user: user.send_document("order.pdf", b"%PDF"),
    "location": lambda user: user.send_location(),
    "contact": lambda user: user.send_contact(),
    "forward": lambda user: user.forward("Your order was shipped"),
    "command": lambda user: user.send_text("/nonsense"),
    "blank": lambda user: user.send_text("\u2063"),
    "long": lambda user: user.send_text("x" * 4096),
}


@pytest.mark.parametrize("kind", SENDS)
async def test_every_message_gets_an_answer_with_a_way_on(buyer: Buyer, kind: str) -> None:
    await buyer.says("/start")
    shown = await buyer.does(SENDS[kind](buyer.user))
    assert shown.rows
    assert shown.message_id == buyer.user.chat[-1].message_id


async def test_an_edited_message_gets_an_answer(buyer: Buyer) -> None:
    await buyer.says("/start")
    typed = await buyer.user.send_text("helo")
    await buyer.user.wait(lambda chat: chat[-1].from_bot)
    shown = await buyer.does(buyer.user.edit_text(typed.message_id, "Help"))
    assert shown.rows


async def test_the_old_keyboard_is_taken_off_when_a_new_screen_comes(buyer: Buyer) -> None:
    await buyer.says("/start")
    await buyer.says("/help")
    await buyer.user.wait(lambda chat: [bool(one.rows) for one in chat if one.from_bot] == [False, True])


async def test_a_name_with_markup_shows_as_text(buyer: Buyer) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Other statuses", "Partial shipment", "More", "Manage", "Give it a name"):
        await buyer.presses(label)
    shown = await buyer.says("<b>phone</b> & <script>")
    assert "<b>phone</b> & <script>" in shown.text


FORGED = [
    "",
    "x",
    "q|zzzz|paid_h",
    "T|1|why|",
    "E|E",
    "c|" + "z" * 60,
    "\u0416" * 30,
    "L|de",
    "arbitrary data",
]


@pytest.mark.parametrize("data", FORGED)
async def test_forged_data_leads_kindly_home(buyer: Buyer, data: str) -> None:
    shown = await buyer.says("/start")
    await buyer.does(buyer.user.press_data(shown.message_id, data))
    assert buyer.screen.rows


async def test_another_persons_button_shows_nothing_of_theirs(buyer: Buyer, sandbox: Sandbox) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Other statuses", "Partial shipment", "More", "Manage", "Give it a name"):
        await buyer.presses(label)
    await buyer.says("secret headphones")
    keys = [key for row in buyer.screen.rows for key in row]
    stolen = [str(key["callback_data"]) for key in keys if "callback_data" in key]
    thief = Buyer(sandbox, sandbox.user(8, "Eve", "en"))
    shown = await thief.says("/start")
    for data in stolen:
        await thief.does(thief.user.press_data(shown.message_id, data))
        assert "secret" not in str([one.text for one in thief.user.chat])
    await buyer.says("/orders")
    assert "secret headphones" in buyer.screen.text


async def test_a_press_on_a_message_gone_too_old_still_leads_on(buyer: Buyer) -> None:
    shown = await buyer.says("/start")
    await buyer.does(buyer.user.press_data(shown.message_id, "i", inaccessible=True))
    assert "Help" in buyer.screen.text


TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
TAG = 'Bad Request: can\'t parse entities: Unsupported start tag "tg-time" at byte offset 0'
REFUSALS: list[tuple[str, int, str]] = [
    ("answerCallbackQuery", 400, TOO_OLD),
    ("editMessageText", 400, "Bad Request: message to edit not found"),
    ("editMessageText", 400, "Bad Request: message can't be edited"),
    ("editMessageText", 429, "Too Many Requests: retry after 1"),
    ("editMessageText", 500, "Internal Server Error"),
    ("editMessageText", 400, TAG),
]  # fmt: skip


@pytest.mark.parametrize(("method", "code", "words"), REFUSALS)
async def test_a_refusal_leaves_the_conversation_working(
    buyer: Buyer, sandbox: Sandbox, method: str, code: int, words: str
) -> None:
    await buyer.says("/start")
    sandbox.fail_next(method, code, words, retry_after=1 if code == 429 else None)
    await buyer.user.press(None, "Help")
    await buyer.user.wait(lambda chat: "What would you like to know?" in chat[-1].text)
    await buyer.presses("Refunds")
    assert "3 to 20" in buyer.screen.text


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_dropped_connection_leaves_the_conversation_working(
    buyer: Buyer, sandbox: Sandbox, after_effect: bool
) -> None:
    await buyer.says("/start")
    sandbox.drop_next("editMessageText", after_effect=after_effect)
    await buyer.user.press(None, "Help")
    await buyer.user.wait(lambda chat: "What would you like to know?" in chat[-1].text)


async def test_an_unchanged_screen_is_no_trouble(buyer: Buyer) -> None:
    await buyer.says("/help")
    await buyer.presses("Refunds")
    topic: Json = {"data": "i1|refund"}
    await buyer.does(buyer.user.press_data(buyer.screen.message_id, topic["data"]))
    await buyer.presses("Back")
    assert "What would you like to know?" in buyer.screen.text


async def test_somebody_who_blocks_and_comes_back_finds_their_orders(buyer: Buyer, house: House) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Other statuses", "Partial shipment"):
        await buyer.presses(label)
    await buyer.user.block()
    await house.restart()
    await buyer.user.unblock()
    await buyer.says("/orders")
    assert "Partial shipment" in buyer.screen.text


async def test_delete_everything_deletes_everything(buyer: Buyer, house: House) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Other statuses", "Partial shipment", "More", "Manage", "Give it a name"):
        await buyer.presses(label)
    await buyer.says("secret headphones")
    await buyer.says("/settings")
    await buyer.presses("Delete everything")
    shown = await buyer.presses("Yes, delete everything")
    assert "deleted" in shown.text
    await house.close()
    held = b"".join(path.read_bytes() for path in house.folder.glob("bot.sqlite3*"))
    assert b"secret headphones" not in held
    await house.open()
    await buyer.says("/orders")
    assert "secret" not in buyer.screen.text


async def test_a_report_reaches_the_operator_and_says_nothing_of_the_person(
    buyer: Buyer, house: House
) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Other statuses", "Partial shipment", "More", "Screen differs?"):
        await buyer.presses(label)
    shown = await buyer.says("the button is called Undo, see https://example.com/me")
    assert "Thank you" in shown.text
    await house.close()
    lines = [line async for line in report_lines(house.settings)]
    await house.open()
    assert len(lines) == 1
    assert lines[0].endswith("part_shipped en: the button is called Undo, see …")


async def test_people_are_told_once_when_the_policy_changes(
    buyer: Buyer, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Other statuses", "I deleted it"):
        await buyer.presses(label)
    await house.close()
    monkeypatch.setattr("bot.app.load", lambda _: revised_policy().policy)
    before = len(buyer.user.chat)
    await house.open()
    await buyer.user.wait(lambda chat: len(chat) > before)
    assert "before: Restore the order" in buyer.screen.text
    assert "now: Contact AliExpress support" in buyer.screen.text
    await house.restart()
    await buyer.presses("Order 1")
    assert len(buyer.user.chat) == before + 1


async def test_a_word_that_the_policy_has_no_more_is_asked_again_and_stops_nobody(
    buyer: Buyer, house: House
) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Other statuses", "I deleted it"):
        await buyer.presses(label)
    await house.close()
    store = await open_store(house.settings.database)
    async with store.visit(buyer.user.id, datetime.now(UTC)) as turn:
        assert turn.person is not None
        (case,) = turn.person.cases.values()
        advised = case.advised
        assert advised is not None
        case = case.tell("why", "taken_out", case.opened, "tapped")
        turn.save(turn.person.with_case(replace(case, advised=replace(advised, version="older"))))
    await store.close()
    await house.open()
    await buyer.says("/orders")
    assert "Restore the order" in (await buyer.presses("Order 1")).text
