"""A language is complete or the build fails; a broken catalog stops the start with file and key."""

import shutil
from pathlib import Path

import pytest

from bot.texts.catalog import FOLDER, CatalogFault, load_catalogs
from bot.texts.check import check_catalogs, faults
from bot.texts.say import Words
from rules.loader import load
from rules.words import missing


def test_every_language_is_complete() -> None:
    assert list(faults(load_catalogs())) == []


def broken(tmp_path: Path, language: str, old: str, new: str) -> Path:
    shutil.copytree(FOLDER, tmp_path / "locales")
    file = tmp_path / "locales" / language / "LC_MESSAGES" / "bot.po"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path / "locales"


BROKEN = [
    ("ru", 'msgid "home.choose"', 'msgid "home.chose"', "key home.choose: it is missing"),
    ("es", 'msgid "home.choose"\nmsgstr "', 'msgid "home.choose"\nmsgstr ""\n# "',
     "key home.choose: it needs 1 filled form"),
    ("ru", 'msgid "home.choose"', '#, fuzzy\nmsgid "home.choose"', "key home.choose: it is marked fuzzy"),
    ("es", "{reason}", "{reson}", "has a placeholder that English has not"),
    ("en", "<b>How:</b>", "<b>How:", "the tag <b> is not allowed or not closed"),
    ("ru", "<b>", "<a>", "the tag <a> is not allowed or not closed"),
    ("es", 'msgid "', 'mgid "', "it cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "old", "new", "sentence"), BROKEN)
def test_a_broken_catalog_is_refused_with_file_and_key(
    tmp_path: Path, language: str, old: str, new: str, sentence: str
) -> None:
    folder = broken(tmp_path, language, old, new)
    with pytest.raises(CatalogFault) as caught:
        check_catalogs(load_catalogs(folder))
    assert str(caught.value).startswith(f"locales/{language}/LC_MESSAGES/bot.po")
    assert sentence in str(caught.value)


def test_a_missing_language_is_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "locales", ignore=shutil.ignore_patterns("es"))
    with pytest.raises(CatalogFault, match=r"locales/es/LC_MESSAGES/bot\.po: the file is missing"):
        Words.load(tmp_path / "locales")


def test_the_policy_finds_all_its_words_in_every_language() -> None:
    assert missing(load()) == []


def test_a_missing_text_is_named_with_the_rule_that_needs_it(tmp_path: Path) -> None:
    folder = broken(tmp_path, "es", 'msgid "advice.deleted"', 'msgid "advice.delated"')
    assert missing(load(), folder) == [
        "steps.toml: rule deleted: there is no text advice.deleted in locales/es"
    ]
