"""Order numbers told apart from product ids and tracking numbers."""

import re
from dataclasses import dataclass
from typing import Literal

NumberKind = Literal["order", "product", "tracking", "none"]

LINKED = re.compile(r"(?:order[iI]d|tradeOrderId|order-list/|parentOrderId)[=/]?(\d{14,17})")
GROUPED = re.compile(r"\d(?:[\s\u00a0.-]?\d){9,}")
TRACKING = re.compile(r"\b[A-Z]{2}\s?\d{9}\s?[A-Z]{2}\b|\b(?:LP|CNG|SY|YT)[A-Z0-9]{8,}\b", re.IGNORECASE)
ORDER = re.compile(r"\d{14,17}")
PRODUCT = re.compile(r"1005\d{12}|(?:32|33|40)\d{8,9}")
PRODUCT_LINK = re.compile(r"/item/(?:[^/\s]*/)?(\d+)\.html")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """What a text holds; `digits` only where it is an order number."""

    kind: NumberKind
    digits: str = ""


def read_number(text: str) -> FoundNumber:
    """The order number in a text, or what the number in it is instead."""
    if linked := LINKED.search(text):
        return FoundNumber("order", linked[1])
    if PRODUCT_LINK.search(text):
        return FoundNumber("product")
    if TRACKING.search(text):
        return FoundNumber("tracking")
    found = [re.sub(r"\D", "", match[0]) for match in GROUPED.finditer(text)]
    orders = [digits for digits in found if ORDER.fullmatch(digits) and not PRODUCT.fullmatch(digits)]
    if orders:
        return FoundNumber("order", orders[0])
    if any(PRODUCT.fullmatch(digits) for digits in found):
        return FoundNumber("product")
    return FoundNumber("none")
