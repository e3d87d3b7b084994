"""Ways through evidence, papers and pinned dates that nobody planned: nothing is lost, nobody waits."""

import asyncio
import io
from collections.abc import Callable

import pytest
from PIL import Image

from bot.dialogue import actions, routes
from bot.dialogue.address import decode, encode
from bot.dialogue.state import Person
from bot.sandbox import Sandbox, User
from bot.store.places import open_store
from tests.journeys.conftest import Buyer, House
from tests.journeys.test_evidence import collecting
from tests.journeys.test_reminders import pinned, spoken_to
from tests.patience import PATIENCE_SECONDS

DOSSIER = "📁 Case file"


def photo(shade: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), (shade, 9, 9)).save(out, "JPEG")
    return out.getvalue()


async def kept(house: House, buyer: Buyer) -> Person:
    await house.at_rest()
    await house.close()
    store = await open_store(house.settings.database)
    person = await store.person(buyer.user.id)
    await store.close()
    await house.open()
    assert person is not None
    return person


def documents(user: User) -> int:
    return sum("document" in one.raw and one.from_bot for one in user.chat)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():
            await asyncio.sleep(0.02)


async def test_a_video_is_shown_again_and_the_talk_goes_on(buyer: Buyer) -> None:
    await collecting(buyer)
    await buyer.does(buyer.user.send_video(b"film"))
    exhibit = await buyer.presses("Exhibit 1")
    await buyer.user.press(exhibit, "Show it to me")
    await until(lambda: any("video" in one.raw and one.from_bot for one in buyer.user.chat))
    assert "Orders" in (await buyer.says("/orders")).text or buyer.screen.labels


@pytest.mark.parametrize("refusal", [(413, "Request Entity Too Large"), (502, "Bad Gateway")])
async def test_a_case_file_that_telegram_does_not_take_is_said(
    buyer: Buyer, sandbox: Sandbox, refusal: tuple[int, str]
) -> None:
    await collecting(buyer)
    await buyer.does(buyer.user.send_photo(photo()))
    sandbox.fail_next("sendDocument", *refusal, times=20)
    await buyer.user.press(buyer.screen, DOSSIER)
    await until(lambda: "Something went wrong" in buyer.screen.text)
    assert "Something went wrong" not in (await buyer.says("/orders")).text


async def test_one_file_that_cannot_be_had_does_not_cost_the_case_file(
    buyer: Buyer, sandbox: Sandbox
) -> None:
    await collecting(buyer)
    for shade in (1, 2):
        await buyer.does(buyer.user.send_photo(photo(shade)))
    sandbox.fail_next("getFile", 502, "Bad Gateway")
    await buyer.user.press(buyer.screen, DOSSIER)
    await until(lambda: documents(buyer.user) == 1)


@pytest.fixture
def file(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> "File":
    found = File()
    monkeypatch.setattr(sandbox._api.faults, "delay", found.delay)
    return found


class File:
    """Telegram gives no file before it is let."""

    def __init__(self) -> None:
        self.asked, self.let = asyncio.Event(), asyncio.Event()

    async def delay(self, method: str) -> None:
        if method == "getfile":
            self.asked.set()
            await self.let.wait()


async def test_impatient_taps_do_not_make_a_case_file_each(buyer: Buyer, house: House, file: File) -> None:
    await collecting(buyer)
    await buyer.does(buyer.user.send_photo(photo()))
    shown = buyer.screen
    for _ in range(5):
        await buyer.user.press(shown, DOSSIER)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await file.asked.wait()
    await house.turns_done()
    file.let.set()
    await house.at_rest()
    assert documents(buyer.user) in (1, 2)


async def test_nothing_is_handed_over_after_everything_was_deleted(
    buyer: Buyer, house: House, file: File
) -> None:
    await collecting(buyer)
    await buyer.does(buyer.user.send_photo(photo()))
    shown = buyer.screen
    await buyer.user.press(shown, DOSSIER)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await file.asked.wait()
    await buyer.user.press_data(shown.message_id, "E")
    await house.turns_done()
    file.let.set()
    await until(lambda: "deleted" in buyer.shown(shown).text.lower())
    await buyer.says("/start")
    await house.at_rest()
    assert documents(buyer.user) == 0


async def test_evidence_outlives_the_text_that_began_the_order(buyer: Buyer, house: House) -> None:
    await buyer.says("/start")
    heard = await buyer.says("arrived broken yesterday")
    agree = decode(str(heard.button("✅ That’s right, go on")["callback_data"]))
    assert isinstance(agree, actions.Agree)
    await buyer.does(buyer.user.press_data(heard.message_id, encode(routes.Evidence(agree.case))))
    await buyer.does(buyer.user.send_photo(photo()))
    await buyer.presses("Back")
    await buyer.presses("Something new")
    await buyer.presses("None of this")
    person = await kept(house, buyer)
    assert any(case.exhibits for case in person.cases.values())


async def test_an_old_button_never_removes_a_later_exhibit(buyer: Buyer, house: House) -> None:
    await collecting(buyer)
    await buyer.does(buyer.user.send_photo(photo(1)))
    exhibit = await buyer.presses("Exhibit 1")
    data = str(exhibit.button("Remove it")["callback_data"])
    await buyer.presses("Remove it")
    await buyer.does(buyer.user.send_photo(photo(2)))
    assert "Exhibit 2" in buyer.screen.labels
    await buyer.user.press_data(buyer.screen.message_id, data)
    person = await kept(house, buyer)
    assert [one.number for case in person.cases.values() for one in case.exhibits] == [2]


async def test_pinned_dates_can_be_taken_down_without_any_order(buyer: Buyer, house: House) -> None:
    await spoken_to(buyer, house)
    await buyer.says("/deadlines")
    await buyer.presses("Pin to the top")
    await buyer.user.wait(lambda _: bool(pinned(buyer)))
    await buyer.says("/orders")
    for label in ("Order 1", "More", "Manage", "Delete", "elete"):
        await buyer.presses(label)
    await buyer.user.send_text("/deadlines")
    await until(lambda: "Unpin" in buyer.screen.labels)
    await buyer.presses("Unpin")
    await buyer.user.wait(lambda _: not pinned(buyer))


async def test_an_order_named_in_english_changes_no_language(sandbox: Sandbox, house: House) -> None:
    buyer = Buyer(sandbox, sandbox.user(9, "Аня", "ru"))
    await buyer.says("/start")
    await buyer.says("прибыл сломанный вчера, заказ 3041227611804521")
    await buyer.presses("дальше")
    await buyer.says("/orders")
    await buyer.presses("4521")
    while "Ещё" not in buyer.screen.labels:
        await buyer.presses("Не знаю")
    await buyer.presses("Ещё")
    await buyer.presses("Управ")
    await buyer.presses("азвание")
    await buyer.says("Case for the phone with a stand and a ring")
    assert (await kept(house, buyer)).language == "ru"
