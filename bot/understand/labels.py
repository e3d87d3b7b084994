"""Typed words for buttons: a label of the screen in view, in any language, means its button."""

from bot.dialogue import routes
from bot.dialogue.events import Event
from bot.dialogue.reach import here
from bot.dialogue.screen import Button, Screen, Text
from bot.dialogue.screens import screen_after
from bot.dialogue.state import LANGUAGES, Person
from bot.dialogue.world import World
from bot.texts.say import Words

LONGEST_LABEL = 64


def read_label(text: str, person: Person, world: World, words: Words) -> Event | None:
    """The target of the button whose label was typed; None where a free text is asked for or none fits."""
    wanted = _folded(text)
    view = here(person, world)
    if (
        not wanted
        or len(wanted) > LONGEST_LABEL
        or isinstance(view, routes.Naming | routes.Numbering | routes.Reporting)
    ):
        return None
    for button in _buttons(screen_after(person, view, world)):
        if button.target is not None and wanted in _names(button, words):
            return button.target
    return None


def _buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


def _names(button: Button, words: Words) -> set[str]:
    return {_folded(words.plain(_bare(button.label), language)) for language in LANGUAGES}


def _bare(label: Text) -> Text:
    """A marked label without its mark."""
    inner = label.values.get("label")
    return inner if isinstance(inner, Text) else label


def _folded(text: str) -> str:
    """Letters and digits only, in lower case: arrows, dots and emoji are not typed."""
    kept = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return " ".join(kept.split()).replace("ё", "е")
