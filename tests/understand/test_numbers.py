"""Order numbers, product ids and tracking numbers."""

import pytest

from bot.understand.numbers import read_number, s10_holds, without_numbers

NUMBERS = [
    ("3041227611804521", "order", "3041227611804521"),
    ("3041 2276 1180 4521", "order", "3041227611804521"),
    ("5512-3456-7890-1234", "order", "5512345678901234"),
    ("https://www.aliexpress.com/p/order/detail.html?orderId=3041227611804521", "order", "3041227611804521"),
    ("https://aliexpress.ru/order-list/5512345678901234?x=1", "order", "5512345678901234"),
    (
        "https://m.aliexpress.com/p/tracking/index.html?tradeOrderId=3041227611804521",
        "order",
        "3041227611804521",
    ),
    ("1005003574624824", "product", ""),
    ("https://www.aliexpress.com/item/1005003574624824.html", "product", ""),
    ("32845612345", "product", ""),
    ("RA123456785CN", "tracking", ""),
    ("RA123456789CN", "mistyped", ""),
    ("paid 3041227611804521 3 days ago", "order", "3041227611804521"),
    ("item 1005003574624824, order 3041 2276 1180 4521", "order", "3041227611804521"),
    ("LP00123456789012 of 8147799865519243", "order", "8147799865519243"),
    ("lp00123456789012", "tracking", ""),
    ("paid 3 days ago", "none", ""),
    ("12345", "none", ""),
    ("", "none", ""),
]


def test_the_check_digit_of_the_postal_union() -> None:
    assert s10_holds("47312482", 9)
    assert not any(s10_holds("47312482", digit) for digit in range(9))
    assert s10_holds("12345678", 5)


def test_the_digits_of_a_number_are_no_amount() -> None:
    text = "order 3041 2276 1180 4521 paid 3 days ago, LP00123456789012"
    bare = without_numbers(text)
    assert len(bare) == len(text)
    assert bare.split() == ["order", "paid", "3", "days", "ago,"]


@pytest.mark.parametrize(("text", "kind", "digits"), NUMBERS)
def test_numbers_are_told_apart(text: str, kind: str, digits: str) -> None:
    found = read_number(text)
    assert (found.kind, found.digits) == (kind, digits)
