"""Evidence: sent, put to a line, counted, given back, and made into a case file."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.store.places import open_store
from tests.journeys.conftest import Buyer, House
from tests.sandbox.pictures import png

PICTURE = (Path(__file__).parents[2] / "docs" / "pictures" / "conversation.png").read_bytes()


async def collecting(buyer: Buyer) -> None:
    await buyer.says("/start")
    await buyer.says("arrived broken yesterday, order 3041227611804521")
    await buyer.presses("right, go on")
    await buyer.says("/orders")
    await buyer.presses("4521")
    while "More" not in buyer.screen.labels:
        await buyer.presses("I don’t know")
    await buyer.presses("More")
    await buyer.presses("Evidence")


async def test_each_thing_is_acknowledged_counted_and_what_is_missing_is_said(buyer: Buyer) -> None:
    await collecting(buyer)
    assert "Still missing" in buyer.screen.text
    shown = await buyer.does(buyer.user.send_photo(PICTURE))
    assert "Kept as evidence" in shown.text
    assert "Photos of the goods: 1" in shown.text
    await buyer.presses("Exhibit 1")
    sorted_anew = await buyer.presses("Box and label")
    assert "Box and label: 1" in sorted_anew.text
    again = await buyer.does(buyer.user.send_video(b"film", size=60 * 1024 * 1024))
    assert "Something else: 2" in again.text
    await buyer.presses("Exhibit 2")
    moved = await buyer.presses("Unpacking video")
    assert "Unpacking video: 2" in moved.text
    await buyer.presses("Exhibit 1")
    dropped = await buyer.presses("Remove it")
    assert "Exhibit 1" not in dropped.labels


async def test_a_forwarded_text_is_kept_by_its_words(buyer: Buyer) -> None:
    await collecting(buyer)
    shown = await buyer.does(buyer.user.forward("Close the dispute and I refund you by PayPal"))
    assert "Kept as evidence" in shown.text
    opened = await buyer.presses("Exhibit 1")
    assert "Close the dispute and I refund you by PayPal" in opened.text
    assert "Show it to me" not in opened.labels


async def test_an_album_of_ten_is_answered_once_and_counted_whole(buyer: Buyer, house: House) -> None:
    await collecting(buyer)
    before = len([one for one in buyer.user.chat if one.from_bot])
    pictures = [PICTURE + bytes([number]) for number in range(10)]
    await buyer.user.send_album(pictures)
    await buyer.user.wait(lambda _: "Exhibit 10" in buyer.screen.labels)
    assert len([one for one in buyer.user.chat if one.from_bot]) == before + 1


async def test_an_exhibit_comes_back_and_the_case_file_holds_it(buyer: Buyer, sandbox: Sandbox) -> None:
    await collecting(buyer)
    await buyer.does(buyer.user.send_photo(PICTURE))
    exhibit = await buyer.presses("Exhibit 1")
    await buyer.user.press(exhibit, "Show it to me")
    await buyer.user.wait(lambda chat: any("photo" in one.raw and one.from_bot for one in chat))
    await buyer.user.press(exhibit, "‹ Back")
    await buyer.user.wait(lambda _: "📁 Case file" in buyer.shown(exhibit).labels)
    await buyer.user.press(buyer.shown(exhibit), "📁 Case file")
    await buyer.user.wait(lambda chat: any("document" in one.raw and one.from_bot for one in chat))
    sent = next(one.raw["document"] for one in buyer.user.chat if "document" in one.raw and one.from_bot)
    assert sent["file_name"] == "case-file.zip"
    row = sandbox.state.files.row(sent["file_id"])
    assert row is not None
    body = sandbox.state.files.body(row)
    assert body is not None
    assert zipfile.ZipFile(io.BytesIO(body)).namelist()[0] == "case-file.pdf"


@pytest.mark.parametrize("again", [False, True])
async def test_nothing_sent_elsewhere_is_kept(buyer: Buyer, house: House, *, again: bool) -> None:
    await buyer.says("/start")
    await buyer.does(buyer.user.send_photo(PICTURE))
    if again:
        await buyer.does(buyer.user.send_video(b"film"))
    await house.close()
    store = await open_store(house.settings.database)
    kept = await store.person(buyer.user.id)
    await store.close()
    assert kept is not None
    assert not any(case.exhibits for case in kept.cases.values())


async def test_a_photo_of_the_goods_sent_from_the_card_is_kept_and_can_be_taken_out(buyer: Buyer) -> None:
    await collecting(buyer)
    await buyer.presses("Back")
    assert "Evidence" not in " ".join(buyer.screen.labels)
    shown = await buyer.does(buyer.user.send_photo(png(400, 300)))
    assert "kept it as evidence" in shown.text
    assert "Photos of the goods: 1" in shown.text
    await buyer.presses("Exhibit 1")
    dropped = await buyer.presses("Remove")
    assert "Photos of the goods: 1" not in dropped.text
    card = await buyer.presses("Back")
    assert "More" in card.labels
