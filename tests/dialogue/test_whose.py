"""Several orders of one person, and which of them a text is about."""

from dataclasses import replace

import pytest

from bot.dialogue import actions, routes
from bot.dialogue.events import Event, Typed
from bot.dialogue.screen import Button
from bot.dialogue.screens import screen_after
from bot.dialogue.state import Person
from bot.dialogue.step import Step, step
from tests.dialogue.walk import NOW, somebody, world
from tests.understand.labelled import reader


def says(person: Person, text: str) -> Step:
    """The step of a typed text, read as the desk reads it."""
    reading = reader().whose.named(reader().read(text, "typed", NOW), person)
    return step(person, Typed(text, reading), world())


def does(person: Person, *events: Event) -> Person:
    for event in events:
        person = step(person, event, world()).person
    return person


def owner(*names: str) -> tuple[Person, list[int]]:
    """Somebody with an order of each name, awaiting shipment; the last is in view. And their numbers."""
    person, numbers = somebody(), []
    for name in names:
        numbers.append(person.next_case)
        person = does(person, actions.Open(person.next_case, "awaiting_shipment"))
        person = does(
            person.with_case(replace(person.cases[numbers[-1]], name=name)), routes.Card(numbers[-1])
        )
    return person, numbers


def targets(done: Step) -> list[object]:
    rows = screen_after(done.person, done.route, world()).rows
    return [button.target for row in rows for button in row if isinstance(button, Button)]


NAMED = [
    ("mochila", "zapatillas", "la mochila ya la enviaron ayer"),
    ("zapatillas", "mochila", "las zapatillas: abrí la disputa hoy"),
    ("чехол", "наушники", "чехол пришёл сегодня, но не тот цвет"),
    ("чехол для айфона", "наушники", "по чехлу: отправили вчера"),
    ("Кошелёк", "наушники", "кошелька нет, отправили месяц назад"),
    ("наушники", "чехол", "наушники отправили вчера"),
    ("Headphones for Ann", "case", "the headphones were shipped yesterday"),
    ("headphones", "case", "the headphones are fake"),
    ("PS5", "case", "the ps5 was shipped yesterday"),
]


@pytest.mark.parametrize(("name", "other", "text"), NAMED)
def test_a_text_is_about_the_order_that_it_names(name: str, other: str, text: str) -> None:
    person, (meant, _) = owner(name, other)
    for place in (
        routes.Home(),
        routes.Card(person.next_case - 1),
        routes.Question(person.next_case - 1, "paid_h"),
    ):
        done = says(does(person, place), text)
        assert done.route == routes.Understood(meant)
        assert len(done.person.cases) == len(person.cases)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("платье", "платил картой, не отправляют"),
        ("часы", "не отправляют уже 5 часов"),
        ("Мой заказ", "мой заказ отправили вчера"),
        ("не пришёл", "заказ не пришёл, отправили 2 месяца назад"),
        ("red shoes", "arrived today but it is red, not black"),
        ("the second parcel", "the parcel was not shipped, paid 3 days ago"),
    ],
)
def test_words_of_other_things_name_no_order(name: str, text: str) -> None:
    person, (_, viewed) = owner(name, "гитара")
    assert says(person, text).route == routes.Understood(viewed)


def test_of_two_names_that_fit_the_fuller_one_is_meant() -> None:
    person, (_, red, _) = owner("funda negra", "funda roja", "reloj")
    assert says(person, "la funda roja la enviaron ayer").route == routes.Understood(red)


def test_a_name_that_two_orders_have_in_common_leads_to_neither_of_them_unseen() -> None:
    person, (one, other, _) = owner("funda", "funda", "reloj")
    done = says(does(person, routes.Home()), "la funda la enviaron ayer")
    assert {actions.Attach(done.person.next_case - 1, number) for number in (one, other)} <= set(
        targets(done)
    )
    assert says(does(person, routes.Card(one)), "la funda la enviaron ayer").route == routes.Understood(one)


def test_an_open_order_is_meant_before_a_closed_one_of_the_same_name() -> None:
    person, (closed, opened) = owner("чехол", "чехол")
    person = does(person, actions.Close(closed, "received"), routes.Home())
    assert says(person, "чехол отправили вчера").route == routes.Understood(opened)


def test_a_wish_or_a_name_alone_leads_to_the_order_that_it_names() -> None:
    person, (meant, _) = owner("чехол", "наушники")
    for text in ("хочу отменить чехол", "чехол", "что с чехлом?"):
        for place in (routes.Home(), routes.Help()):
            assert getattr(says(does(person, place), text).route, "case", None) == meant


def test_a_number_said_with_a_name_is_that_orders_number() -> None:
    person, (meant, _) = owner("чехол", "наушники")
    done = says(person, "чехол отправили вчера, заказ 3041227611804521")
    assert done.person.cases[meant].number == "3041227611804521"
    assert len(done.person.cases) == len(person.cases)


@pytest.mark.parametrize(
    "text",
    [
        "otro pedido, una mochila, todavía no la mandan, pagué hace 10 días",
        "Tengo otro pedido que no envían, pagué hace 10 días",
        "another order: paid 10 days ago, not shipped",
        "I also ordered a lamp yesterday and want to cancel",
        "и ещё заказал лампу вчера, хочу отменить",
        "по другому заказу: оплатил 10 дней назад, не отправляют",
    ],
)
@pytest.mark.parametrize("fact", ["", "paid_h"])
def test_another_order_begins_one_and_leaves_the_one_in_view(text: str, fact: str) -> None:
    person, (viewed,) = owner("")
    done = says(does(person, routes.Question(viewed, fact) if fact else routes.Card(viewed)), text)
    assert done.person.cases[viewed] == person.cases[viewed]
    assert done.route == routes.Understood(person.next_case)


@pytest.mark.parametrize(
    "text",
    [
        "мне прислали другой заказ, пришло вчера",
        "el vendedor me dice que haga otro pedido, no lo envía",
        "the seller told me to place another order, not shipped",
    ],
)
def test_another_order_that_is_not_the_buyers_begins_none(text: str) -> None:
    person, _ = owner("")
    assert len(says(person, text).person.cases) == len(person.cases)


@pytest.mark.parametrize(
    "text",
    [
        "Заказал наушники 8 дней назад и чехол вчера. Наушники не отправляют, чехол хочу отменить",
        "Ordered headphones 8 days ago and a case yesterday, not shipped",
        "Pedí unos auriculares hace 8 días y una funda ayer, no los envían",
        "у меня два заказа: один не отправляют, второй отправили вчера",
        "I have two orders, one is not shipped and the other was shipped yesterday",
        "tengo dos pedidos, uno no lo envían y el otro lo enviaron ayer",
    ],
)
def test_of_two_orders_in_one_text_nothing_is_mixed_up(text: str) -> None:
    for person in (somebody(), owner("")[0]):
        done = says(person, text)
        assert done.person.cases == person.cases
        assert done.notice is not None
        assert done.notice.key == "notice.several"


@pytest.mark.parametrize(
    "text", ["другой заказ, чехол: оплатил вчера, хочу отменить", "another order: a case, paid yesterday"]
)
def test_the_words_that_are_asked_for_begin_another_order(text: str) -> None:
    person, (viewed,) = owner("")
    done = says(person, text)
    assert done.route == routes.Understood(person.next_case)
    assert done.person.cases[viewed] == person.cases[viewed]


def test_two_names_in_one_text_are_two_orders() -> None:
    person, _ = owner("чехол", "наушники")
    done = says(person, "наушники отправили вчера, чехол не отправляют")
    assert done.person.cases == person.cases
    assert done.notice is not None
    assert done.notice.key == "notice.several"


@pytest.mark.parametrize(
    "text",
    [
        "случайно сделал два заказа на одно и то же, не отправляют",
        "заказал 8 дней назад и написал вчера, не отправляют",
        "ordered 8 days ago and wrote to the seller yesterday, not shipped",
    ],
)
def test_one_order_is_not_taken_for_two(text: str) -> None:
    assert isinstance(says(somebody(), text).route, routes.Understood)


def test_what_was_heard_of_the_order_in_view_can_be_another_orders_or_a_new_ones() -> None:
    person, (other, viewed) = owner("", "")
    done = says(person, "оплатил 10 дней назад")
    assert done.route == routes.Understood(viewed)
    assert routes.Whose(viewed) in targets(done)
    asked = step(done.person, routes.Whose(viewed), world())
    for target in (other, person.next_case):
        assert actions.Attach(viewed, target) in targets(asked)
        moved = step(asked.person, actions.Attach(viewed, target), world())
        assert moved.route == routes.Understood(target)
        assert not moved.person.cases[viewed].heard
        assert moved.person.cases[viewed].told == person.cases[viewed].told
        again = step(moved.person, actions.Attach(viewed, target), world())
        assert again.person.cases.keys() == moved.person.cases.keys()


def test_any_of_many_orders_can_be_the_one_that_is_meant() -> None:
    person, numbers = owner(*[""] * 12)
    done = says(does(person, routes.Home()), "отправили вчера")
    begun = done.person.next_case - 1
    found = set(targets(done))
    for page in (0, 1):
        found |= set(targets(step(done.person, routes.Whose(begun, page), world())))
    assert {actions.Attach(begun, number) for number in numbers} <= found


@pytest.mark.parametrize(("text", "new"), [("это про чехол", False), ("это другой заказ", True)])
def test_which_order_it_is_about_can_be_said(text: str, new: bool) -> None:
    person, (meant, viewed) = owner("чехол", "наушники")
    heard = says(person, "оплатил 10 дней назад").person
    done = says(heard, text)
    assert done.route == routes.Understood(person.next_case if new else meant)
    assert not done.person.cases[viewed].heard


def test_a_wish_about_another_order_moves_nothing_that_was_heard() -> None:
    person, (other, viewed) = owner("чехол", "наушники")
    heard = says(person, "оплатил 10 дней назад").person
    done = says(heard, "хочу отменить чехол")
    assert getattr(done.route, "case", None) == other
    assert done.person.cases[viewed].heard


def test_another_order_alone_leads_to_the_choice_of_one() -> None:
    person, _ = owner("чехол", "наушники")
    assert says(person, "у меня другой заказ").route == routes.Orders()


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
