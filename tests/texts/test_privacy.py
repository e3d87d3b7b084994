"""The page about privacy names all that is kept: what is kept besides fails here until it is named."""

from dataclasses import fields

import pytest

from bot.dialogue.screen import Text
from bot.dialogue.state import LANGUAGES, Case, Exhibit, Language, Person
from bot.texts.say import Words

ANSWERS, NAMES, NUMBERS, SUMS = "answers", "names you gave", "order numbers", "sums"
LETTERS, SETTINGS = "which letters you sent", "your Telegram ID, language and settings"
UNDERSTOOD, FILES = "what I understood", "its Telegram ID and your caption"
QUOTED = "of a forwarded message every word"
PLACE = ""
"""Where in the conversation somebody is, and what the assistant itself said: nothing of theirs."""

KEPT = {
    Person: {
        "chosen": SETTINGS, "hint": SETTINGS, "spoken": SETTINGS, "zone": SETTINGS, "quiet": SETTINGS,
        "ladder": SETTINGS, "paused": SETTINGS, "pinned": SETTINGS, "cases": ANSWERS,
        "id": SETTINGS, "next_case": PLACE, "viewing": PLACE, "album": PLACE, "reminded": PLACE,
    },
    Case: {
        "told": ANSWERS, "outcome": ANSWERS, "name": NAMES, "number": NUMBERS, "sums": SUMS, "wrote": LETTERS,
        "heard": UNDERSTOOD, "heard_sums": UNDERSTOOD, "guessed": UNDERSTOOD, "exhibits": FILES,
        "snoozed": SETTINGS, "muted": SETTINGS, "id": PLACE, "ordinal": PLACE, "opened": PLACE,
        "advised": PLACE, "readings": PLACE, "supposed": PLACE, "watched": PLACE,
        "next_exhibit": PLACE, "origin": PLACE,
    },
    Exhibit: {
        "file_id": FILES, "unique_id": FILES, "kind": FILES, "size": FILES, "line": FILES, "at": FILES,
        "number": PLACE, "caption": QUOTED,
    },
}  # fmt: skip


@pytest.mark.parametrize("record", KEPT)
def test_all_that_is_kept_is_named(record: type[Person | Case | Exhibit]) -> None:
    text = Words.load().plain(Text("privacy.text"), "en")
    assert {one.name for one in fields(record)} == KEPT[record].keys()
    assert [words for words in KEPT[record].values() if words not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_outlives_a_deletion_is_named_by_its_button(language: Language) -> None:
    """Reports are kept apart from whoever wrote them, so that nobody can have theirs deleted."""
    words = Words.load()
    assert words.plain(Text("card.report"), language) in words.plain(Text("privacy.text"), language)
