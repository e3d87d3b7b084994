"""Order numbers, product ids and tracking numbers."""

import pytest

from bot.dialogue.order_number import read_number

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
    ("RA123456789CN", "tracking", ""),
    ("lp00123456789012", "tracking", ""),
    ("paid 3 days ago", "none", ""),
    ("12345", "none", ""),
    ("", "none", ""),
]


@pytest.mark.parametrize(("text", "kind", "digits"), NUMBERS)
def test_numbers_are_told_apart(text: str, kind: str, digits: str) -> None:
    found = read_number(text)
    assert (found.kind, found.digits) == (kind, digits)
