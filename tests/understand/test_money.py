"""The sums that buyers tell in free text, each by what it is."""

import pytest

from bot.dialogue.reading import UNNAMED
from bot.dialogue.state import Sum
from bot.understand.money import read_sums
from tests.understand.labelled import NOW, reader

TOLD: list[tuple[str, dict[str, Sum]]] = [
    ("the seller offers me $5, I paid $30", {"offered": Sum(500, "$"), "paid": Sum(3000, "$")}),
    ("paid $24.90 by card", {"paid": Sum(2490, "$")}),
    ("I paid US $12.99 and he wants to give me 3 usd", {"paid": Sum(1299, "$"), "offered": Sum(300, "$")}),
    ("$30 paid, $5 offered", {"paid": Sum(3000, "$"), "offered": Sum(500, "$")}),
    ("got back $10 out of $30", {"received": Sum(1000, "$"), "paid": Sum(3000, "$")}),
    ("bought the phone case for $12 and it is broken", {"paid": Sum(1200, "$")}),
    ("i paid $30 and customs want 20 €", {"paid": Sum(3000, "$")}),
    ("I paid $30 plus $5 shipping", {"paid": Sum(3000, "$")}),
    ("продавец предлагает вернуть 5$ из 32 долларов", {"offered": Sum(500, "$"), "paid": Sum(3200, "$")}),
    ("заплатил 1200 предлагает 300", {"paid": Sum(120000), "offered": Sum(30000)}),
    (
        "заплатил 5 тысяч рублей, вернули 2000 руб",
        {"paid": Sum(500000, "₽"), "received": Sum(200000, "₽")},
    ),
    ("договорились на 10 евро", {"agreed": Sum(1000, "€")}),
    ("оплатил 12 ноября, заказ на 1500 рублей", {"paid": Sum(150000, "₽")}),
    ("pagué 35 euros y el vendedor me ofrece 10", {"paid": Sum(3500, "€"), "offered": Sum(1000, "€")}),
    ("acordamos 12 € y me llegaron 8", {"agreed": Sum(1200, "€"), "received": Sum(800, "€")}),
    ("me ofrece 3 dolares de 40 en la disputa", {"offered": Sum(300, "$"), "paid": Sum(4000, "$")}),
    ("в споре предлагают 300р вместо 2500", {"offered": Sum(30000, "₽"), "paid": Sum(250000, "₽")}),
    ("paypal 45,90 €", {"paid": Sum(4590, "€")}),
    ("pagué 50 mil pesos", {"paid": Sum(5000000, "pesos")}),
    ("5$ из 32$", {UNNAMED: Sum(500, "$"), "paid": Sum(3200, "$")}),
    ("refund of $20", {UNNAMED: Sum(2000, "$")}),
]


@pytest.mark.parametrize(("text", "sums"), TOLD)
def test_each_sum_is_known_by_what_it_is(text: str, sums: dict[str, Sum]) -> None:
    assert dict(read_sums(text)) == sums


UNTOLD = [
    "cancelled before i paid anything, but my bank shows a 1 dollar hold",
    "paid 5 days ago", "pagué hace 10 días", "paid 20", "оплатил 20 и жду", "paid 15.11 and nothing",
    "paid on 12/11", "pagué el 20", "пришло 2 из 5 вещей", "пришло 40 из 50 штук",
    "tracking 12 days no update", "seller offers 50%", "my phone 89261234567", "order 3041227611804521",
    "paid 10-15 €", "they want me to pay $5 more", "he paid me $5", "What if the seller offers $5?",
    "если он предложит 5$", "si me ofrece 10 €", "I want my $30 back", "я хочу вернуть 30$",
    "no me devolvieron 35 €", "мне не вернули 300 руб", "pagué 20 € de aduana", "доставка стоила 300 руб",
    "thirty dollars",
]  # fmt: skip


@pytest.mark.parametrize("text", UNTOLD)
def test_what_is_no_sum_of_the_order_is_none(text: str) -> None:
    assert not read_sums(text)


def test_the_sums_in_a_sellers_message_are_not_the_buyers() -> None:
    assert (
        not reader()
        .read("Dear friend, we will refund you 5 dollars, please close the dispute", "typed", NOW)
        .sums
    )
    assert not reader().read("I paid $30", "forwarded", NOW).sums
