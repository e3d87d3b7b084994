"""What a text is about, where words name a help topic plainly; and texts that are only courtesy."""

from collections.abc import Iterable, Sequence
from unicodedata import category

from bot.dialogue.reading import DEBITED_TWICE, Courtesy, Found
from bot.understand.lexicon import Lexicon
from bot.understand.narrative import Heard
from bot.understand.phrases import Match, Phrases
from bot.understand.tokens import Token

EMOJI = "So"


class Subjects:
    """The words that name a help topic plainly, and those of courtesy."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        known = list(lexicons)
        self._about = Phrases(phrase for lexicon in known for phrase in lexicon.about)
        self._courtesy = Phrases((phrase for lexicon in known for phrase in lexicon.courtesy), strict=True)

    def named(self, row: Sequence[Token]) -> tuple[Match, ...]:
        """The words that name topics; money debited twice first, as it is taken for so much else."""
        found = self._about.find(row)
        return tuple(sorted(found, key=lambda match: match.phrase.name != DEBITED_TWICE))

    def courtesy(self, row: Sequence[Token]) -> Courtesy:
        """Greetings or thanks that nothing stands beside; an "ok" says no more than an emoji."""
        found = self._courtesy.every(row)
        if {place for match in found for place in match.places} != set(range(len(row))):
            return ""
        names = {match.phrase.name for match in found}
        return "thanks" if "thanks" in names else "hello" if "hello" in names else "emoji" if names else ""


def only_emoji(text: str) -> bool:
    """Whether a text without words holds an emoji."""
    return any(category(letter) == EMOJI for letter in text)


def without_debits(
    facts: Sequence[Found], heard: Heard, named: Sequence[Match], beside: Iterable[str]
) -> tuple[Found, ...]:
    """The facts of a text about money debited twice: what other words tell, and nothing of the debits.

    A second debit is no second order, and tells nothing of the order's status. Where no status is told
    beside it, what goes with orders (`beside`) and times tell of the debits.
    """
    taken = {place for match in named if match.phrase.name == DEBITED_TWICE for place in match.places}
    apart = {
        tell for match in heard.matches if not taken.intersection(match.places) for tell in match.phrase.tells
    }
    kept = [one for one in facts if (one.fact, one.value) in apart]
    if all(one.fact in beside for one in kept):
        return ()
    return tuple(one for one in facts if one in kept or one.fact.endswith(("_h", "_d", "_bd")))
