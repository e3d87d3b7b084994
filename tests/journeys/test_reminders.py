"""Reminders through the whole product, and through kill -9."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store.places import open_store
from tests.bench.reminders import killed, waiting
from tests.journeys.conftest import Buyer, House
from tests.patience import PATIENCE_SECONDS


async def due_now(house: House, person_id: int) -> None:
    """Lets two days go by for somebody who asked to cancel."""
    await house.close()
    store = await open_store(house.settings.database)
    now = datetime.now(UTC)
    async with store.visit(person_id, now) as turn:
        turn.save(waiting(person_id, now - timedelta(hours=50)), now - timedelta(hours=2))
    await store.close()
    await house.open()


async def reminded(buyer: Buyer) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while "⏰" not in buyer.screen.text:
            await asyncio.sleep(0.01)


async def spoken_to(buyer: Buyer, house: House) -> None:
    """Begins, lets two days go by, and waits for the reminder."""
    await buyer.says("/start")
    await due_now(house, buyer.user.id)
    await reminded(buyer)


async def test_what_came_due_is_said_by_itself_with_the_next_action_first(buyer: Buyer, house: House) -> None:
    await spoken_to(buyer, house)
    labels = [str(key["text"]) for row in buyer.screen.rows for key in row]
    assert labels[0] == "Write to seller"
    assert {"Anything new?", "Tomorrow", "In 3 days"} <= set(labels)
    call = next(one for one in reversed(house.sandbox.calls) if one.method == "sendMessage")
    assert str(call.params["disable_notification"]).lower() == "true"


async def test_one_tap_moves_the_order_on(buyer: Buyer, house: House) -> None:
    await spoken_to(buyer, house)
    await buyer.presses("Anything new?")
    moved = await buyer.presses("It was cancelled / closed")
    assert "Awaiting cancellation" not in moved.text


async def test_reminders_can_be_put_off_muted_and_paused(buyer: Buyer, house: House) -> None:
    await spoken_to(buyer, house)
    await buyer.presses("Tomorrow")
    dates = await buyer.says("/deadlines")
    assert "Order 1" in dates.text
    await buyer.presses("Reminders")
    assert "It is" in buyer.screen.text
    paused = await buyer.presses("Pause all reminders")
    assert "paused" in paused.text
    await buyer.presses("Let reminders come again")
    await buyer.presses("Last day")
    await buyer.presses("My clock")
    chosen = str(buyer.screen.rows[0][1]["text"])
    assert chosen in (await buyer.presses(chosen)).text


async def test_killed_again_and_again_nothing_is_lost(tmp_path: Path) -> None:
    found = await killed(3, tmp_path, people=8)
    assert len(found.got) == 8
    assert not found.doubled - found.in_flight, (
        "said twice is only what was on its way in the instant of a kill"
    )


async def test_the_dates_come_as_a_calendar_file(buyer: Buyer, house: House) -> None:
    await spoken_to(buyer, house)
    await buyer.says("/deadlines")
    await buyer.presses("calendar file")
    await buyer.user.wait(lambda chat: any("document" in one.raw for one in chat))
    sent = next(one.raw["document"] for one in buyer.user.chat if "document" in one.raw)
    assert sent["file_name"] == "aliexpress-dates.ics"
    kept = house.sandbox.state.files.row(sent["file_id"])
    assert kept is not None
    assert (house.sandbox.state.files.body(kept) or b"").startswith(b"BEGIN:VCALENDAR")


async def test_a_timeline_comes_as_text_and_as_a_picture(buyer: Buyer, house: House) -> None:
    await spoken_to(buyer, house)
    await buyer.presses("Anything new?")
    await buyer.presses("Back")
    await buyer.presses("More")
    shown = await buyer.presses("Timeline")
    assert "Today: Awaiting cancellation" in shown.text
    await buyer.presses("As a picture")
    await buyer.user.wait(lambda chat: any("photo" in one.raw for one in chat))
    photo = next(one for one in buyer.user.chat if "photo" in one.raw)
    assert "Request sent" in photo.text


def pinned(buyer: Buyer) -> list[str]:
    return [one.text for one in buyer.user.chat if one.pinned]


async def test_pinned_dates_follow_the_orders(buyer: Buyer, house: House) -> None:
    await spoken_to(buyer, house)
    await buyer.says("/deadlines")
    await buyer.presses("Pin to the top")
    await buyer.user.wait(lambda _: "Order 1" in "".join(pinned(buyer)))
    board = next(one for one in buyer.user.chat if one.pinned)
    dates = await buyer.does(buyer.user.press(board.message_id, "All dates"))
    assert dates.message_id != board.message_id
    await buyer.presses("Order 1")
    await buyer.presses("Anything new?")
    await buyer.presses("It was cancelled / closed")
    await buyer.user.wait(lambda _: pinned(buyer) != [board.text])
    await buyer.says("/delete")
    await buyer.presses("Yes, delete")
    await buyer.user.wait(lambda _: not pinned(buyer))
