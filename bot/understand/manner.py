"""How something is said: words behind an "if", a "when will", a "my friend's" tell nothing of this order."""

from collections.abc import Callable, Iterable, Sequence

from bot.understand.phrases import Match
from bot.understand.times import Span
from bot.understand.tokens import Token

SOON = 2
"""An "if" among so many first words of a sentence makes the whole of it a supposition."""


def questions(row: Sequence[Token], manners: Iterable[Match], spans: Iterable[Span]) -> frozenset[int]:
    """The places that ask: behind a word of asking that begins a clause with no time of the person's own."""
    timed = {row[span.start].clause for span in spans}
    opening = _openings(row, lambda token: token.clause)
    return frozenset(
        place
        for match in manners
        if match.phrase.name == "asking"
        and match.start == opening[row[match.start].clause]
        and row[match.start].clause not in timed
        for place in _behind(match.start, row)
    )


def supposed(row: Sequence[Token], manners: Iterable[Match]) -> frozenset[int]:
    """The places that suppose something, or whose sentence speaks of somebody else."""
    opening = _openings(row, lambda token: token.sentence)
    places: set[int] = set()
    for match in manners:
        if _accented(row[match.start]):
            continue
        sentence = row[match.start].sentence
        early = match.start - opening[sentence] < SOON
        if match.phrase.name == "others" or (match.phrase.name == "hypothetical" and early):
            places.update(place for place, token in enumerate(row) if token.sentence == sentence)
        elif match.phrase.name == "hypothetical":
            places.update(_behind(match.start, row))
    return frozenset(places)


def _accented(token: Token) -> bool:
    """Whether a word was written with an accent: "sí" agrees, "si" supposes."""
    return token.written.casefold() != token.text


def _openings(row: Sequence[Token], part: Callable[[Token], int]) -> dict[int, int]:
    """Where each part of a text begins."""
    return {part(token): place for place, token in reversed(list(enumerate(row)))}


def _behind(start: int, row: Sequence[Token]) -> list[int]:
    clause = row[start].clause
    return [place for place in range(start, len(row)) if row[place].clause == clause]
