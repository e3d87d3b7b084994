"""Typed words for buttons: a label of the screen in view, its number, or a word such as "yes" or "назад"."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.dialogue import actions, routes
from bot.dialogue.address import BadAddress, Target, decode, encode
from bot.dialogue.events import Event
from bot.dialogue.reach import here
from bot.dialogue.screen import Button, Text
from bot.dialogue.screens import screen_after
from bot.dialogue.state import LANGUAGES, Person
from bot.dialogue.world import World
from bot.texts.say import Words
from bot.understand.lexicon import Lexicon
from bot.understand.tokens import fold
from rules.facts import UNKNOWN, Count

LONGEST_LABEL = 64
ALIKE, APART = 90, 6
"""How like a label a mistyped word must be, and how much less like any other, in percent."""

SHORTEST_MISTYPED = 5
FREE = (routes.Naming, routes.Numbering, routes.Reporting, routes.Pasting)
"""Screens that ask for any words at all: there only "back" is a button."""

SMALL = re.compile(r"[0-9]{1,2}")
FINAL = (routes.Erasing, routes.Deleting)
PLAIN_YES = frozenset({"yes", "да", "si"})
"""What cannot be undone is agreed to in so many words, not by "ok" or a number."""

CONFIRMING = (actions.Agree, actions.Delete, actions.Erase)
DENYING = (actions.Disagree,)

ANYWHERE: dict[str, Target] = {
    "home": routes.Home(),
    "orders": routes.Orders(),
    "help": routes.Help(),
    "settings": routes.Settings(),
    "language": routes.Languages(encode(routes.Home())),
}
"""Words that lead to the same screen from everywhere."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """One button that leads somewhere here: its target, and its label in every language, folded."""

    target: Target
    key: str
    names: frozenset[str]


class Labels:
    """Reads typed words as buttons, in all languages at once."""

    def __init__(self, words: Words, lexicons: Iterable[Lexicon]) -> None:
        self._words = words
        self._meaning: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        for lexicon in lexicons:
            for name, said in lexicon.answers.items():
                if name == "numbers":
                    self._numbers |= {_folded(word): place for place, word in enumerate(said, 1)}
                else:
                    self._meaning |= {_folded(word): name for word in said}

    def read(self, text: str, person: Person, world: World) -> Event | None:
        """The target of the button that was typed; None where a free text is asked for or none fits."""
        wanted = _folded(text)
        view = here(person, world)
        doubtful = isinstance(view, FINAL) and "?" in text
        if len(wanted) > LONGEST_LABEL or not (wanted or text.strip()) or doubtful:
            return None
        choices = list(self._choices(person, world))
        meaning = self._meaning.get(wanted, "")
        if meaning == "yes" and isinstance(view, FINAL) and wanted not in PLAIN_YES:
            return None
        if isinstance(view, FREE):
            return self._back(choices) if meaning == "back" else None
        return (
            self._labelled(wanted, choices)
            or self._meant(meaning, choices, person)
            or (None if isinstance(view, FINAL) else self._numbered(wanted, person, world, choices))
            or (None if isinstance(view, FINAL) else self._mistyped(wanted, choices))
        )

    def _choices(self, person: Person, world: World) -> Iterator[_Choice]:
        for row in screen_after(person, here(person, world), world).rows:
            for button in row:
                if button.target is not None:
                    yield _Choice(button.target, button.label.key, frozenset(self._names(button)))

    def _names(self, button: Button) -> Iterator[str]:
        for language in LANGUAGES:
            yield _folded(self._words.plain(_bare(button.label), language))

    def _labelled(self, wanted: str, choices: list[_Choice]) -> Target | None:
        return next((choice.target for choice in choices if wanted and wanted in choice.names), None)

    def _mistyped(self, wanted: str, choices: list[_Choice]) -> Target | None:
        """The one label that the words are very like."""
        if len(wanted) < SHORTEST_MISTYPED:
            return None
        scores = sorted(
            (
                (max(fuzz.ratio(wanted, name) for name in choice.names), place)
                for place, choice in enumerate(choices)
            ),
            reverse=True,
        )
        if not scores or scores[0][0] < ALIKE:
            return None
        alone = len(scores) == 1 or scores[1][0] < scores[0][0] - APART
        return choices[scores[0][1]].target if alone else None

    def _numbered(self, wanted: str, person: Person, world: World, choices: list[_Choice]) -> Target | None:
        """The button with that number, from the top; not where the question is itself about a number."""
        view = here(person, world)
        if isinstance(view, routes.Question) and isinstance(world.policy.vocabulary[view.fact], Count):
            return None
        number = int(wanted) if SMALL.fullmatch(wanted) else self._numbers.get(wanted, 0)
        return choices[number - 1].target if 0 < number <= len(choices) else None

    def _meant(self, meaning: str, choices: list[_Choice], person: Person) -> Event | None:
        if meaning in LANGUAGES:
            return actions.Speak(meaning, _returning(person.viewing))
        if meaning == "new":
            return routes.NewOrder(person.next_case)
        return ANYWHERE.get(meaning) or self._answered(meaning, choices)

    def _answered(self, meaning: str, choices: list[_Choice]) -> Target | None:
        """What "yes" and the like mean on this screen."""
        match meaning:
            case "yes":
                return _first(choices, lambda one: _tells(one.target, "yes", CONFIRMING))
            case "no":
                return _first(choices, lambda one: _tells(one.target, "no", DENYING)) or self._back(choices)
            case "unknown":
                return _first(choices, lambda one: _tells(one.target, UNKNOWN))
            case "back":
                return self._back(choices)
        return None

    def _back(self, choices: list[_Choice]) -> Target | None:
        """Where Back leads; home from a screen that has none."""
        return _first(choices, lambda one: one.key == "button.back") or routes.Home()


def _returning(viewing: str) -> str:
    """Where a chosen language leads: to the screen in view; from the list of languages, to what led there."""
    try:
        target = decode(viewing)
    except BadAddress:
        return viewing
    return target.back if isinstance(target, routes.Languages) else viewing


def _first(choices: list[_Choice], fits: Callable[[_Choice], bool]) -> Target | None:
    return next((choice.target for choice in choices if fits(choice)), None)


def _tells(target: Target, value: str, or_is: tuple[type[Target], ...] = ()) -> bool:
    return isinstance(target, or_is) or (isinstance(target, actions.Tell) and target.value == value)


def _bare(label: Text) -> Text:
    """A marked label without its mark."""
    inner = label.values.get("label")
    return inner if isinstance(inner, Text) else label


def _folded(text: str) -> str:
    """Letters and digits only, in lower case and without accents: arrows, dots and emoji are not typed."""
    kept = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return " ".join(kept.split())
