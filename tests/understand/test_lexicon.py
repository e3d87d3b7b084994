"""The files of words: what is wrong in one is said with its file."""

import shutil
import tomllib
from pathlib import Path

import pytest

from bot.dialogue.state import LANGUAGES, Language
from bot.texts.catalog import FOLDER, CatalogFault
from bot.understand.lexicon import element, load_lexicons, rows
from tests.dialogue.walk import policy

BROKEN = {
    "no toml": ("[[phrase]", "cannot be read"),
    "no such fact": ('[[phrase]]\ntells = { colour = "red" }\nsays = ["red"]\n', "there is no fact 'colour'"),
    "no such value": (
        '[[phrase]]\ntells = { status = "lost" }\nsays = ["lost"]\n',
        "status cannot be 'lost'",
    ),
    "no counter": ('[[phrase]]\ntells = {}\ndates = "status"\nsays = ["paid"]\n', "it is no counter"),
    "a gap at the end": ('[[phrase]]\ntells = {}\nsays = ["paid ~"]\n', "begin and end with a word"),
    "any word at all": ('[[phrase]]\ntells = {}\nsays = ["p*"]\n', "would fit almost any word"),
    "no such list": ('[[phrase]]\ntells = {}\nsays = ["<sellers> paid"]\n', "no such list of words"),
    "nothing else": ('[[phrase]]\ntells = {}\nsays = ["paid"]\n', "is missing"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_said_with_its_file(name: str, tmp_path: Path) -> None:
    words, sentence = BROKEN[name]
    shutil.copytree(FOLDER, tmp_path / "locales")
    (tmp_path / "locales" / "ru" / "words.toml").write_text("[lists]\n" + words, encoding="utf-8")
    with pytest.raises(CatalogFault, match=r"locales/ru/words\.toml") as refused:
        load_lexicons(policy().vocabulary, tmp_path / "locales")
    assert sentence in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogFault, match=r"locales/en/words\.toml: the file is missing"):
        load_lexicons(policy().vocabulary, tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_of_words_is_used(language: Language) -> None:
    text = (FOLDER / language / "words.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)["lists"]
    assert {name for name in lists if text.count(f"<{name}>") < 2} == set()


def test_a_phrase_is_words_stems_and_gaps() -> None:
    assert rows("seller/shop ~ refus* & never") == (("seller/shop", "~", "refus*"), ("never",))
    assert element("seller/shop/shops/seller") == (("seller", "shop", "shops"), ())
    assert element("refus*/no") == (("no",), ("refus",))
