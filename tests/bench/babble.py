"""Random and mutated texts through reading, step and screen: `python -m tests.bench.babble [how many]`.

Nothing may raise, nothing shown may be longer than Telegram takes. Every text is made from a number, so
that a failure names the one that made it.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random
from time import perf_counter

from bot.dialogue.events import Shown, Typed
from bot.dialogue.state import LANGUAGES, How, Person
from bot.dialogue.step import screen_of, step
from bot.texts.render import render
from bot.texts.say import Words
from bot.understand.safety import mask
from tests.bench.figures import say
from tests.dialogue.walk import somebody, world
from tests.understand.labelled import HALVES, NOW, labelled, reader

LONGEST_MESSAGE, LONGEST_LABEL, LONGEST_COPY = 4096, 64, 256
HOWS: tuple[How, ...] = ("typed", "pasted", "forwarded", "pictured")
ALPHABET = "abcxyzабвэюяñéí0123456789 \n\t.,:;!?/@#№€₽…•\u200b\u202e\u2066\ud83d\ude42'\"<>&|~*\x00"
MOST_ORDERS = 20


def texts(start: int, many: int) -> Iterator[tuple[int, str]]:
    """Texts by the number that made them: labelled ones torn, doubled and mixed, and sheer noise."""
    known = [text.say for half in HALVES for text in labelled(half)]
    for number in range(start, start + many):
        dice = Random(number)  # noqa: S311 - the same texts every time
        yield number, _noise(dice) if dice.random() < 0.2 else _torn(dice.choice(known), known, dice)


def _noise(dice: Random) -> str:
    return "".join(dice.choices(ALPHABET, k=int(dice.paretovariate(0.6)) % 6000))


def _torn(text: str, known: list[str], dice: Random) -> str:
    for _ in range(dice.randrange(6)):
        at, to = sorted((dice.randrange(len(text) + 1), dice.randrange(len(text) + 1)))
        match dice.randrange(6):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + dice.choice(ALPHABET) + text[at:]
            case 2:
                text = text[:at] + dice.choice(known) + text[at:]
            case 3:
                text = text.replace(" ", "")
            case 4:
                text = text[at:to] * dice.randrange(1, 40)
            case _:
                text = text.swapcase()
    return text


def survive(number: int, text: str, person: Person) -> Person:
    """One text taken all the way; the person afterwards. Raises whatever goes wrong."""
    how = HOWS[number % len(HOWS)]
    reading = reader().read(mask(text).text, how, NOW)
    event = Typed(text, reading) if how == "typed" else Shown("forward", text, reading=reading)
    pressed = reader().labels.read(text, person, world()) if how == "typed" else None
    done = step(person, pressed or event, world())
    screen = screen_of(done, world(), with_notice=True)
    face = render(screen, LANGUAGES[number % len(LANGUAGES)], _words())
    if len(face.html) > LONGEST_MESSAGE * 2 or any(
        len(key.label) > LONGEST_LABEL or len(key.copy) > LONGEST_COPY for row in face.keyboard for key in row
    ):
        raise ValueError(f"text {number} leads to something too long")
    return done.person if len(done.person.cases) < MOST_ORDERS else somebody()


@cache
def _words() -> Words:
    return Words.load()


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    person, begun = replace(somebody(), chosen="en"), perf_counter()
    for number, text in texts(0, many):
        try:
            person = survive(number, text, person)
        except Exception:
            say(f"text {number}: {text[:300]!r}")
            raise
    say(f"{many} texts, no exception, nothing too long, {perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
