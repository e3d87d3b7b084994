"""A text as a row of words and numbers, each knowing its clause, sentence and line."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "number", "date", "clock"]

TOKEN = re.compile(
    r"(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<![\d.,/])\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?(?![\d/]))"
    r"|(?P<clock>(?<!\d)\d{1,2}:\d{2}(?::\d{2})?)"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+(?:['’`´][^\W\d_]+)*)"
    r"|(?P<line>\n)"
    r"|(?P<sentence>[.!?…]+)"
    r"|(?P<clause>[,;:()—–•|]+)"
)
LATIN = "LATIN"
LONGEST_SHORTENED = 3
LETTERS_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number: as written, folded, and where it stands."""

    kind: Kind
    text: str
    written: str
    clause: int
    sentence: int
    line: int


def tokens(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text in their order."""
    found: list[Token] = []
    clause = sentence = line = 0
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind in ("word", "number", "date", "clock"):
            found.append(Token(kind, fold(match[0]), match[0], clause, sentence, line))  # type: ignore[arg-type]
            continue
        if found and _shortens(found[-1], match):
            continue
        clause += 1
        sentence += kind in ("sentence", "line")
        line += kind == "line"
    return tuple(found)


def _shortens(before: Token, stop: re.Match[str]) -> bool:
    """Whether a full stop only shortens a word, as in "3 дн. 6 ч.": the sentence goes on behind it."""
    behind = stop.string[stop.end() : stop.end() + 2].strip()
    goes_on = behind[:1].isdigit() or behind[:1].islower()
    return stop[0] == "." and before.kind == "word" and len(before.text) <= LONGEST_SHORTENED and goes_on


def fold(text: str) -> str:
    """Lower case, without apostrophes and without the accents that people leave out."""
    return text.casefold().translate(FOLDED)


class _Letters(dict[int, str]):
    """Letters as they are folded, by their code; each is looked at when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if len(self) < LETTERS_REMEMBERED:
            self[code] = folded
        return folded


FOLDED = _Letters()


def _folded(letter: str) -> str:
    if letter in "'’`´":
        return ""
    if letter == "ё":
        return "е"
    if unicodedata.name(letter, "").startswith(LATIN):
        return unicodedata.normalize("NFKD", letter)[0]
    return letter
