"""What becomes of an order when the policy gives up words that it was told in."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from bot.dialogue import routes
from bot.dialogue.revised import fitting, revised
from bot.dialogue.routes import Route
from bot.dialogue.state import Advised, Case, Heard, Person, Told
from bot.dialogue.step import screen_of, step
from bot.texts.render import render
from bot.texts.say import Words
from tests.dialogue.walk import NOW, policy, world

KNOWN = Case(1, 1, NOW, name="the lamp").tell("status", "shipped", NOW, "tapped").tell(
    "paid_h", NOW - timedelta(days=31), NOW, "tapped"
)  # fmt: skip


def with_odd_words() -> Person:
    """Somebody to whom an older policy gave facts and values that this one does not know."""
    odd = {
        "why": Told("taken_out", NOW, "tapped"),
        "a_fact_taken_out": Told("yes", NOW, "typed"),
        "a_clock_taken_out": Told(NOW, NOW, "typed"),
        "tracking": Told(NOW, NOW, "typed"),
        "shipped_d": Told(10**6, NOW, "tapped"),
    }
    heard = {"condition": Heard("taken_out", NOW, "typed", sure=True)}
    case = replace(
        KNOWN,
        told=MappingProxyType({**KNOWN.told, **odd}),
        heard=MappingProxyType(heard),
        guessed=MappingProxyType({"seller": "taken_out"}),
        advised=Advised("old", "wait_parcel", "words", NOW),
    )
    return Person(7, chosen="en", next_case=3).with_case(case).with_case(replace(KNOWN, id=2, ordinal=2))


def test_what_the_policy_has_no_word_for_is_dropped_and_the_rest_stays() -> None:
    person = fitting(with_odd_words(), policy().vocabulary)
    case = person.cases[1]
    assert (case.told, case.name) == (KNOWN.told, KNOWN.name)
    assert not case.heard
    assert not case.guessed
    assert list(person.cases) == [1, 2]
    assert person.cases[2] == with_odd_words().cases[2]


def test_whoever_told_nothing_odd_stays_the_same() -> None:
    person = Person(7, chosen="en", next_case=2).with_case(KNOWN)
    assert fitting(person, policy().vocabulary) is person


@pytest.mark.parametrize("route", [routes.Home(), routes.Orders(), routes.Card(1), routes.Timeline(1)])
def test_every_screen_can_be_shown_then(route: Route) -> None:
    done = step(fitting(with_odd_words(), policy().vocabulary), route, world())
    assert render(screen_of(done, world(), with_notice=True), "en", Words.load()).html


def test_their_answer_is_looked_at_again() -> None:
    person, _ = revised(fitting(with_odd_words(), policy().vocabulary), world())
    assert person.cases[1].advised is not None
    assert person.cases[1].advised.version == policy().version
