"""Sums as people write them, and what an offer comes to."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.dialogue import actions, routes
from bot.dialogue.events import Typed
from bot.dialogue.routes import Route
from bot.dialogue.screen import Bullets
from bot.dialogue.state import Case, Person, Sum
from bot.dialogue.step import screen_of, step
from bot.dialogue.sums import Offer, offer_of
from bot.understand.sums import read_sum
from tests.dialogue.walk import NOW, world
from tests.understand.labelled import reader


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("24.90 USD", Sum(2490, "$")), ("1 200 ₽", Sum(120000, "₽")), ("12,5 евро", Sum(1250, "€")),
        ("$30", Sum(3000, "$")), ("350 рублей", Sum(35000, "₽")), ("1.234,50 €", Sum(123450, "€")),
        ("MX$412.00", Sum(41200, "MXN")), ("$412 MXN", Sum(41200, "MXN")), ("412 mxn", Sum(41200, "MXN")),
        ("$ 24.000 CLP", Sum(2400000, "CLP")), ("A$ 50", Sum(5000, "AUD")), ("AR$ 50", Sum(5000, "ARS")),
        ("R$ 50", Sum(5000, "BRL")), ("50 reais", Sum(5000, "BRL")), ("300 грн", Sum(30000, "UAH")),
        ("500 pesos", Sum(50000, "pesos")), ("99 PLN", Sum(9900, "PLN")), ("120 SEK", Sum(12000, "SEK")),
        ("S/ 80", Sum(8000, "PEN")), ("350 р.", Sum(35000, "₽")), ("5", Sum(500)), ("0", Sum(0)),
        ("US $12.99", Sum(1299, "$")), ("AU $12", Sum(1200, "AUD")), ("CA\u00a0$ 12", Sum(1200, "CAD")),
        ("500₹", Sum(50000, "INR")), ("500 INR", Sum(50000, "INR")),
        ("they offer only 5 dollars", Sum(500, "$")), ("заплатил 1500 руб", Sum(150000, "₽")),
        ("50 mil", Sum(5000000)), ("5 тыс. руб.", Sum(500000, "₽")), ("15k", Sum(1500000)),
        ("nothing", Sum(0)), ("ничего", Sum(0)), ("Nada", Sum(0)), ("", None),
        ("9" * 40, None), ("12 " * 40, None), ("-5 €", None), ("10 € + 5 €", None), ("5 € / 10 $", None),
        ("50 %", None), ("0.001 €", None), ("2 items 20 USD", None), ("1e5", None), ("5 € 10 $", None),
        ("shipped 3 days ago", None), ("what if I wait 5 days?", None), ("3 days", None),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_it_is_written(text: str, told: Sum | None) -> None:
    assert read_sum(text) == told


def case(**sums: Sum) -> Case:
    order = Case(1, 1, opened=NOW).tell("status", "in_dispute", NOW, "tapped")
    return replace(order.tell("dispute", "offer", NOW, "tapped"), sums=MappingProxyType(sums))


@pytest.mark.parametrize(
    ("paid", "offered", "offer"),
    [
        (Sum(2000, "$"), Sum(500, "$"), Offer("part", 25, Sum(1500, "$"))),
        (Sum(2000, "$"), Sum(500), Offer("part", 25, Sum(1500, "$"))),
        (Sum(3000, "$"), Sum(500, "$"), Offer("part", 17, Sum(2500, "$"))),
        (Sum(2000, "$"), Sum(1999, "$"), Offer("part", 99, Sum(1, "$"))),
        (Sum(2000), Sum(2000, "€"), Offer("whole", 100, Sum(0, "€"))),
        (Sum(2000, "$"), Sum(2001, "$"), Offer("larger")),
        (Sum(2000, "$"), Sum(500, "€"), Offer("currencies")),
        (Sum(0, "$"), Sum(0, "$"), Offer("whole", 100, Sum(0, "$"))),
    ],
)
def test_an_offer_is_weighed(paid: Sum, offered: Sum, offer: Offer) -> None:
    assert offer_of(case(paid=paid, offered=offered)) == offer


def test_an_offer_without_its_sums_says_what_is_missing() -> None:
    assert offer_of(case(paid=Sum(100))) == Offer("missing")


def test_the_sums_are_typed_and_weighed() -> None:
    person = Person(7, chosen="en", next_case=2).with_case(case())
    for name, text in (("paid", "24,90 EUR"), ("offered", "5 euros")):
        asked = step(person, routes.SumOf(1, name), world())
        typed = Typed(text, reader().read(text, "typed", NOW))
        done = step(asked.person, typed, world())
        assert done.route == routes.Offer(1)
        person = done.person
    assert offer_of(person.cases[1]) == Offer("part", 20, Sum(1990, "€"))


def test_what_is_no_sum_changes_nothing() -> None:
    person = Person(7, chosen="en", next_case=2).with_case(case())
    asked = step(person, routes.SumOf(1, "paid"), world())
    done = step(asked.person, Typed("lots of it", reader().read("lots of it", "typed", NOW)), world())
    assert not done.person.cases[1].sums


def told(text: str) -> Typed:
    return Typed(text, reader().read(text, "typed", NOW))


def looking_at(route: Route, **sums: Sum) -> Person:
    person = Person(7, chosen="en", next_case=2).with_case(case(**sums))
    return step(person, route, world()).person


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("the seller offers me $5, I paid $30", {"paid": Sum(3000, "$"), "offered": Sum(500, "$")}),
        ("pagué 35 euros y el vendedor me ofrece 10", {"paid": Sum(3500, "€"), "offered": Sum(1000, "€")}),
        ("заплатил 1200 руб., предлагает 300", {"paid": Sum(120000, "₽"), "offered": Sum(30000, "₽")}),
    ],
)
def test_sums_in_a_text_are_shown_and_kept_once_agreed_to(text: str, sums: dict[str, Sum]) -> None:
    heard = step(Person(7, chosen="en"), told(text), world())
    order = next(iter(heard.person.cases.values()))
    assert heard.route == routes.Understood(order.id)
    assert (dict(order.heard_sums), dict(order.sums)) == (sums, {})
    shown = screen_of(heard, world(), with_notice=False)
    lines = [
        line.values["value"] for block in shown.body if isinstance(block, Bullets) for line in block.lines
    ]
    assert all(one in lines for one in sums.values())
    dropped = step(heard.person, actions.Disagree(order.id, order.readings), world())
    assert not dropped.person.cases
    agreed = step(heard.person, actions.Agree(order.id, order.readings), world())
    assert agreed.person.cases[order.id].sums == sums
    assert not agreed.person.cases[order.id].waits


def test_a_sum_understood_wrongly_is_corrected_before_it_is_taken() -> None:
    heard = step(Person(7, chosen="en"), told("I paid $30"), world())
    order = next(iter(heard.person.cases.values()))
    asked = step(heard.person, routes.SumOf(order.id, "paid", "heard"), world())
    corrected = step(asked.person, told("$31"), world())
    assert corrected.route == routes.Understood(order.id)
    assert corrected.person.cases[order.id].heard_sums == {"paid": Sum(3100, "$")}
    assert not corrected.person.cases[order.id].sums


@pytest.mark.parametrize(
    ("text", "before", "sums"),
    [
        ("paid 30, offers 5", {}, {"paid": Sum(3000), "offered": Sum(500)}),
        ("заплатил 1200 предлагает 300", {}, {"paid": Sum(120000), "offered": Sum(30000)}),
        ("5$ из 32$", {}, {"paid": Sum(3200, "$"), "offered": Sum(500, "$")}),
        ("29,99 €", {"offered": Sum(500, "€")}, {"paid": Sum(2999, "€"), "offered": Sum(500, "€")}),
    ],
)
def test_sums_typed_where_they_are_weighed_are_taken(
    text: str, before: dict[str, Sum], sums: dict[str, Sum]
) -> None:
    done = step(looking_at(routes.Offer(1), **before), told(text), world())
    assert done.route == routes.Offer(1)
    assert done.person.cases[1].sums == sums


def test_the_watch_takes_what_came() -> None:
    done = step(looking_at(routes.Watch(1), paid=Sum(3000, "$")), told("got back $10"), world())
    assert done.route == routes.Watch(1)
    assert done.person.cases[1].sums["received"] == Sum(1000, "$")


@pytest.mark.parametrize(
    ("route", "text", "notice"),
    [
        (routes.SumOf(1, "paid"), "thirty dollars", "notice.no_sum"),
        (routes.SumOf(1, "offered"), "-5", "notice.no_sum"),
        (routes.Offer(1), "тридцать долларов", "notice.no_sum"),
        (routes.Watch(1), "treinta euros", "notice.no_sum"),
        (routes.Offer(1), "29,99 €", "notice.which_sum"),
    ],
)
def test_a_sum_that_is_refused_is_asked_for(route: Route, text: str, notice: str) -> None:
    done = step(looking_at(route), told(text), world())
    assert done.notice is not None
    assert done.notice.key == notice
    assert done.route == route
    assert not done.person.cases[1].sums


def test_a_sum_typed_where_days_are_asked_for_dates_nothing() -> None:
    done = step(looking_at(routes.Question(1, "dispute_d")), told("$300"), world())
    assert done.person.cases[1].value("dispute_d") is None
