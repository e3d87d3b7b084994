"""Language, privacy, and deleting everything."""

from bot.dialogue import actions, routes
from bot.dialogue.address import encode
from bot.dialogue.layout import button, chosen, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.screen import Block, Button, Row, Screen, Text
from bot.dialogue.state import LANGUAGES, Person


def screen(person: Person) -> Screen:
    """The settings; picking a language redraws this very screen."""
    here = encode(routes.Settings())
    languages = [_language(person, language, here) for language in LANGUAGES]
    rows: list[Row] = [row(one) for one in languages]
    rows.append(
        row(button("dates.all", routes.Deadlines(here)), button("dates.reminding", routes.Reminding()))
    )
    rows.append(row(button("settings.privacy", routes.Privacy()), button("settings.orders", routes.Orders())))
    rows.append(row(button("settings.erase", routes.Erasing(), "danger")))
    return framed([title("settings.title"), paragraph("settings.intro")], rows, None)


def _language(person: Person, language: str, here: str) -> Button:
    label = chosen(Text(f"language.name.{language}"), person.language == language)
    return Button(label, actions.Speak(language, here))


def privacy() -> Screen:
    """What is kept, for how long, and what never."""
    rows: list[Row] = [row(button("settings.erase", routes.Erasing(), "danger"))]
    return framed([title("settings.privacy"), paragraph("privacy.text")], rows, routes.Settings())


def erasing() -> Screen:
    """Asks before deleting everything."""
    body: list[Block] = [title("settings.erase"), paragraph("erase.ask")]
    rows: list[Row] = [row(button("erase.yes", actions.Erase(), "danger"))]
    return framed(body, rows, routes.Settings())


def erased() -> Screen:
    """Says that all is deleted."""
    return framed([paragraph("erase.done")], [], None)
