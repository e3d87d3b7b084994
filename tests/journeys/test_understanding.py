"""Typing, pasting, forwarding and photographing instead of pressing."""

import pytest

from bot.sandbox import Sandbox
from tests.journeys.conftest import Buyer, House
from tests.sandbox.pictures import png
from tests.understand.screenshots import Screenshot, screenshots


async def test_a_text_is_shown_as_understood_and_agreed_to(buyer: Buyer) -> None:
    await buyer.says("/start")
    shown = await buyer.says("paid 3 days ago, not shipped, I no longer need it. 3041227611804521")
    assert "what I understood" in shown.text
    assert "Awaiting shipment" in shown.text
    card = await buyer.presses("That’s right")
    assert "…4521" in card.text
    assert "Ask for cancellation" in card.text


async def test_one_thing_is_corrected_and_the_rest_stays(buyer: Buyer) -> None:
    await buyer.says("/start")
    await buyer.says("paid 3 days ago, not shipped, changed my mind")
    await buyer.presses("What happened")
    corrected = await buyer.presses("The seller asks me to cancel")
    assert "what I understood" in corrected.text
    assert "changed my mind" not in corrected.text
    assert "Awaiting shipment" in corrected.text
    await buyer.presses("That’s right")
    await buyer.presses("Home")
    await buyer.presses("My orders")
    assert "Awaiting shipment" in buyer.screen.text


async def test_none_of_it_is_kept_if_the_person_says_so(buyer: Buyer) -> None:
    await buyer.says("/start")
    await buyer.says("paid 3 days ago, not shipped")
    dropped = await buyer.presses("None of this")
    assert "What status" in dropped.text
    orders = await buyer.says("/orders")
    assert "Awaiting shipment" not in orders.text


async def test_an_old_agreement_does_not_take_what_was_said_later(buyer: Buyer) -> None:
    await buyer.says("/start")
    first = await buyer.says("paid 3 days ago, not shipped")
    agree = str(first.button("✅ That’s right, go on")["callback_data"])
    await buyer.says("no wait, it was shipped yesterday")
    shown = await buyer.does(buyer.user.press_data(first.message_id, agree))
    assert "what I understood" in shown.text


async def test_a_text_about_another_order_can_be_moved_to_it(buyer: Buyer) -> None:
    await buyer.says("/start")
    await buyer.says("3041227611804521")
    await buyer.presses("Awaiting shipment")
    await buyer.says("/start")
    shown = await buyer.says("the seller refused to cancel")
    assert "It is about" in " ".join(str(key["text"]) for row in shown.rows for key in row)
    moved = await buyer.presses("It is about")
    assert "…4521" in moved.text


async def test_a_question_leads_to_help_and_none_of_these(buyer: Buyer) -> None:
    await buyer.says("/start")
    shown = await buyer.says("when will I get my money back after cancelling?")
    assert "Refunds" in [str(key["text"]) for row in shown.rows for key in row]
    assert (await buyer.presses("None of these")).text.startswith("Help")


async def test_the_sellers_message_is_decoded_with_an_answer_to_copy(buyer: Buyer) -> None:
    await buyer.says("/start")
    shown = await buyer.does(
        buyer.user.forward("Dear friend, please close the dispute first, then we refund you by paypal")
    )
    assert "decoded" in shown.text
    copied = [key["copy_text"] for row in shown.rows for key in row if "copy_text" in key]
    assert "right to a dispute" in str(copied)
    assert "I do not accept refunds by PayPal" in str(copied)


async def test_a_forwarded_mail_is_understood(buyer: Buyer) -> None:
    await buyer.says("/start")
    shown = await buyer.does(
        buyer.user.forward(
            "Order 3047126596864515: order shipped. Your order has been shipped by the seller."
        )
    )
    assert "message you forwarded" in shown.text
    assert "Shipped" in shown.text


async def test_what_stands_below_a_forwarded_photo_was_forwarded_too(buyer: Buyer) -> None:
    await buyer.says("/start")
    mail = "Order 3047126596864515: order shipped. Your order has been shipped by the seller."
    shown = await buyer.does(buyer.user.forward(mail, photo=png()))
    assert "message you forwarded" in shown.text


async def test_a_forwarded_command_is_no_command(buyer: Buyer) -> None:
    await buyer.says("/start")
    await buyer.says("/help")
    shown = await buyer.does(buyer.user.forward("/delete"))
    assert "Delete everything" not in str(shown.rows)


async def test_secrets_reach_neither_the_database_nor_the_screen(buyer: Buyer, house: House) -> None:
    await buyer.says("/start")
    shown = await buyer.says("refund to my card 4276380012345679, cvv 987, mail ann@example.com please")
    assert "a card number" in shown.text
    assert "4276380012345679" not in shown.text
    await house.close()
    for file in house.folder.glob("bot.sqlite3*"):
        body = file.read_bytes()
        assert b"4276380012345679" not in body
        assert b"ann@example.com" not in body
    await house.open()


async def test_a_false_address_is_named(buyer: Buyer) -> None:
    await buyer.says("/start")
    shown = await buyer.says("https://aliexpress-refund.top/login")
    assert "not AliExpress" in shown.text


@pytest.mark.parametrize("language", ["en", "ru", "es"])
async def test_a_screenshot_is_read(sandbox: Sandbox, house: House, language: str) -> None:
    assert house
    shot: Screenshot = next(
        one for one in screenshots() if one.language == language and one.number and one.status == "shipped"
    )
    buyer = Buyer(sandbox, sandbox.user(70, "Ann", language))
    await buyer.says("/start")
    shown = await buyer.does(buyer.user.send_photo(shot.picture))
    assert shot.number[-4:] in shown.text


async def test_yes_typed_in_another_language_agrees(buyer: Buyer) -> None:
    await buyer.says("/start")
    await buyer.says("paid 3 days ago, not shipped")
    assert "what I understood" not in (await buyer.says("да")).text
