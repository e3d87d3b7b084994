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

SUSPECT = re.compile(r"\d|[@:=]|pass|pwd|parol|пароль|contrase|clave", re.IGNORECASE)
"""Without any of these there is nothing to look for."""

EMAIL = re.compile(r"(?<![\w/:.])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
"""What stands before the @ of a web address is no e-mail, but a way to hide the address."""

GAP = r"[ \u00a0\u2009\u202f./–-]"
CARD = re.compile(
    rf"(?<![\d.])(?:\d{{4}}(?:{GAP}{{1,2}}\d{{4}}){{3}}(?:{GAP}\d{{3}}(?!\d))?"
    rf"|\d{{2}}(?:{GAP}\d{{2}}){{7}}|\d{{4}}{GAP}\d{{6}}{GAP}\d{{5}}|\d{{6}}{GAP}\d{{10}}|\d{{13,19}})(?!\d)"
)
ISSUED = re.compile(r"[2456]|3[4-7]")
"""What payment cards begin with. The shop's order numbers begin with 30, 8 or 55."""

SHOPS = re.compile(r"30\d{14}|8\d{15}")
"""The shop's order numbers that no card begins like."""

ORDERED = re.compile(
    r"(?:\border\w*|\bзаказ\w*|\bpedido\w*|\borden\w*|\bid|orderId=|order-list/)(?:\W{0,3}(?:no|nr|n|nº|№|id|номер|number|número|num))?\W{0,3}$",
    re.IGNORECASE,
)
PAID_BY = re.compile(
    r"(?:card|карт\w*|tarjeta\w*|visa|mastercard|мир|mir)\W{0,3}(?:\w{1,7}\W{1,2}){0,2}$", re.IGNORECASE
)
"""The words before a number say what it is; those of paying outweigh those of ordering."""

CODE = re.compile(
    r"(?P<name>\b(?:cvv2?|cvc2?|security code|sms code|verification code|one.?time code|otp|pin(?: code)?"
    r"|c[oó]digo (?:de seguridad|sms|de verificaci[oó]n)"
    r"|код (?:из )?смс|смс.?код|пин.?код|проверочный код|код подтверждения|cvv.?код)\b"
    r"\W{0,3}(?:is|это|es|:)?\W{0,3})(?!\d{4}-)\d(?:[ -]?\d){2,7}\b",
    re.IGNORECASE,
)
PASSWORD = re.compile(
    r"(?P<name>\b(?:password|passwd|pwd|pass|parol|пароль|contrase[ñn]a|clave)\b"
    r"(?:\s{0,2}(?:is\b|это\b|es\b|от али\b))?\s{0,2}[:=]?\s{0,2})(?P<word>\S{4,64})",
    re.IGNORECASE,
)
SECRET = re.compile(r"\d|[^\w\s.,!?:;()-]")
"""A password has a figure or a sign in it; where a colon names it, any word is one."""

NAMED = re.compile(r"[:=]\s*$")
PHONE = re.compile(
    r"(?<![\w.+])(?:\+\d{1,3}[ \u00a0().-]{0,2}(?:\d[ \u00a0().-]{0,2}){7,12}\d"
    r"|[87][ (-]{0,2}9\d{2}[ )-]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}"
    r"|\(\d{3}\)[ -]?\d{3}[ -]?\d{4})(?![ -]?\d)"
)
NAMED_PHONE = re.compile(
    r"(?P<name>\b(?:phone|tel|mobile|whatsapp|call me|тел|телефон\w*|номер телефона|мобильн\w*|ватсап\w*"
    r"|tel[eé]fono|m[oó]vil|celular|wasap)\b(?:\s(?:is|это|es))?\W{0,4})"
    r"(?!\d{1,2}[./-]\d{1,2}[./-]\d|\d{4}-\d{2}-)(?:\d[ \u00a0().-]{0,2}){6,12}\d(?!\s?\d)",
    re.IGNORECASE,
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were left out, each once."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """The text with cards, codes, phones, e-mails, passwords and accounts replaced by marks of their kind."""
    if SUSPECT.search(text):
        text = PASSWORD.sub(_password, text)
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
    if not luhn.is_valid(digits):
        return False
    if PAID_BY.search(before):
        return True
    return bool(ISSUED.match(digits)) and not SHOPS.fullmatch(digits) and not ORDERED.search(before)


def _password(found: re.Match[str]) -> str:
    named, word = NAMED.search(found["name"]), found["word"]
    return f"{found['name']}{_mark_text('password')}" if named or SECRET.search(word) else found[0]


def _mark_text(kind: Kind) -> str:
    return f"{OPEN}{kind}{CLOSE}"


def _mark(kind: Kind) -> Callable[[re.Match[str]], str]:
    return lambda _: _mark_text(kind)


def _named(kind: Kind) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{found['name']}{_mark_text(kind)}"
