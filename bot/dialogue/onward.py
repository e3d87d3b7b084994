"""Beginning an order, and the way on from one: to the next question, to what was heard, or to the goal."""

from dataclasses import replace

from bot.dialogue import routes
from bot.dialogue.outcome import Step
from bot.dialogue.routes import GOALS
from bot.dialogue.screen import Text
from bot.dialogue.state import MAX_CASES, Case, Person
from bot.dialogue.world import World

HEARD = "u"
"""The goal of a correction: back to what was understood."""


def begin(
    person: Person, world: World, number: str = "", *, supposed: bool = False
) -> tuple[Person, Case] | None:
    """A new order, told or only `supposed` for a text; None if the person has as many as can be kept."""
    if len(person.cases) >= MAX_CASES:
        return None
    ordinal = 1 + max((case.ordinal for case in person.cases.values()), default=0)
    case = Case(person.next_case, ordinal, opened=world.now, number=number, supposed=supposed)
    return replace(person.with_case(case), next_case=person.next_case + 1), case


def onward(person: Person, case: Case, goal: str, world: World, notice: Text | None = None) -> Step:
    """To the next question that is worth asking, else to the goal, else to the card.

    A correction of what was heard leads back to the rest of it.
    """
    if goal == HEARD:
        if case.waits:
            return Step(person, routes.Understood(case.id), notice)
        goal = ""
    goal = goal if goal in GOALS else ""
    question = world.open_question(case, goal)
    return Step(person, question or GOALS.get(goal, routes.Card)(case.id), notice)
