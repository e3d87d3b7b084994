"""Personal data that nobody here needs: found and left out before a text is kept, logged or read.

What stands in its place names the kind, so that the person can be told.
"""

import re
from dataclasses import dataclass

from bot.understand.cards import without_accounts, without_cards
from bot.understand.codes import without_codes, without_passwords
from bot.understand.contacts import without_emails, without_phones
from bot.understand.marks import masked_kinds

SUSPECT = re.compile(
    r"\d|[@＠:=]|pass|pwd|psw|\bpw\b|parol|парол|пасс|contrase|clave|собак|собачк|arroba|\sat\s|[(\[{]\s?at\s?[)\]}]",
    re.IGNORECASE,
)
"""Without any of these there is nothing to look for."""

STEPS = (
    without_passwords, without_emails, without_accounts, without_cards, without_codes, without_phones,
)  # fmt: skip
"""Accounts before cards and cards before codes: the longer number is never taken for a shorter one."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were left out, each once."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """The text with cards, codes, phones, e-mails, passwords and accounts replaced by marks of their kind."""
    if SUSPECT.search(text):
        for step in STEPS:
            text = step(text)
    return Masked(text, masked_kinds(text))
