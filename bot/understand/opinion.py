"""A second opinion on what a text tells: words weighed as labelled texts have taught.

The phrases of the lexicons say what they know for sure; this says how likely each fact is when all words are
heard together. Learned by `python -m tests.understand.school`; every chance is a sum over words, so it can be
told which of them spoke for it.
"""

import json
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from gzip import GzipFile
from hashlib import blake2b
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path

from bot.dialogue.reading import Found
from bot.texts.catalog import CatalogFault
from bot.understand.narrative import Heard
from bot.understand.stems import stem
from bot.understand.times import Span
from rules.facts import Choice, Count, Value, Vocabulary

FILE = "opinion.gz"
ASK, TAKE, TAKE_ALONE = 0.35, 0.8, 0.9
"""From which chance on a fact is asked about; taken if phrases tell it too; taken without them."""

FEWEST_WORDS, MOST_WORDS = 2, 250
WORDS_REMEMBERED = 4096
"""So many words there must be beside the times, and so many are weighed at most."""

PIECES = (3, 4)
HINT = 0.5
"""How strongly the phrases speak beside the words; what they said is one trait among many."""

WINDOW = 7
NEAR, FARTHER = 2, 5
SCALE = 20
"""Weights are kept as whole numbers of a twentieth."""

Traits = Mapping[str, float]
Thought = tuple[str, Value | datetime, float]
Weights = Mapping[str, Sequence[int]]
"""Weights by trait as they are learned."""


class Packed:
    """Weights by trait as they are kept: arrays, in a tenth of the memory that objects would take.

    A trait is known by its hash: that of another trait is the same once in 10**14.
    """

    def __init__(self, hashes: "array[int]", starts: "array[int]", pairs: "array[int]") -> None:
        """The hashes in order, where the pairs of each start and the last ones end, and all pairs."""
        self._hashes = hashes
        self._starts = starts
        self._pairs = pairs

    @classmethod
    def of(cls, weights: Weights) -> "Packed":
        """What was learned, packed."""
        packed = cls(array("Q"), array("I", [0]), array("h"))
        for number, trait in sorted((_hash(trait), trait) for trait in weights):
            packed._hashes.append(number)
            packed._pairs.extend(weights[trait])
            packed._starts.append(len(packed._pairs))
        return packed

    @classmethod
    def read(cls, source: GzipFile, traits: int, pairs: int) -> "Packed":
        """So many as `write` wrote. Raises ValueError where they are not there."""
        packed = cls(array("Q"), array("I"), array("h"))
        for one, many in ((packed._hashes, traits), (packed._starts, traits + 1), (packed._pairs, pairs)):
            one.frombytes(source.read(many * one.itemsize))
            if len(one) != many:
                raise ValueError("it ends too early")
            if sys.byteorder == "big":
                one.byteswap()
        return packed

    def write(self, target: GzipFile) -> None:
        """Writes the three arrays, one after the other."""
        for one in (self._hashes, self._starts, self._pairs):
            target.write(one.tobytes())

    @property
    def sizes(self) -> tuple[int, int]:
        """How many traits there are, and how many numbers."""
        return len(self._hashes), len(self._pairs)

    def get(self, trait: str, default: Sequence[int] = ()) -> Sequence[int]:
        """The pairs of a trait, as `Scale` wants them."""
        wanted = _hash(trait)
        place = bisect_left(self._hashes, wanted)
        if place == len(self._hashes) or self._hashes[place] != wanted:
            return default
        return self._pairs[self._starts[place] : self._starts[place + 1]]


def _packed(weights: Weights | Packed) -> Packed:
    return weights if isinstance(weights, Packed) else Packed.of(weights)


@lru_cache(maxsize=WORDS_REMEMBERED)
def _hash(trait: str) -> int:
    return int.from_bytes(blake2b(trait.encode(errors="surrogatepass"), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class Scale:
    """Weighs traits for each of its labels; `weights` hold pairs of a label's place and a weight."""

    labels: Sequence[str]
    bias: Sequence[float]
    weights: Weights | Packed

    def chances(self, traits: Traits) -> dict[str, float]:
        """How likely each label is, from 0 to 1."""
        sums = list(self.bias)
        for trait, strength in traits.items():
            pairs = self.weights.get(trait, ())
            for place in range(0, len(pairs), 2):
                sums[pairs[place]] += strength * pairs[place + 1] / SCALE
        return {
            label: 1 / (1 + exp(-min(max(one, -30), 30)))
            for label, one in zip(self.labels, sums, strict=True)
        }


class Opinion:
    """What labelled texts have taught about facts and about times."""

    def __init__(self, facts: Scale, times: Scale, vocabulary: Vocabulary) -> None:
        self._facts = facts
        self._times = times
        self._vocabulary = vocabulary

    @classmethod
    def load(cls, folder: Path, vocabulary: Vocabulary) -> "Opinion":
        """The opinion of a folder of words. Raises CatalogFault naming the file that cannot be used."""
        file = folder / FILE
        try:
            with GzipFile(file) as source:
                heads = json.loads(source.readline())
                facts, times = (
                    Scale(head["labels"], head["bias"], Packed.read(source, *head["sizes"])) for head in heads
                )
            return cls(facts, times, vocabulary)
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as fault:
            raise CatalogFault(
                f"{file.name}: it cannot be read ({fault}); make it by python -m tests.understand.school"
            ) from fault

    def save(self, folder: Path) -> tuple[int, int]:
        """Writes it into a folder of words; returns how many traits of facts and of times there are."""
        scales = [(scale, _packed(scale.weights)) for scale in (self._facts, self._times)]
        heads = [
            {"labels": list(scale.labels), "bias": list(scale.bias), "sizes": packed.sizes}
            for scale, packed in scales
        ]
        with (folder / FILE).open("wb") as file, GzipFile("", "wb", fileobj=file, mtime=0) as target:
            target.write(json.dumps(heads, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            for _, packed in scales:
                packed.write(target)
        return scales[0][1].sizes[0], scales[1][1].sizes[0]

    def revised(self, heard: Heard, first: Sequence[Found], now: datetime) -> tuple[Found, ...]:
        """What is told, with what the phrases said (`first`) weighed together with all other words.

        Where there are hardly any words there is nothing to weigh.
        Where somebody asks and tells nothing for sure, all that they may have told is asked about.
        """
        if not first and _words_beside_times(heard) < FEWEST_WORDS:
            return ()
        asks = bool(heard.questions) and not any(one.sure for one in first)
        sure = {(one.fact, one.value) for one in first if one.sure and not asks}
        return tuple(
            Found(fact, value, not asks and chance >= (TAKE if (fact, value) in sure else TAKE_ALONE))
            for fact, value, chance in self.thoughts(heard, first, now)
            if chance >= ASK
        )

    def thoughts(self, heard: Heard, first: Sequence[Found], now: datetime) -> Iterator[Thought]:
        """Each fact with its likeliest value and how likely that is, however little."""
        yield from self._choices(heard, first)
        yield from self._timed(heard, first, now)

    def _choices(self, heard: Heard, first: Sequence[Found]) -> Iterator[Thought]:
        best: dict[str, tuple[float, str]] = {}
        for label, chance in self._facts.chances(text_traits(heard, first)).items():
            fact, value = label.split("=")
            best[fact] = max(best.get(fact, (0.0, "")), (chance, value))
        for fact, (chance, value) in best.items():
            if isinstance(self._vocabulary.facts.get(fact), Choice):
                yield fact, value, chance

    def _timed(self, heard: Heard, first: Sequence[Found], now: datetime) -> Iterator[Thought]:
        """Each time with the event it most likely belongs to; no time and no event twice."""
        pairs = sorted(
            (
                (chance, counter, place, moment)
                for place in range(len(heard.spans))
                for counter, chance in self._times.chances(time_traits(heard, place, first, now)).items()
                if (moment := self.moment(counter, heard.spans[place], now))
            ),
            reverse=True,
        )
        counters: set[str] = set()
        places: set[int] = set()
        for chance, counter, place, moment in pairs:
            if counter not in counters and place not in places:
                counters.add(counter)
                places.add(place)
                yield counter, moment, chance

    def moment(self, counter: str, span: Span, now: datetime) -> datetime | None:
        """The moment that a time is for a counter; None if it cannot be one of it."""
        fact = self._vocabulary.facts.get(counter)
        if not isinstance(fact, Count) or (span.side == "past" if fact.down else span.side == "left"):
            return None
        if fact.down:
            return now + span.length if span.length is not None else None
        return min(span.moment or now - (span.length or timedelta()), now)


def _words_beside_times(heard: Heard) -> int:
    timed = {place for span in heard.spans for place in range(span.start, span.end)}
    return sum(token.kind == "word" and place not in timed for place, token in enumerate(heard.row))


def text_traits(heard: Heard, first: Sequence[Found]) -> dict[str, float]:
    """What a text is like: its words and pairs of words, pieces of words, and what the phrases said."""
    words = [_word(text) for text in heard.spelt[:MOST_WORDS]]
    found = {*words, *(f"{one} {two}" for one, two in pairwise(words))}
    pieces = {piece for text in heard.spelt[:MOST_WORDS] for piece in _pieces(text)}
    return {
        **dict.fromkeys(found, 1 / sqrt(len(found) or 1)),
        **dict.fromkeys(pieces, 1 / sqrt(len(pieces) or 1)),
        **dict.fromkeys(_hints(heard, first), HINT),
    }


def time_traits(heard: Heard, place: int, first: Sequence[Found], now: datetime) -> dict[str, float]:
    """What stands around a time, near and farther away, before and behind it."""
    span = heard.spans[place]
    words = [_word(text) for text in heard.spelt]
    for other in heard.spans:
        if other is not span:
            words[other.start : other.end] = ["#"] * (other.end - other.start)
    before, behind = words[max(0, span.start - WINDOW) : span.start], words[span.end : span.end + WINDOW]
    found = {f"<{_reach(far)}{word}" for far, word in enumerate(reversed(before), 1)}
    found |= {f">{_reach(far)}{word}" for far, word in enumerate(behind, 1)}
    found |= {f"<{one} {two}" for one, two in pairwise(["", *before])}
    found |= {f">{one} {two}" for one, two in pairwise(behind)}
    found |= {f"={word}" for word in words[span.start : span.end]}
    found |= {f"~{word}" for word in words[:MOST_WORDS]}
    found |= {f"side {span.side}", f"times {len(heard.spans)}", f"place {place}"}
    found |= set(_time_hints(span, first, now))
    return dict.fromkeys(found, 1 / sqrt(len(found)))


def _reach(far: int) -> str:
    return "n" if far <= NEAR else "m" if far <= FARTHER else "f"


def _hints(heard: Heard, first: Sequence[Found]) -> Iterator[str]:
    for one in first:
        strength = "!" if one.sure else "?"
        yield (
            f"{one.fact}{strength}"
            if isinstance(one.value, datetime)
            else f"{one.fact}={one.value}{strength}"
        )
    kept = {id(match) for match in heard.matches}
    for match in heard.every:
        if id(match) not in kept:
            yield from (f"({fact}={value})" for fact, value in match.phrase.tells)
    if heard.questions:
        yield "(asks"
    if heard.void:
        yield "(supposes"


def _time_hints(span: Span, first: Sequence[Found], now: datetime) -> Iterator[str]:
    moments = {
        span.moment,
        now - span.length if span.length else None,
        now + span.length if span.length else None,
    }
    said = False
    for one in first:
        if not isinstance(one.value, datetime):
            yield f"{one.fact}={one.value}"
            continue
        yield f"{one.fact}"
        if one.value in moments:
            said = True
            yield f"{one.fact}{'!' if one.sure else '?'}"
    if not said:
        yield "nothing!"


def _pieces(word: str) -> Iterator[str]:
    padded = f" {'0' if word[:1].isdigit() else word} "
    for size in PIECES:
        yield from (f"'{padded[start : start + size]}" for start in range(len(padded) - size + 1))


@lru_cache(maxsize=WORDS_REMEMBERED)
def _word(text: str) -> str:
    """A word without its ending; numbers are all alike."""
    if text[:1].isdigit():
        return "0"
    if not text.isascii():
        return stem(text, "ru")
    return stem(stem(text, "en"), "es")
