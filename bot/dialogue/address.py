"""Addresses: a target written into a button and read back.

An address is `code|field|field`, at most 64 bytes, integers in base 36. Codes are promises to
keyboards already sent: one is never reused for another target, and fields only ever grow at the end.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import cast

from bot.dialogue import actions, routes
from bot.dialogue.actions import Action
from bot.dialogue.routes import Route

Target = Route | Action
"""What a button leads to, or does."""

MAX_BYTES = 64
SEPARATOR = "|"
NESTED = "~"

CODES: dict[str, type[Target]] = {
    "h": routes.Home,
    "l": routes.Languages,
    "o": routes.Orders,
    "n": routes.NewOrder,
    "nm": routes.MoreStatuses,
    "q": routes.Question,
    "c": routes.Card,
    "cm": routes.More,
    "u": routes.Understood,
    "up": routes.Pasting,
    "uw": routes.Whose,
    "ur": routes.Reply,
    "w": routes.Why,
    "r": routes.Reasons,
    "r1": routes.Reason,
    "m": routes.Letters,
    "m1": routes.Letter,
    "d": routes.Dispute,
    "dk": routes.DisputeKind,
    "df": routes.DisputeForm,
    "f": routes.Refund,
    "y": routes.Rights,
    "yr": routes.Recourse,
    "x": routes.Stops,
    "x1": routes.Stop,
    "a": routes.Answers,
    "e": routes.Manage,
    "en": routes.Naming,
    "eo": routes.Numbering,
    "ec": routes.Closing,
    "ed": routes.Deleting,
    "p": routes.Reporting,
    "g": routes.Settings,
    "gp": routes.Privacy,
    "ge": routes.Erasing,
    "t": routes.Deadlines,
    "th": routes.Happened,
    "tl": routes.Timeline,
    "fw": routes.Watch,
    "vb": routes.Outside,
    "va": routes.Statement,
    "vo": routes.Offer,
    "vs": routes.SumOf,
    "v": routes.Evidence,
    "v1": routes.Exhibit,
    "gr": routes.Reminding,
    "gz": routes.Zones,
    "gq": routes.Quiet,
    "i": routes.Help,
    "i1": routes.Topic,
    "i2": routes.Suggested,
    "ia": routes.Address,
    "z": routes.Erased,
    "O": actions.Open,
    "T": actions.Tell,
    "H": actions.TellHour,
    "A": actions.Agree,
    "N": actions.Disagree,
    "B": actions.Attach,
    "M": actions.Move,
    "Y": actions.Wrote,
    "V": actions.Sort,
    "X": actions.Drop,
    "Z": actions.Settle,
    "Q": actions.Hush,
    "G": actions.Rung,
    "S": actions.Pause,
    "K": actions.Pinned,
    "U": actions.Mute,
    "W": actions.Snooze,
    "F": actions.Take,
    "L": actions.Speak,
    "C": actions.Close,
    "P": actions.Differ,
    "R": actions.Reopen,
    "D": actions.Delete,
    "E": actions.Erase,
}
CODE_OF = {kind: code for code, kind in CODES.items()}
FIELDS = {
    kind: [(field.name, int if field.type in (int, "int") else str) for field in fields(kind)]
    for kind in CODES.values()
}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_NUMBER = 36**8


class BadAddress(ValueError):
    """The text is no address of ours: truncated, forged, or from another bot."""


def encode(target: Target) -> str:
    """The target as button data.

    Raises ValueError if it does not fit 64 bytes: a screen that makes such a button is a defect.
    """
    parts = [CODE_OF[type(target)]]
    for name, kind in FIELDS[type(target)]:
        value = getattr(target, name)
        parts.append(base36(value) if kind is int else value.replace(SEPARATOR, NESTED))
    address = SEPARATOR.join(parts)
    if len(address.encode()) > MAX_BYTES:
        raise ValueError(f"the address {address!r} is longer than {MAX_BYTES} bytes")
    return address


def decode(address: str) -> Target:
    """The target an address means. Raises BadAddress for anything `encode` never wrote."""
    code, *parts = address.split(SEPARATOR)
    kind = CODES.get(code)
    if kind is None or len(address.encode()) > MAX_BYTES:
        raise BadAddress(address)
    return _build(kind, parts, address)


def _build(kind: type[Target], parts: list[str], address: str) -> Target:
    wanted = FIELDS[kind]
    required = sum(1 for field in fields(kind) if field.default is MISSING)
    if not required <= len(parts) <= len(wanted):
        raise BadAddress(address)
    values = [
        _number(part, address) if field is int else part.replace(NESTED, SEPARATOR)
        for part, (_, field) in zip(parts, wanted, strict=False)
    ]
    return cast("Callable[..., Target]", kind)(*values)


def _number(text: str, address: str) -> int:
    if not text or any(letter not in DIGITS for letter in text) or text != base36(int(text, 36)):
        raise BadAddress(address)
    if int(text, 36) > MAX_NUMBER:
        raise BadAddress(address)
    return int(text, 36)


def base36(number: int) -> str:
    """A number, zero or more, in the digits that addresses and links are written in."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"
