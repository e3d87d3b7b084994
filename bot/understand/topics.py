"""Help by question: the topics whose words a question shares, rare words counting most."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bot.dialogue.screen import Text
from bot.dialogue.screens.topics import TOPICS
from bot.dialogue.state import LANGUAGES
from bot.texts.say import Words
from bot.understand.lexicon import Lexicon
from bot.understand.stems import stem
from bot.understand.tokens import tokens

KEYWORDS, TITLE, BODY = 3.0, 3.0, 1.0
"""What a word counts by where it stands."""

LEAST_SCORE = 0.16
MOST_TOPICS = 3
SHARE_OF_BEST = 0.5
SHORTEST = 3


class Topics:
    """The help topics of every language, ready to be searched."""

    def __init__(self, words: Words, lexicons: Iterable[Lexicon]) -> None:
        self._weights = {lexicon.language: _weights(words, lexicon) for lexicon in lexicons}

    def search(self, question: str) -> tuple[str, ...]:
        """The topics that fit a question best, at most three; none if none fits well."""
        scores: defaultdict[str, float] = defaultdict(float)
        words = _words(question)
        for language in LANGUAGES:
            asked = {stem(word, language) for word in words}
            for name, score in _scores(asked, self._weights[language]).items():
                scores[name] = max(scores[name], score)
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])[:MOST_TOPICS]
        best = ranked[0][1] if ranked else 0.0
        return tuple(name for name, score in ranked if score >= max(LEAST_SCORE, best * SHARE_OF_BEST))


def _words(text: str) -> list[str]:
    return [token.text for token in tokens(text) if token.kind == "word" and len(token.text) >= SHORTEST]


def _weights(words: Words, lexicon: Lexicon) -> Mapping[str, Mapping[str, float]]:
    """For each topic its stems, each by how often it stands there and how few topics have it."""
    counted = {name: _counted(name, words, lexicon) for name in TOPICS}
    spread = Counter(stem for counts in counted.values() for stem in counts)
    rare = {stem: math.log(1 + len(TOPICS) / many) for stem, many in spread.items()}
    return {name: _scaled(counts, rare) for name, counts in counted.items()}


def _counted(name: str, words: Words, lexicon: Lexicon) -> Mapping[str, float]:
    language = lexicon.language
    counts: defaultdict[str, float] = defaultdict(float)
    for text, weight in (
        (lexicon.topics[name], KEYWORDS),
        (words.plain(Text(f"topic.{name}.title"), language), TITLE),
        (words.plain(Text(f"topic.{name}"), language), BODY),
    ):
        for word in _words(text):
            counts[stem(word, language)] += weight
    return counts


def _scaled(counts: Mapping[str, float], rare: Mapping[str, float]) -> dict[str, float]:
    weights = {stem: (1 + math.log(count)) * rare[stem] for stem, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()}


def _scores(asked: set[str], weights: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    if not asked:
        return {}
    return {
        name: sum(stems.get(stem, 0.0) for stem in asked) / math.sqrt(len(asked))
        for name, stems in weights.items()
    }
