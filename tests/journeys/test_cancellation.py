"""Awaiting shipment, paid three days ago, changed my mind: to the steps, the letter and the deadline."""

from dataclasses import dataclass

import pytest

from bot.sandbox import Sandbox
from tests.journeys.conftest import Buyer, House


@dataclass(frozen=True)
class Words:
    """What the buyer reads and presses on the way."""

    language_code: str
    path: tuple[str, ...]
    step: str
    deadline: str
    reason: tuple[str, ...]
    how: str
    letters: tuple[str, ...]
    own_letter: str


JOURNEYS = [
    Words(
        "en-GB",
        ("Check an order", "Awaiting shipment", "I changed my mind", "I see no countdown", "3 days ago"),
        "Ask for cancellation", "If you ask now",
        ("Choose the reason", "★"), "“Cancel order”",
        ("Write to seller", "Please agree to cancel"), "",
    ),
    Words(
        "ru",
        ("Проверить", "Ожидается отправка", "больше не нужен", "Таймера не вижу", "3 дня назад"),
        "Отправьте запрос на отмену", "⏳",
        ("причин", "★"), "«Отменить заказ»",
        ("Написать", "отмену"), "Здравствуйте!",
    ),
    Words(
        "es-419",
        ("Revisar", "Pendiente de envío", "Cambié de idea", "No veo ningún contador", "Hace 3 días"),
        "Solicita la cancelación", "⏳",
        ("motivo", "★"), "«Cancelar pedido»",
        ("Contactar", "cancelar"), "¡Hola!",
    ),
]  # fmt: skip


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("words", JOURNEYS, ids=lambda words: words.language_code)
async def test_to_the_request_the_letter_and_the_deadline(sandbox: Sandbox, words: Words) -> None:
    buyer = Buyer(sandbox, sandbox.user(7, "Ann", words.language_code))
    await buyer.says("/start")
    for label in words.path:
        await buyer.presses(label)
    assert words.step in buyer.screen.text
    assert "⏳" in buyer.screen.text
    await buyer.presses(words.reason[0])
    await buyer.presses(words.reason[1])
    assert words.how in buyer.screen.text
    await buyer.presses(words.letters[0])
    await buyer.presses(words.letters[1])
    assert "Hello! I would like to cancel my order. I have changed my mind" in buyer.screen.text
    assert words.own_letter in buyer.screen.text
    assert len([one for one in buyer.user.chat if one.from_bot]) == 1, "one screen, edited in place"


async def test_every_button_still_works_after_a_restart_and_in_a_second_process(
    house: House, buyer: Buyer
) -> None:
    await buyer.says("/start")
    for label in ("Check an order", "Awaiting shipment", "I changed my mind", "I see no countdown"):
        await buyer.presses(label)
    await house.restart()
    await buyer.presses("3 days ago")
    assert "Ask for cancellation" in buyer.screen.text
    await house.restart()
    for label in (
        "Choose the reason",
        "Back",
        "Stop signs",
        "Back",
        "More",
        "Edit answers",
        "Back",
        "Back",
        "Why?",
        "Back",
    ):
        await buyer.presses(label)
    assert "Ask for cancellation" in buyer.screen.text


async def test_i_sent_the_request_moves_the_order_on(buyer: Buyer) -> None:
    await buyer.says("/start")
    for label in (
        "Check an order",
        "Awaiting shipment",
        "I changed my mind",
        "I see no countdown",
        "3 days ago",
        "Choose the reason",
        "★",
    ):
        await buyer.presses(label)
    await buyer.presses("I sent the request")
    assert "Awaiting cancellation" in buyer.screen.text
    assert "Wait for the seller’s answer" in buyer.screen.text
    assert "withdraw" in buyer.screen.text
