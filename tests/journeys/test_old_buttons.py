"""Keyboards from before a restart: every button ever shown still answers, in another process too."""

from collections.abc import Sequence

from bot.sandbox import Bubble
from bot.sandbox.refusals import Json
from tests.journeys.conftest import Buyer, House

WALK = """
Check an order, Awaiting shipment, I changed my mind, I see no countdown, 3 days ago, Choose the
reason, ★, Back, Back, Write to seller, Please agree, Back, Back, Dispute, Back, Refund, How did you
pay?, PayPal, Back, Stop signs, Extend, Back, Back, Why?, Back, More, Edit answers, Back,
Manage, Close it here, Back, Home, My orders, Order 1, Home, Settings, Privacy, Back, Home, Help, Refunds
"""
UNDOING = ("D|", "E", "C|", "R|")
"""Addresses that delete or close: pressed last, or what follows would have nothing to press."""


def addresses(shown: list[list[Json]]) -> set[str]:
    return {str(key["callback_data"]) for row in shown for key in row if "callback_data" in key}


async def test_every_button_shown_before_a_restart_answers_after_it(house: House, buyer: Buyer) -> None:
    screen = await buyer.says("/start")
    seen = addresses(screen.rows)
    for label in " ".join(WALK.split()).split(", "):
        screen = await buyer.presses(label)
        seen |= addresses(screen.rows)
    await house.restart()
    assert len(seen) > 100
    for data in sorted(seen, key=lambda one: (one.startswith(UNDOING), one)):
        shown = await buyer.does(buyer.user.press_data(screen.message_id, data))
        assert shown.rows, data
        assert "could not read that button" not in shown.text, data


async def test_commands_sent_in_a_burst_leave_one_keyboard(buyer: Buyer) -> None:
    await buyer.says("/start")
    for command in ("/help", "/orders", "/settings"):
        await buyer.user.send_text(command)

    def live(chat: Sequence[Bubble]) -> list[bool]:
        return [bool(one.rows) for one in chat if one.from_bot]

    await buyer.user.wait(lambda chat: live(chat) == [False, False, False, True])
