"""Letters to the seller, from the facts of the case and nothing else."""

from bot.dialogue.screen import Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.facts import UNKNOWN

TONES, LENGTHS = ("polite", "firm"), ("short", "full")
ANY = ("hello", "refuse_extension", "confirm_first", "off_platform", "price_raised", "out_of_stock", "thanks")
"""Letters that fit any order whose seller can be written to."""

REASONED = {"cancel_request", "cancel_again"}
REQUESTED = REASONED | {"cancel_reminder"}
"""Letters about a request that cancels by itself if the seller is silent."""

PROBLEMS = {"problem"}
FIRMER_LATER = {"cancel_request": "cancel_reminder"}
"""The letter that follows one that was not answered, where it is another one."""


def fitting(case: Case, world: World) -> tuple[str, ...]:
    """The kinds of letter that fit a case as the rules say, best first."""
    return tuple(dict.fromkeys(world.advice(case).offers))


def letters_for(case: Case, world: World) -> tuple[str, ...]:
    """All kinds of letter that a case may need: those that fit it, then those that fit any."""
    return tuple(dict.fromkeys((*fitting(case, world), *ANY)))


def letter_text(case: Case, kind: str, tone: str = "polite", length: str = "short") -> Text:
    """The letter with the order's number if it is known, and the reason or problem if it was told."""
    values: dict[str, Shape] = {"order": order_words(case)}
    if kind in REASONED:
        values["reason"] = Text(f"letter.reason.{_told(case, 'why')}")
    if kind in PROBLEMS:
        values["problem"] = Text(f"letter.problem.{_told(case, 'condition')}")
    return Text(f"letter.{kind}.{tone}.{length}", values)


def order_words(case: Case) -> Text:
    """How a letter names the order: by its number, or only as the order."""
    return (
        Text("letter.order.numbered", {"number": case.number}) if case.number else Text("letter.order.plain")
    )


def follow_up(kind: str) -> str:
    """The letter that comes after one that was not answered."""
    return FIRMER_LATER.get(kind, kind)


def _told(case: Case, fact: str) -> str:
    value = case.value(fact)
    return value if isinstance(value, str) else UNKNOWN
