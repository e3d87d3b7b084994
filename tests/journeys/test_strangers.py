"""The whole product with two people at the sandbox: one sends all they can think of about the other."""

from typing import Any

import pytest

from bot.sandbox import Sandbox
from tests.journeys.conftest import Buyer, House
from tests.journeys.test_sharing import shared

MARKS = ("4521", "3041227611804521", "lamp")


@pytest.fixture
def eve(sandbox: Sandbox, house: House) -> Buyer:
    assert house
    return Buyer(sandbox, sandbox.user(8, "Eve", "en"))


async def test_nothing_of_a_buyer_reaches_a_stranger(
    sandbox: Sandbox, house: House, buyer: Buyer, eve: Buyer
) -> None:
    await shared(buyer)
    await eve.says("/start")
    await house.at_rest()
    seen = [str(one) for one in buyer.user.chat]
    keys = [key["callback_data"] for row in buyer.screen.rows for key in row if "callback_data" in key]
    assert any(mark in "".join(seen) for mark in MARKS)
    assert len(keys) > 3
    before = len(sandbox.calls)
    for where, number in ((eve, "own"), (buyer, "the buyer's")):
        chat = {"id": where.user.id, "type": "private", "first_name": number}
        author: dict[str, Any] = {
            "id": eve.user.id,
            "is_bot": False,
            "first_name": "Eve",
            "language_code": "en",
        }
        theirs = {"message_id": buyer.screen.message_id, "date": 1, "chat": chat, "text": buyer.screen.text}
        for data in (*keys, "D|1", "E", "F|calendar|0", "F|dossier|1"):
            press = {"id": f"{number} {data}", "from": author, "chat_instance": "1", "data": data}
            sandbox.state.updates.add("callback_query", {**press, "message": theirs})
        for text in ("/orders", "/deadlines", "/start s10000a00", "1"):
            message = {"message_id": 900, "date": 1, "chat": chat, "from": author, "text": text}
            sandbox.state.updates.add("message", {**message, "reply_to_message": theirs})
            sandbox.state.updates.add("edited_message", {**message, "edit_date": 2})
    await house.at_rest()
    await house.close()
    made = sandbox.calls[before:]
    to = [str(call.params.get("chat_id")) for call in made]
    assert to.count(str(eve.user.id)) > 10
    assert str(buyer.user.id) not in to
    assert not [call for call in made if any(mark in str(call.params) for mark in MARKS)]
    assert [str(one) for one in buyer.user.chat] == seen
    await house.open()
    await buyer.says("/orders")
    assert "4521" in str(buyer.screen.rows)
