"""Phrases found in a row of words: typos forgiven, and of two that contradict each other the longer one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understand.lexicon import GAP, Phrase, element, rows
from bot.understand.tokens import Token

MOST_BETWEEN = 3
"""How many words a gap may hold."""

FARTHEST = 7
"""How many words away the other rows of a phrase may stand."""

SHORTEST_FORGIVEN = 6
"""Shorter words are too like one another for a typo to be told from another word."""

TWO_TYPOS_FROM = 9
WORDS_REMEMBERED = 20_000

BETWEEN = -1
"""Stands for a gap in a row of places."""

Places = tuple[int, ...]
"""Places of words in a row, or kinds of word (see `Phrases`) that a phrase wants one after the other."""

Parts = Sequence[tuple[int, int]]
"""The sentence and the clause of each word: words without a gap between them stand in one clause."""

Typical = list[tuple[int, dict[str, list[str]]]]
"""Words that may be mistyped, the longest first: by length, then by first letter."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase and the places of the words that it took, first to last."""

    phrase: Phrase
    places: Places

    @property
    def start(self) -> int:
        return self.places[0]

    @property
    def end(self) -> int:
        return self.places[-1] + 1


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A phrase as the kinds of word it wants: its first row, the rows that stand near it, and all of them."""

    phrase: Phrase
    first: Places
    others: tuple[Places, ...]
    all: Places


class Phrases:
    """A set of phrases, ready to be looked for; typos are forgiven unless the words are to be `strict`.

    Each place of a phrase, as written, is a kind of word and has a number; a word is of several kinds.
    """

    def __init__(self, phrases: Iterable[Phrase], *, strict: bool = False) -> None:
        self._strict = strict
        self._by_word: dict[str, Places] = {}
        self._by_stem: dict[str, Places] = {}
        self._by_first: defaultdict[int, list[_Wanted]] = defaultdict(list)
        numbers = {GAP: BETWEEN}
        meanings: dict[Phrase, Phrase] = {}
        for phrase in phrases:
            meaning = replace(phrase, says=())
            for said in phrase.says:
                self._add(said, meanings.setdefault(meaning, meaning), numbers)
        self._typical_words, self._typical_stems = _by_length(self._by_word), _by_length(self._by_stem)
        self._longest_stem = max(map(len, self._by_stem), default=0)
        self._kinds_of = lru_cache(maxsize=WORDS_REMEMBERED)(self._looked_up)
        self.spelt = lru_cache(maxsize=WORDS_REMEMBERED)(self._respelt)
        """The known word, or stem, that a word is a typo of; a known word, and one like none, as it is."""

    def find(self, row: Sequence[Token]) -> tuple[Match, ...]:
        """The phrases in a row of words, from left to right; of two that contradict each other the longer."""
        kept: list[Match] = []
        for match in sorted(dict.fromkeys(self.every(row)), key=_rank, reverse=True):
            if not any(_silences(longer, match) for longer in kept):
                kept.append(match)
        return tuple(sorted(kept, key=lambda match: match.places))

    def every(self, row: Sequence[Token]) -> tuple[Match, ...]:
        """The phrases in a row of words, also those that share words."""
        kinds = [self._kinds_of(token.text) for token in row]
        present = frozenset().union(*kinds)
        likely = {
            kind: [wanted for wanted in self._by_first.get(kind, ()) if present.issuperset(wanted.all)]
            for kind in present
        }
        parts = [(token.sentence, token.clause) for token in row]
        return tuple(
            Match(wanted.phrase, places)
            for place, word in enumerate(kinds)
            for kind in word
            for wanted in likely[kind]
            if (places := _places(wanted, kinds, parts, place))
        )

    def _add(self, said: str, meaning: Phrase, numbers: dict[str, int]) -> None:
        """Keeps what the phrase means and the numbers of its words; its words as written are let go."""
        first, *others = (tuple(self._kind(written, numbers) for written in row) for row in rows(said))
        everything = tuple(kind for row in (first, *others) for kind in row if kind != BETWEEN)
        wanted = _Wanted(meaning, first, tuple(others), first if everything == first else everything)
        self._by_first[first[0]].append(wanted)

    def _kind(self, written: str, numbers: dict[str, int]) -> int:
        if written not in numbers:
            kind = numbers[written] = len(numbers)
            words, stems = element(written)
            for known, places in ((self._by_word, words), (self._by_stem, stems)):
                for one in places:
                    known[one] = (*known.get(one, ()), kind)
        return numbers[written]

    def _looked_up(self, word: str) -> frozenset[int]:
        """The kinds of a word; if it has none, those of the known word that it is a typo of."""
        kinds = self._own_kinds(word)
        if kinds or self._strict or len(word) < SHORTEST_FORGIVEN:
            return kinds
        return self._own_kinds(self._meant(word))

    def _meant(self, word: str) -> str:
        """The known word or stem that an unknown word is a typo of; empty if there is none."""
        return _near(word, self._typical_words, whole=True) or _near(word, self._typical_stems)

    def _respelt(self, word: str) -> str:
        unknown = len(word) >= SHORTEST_FORGIVEN and not self._own_kinds(word)
        return (self._meant(word) if unknown else "") or word

    def _own_kinds(self, word: str) -> frozenset[int]:
        stems = (word[:length] for length in range(1, min(len(word), self._longest_stem) + 1))
        return frozenset(self._by_word.get(word, ())).union(*(self._by_stem.get(stem, ()) for stem in stems))


def _places(wanted: _Wanted, kinds: Sequence[frozenset[int]], parts: Parts, start: int) -> Places:
    """Where a phrase stands that begins at `start`; nowhere if it does not."""
    rest = _fit(wanted.first[1:], kinds, parts, start)
    if rest is None:
        return ()
    places = (start, *rest)
    for other in wanted.others:
        found = _nearest(other, kinds, parts, places)
        if found is None:
            return ()
        places = tuple(sorted({*places, *found}))
    return places


def _fit(wanted: Places, kinds: Sequence[frozenset[int]], parts: Parts, before: int) -> Places | None:
    """The places of the kinds wanted after `before`, all in one sentence; None if they are not there."""
    if not wanted:
        return ()
    gap = wanted[0] == BETWEEN
    kind, rest = (wanted[1], wanted[2:]) if gap else (wanted[0], wanted[1:])
    for place in range(before + 1, before + 2 + (MOST_BETWEEN if gap else 0)):
        if place >= len(kinds) or parts[place][0] != parts[before][0]:
            return None
        if not gap and parts[place] != parts[before]:
            return None
        if kind in kinds[place]:
            after = _fit(rest, kinds, parts, place)
            if after is not None:
                return (place, *after)
    return None


def _nearest(wanted: Places, kinds: Sequence[frozenset[int]], parts: Parts, places: Places) -> Places | None:
    """The nearest places of another row of a phrase, before or behind it, in the same sentence."""
    nearby = range(max(places[0] - FARTHEST, 0), min(places[-1] + FARTHEST + 1, len(kinds)))
    for place in sorted(nearby, key=lambda place: abs(place - places[0])):
        if wanted[0] not in kinds[place] or place in places or parts[place][0] != parts[places[0]][0]:
            continue
        rest = _fit(wanted[1:], kinds, parts, place)
        if rest is not None:
            return (place, *rest)
    return None


def _silences(longer: Match, match: Match) -> bool:
    """Whether a phrase keeps another from being heard: it holds all its words, or denies what it tells."""
    shared = set(longer.places) & set(match.places)
    if not shared:
        return False
    if len(shared) == len(match.places) or not longer.phrase.tells or not match.phrase.tells:
        return True
    told = dict(longer.phrase.tells)
    denied = any(told.get(fact, value) != value for fact, value in match.phrase.tells)
    return denied and len(longer.places) > len(match.places)


def _rank(match: Match) -> tuple[object, ...]:
    """More words before fewer, closer together before farther apart, earlier before later.

    Of two that stand in the same words the one that tells more, and always the same one.
    """
    phrase = match.phrase
    meaning = len(phrase.tells), phrase.dates, phrase.tells, phrase.name
    return len(match.places), match.start - match.end, -match.start, *meaning


def _near(word: str, typical: Typical, *, whole: bool = False) -> str:
    """The known word that a word is a typo of; or the stem, of a word that begins with a typo of it."""
    for length, candidates in typical:
        typos = 2 if length >= TWO_TYPOS_FROM else 1
        if length > len(word) + typos or (whole and length < len(word) - typos):
            continue
        compared = word if whole else word[:length]
        near = process.extractOne(
            compared, candidates.get(word[0], ()), scorer=OSA.distance, score_cutoff=typos
        )
        if near:
            return str(near[0])
    return ""


def _by_length(words: Iterable[str]) -> Typical:
    """Words long enough to be mistyped, the longest first, by length and first letter."""
    lengths: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in sorted(words):
        if len(word) >= SHORTEST_FORGIVEN:
            lengths[len(word)][word[0]].append(word)
    return sorted(((length, dict(letters)) for length, letters in lengths.items()), reverse=True)
