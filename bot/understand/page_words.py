"""The words of a page's lines as its labels are known: bare, folded, without numbers."""

from collections.abc import Iterable, Iterator

from bot.understand.lexicon import Lexicon
from bot.understand.numbers import without_numbers
from bot.understand.tokens import Token, tokens


def bare(text: str) -> str:
    """The words of a text as a label is written down."""
    return words_of(tokens(without_numbers(text)))


def words_of(row: Iterable[Token]) -> str:
    """The words of a row, without its numbers and dates."""
    return " ".join(token.text for token in row if token.kind == "word" or token.text == "№")


def inverted(lexicons: Iterable[Lexicon], part: str) -> dict[str, str]:
    """What each label of a part of the pages' words stands for, in all languages."""
    return {label: name for one in lexicons for name, labels in one.page[part].items() for label in labels}


def every_label(lexicons: Iterable[Lexicon], part: str) -> Iterator[str]:
    """The labels of a part of the pages' words, in all languages."""
    for one in lexicons:
        for labels in one.page[part].values():
            yield from labels
