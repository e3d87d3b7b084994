"""Which of our languages a person writes, where it is plain: by the letters, else by the commonest words."""

from collections.abc import Iterable, Sequence
from unicodedata import name

from bot.dialogue.state import Language
from bot.understand.lexicon import Lexicon
from bot.understand.tokens import Token

FEWEST_WORDS, FEWEST_COMMON = 6, 3
"""People paste a status, a label or a line of the shop's English into a talk in any language."""

FEWEST_CYRILLIC = 3
"""Fewer are enough of letters that only one of the languages has: nobody pastes them into another."""

CYRILLIC = "CYRILLIC"


class Tongues:
    """The commonest words of each language written in Latin letters."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._common = {lexicon.language: frozenset(lexicon.common) for lexicon in lexicons}

    def of(self, row: Sequence[Token]) -> Language | None:
        """The language of a row of words; None where there are too few, or of more than one."""
        words = [token.text for token in row if token.kind == "word" and token.text]
        cyrillic = sum(name(word[0], "").startswith(CYRILLIC) for word in words)
        if 2 * cyrillic > len(words):
            return "ru" if len(words) >= FEWEST_CYRILLIC else None
        if len(words) < FEWEST_WORDS:
            return None
        counts = sorted(
            ((sum(word in common for word in words), language) for language, common in self._common.items()),
            reverse=True,
        )
        (most, language), (second, _) = counts[0], counts[1]
        return language if most >= FEWEST_COMMON and most > 2 * second else None
