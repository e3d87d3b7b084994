"""say: a text key with typed values to a sentence in one language, for a screen or plain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from html import escape, unescape
from pathlib import Path

from bot.dialogue.screen import Dated, Day, Joined, Prose, Shape, Text
from bot.dialogue.state import Sum, Written
from bot.texts.catalog import FOLDER, Catalog, CatalogFault, load_catalogs
from bot.texts.check import PLACEHOLDER, check_catalogs
from bot.texts.formats import dated_day, money, number, plain_day, plain_moment

TAGS = re.compile(r"<[^>]+>")
DAY_FORMAT = "wD"
MOMENT_FORMAT = "wDt"


@dataclass(frozen=True, slots=True)
class Words:
    """All languages, complete. Language is an argument of every saying, never ambient."""

    catalogs: Mapping[Written, Catalog]
    zone: tzinfo = UTC
    """Where moments are told for apps that cannot show the reader's own; the fallback names it."""

    def at(self, zone: tzinfo) -> "Words":
        """The same words, telling moments in another zone."""
        return self if zone == self.zone else replace(self, zone=zone)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Words":
        """The catalogs of a folder. Raises CatalogFault naming file and key."""
        catalogs = load_catalogs(folder)
        check_catalogs(catalogs)
        return cls(catalogs)

    def say(self, text: Text, language: Written) -> str:
        """The text as Telegram's HTML, every value escaped. Raises CatalogFault for an unknown key."""
        form = self._form(text, language)
        if "{" not in form:
            return form
        return PLACEHOLDER.sub(lambda found: self._value(text, found[1], language), form)

    def plain(self, text: Text, language: Written) -> str:
        """The text without any markup, for buttons, toasts and what is copied."""
        said = self.say(text, language)
        return unescape(TAGS.sub("", said)) if "<" in said or "&" in said else said

    def _form(self, text: Text, language: Written) -> str:
        catalog = self.catalogs[language]
        forms = catalog.forms.get(text.key)
        if forms is None:
            raise CatalogFault(f"locales/{language}/LC_MESSAGES/bot.po: key {text.key}: it is missing")
        if len(forms) == 1:
            return forms[0]
        count = text.values.get("n", 0)
        return forms[catalog.plural(count if isinstance(count, int) else 0)]

    def _value(self, text: Text, name: str, language: Written) -> str:
        if name not in text.values:
            raise CatalogFault(f"key {text.key}: nobody gives its placeholder {name} a value")
        return self._shape(text.values[name], language)

    def _shape(self, value: Shape, language: Written) -> str:
        match value:
            case Text():
                return self.say(value, language)
            case Joined(texts):
                return "; ".join(self.say(one, language) for one in texts)
            case Prose(texts):
                return " ".join(self.say(one, language) for one in texts)
            case Day(moment):
                return (
                    self._day(moment, language)
                    if isinstance(moment, datetime)
                    else dated_day(moment, language)
                )
            case Dated(moment):
                return dated_day(moment.astimezone(self.zone).date(), language)
            case datetime():
                return _tagged(value, MOMENT_FORMAT, plain_moment(value, language, self.zone))
            case Sum():
                return escape(money(value, language), quote=False)
            case int():
                return number(value, language)
            case str():
                return escape(value, quote=False)

    def _day(self, moment: datetime, language: Written) -> str:
        return _tagged(moment, DAY_FORMAT, plain_day(moment, language, self.zone))


def _tagged(moment: datetime, form: str, fallback: str) -> str:
    """Telegram shows it in the reader's own zone; older apps show the fallback, which names its zone."""
    return (
        f'<tg-time unix="{int(moment.timestamp())}" format="{form}">{escape(fallback, quote=False)}</tg-time>'
    )
