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
        names = self._names(row)
        if SAYS in names:
            return True
        return BUYER not in names and (STRONG in names or names.count(WEAK) >= LEAST_WEAK)

    def is_quoted(self, row: Sequence[Token]) -> bool:
        """Whether the buyer quotes a seller behind their name, and adds nothing of their own."""
        said = self._names(self._quoted(row))
        return BUYER not in said and (STRONG in said or WEAK in said)

    def is_retold(self, row: Sequence[Token]) -> bool:
        """Whether the buyer retells what a seller asks for, or quotes it behind their name and a colon."""
        return bool(self._quoted(row)) or RETOLD in self._names(row)

    def tricks(self, row: Sequence[Token]) -> tuple[str, ...]:
        """What the text asks for that a buyer must not do, in the order of asking."""
        found = self._tricks.find(row)
        return tuple(dict.fromkeys(match.phrase.name for match in found))

    def _names(self, row: Sequence[Token]) -> list[str]:
        return [match.phrase.name for match in self._marks.every(row)]

    def _quoted(self, row: Sequence[Token]) -> Sequence[Token]:
        """What stands behind a first clause that only names the seller: "seller says: ..."."""
        behind = sum(token.clause == row[0].clause for token in row)
        heads = self._marks.every(row[:behind])
        headed = any(one.phrase.name == HEAD and (one.start, one.end) == (0, behind) for one in heads)
        return row[behind:] if headed else ()
