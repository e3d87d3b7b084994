"""Letters to the bank and to a consumer body: what is known is in them, what is not is a blank."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from bot.dialogue import routes
from bot.dialogue.events import Typed
from bot.dialogue.outside import BLANK, KINDS, outside_text
from bot.dialogue.state import LANGUAGES, Case, Language, Person, Sum
from bot.dialogue.step import step
from bot.texts.formats import money
from bot.texts.say import Words
from tests.dialogue.walk import NOW, world
from tests.understand.labelled import reader

WORDS = Words.load()


def case() -> Case:
    order = Case(1, 1, opened=NOW, number="3041227611804521").tell("status", "delivered", NOW, "tapped")
    return order.tell("condition", "damaged", NOW, "tapped")


def whole() -> Case:
    order = replace(case(), sums=MappingProxyType({"paid": Sum(2490, "€")}))
    for fact, days in (("paid_h", 30), ("refund_bd", 20)):
        order = order.tell(fact, NOW - timedelta(days=days), NOW, "tapped")
    return order


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_known_is_in_the_letter(kind: str, language: Language) -> None:
    said = WORDS.plain(outside_text(whole(), kind, world()), language)
    assert BLANK not in said
    assert money(Sum(2490, "€"), language) in said
    assert "3041227611804521" in said
    assert "2026" in said


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_is_a_blank(kind: str) -> None:
    unknown = Case(1, 1, opened=NOW)
    assert WORDS.plain(outside_text(unknown, kind, world()), "en").count(BLANK) == (
        3 if kind == "platform" else 4
    )


def test_the_sum_is_typed_and_leads_back_to_the_letter() -> None:
    person = Person(7, chosen="en", next_case=2).with_case(case())
    asked = step(person, routes.SumOf(1, "paid", "trace"), world())
    done = step(asked.person, Typed("24.90 EUR", reader().read("24.90 EUR", "typed", NOW)), world())
    assert done.route == routes.Outside(1, "trace")
    assert done.person.cases[1].sums["paid"] == Sum(2490, "€")
