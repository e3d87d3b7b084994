"""Where the buyer lives: countries as Babel names them, and the cities of the lexicon."""

from collections.abc import Iterable, Sequence
from functools import cache

from babel.core import Locale

from bot.dialogue.state import LANGUAGES, Language
from bot.understand.lexicon import Lexicon, Phrase
from bot.understand.phrases import Phrases
from bot.understand.tokens import Token, fold, tokens

OWN = {"RU": "ru", "ES": "es", "MX": "mx", "CL": "cl", "PE": "pe", "BR": "br", "GB": "gb", "US": "us"}
EU = frozenset("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI SE".split())  # noqa: SIM905
NOT_HOMES = frozenset({"CN", "HK", "TW"})
"""Where the parcels come from."""

CODE_LENGTH = 2
SHORTEST_INFLECTED = 6
"""A shorter name would begin too many other words once its last letter is off."""
VOWELS = "аеиоуыэюяйь"
FARTHEST = 2
HERE = "here"
CITY = "city_"


class Regions:
    """Finds where somebody lives."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        homes = [phrase for lexicon in lexicons for phrase in lexicon.homes]
        self._places = Phrases(
            [*countries(), *(phrase for phrase in homes if phrase.name != HERE)], strict=True
        )
        self._here = Phrases((phrase for phrase in homes if phrase.name == HERE), strict=True)

    def told(self, row: Sequence[Token]) -> str:
        """The region behind words such as "I live in", or that makes a clause alone; empty if none does."""
        ends = [match.end for match in self._here.every(row)]
        places = self._places.find(row)
        named = {index for place in places for index in place.places}
        for place in places:
            near = any(0 <= place.start - end < FARTHEST for end in ends)
            clause = row[place.start].clause
            alone = all(index in named for index, token in enumerate(row) if token.clause == clause)
            if near or alone:
                return place.phrase.name.removeprefix(CITY)
        return ""

    def addressed(self, row: Sequence[Token]) -> str:
        """The region of the last country named in an address, be it by its code at the end of a line."""
        found = [
            place
            for place in self._places.find(row)
            if len(row[place.start].text) > CODE_LENGTH or _ends_address(place.start, row)
        ]
        return found[-1].phrase.name.removeprefix(CITY) if found else ""


def _ends_address(place: int, row: Sequence[Token]) -> bool:
    """Whether a word in capitals makes the last clause of its line: "Bristol BS3, UK"."""
    token, before, behind = row[place], row[place - 1 : place], row[place + 1 : place + 2]
    return (
        token.written.isupper()
        and bool(before)
        and before[0].line == token.line
        and before[0].clause < token.clause
        and all(other.line > token.line for other in behind)
    )


@cache
def countries() -> tuple[Phrase, ...]:
    """Every country's name in every language, as a phrase named after its region."""
    return tuple(
        Phrase((_inflected(name, language),), language, name=region_of(code))
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == CODE_LENGTH and code.isalpha() and code not in NOT_HOMES and tokens(name)
    )


def region_of(code: str) -> str:
    """The region of a country by its ISO code."""
    return OWN.get(code) or ("eu" if code in EU else "other")


def _inflected(name: str, language: Language) -> str:
    words = [token.text for token in tokens(fold(name)) if token.kind == "word"]
    if language == "ru" and len(words) == 1 and len(words[0]) >= SHORTEST_INFLECTED:
        return (words[0][:-1] if words[0][-1] in VOWELS else words[0]) + "*"
    return " ".join(words)
