"""An order shown to somebody: asked for in another chat, followed from there, taken up by them."""

import pytest

from bot.sandbox import Sandbox
from tests.journeys.conftest import Buyer, House


@pytest.fixture
def relative(sandbox: Sandbox, house: House) -> Buyer:
    assert house
    return Buyer(sandbox, sandbox.user(8, "Abuela", "es"))


async def shared(buyer: Buyer) -> None:
    await buyer.says("/start")
    await buyer.says(
        "my lamp, order 3041227611804521, shipped 20 days ago, tracking has not moved for a week"
    )
    await buyer.presses("right, go on")
    await buyer.says("/orders")
    await buyer.presses("4521")
    await buyer.presses("More")
    await buyer.presses("Manage")


async def test_a_relative_sees_what_to_do_in_their_own_language(buyer: Buyer, relative: Buyer) -> None:
    await shared(buyer)
    offer = await buyer.user.switch(buyer.screen, "👥 Show it to somebody", to=relative.user.id)
    titles = [one["title"] for one in (await offer.answer())["results"]]
    assert len(titles) == 3
    await offer.pick(titles[0])
    card = relative.user.talk(buyer.user.id)[-1]
    assert "An AliExpress order" in card.text
    assert "4521" not in card.text
    await relative.does(relative.user.follow(card, "See what to do"))
    assert "compartido" in relative.screen.text
    assert "4521" not in relative.screen.text
    await relative.presses("Así es, continuar")
    assert "4521" not in relative.screen.text


async def test_a_stranger_is_offered_nothing_of_anybody(buyer: Buyer, relative: Buyer) -> None:
    await shared(buyer)
    offer = await relative.user.ask("", to=buyer.user.id)
    answer = await offer.answer()
    assert answer["results"] == []
    assert answer["button"]["start_parameter"] == "share"
