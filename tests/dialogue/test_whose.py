"""Several orders of one person, and which of them a text is about."""

from bot.dialogue import routes
from bot.dialogue.events import Event, Typed
from bot.dialogue.screen import Button
from bot.dialogue.screens import screen_after
from bot.dialogue.state import Person
from bot.dialogue.step import Step, step
from tests.dialogue.walk import NOW, somebody, world
from tests.understand.labelled import reader


def says(person: Person, text: str) -> Step:
    """The step of a typed text, read as the desk reads it."""
    return step(person, Typed(text, reader().read(text, "typed", NOW)), world())


def does(person: Person, *events: Event) -> Person:
    for event in events:
        person = step(person, event, world()).person
    return person


def targets(done: Step) -> list[object]:
    rows = screen_after(done.person, done.route, world()).rows
    return [button.target for row in rows for button in row if isinstance(button, Button)]


def test_orders_whose_numbers_end_alike_are_told_apart() -> None:
    person = somebody()
    for number in ("3041227611804521", "3041227611814521"):
        person = says(does(person, routes.Home()), number).person
    shown = step(person, routes.Orders(), world())
    names = [button.label for row in screen_after(shown.person, shown.route, world()).rows for button in row]
    numbered = [name for name in names if name.key == "order.numbered"]
    assert len(numbered) == len(person.cases)
    assert numbered[0] != numbered[1]


def test_an_order_that_waits_for_the_buyers_word_leads_to_what_was_understood() -> None:
    done = says(somebody(), "оплатил 10 дней назад, не отправляют")
    number = done.person.next_case - 1
    orders = step(done.person, routes.Orders(), world())
    assert routes.Understood(number) in targets(orders)
    assert routes.Card(number) not in targets(orders)
