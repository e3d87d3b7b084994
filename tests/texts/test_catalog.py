"""A language is complete or the build fails; a broken catalog stops the start with file and key."""

import shutil
from pathlib import Path

import pytest

from bot.texts.catalog import FOLDER, CatalogFault, load_catalogs
from bot.texts.check import check_catalogs, faults
from bot.texts.say import Words
from rules.loader import load


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


def test_the_policy_finds_all_its_words() -> None:
    """Every rule, fact, value, step, way, reason, claim and deadline has its text."""
    policy = load()
    given = {
        "steps": ("advice.{advice}", "step.{step}", "press.{step}"),
        "disputes": ("dispute.{dispute}",),
        "refunds": ("refund.method.{refund}",),
        "reasons": ("reason.{reason}", "reason.you.{fault}", "reason.seller.{fault}"),
        "claims": ("claim.{claim}", "form.{claim}"),
        "ways": ("way.{way}",),
        "warnings": ("warn.{warning}",),
        "deadlines": ("deadline.{deadline}", "deadline.{deadline}.open"),
        "offers": ("letter.{offer}", "letters.{offer}"),
    }
    wanted = {
        pattern.format(id=row.id, **row.gives)
        for table, patterns in given.items()
        for row in policy.tables[table].rows
        for pattern in patterns
    }
    wanted |= {f"fact.{name}" for name in policy.vocabulary.facts}
    wanted |= {
        f"conflict.{dated.why}" for number in policy.numbers.values() for dated in number.values if dated.why
    }
    assert sorted(wanted - load_catalogs()["en"].forms.keys()) == []
