"""Catalogs: `.po` files keyed by message id, read by Babel and checked before anything is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from bot.dialogue.state import LANGUAGES, Written

FOLDER = Path(__file__).parents[2] / "locales"
REFERENCE: Written = "en"
SELLERS: Written = "zh"
"""A language in which only letters and forms are written."""


class CatalogFault(Exception):
    """A catalog cannot be used. The sentence names the file and the key."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """One language's messages: for each key its forms (one, or as many as the language has plurals)."""

    language: Written
    forms: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]


def load_catalogs(folder: Path = FOLDER) -> dict[Written, Catalog]:
    """All languages. Raises CatalogFault for a missing, unreadable, fuzzy or empty message."""
    return {language: _catalog(language, folder) for language in (*LANGUAGES, SELLERS)}


def catalog_file(folder: Path, language: str) -> Path:
    """Where a language's catalog stands."""
    return folder / language / "LC_MESSAGES" / "bot.po"


def _catalog(language: Written, folder: Path) -> Catalog:
    file = catalog_file(folder, language)
    place = f"locales/{language}/LC_MESSAGES/bot.po"
    try:
        with file.open("rb") as source:
            catalog = read_po(source, locale=language, abort_invalid=True)
    except FileNotFoundError:
        raise CatalogFault(f"{place}: the file is missing") from None
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise CatalogFault(f"{place}: it cannot be read: {error}") from None
    forms = {str(_key(message)): _forms(message, catalog, place) for message in catalog if message.id}
    return Catalog(language, forms, c2py(catalog.plural_expr))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message, catalog: PoCatalog, place: str) -> tuple[str, ...]:
    key = _key(message)
    if message.fuzzy:
        raise CatalogFault(f"{place}: key {key}: it is marked fuzzy")
    said = message.string or ""
    forms = (said,) if isinstance(said, str) else tuple(said)
    wanted = catalog.num_plurals if message.pluralizable else 1
    if len(forms) != wanted or not all(form and form.strip() for form in forms):
        raise CatalogFault(f"{place}: key {key}: it needs {wanted} filled form{'s' if wanted > 1 else ''}")
    return forms
