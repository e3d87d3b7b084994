"""A label typed instead of tapped."""

import pytest

from bot.dialogue import routes
from bot.dialogue.events import Event, Started
from bot.dialogue.state import Person
from bot.dialogue.step import step
from bot.texts.say import Words
from bot.understand.labels import read_label
from tests.dialogue.walk import somebody, world

WORDS = Words.load()


def viewing(*events: Event) -> Person:
    person = somebody()
    for event in (Started(), *events):
        person = step(person, event, world()).person
    return person


@pytest.mark.parametrize("typed", ["Help", "помощь", "  AYUDA! "])
def test_a_label_in_any_language_means_its_button(typed: str) -> None:
    assert read_label(typed, viewing(), world(), WORDS) == routes.Help()


@pytest.mark.parametrize("typed", ["awaiting shipment", "Ожидается отправка", "pendiente de envío"])
def test_a_status_can_be_typed(typed: str) -> None:
    person = somebody()
    picker = viewing(routes.NewOrder(person.next_case))
    assert read_label(typed, picker, world(), WORDS) == routes.Open(person.next_case, "awaiting_shipment")


@pytest.mark.parametrize("typed", ["back", "Назад", "atrás"])
def test_back_can_be_typed(typed: str) -> None:
    assert read_label(typed, viewing(routes.Topic("refund")), world(), WORDS) == routes.Help()


@pytest.mark.parametrize("typed", ["", "nonsense", "!!!", "x" * 500])
def test_anything_else_is_left_to_others(typed: str) -> None:
    assert read_label(typed, viewing(), world(), WORDS) is None


def test_a_name_may_be_any_word_even_a_label() -> None:
    person = somebody()
    named = viewing(routes.Open(person.next_case, "frozen"), routes.Naming(person.next_case))
    assert read_label("Home", named, world(), WORDS) is None
