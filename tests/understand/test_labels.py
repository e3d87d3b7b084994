"""A label typed instead of tapped."""

import pytest

from bot.dialogue import actions, routes
from bot.dialogue.events import Commanded, Event, Started
from bot.dialogue.state import Person
from bot.dialogue.step import step
from tests.dialogue.walk import somebody, world
from tests.understand.labelled import reader


def viewing(*events: Event) -> Person:
    person = somebody()
    for event in (Started(), *events):
        person = step(person, event, world()).person
    return person


@pytest.mark.parametrize("typed", ["Help", "помощь", "  AYUDA! "])
def test_a_label_in_any_language_means_its_button(typed: str) -> None:
    assert reader().labels.read(typed, viewing(), world()) == routes.Help()


@pytest.mark.parametrize("typed", ["awaiting shipment", "Ожидается отправка", "pendiente de envío"])
def test_a_status_can_be_typed(typed: str) -> None:
    person = somebody()
    picker = viewing(routes.NewOrder(person.next_case))
    assert reader().labels.read(typed, picker, world()) == actions.Open(person.next_case, "awaiting_shipment")


@pytest.mark.parametrize("typed", ["back", "Назад", "atrás"])
def test_back_can_be_typed(typed: str) -> None:
    assert reader().labels.read(typed, viewing(routes.Topic("refund")), world()) == routes.Help()


@pytest.mark.parametrize("place", [routes.Home(), routes.Topic("refund")])
def test_a_language_typed_on_the_list_of_languages_leads_to_what_stood_before_it(place: routes.Route) -> None:
    listed = viewing(place, Commanded("language"))
    typed = reader().labels.read("español", listed, world())
    assert typed is not None
    done = step(listed, typed, world())
    assert (done.person.chosen, done.route) == ("es", place)


@pytest.mark.parametrize("typed", ["", "nonsense", "!!!", "x" * 500])
def test_anything_else_is_left_to_others(typed: str) -> None:
    assert reader().labels.read(typed, viewing(), world()) is None


def test_a_name_may_be_any_word_even_a_label() -> None:
    person = somebody()
    named = viewing(actions.Open(person.next_case, "frozen"), routes.Naming(person.next_case))
    assert reader().labels.read("Home", named, world()) is None


@pytest.mark.parametrize("said", ["да", "Yes!", "sí", "ага"])
def test_yes_agrees_to_what_the_screen_asks(said: str) -> None:
    person = somebody()
    asked = viewing(actions.Open(person.next_case, "verifying"), routes.Question(person.next_case, "button"))
    assert reader().labels.read(said, asked, world()) == actions.Tell(person.next_case, "button", "yes")


@pytest.mark.parametrize("said", ["да", "Yes!", "sí"])
def test_what_cannot_be_undone_wants_a_plain_yes(said: str) -> None:
    person = somebody()
    deleting = viewing(actions.Open(person.next_case, "frozen"), routes.Deleting(person.next_case))
    assert reader().labels.read(said, deleting, world()) == actions.Delete(person.next_case)
    for doubtful in ("ok", "1", f"{said}?", "yes delete"):
        assert reader().labels.read(doubtful, deleting, world()) is None, doubtful


@pytest.mark.parametrize("said", ["нет", "no", "nope"])
def test_no_denies_it_or_goes_back(said: str) -> None:
    person = somebody()
    asked = viewing(actions.Open(person.next_case, "verifying"), routes.Question(person.next_case, "button"))
    assert reader().labels.read(said, asked, world()) == actions.Tell(person.next_case, "button", "no")
    deleting = viewing(actions.Open(person.next_case, "frozen"), routes.Deleting(person.next_case))
    assert reader().labels.read(said, deleting, world()) == routes.Manage(person.next_case)


@pytest.mark.parametrize("said", ["не знаю", "idk", "no lo sé", "не вижу", "no lo veo"])
def test_not_knowing_is_an_answer(said: str) -> None:
    person = somebody()
    asked = viewing(actions.Open(person.next_case, "verifying"), routes.Question(person.next_case, "button"))
    assert reader().labels.read(said, asked, world()) == actions.Tell(person.next_case, "button", "unknown")


@pytest.mark.parametrize(("said", "place"), [("1", 0), ("2.", 1), ("три", 2), ("cuatro", 3)])
def test_a_button_can_be_typed_by_its_number(said: str, place: int) -> None:
    person = somebody()
    picker = viewing(routes.NewOrder(person.next_case))
    statuses = ("unpaid", "verifying", "awaiting_shipment", "cancel_requested")
    assert reader().labels.read(said, picker, world()) == actions.Open(person.next_case, statuses[place])


def test_a_number_where_a_number_is_asked_is_no_button() -> None:
    person = somebody()
    asked = viewing(
        actions.Open(person.next_case, "awaiting_shipment"), routes.Question(person.next_case, "paid_h")
    )
    assert reader().labels.read("3", asked, world()) is None


@pytest.mark.parametrize("said", ["Awaitng shipment", "Ожидается отправк", "pendente de envio"])
def test_a_mistyped_label_is_still_its_button(said: str) -> None:
    person = somebody()
    picker = viewing(routes.NewOrder(person.next_case))
    assert reader().labels.read(said, picker, world()) == actions.Open(person.next_case, "awaiting_shipment")


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("меню", routes.Home()),
        ("my orders", routes.Orders()),
        ("ajustes", routes.Settings()),
        ("язык", routes.Languages("h")),
        ("español", actions.Speak("es", "h")),
    ],
)
def test_a_word_means_the_same_on_every_screen(said: str, target: Event) -> None:
    assert reader().labels.read(said, viewing(), world()) == target


def test_where_any_words_are_asked_only_back_is_a_button() -> None:
    person = somebody()
    named = viewing(actions.Open(person.next_case, "frozen"), routes.Naming(person.next_case))
    assert reader().labels.read("назад", named, world()) == routes.Manage(person.next_case)
    assert reader().labels.read("yes", named, world()) is None
