"""Order numbers told apart from product ids and tracking numbers."""

import re
from collections.abc import Iterator

from bot.dialogue.reading import FoundNumber

DIGIT = re.compile(r"\d")
LINKED = re.compile(r"(?:order[iI]d|tradeOrderId|order-list/|parentOrderId)[=/]?(\d{14,17})")
WHOLE = re.compile(r"(?<![\w.])\d{14,17}(?!\d)")
IN_FOURS = re.compile(r"(?<![\w.])\d{4}(?:[\s\u00a0.-]\d{4}){3}(?!\d)")
GROUPED = re.compile(r"(?<![\w.])\d(?:[\u00a0 .-]?\d){13,16}(?!\d)")
OLD_PRODUCT = re.compile(r"(?<![\w.])(?:32|33|40)\d{8,9}(?!\d)")
PRODUCT = re.compile(r"1005\d{12}")
PRODUCT_LINK = re.compile(r"/item/(?:[^/\s]*/)?(\d+)\.html")
CARRIER = re.compile(r"\b(?:LP|CNG|CNESP|SY|YT|UB|UT)[A-Z]*\d[A-Z0-9]{7,}\b", re.IGNORECASE)

S10 = re.compile(r"\b[A-Z]{2}\s?(\d{8})(\d)\s?[A-Z]{2}\b", re.IGNORECASE)
"""The postal union's tracking number: two letters, eight digits, a check digit, the country."""

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def read_number(text: str) -> FoundNumber:
    """The order number in a text, or what the number in it is instead."""
    if linked := LINKED.search(text):
        return FoundNumber("order", linked[1])
    if order := next(_orders(text), ""):
        return FoundNumber("order", order)
    if postal := S10.search(text):
        return FoundNumber("tracking" if s10_holds(postal[1], int(postal[2])) else "mistyped")
    if CARRIER.search(text):
        return FoundNumber("tracking")
    if PRODUCT_LINK.search(text) or OLD_PRODUCT.search(text) or PRODUCT.search(re.sub(r"[\s.-]", "", text)):
        return FoundNumber("product")
    return FoundNumber("none")


def without_numbers(text: str) -> str:
    """The text with the long numbers blanked out: none of their digits is an amount or a date."""
    if not DIGIT.search(text):
        return text
    for numbers in (LINKED, WHOLE, IN_FOURS, GROUPED, S10, CARRIER):
        text = numbers.sub(lambda found: " " * len(found[0]), text)
    return text


def s10_holds(serial: str, check: int) -> bool:
    """Whether the check digit of a postal tracking number fits its serial number."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(S10_WEIGHTS, serial, strict=True)) % 11
    return check == {10: 0, 11: 5}.get(rest, rest)


def _orders(text: str) -> Iterator[str]:
    for numbers in (WHOLE, IN_FOURS, GROUPED):
        for found in numbers.finditer(text):
            digits = re.sub(r"\D", "", found[0])
            if not PRODUCT.fullmatch(digits):
                yield digits
