"""A seller's reply: whether a text is one, and what it asks for."""

from collections.abc import Iterable, Sequence

from bot.understand.lexicon import Lexicon
from bot.understand.phrases import Phrases
from bot.understand.tokens import Token

STRONG, WEAK, SAYS, BUYER, RETOLD, HEAD = "strong", "weak", "says", "buyer", "retold", "head"
LEAST_WEAK = 2


class SellersWords:
    """How sellers write, and what they are known to ask for."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        known = list(lexicons)
        self._marks = Phrases((phrase for lexicon in known for phrase in lexicon.seller), strict=True)
        self._tricks = Phrases(phrase for lexicon in known for phrase in lexicon.tricks)

    def is_seller(self, row: Sequence[Token]) -> bool:
        """Whether the text is a seller's rather than the buyer's own."""
        names = [match.phrase.name for match in self._marks.every(row)]
        if SAYS in names:
            return True
        return BUYER not in names and (STRONG in names or names.count(WEAK) >= LEAST_WEAK)

    def is_retold(self, row: Sequence[Token]) -> bool:
        """Whether the buyer retells what a seller asks for, or quotes it behind their name and a colon."""
        first = sum(token.clause == row[0].clause for token in row)
        found = self._marks.every(row)
        headed = any(
            one.phrase.name == HEAD and one.start == 0 and one.end == first < len(row) for one in found
        )
        return headed or any(one.phrase.name == RETOLD for one in found)

    def tricks(self, row: Sequence[Token]) -> tuple[str, ...]:
        """What the text asks for that a buyer must not do, in the order of asking."""
        found = self._tricks.find(row)
        return tuple(dict.fromkeys(match.phrase.name for match in found))
