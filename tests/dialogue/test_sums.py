"""Sums as people write them, and what an offer comes to."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.dialogue import routes
from bot.dialogue.events import Typed
from bot.dialogue.state import Case, Person, Sum
from bot.dialogue.step import step
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
