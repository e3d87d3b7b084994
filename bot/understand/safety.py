"""Personal data that nobody here needs: found and left out before a text is kept, logged or read.

What stands in its place names the kind, so that the person can be told.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from stdnum import iban, luhn

Kind = Literal["card", "code", "phone", "email", "password", "account"]
KINDS: tuple[Kind, ...] = ("card", "code", "phone", "email", "password", "account")

OPEN, CLOSE = "⟦", "⟧"
MARK = re.compile(f"{OPEN}({'|'.join(KINDS)}){CLOSE}")

SUSPECT = re.compile(r"\d|[@:=—-]|\b(?:is|это|es)\b")
"""Without any of these there is nothing to look for."""

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
CARD = re.compile(
    r"(?<![\w.])(?:\d{4}(?:[ \u00a0-]\d{4}){3}(?:[ \u00a0-]\d{3}(?!\d))?"
    r"|\d{4}[ \u00a0-]\d{6}[ \u00a0-]\d{5}|\d{13,19})(?!\d)"
)
ISSUED = re.compile(r"[2456]|3[4-7]")
"""What payment cards begin with. The shop's order numbers begin with 30, 8 or 55."""

ORDERED = re.compile(
    r"(?:order\w*|заказ\w*|pedido\w*|orden\w*|№|id|detail\.html\S*|order-list/)\W{0,3}(?:\w{1,3}\W{1,2})?$",
    re.IGNORECASE,
)
PAID_BY = re.compile(
    r"(?:card|карт\w*|tarjeta\w*|visa|mastercard|мир)\W{0,3}(?:\w{1,7}\W{1,2}){0,2}$", re.IGNORECASE
)
CODE = re.compile(
    r"(?P<name>\b(?:cvv2?|cvc2?|security code|sms code|verification code|one.?time code|otp|pin(?: code)?"
    r"|c[oó]digo (?:de seguridad|sms|de verificaci[oó]n)"
    r"|код (?:из )?смс|смс.?код|пин.?код|проверочный код|код подтверждения)\b"
    r"\W{0,3}(?:is|это|es|:)?\W{0,3})\d{3,8}\b",
    re.IGNORECASE,
)
PASSWORD = re.compile(
    r"(?P<name>\b(?:password|passwd|pwd|parol|пароль|contrase[ñn]a|clave)\b\s{0,2}(?:is\b|это\b|es\b|[:=—-])\s{0,2})\S{3,64}",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w.+])(?:\+\d{1,3}[ \u00a0().-]{0,2}(?:\d[ \u00a0().-]{0,2}){7,12}\d"
    r"|8[ (-]{0,2}9\d{2}[ )-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}"
    r"|\(\d{3}\)[ -]?\d{3}[ -]?\d{4})(?!\d)"
)
NAMED_PHONE = re.compile(
    r"(?P<name>\b(?:phone|tel|mobile|whatsapp|call me|тел|телефон\w*|номер телефона|мобильн\w*|ватсап\w*"
    r"|tel[eé]fono|m[oó]vil|celular|wasap)\b\W{0,4})"
    r"(?:\d[ \u00a0().-]{0,2}){6,12}\d(?!\d)",
    re.IGNORECASE,
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were left out, each once."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """The text with cards, codes, phones, e-mails, passwords and accounts replaced by marks of their kind."""
    if SUSPECT.search(text):
        text = PASSWORD.sub(_named("password"), text)
        text = CODE.sub(_named("code"), text)
        text = EMAIL.sub(_mark("email"), text)
        text = IBAN.sub(lambda found: _mark_text("account") if iban.is_valid(found[0]) else found[0], text)
        text = CARD.sub(lambda found: _mark_text("card") if _is_card(found) else found[0], text)
        text = PHONE.sub(_mark("phone"), text)
        text = NAMED_PHONE.sub(_named("phone"), text)
    return Masked(text, masked_kinds(text))


def masked_kinds(text: str) -> tuple[str, ...]:
    """The kinds of personal data that were left out of a masked text, each once."""
    return tuple(dict.fromkeys(found[1] for found in MARK.finditer(text)))


def _is_card(found: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", found[0])
    before = found.string[max(found.start() - 40, 0) : found.start()]
    if PAID_BY.search(before) and not ORDERED.search(before):
        return luhn.is_valid(digits)
    if ORDERED.search(before):
        return False
    return bool(ISSUED.match(digits)) and luhn.is_valid(digits)


def _mark_text(kind: Kind) -> str:
    return f"{OPEN}{kind}{CLOSE}"


def _mark(kind: Kind) -> Callable[[re.Match[str]], str]:
    return lambda _: _mark_text(kind)


def _named(kind: Kind) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{found['name']}{_mark_text(kind)}"
