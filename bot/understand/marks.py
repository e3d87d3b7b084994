"""What stands in a text in place of personal data: a mark that names its kind."""

import re
from collections.abc import Callable
from typing import Literal

Kind = Literal["card", "code", "phone", "email", "password", "account"]
KINDS: tuple[Kind, ...] = ("card", "code", "phone", "email", "password", "account")

OPEN, CLOSE = "⟦", "⟧"
MARK = re.compile(f"{OPEN}({'|'.join(KINDS)}){CLOSE}")

JOIN = rf"[^\w$€₽£₴₸₹+{OPEN}{CLOSE}]"
"""What may stand between words and the number they name: no money, no other number."""

AMOUNT = (
    r"\s?(?:[₽€$£₴₸₹%°]|(?:руб|дол|евро|тенге|гр[ин]в|дн|ден[ьё]|час|мин|недел|месяц|лет|год|шт|раз"
    r"|dollar|euro|peso|sol|rub|week|month|year|item|piece|time|semana|mes|año|hora|unidad|vez|vece)\w{0,6}\b"
    r"|(?:р|тг|сум|грн|usd|eur|mxn|clp|cop|ars|pen|brl|uah|kzt|byn|gbp|days?|d[ií]as?|hours?|min\w{0,5}|ч|h|pcs"
    r"|m?ah|ма\w?ч|вт|w|км|km|см|cm|мм|mm|м|m|kg|кг|г|g|ml|мл|gb|гб|tb|px)\b)"
)
"""What makes the number before it a sum, a time or a size."""


def marked(kind: Kind) -> str:
    """The mark of a kind."""
    return f"{OPEN}{kind}{CLOSE}"


def without(
    text: str, pattern: re.Pattern[str], kind: Kind, is_one: Callable[[re.Match[str]], bool] | None = None
) -> str:
    """The text with a mark for what `pattern` finds as `hidden` in it, where `is_one` does not object.

    It is looked for in small letters, each in its place: to ignore case takes three times as long.
    """
    kept, end = [], 0
    for found in pattern.finditer(_small(text)):
        if is_one is None or is_one(found):
            kept += [text[end : found.start("hidden")], marked(kind)]
            end = found.end("hidden")
    return "".join((*kept, text[end:])) if kept else text


def _small(text: str) -> str:
    small = text.lower()
    return small if len(small) == len(text) else "".join(letter.lower()[0] for letter in text)


def masked_kinds(text: str) -> tuple[str, ...]:
    """The kinds of personal data that were left out of a masked text, each once."""
    return tuple(dict.fromkeys(found[1] for found in MARK.finditer(text)))
