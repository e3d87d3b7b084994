"""Texts that name a help topic plainly, money debited twice among them, and texts that are only courtesy."""

import pytest

from bot.dialogue.reading import Courtesy, Reading
from tests.understand.labelled import NOW, reader


def read(text: str) -> Reading:
    return reader().read(text, "typed", NOW)


DEBITED_TWICE = [
    "i got charged twice",
    "my card was debited two times",
    "charged twice for the same order",
    "с карты списалось дважды за один заказ",
    "сняли деньги два раза",
    "двойное списание",
    "заказ оплачен два раза, деньги ушли дважды",
    "me cobraron dos veces el mismo pedido",
    "cargo duplicado en la tarjeta",
    "cobro doble",
]


@pytest.mark.parametrize("text", DEBITED_TWICE)
def test_money_debited_twice_is_neither_a_second_order_nor_a_status(text: str) -> None:
    understood = read(text)
    assert understood.subject == understood.topics[0] == "twice"
    assert understood.facts == ()


@pytest.mark.parametrize(
    "text",
    [
        "ordered twice by mistake",
        "заказал дважды одно и то же",
        "pedí dos veces lo mismo por error",
        "placed the order twice by mistake and got charged two times",
    ],
)
def test_what_is_ordered_twice_stays_so(text: str) -> None:
    assert ("why", "duplicate") in {(found.fact, found.value) for found in read(text).facts}


def test_the_fear_of_a_second_debit_of_an_unpaid_order_is_no_second_debit() -> None:
    for text in (
        "sigue pendiente de pago pero el banco ya me cobró, me van a cobrar dos veces?",
        "still awaiting payment but the money left my account, will I be charged twice?",
        "ожидается оплата, а деньги списали, спишут дважды?",
    ):
        understood = read(text)
        assert ("status", "unpaid") in {(found.fact, found.value) for found in understood.facts}, text
        assert understood.subject != "twice", text


def test_what_other_words_tell_beside_two_debits_is_kept() -> None:
    understood = read("the order was delivered yesterday but I was charged twice")
    assert {found.fact for found in understood.sure} == {"status", "delivered_d"}


NAMED = [
    ("who pays return postage?", "returns"),
    ("кто платит за обратную пересылку?", "returns"),
    ("вернут ли доставку?", "returns"),
    ("quién paga la devolución", "returns"),
    ("how do I contact support", "support"),
    ("как написать оператору?", "support"),
    ("quiero hablar con un agente", "support"),
    ("вы официальная поддержка?", "bot"),
    ("can I do a chargeback with my bank?", "chargeback"),
    ("что такое чарджбэк?", "chargeback"),
    ("qué es un contracargo", "chargeback"),
    ("what if I close the dispute", "stops"),
    ("что будет если подтвердить получение?", "stops"),
    ("que pasa si cierro la disputa", "stops"),
    ("dónde denuncio", "outside"),
    ("куда жаловаться на продавца", "outside"),
    ("¿qué es Choice?", "choice"),
    ("what happens to my coupon if I cancel", "coupon"),
    ("посылки нет уже 2 мес", "shipped"),
    ("wey ya pasaron 20 dias y nomas no llega", "shipped"),
]


@pytest.mark.parametrize(("text", "topic"), NAMED)
def test_a_question_that_names_a_topic_finds_it_first(text: str, topic: str) -> None:
    assert read(text).topics[0] == topic


COURTEOUS: list[tuple[str, Courtesy]] = [
    ("hi", "hello"),
    ("hello there!", "hello"),
    ("thank you so much", "thanks"),
    ("привет", "hello"),
    ("Добрый день!", "hello"),
    ("спасибо большое за помощь", "thanks"),
    ("hola, buenas tardes", "hello"),
    ("¡Muchas gracias!", "thanks"),
    ("👍👍", "emoji"),
    ("ok, great", "emoji"),
    ("hello, can you help me?", "hello"),
    ("buenas, una pregunta", "hello"),
    ("здравствуйте, нужна помощь", "hello"),
    ("hi, my parcel is stuck", ""),
    ("спасибо, а деньги когда вернут", ""),
    ("3041227611804521", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "courtesy"), COURTEOUS)
def test_only_a_greeting_or_thanks_alone_is_courtesy(text: str, courtesy: Courtesy) -> None:
    assert read(text).courtesy == courtesy


RETOLD = [
    ("Продавец пишет: закройте спор, я верну деньги на paypal", "close_dispute"),
    ("продавец просит закрыть спор, стоит?", "close_dispute"),
    ("the seller asks me to confirm receipt first", "confirm_first"),
    ("el vendedor me pide que le escriba por whatsapp", "off_site"),
    ("Seller: please close the dispute first, I refund you by PayPal", "close_dispute"),
    ("Продавец: закройте спор, я верну деньги на paypal", "close_dispute"),
    ("Vendedor: cierra la disputa, te devuelvo por PayPal", "close_dispute"),
]


@pytest.mark.parametrize(("text", "trick"), RETOLD)
def test_a_retold_trick_is_known_as_one(text: str, trick: str) -> None:
    understood = read(text)
    assert trick in understood.tricks
    assert not understood.seller


QUOTED = [
    "The seller replied: we have shipped it, please wait",
    "продавец пишет: дорогой друг, подождите ещё 5 дней, посылка уже в пути, не открывайте спор",
    "el vendedor dice: querido amigo, espere 5 días más, el paquete está en camino, no abra disputa",
]


@pytest.mark.parametrize("text", QUOTED)
def test_what_a_quoted_seller_claims_is_not_taken_as_a_fact(text: str) -> None:
    understood = read(text)
    assert "wait" in understood.tricks
    assert [found.fact for found in understood.facts if not found.sure]
    assert not understood.sure


def test_what_the_buyer_adds_to_a_quote_is_taken() -> None:
    understood = read(
        "Продавец пишет: подождите. Но у меня статус «Ожидается отправка», оплатил 5 дней назад"
    )
    assert {found.fact for found in understood.sure} == {"status", "paid_h"}
