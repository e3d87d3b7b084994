"""Words without their endings."""

import threading
from functools import lru_cache
from typing import Any

import Stemmer

from bot.dialogue.state import Language

NAMES: dict[Language, str] = {"en": "english", "ru": "russian", "es": "spanish"}

_own = threading.local()
"""A stemmer keeps the word it works on, so that every thread has its own."""


@lru_cache(maxsize=50_000)
def stem(word: str, language: Language) -> str:
    """The word without its ending, as the language forms words."""
    return str(_stemmer(language).stemWord(word))


def _stemmer(language: Language) -> Any:
    if not hasattr(_own, language):
        setattr(_own, language, Stemmer.Stemmer(NAMES[language], 0))
    return getattr(_own, language)
