"""Which order a text is about: one by its owner's name for it, another than before, or two at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.dialogue.reading import Reading, Thing
from bot.dialogue.state import LANGUAGES, Person
from bot.understand.lexicon import Lexicon
from bot.understand.narrative import Heard
from bot.understand.phrases import Match, Phrases
from bot.understand.stems import stem
from bot.understand.tokens import Token, tokens

OPENING = 4
"""Who turns to another order says so in the first words."""

BOUGHT = "paid_h"
MOST_OF_A_THING = 3
"""A thing bought besides is named in so few words: "and a new case"."""

SHORTEST = 2
HALF = 0.5
"""So much of a name is its short form: "the case" for "case for the phone"."""

FLEETING = re.compile("[оеь](?=[бвгджзклмнпрстфхцчшщ]$)")
"""What comes and goes before a Russian ending: чехол, чехла; кошелёк, кошелька."""

Keys = frozenset[str]


class Whose:
    """What is known of words about orders, in all languages at once."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._orders = Phrases((phrase for lexicon in lexicons for phrase in lexicon.orders), strict=True)
        self._plain, self._looks, self._plus, self._articles = (
            frozenset(word for lexicon in lexicons for word in lexicon.naming[name])
            for name in ("plain", "looks", "plus", "articles")
        )

    def told(self, reading: Reading, heard: Heard) -> Reading:
        """The reading with what the words themselves say of whose they are."""
        found = self._orders.find(heard.row)
        another = any(match.phrase.name == "another" and match.start < OPENING for match in found)
        several = any(match.phrase.name == "several" for match in found) and not _doubled(heard)
        several = several or self._bought_besides(heard)
        return replace(reading, another=another, several=several, things=tuple(self._things(heard)))

    def named(self, reading: Reading, person: Person) -> Reading:
        """The reading with the orders of the person that it names; open ones before closed ones."""
        cases = [case for case in person.cases.values() if case.name]
        for closed in (False, True):
            names = {case.id: case.name for case in cases if (case.outcome is not None) == closed}
            if hits := dict(self._hits(reading.things, names)):
                best = _fullest(hits)
                several = reading.several or len(set(best.values())) > 1
                return replace(reading, about=tuple(best), several=several)
        return reading

    def _hits(
        self, things: Sequence[Thing], names: Mapping[int, str]
    ) -> Iterator[tuple[int, frozenset[int]]]:
        """The orders of which enough of the name is said, each with the places of the words that say it."""
        for number, name in names.items():
            parts = [token.text for token in tokens(name) if self._tells(token)]
            said = {part: _said(part, things) for part in parts}
            telling = [part for part in parts if part not in self._looks] or parts
            if any(said[part] for part in telling) and sum(map(bool, said.values())) >= HALF * len(said):
                yield number, frozenset[int]().union(*said.values())

    def _tells(self, token: Token) -> bool:
        return token.kind == "word" and len(token.text) >= SHORTEST and token.text not in self._plain

    def _things(self, heard: Heard) -> Iterator[Thing]:
        """The words that may name something: none of a time, none that tells a fact by itself."""
        timed = {place for span in heard.spans for place in range(span.start, span.end)}
        means = [match for match in heard.matches if _means(match)]
        alone = {match.start for match in means if len(match.places) == 1}
        taken = {place for match in means for place in match.places}
        for place, token in enumerate(heard.row):
            if self._tells(token) and place not in timed | alone:
                yield Thing(token.text, free=place not in taken)

    def _bought_besides(self, heard: Heard) -> bool:
        """Whether two things were bought at two times: "ordered it 8 days ago and a case yesterday"."""
        bought = [match for match in heard.matches if match.phrase.dates == BOUGHT]
        return any(
            self._is_thing(first.end, second.start, heard)
            for first, second in zip(heard.spans, heard.spans[1:], strict=False)
            if any(heard.row[match.start].sentence == heard.row[first.start].sentence for match in bought)
        )

    def _is_thing(self, start: int, end: int, heard: Heard) -> bool:
        """Whether "and" with a thing stands in these places: it has an article, or is spoken of again."""
        row = heard.row
        taken = {place for match in heard.every if _means(match) for place in match.places}
        if not 1 < end - start <= 1 + MOST_OF_A_THING or row[start].text not in self._plus:
            return False
        if taken & set(range(start + 1, end)) or row[start].sentence != row[end].sentence:
            return False
        thing = row[start + 1 : end]
        again = Keys().union(*(_keys(token.text) for token in row[end:] if self._tells(token)))
        return (thing[0].text in self._articles and len(thing) > 1) or any(
            _keys(token.text) & again for token in thing if self._tells(token)
        )


def _fullest(hits: Mapping[int, frozenset[int]]) -> dict[int, frozenset[int]]:
    """Without the orders that others fit by the same words and more."""
    return {one: said for one, said in hits.items() if not any(said < other for other in hits.values())}


def _doubled(heard: Heard) -> bool:
    """Whether the orders are one bought twice, and nothing different is told of the two."""
    told = {fact for match in heard.matches for fact in match.phrase.tells}
    return ("why", "duplicate") in told and ("status", "part_shipped") not in told


def _means(match: Match) -> bool:
    return bool(match.phrase.tells or match.phrase.dates)


def _said(part: str, things: Sequence[Thing]) -> frozenset[int]:
    """The places of the words that say a part of a name."""
    return frozenset(place for place, thing in enumerate(things) if _says(thing, part))


def _says(thing: Thing, part: str) -> bool:
    return thing.word == part or (thing.free and bool(_keys(thing.word) & _keys(part)))


@lru_cache(maxsize=20_000)
def _keys(word: str) -> Keys:
    """What two forms of a word have in common, whichever of our languages it is of."""
    return frozenset(FLEETING.sub("", stem(word, language)) for language in LANGUAGES)
