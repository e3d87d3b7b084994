"""The refund watched: sums compared, the term, and what is said where money is late or short."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from bot.dialogue import routes
from bot.dialogue.events import Typed
from bot.dialogue.refunds import money_back, refund_term
from bot.dialogue.screen import Bullets, Paragraph, Screen
from bot.dialogue.screens.watch import screen
from bot.dialogue.state import LANGUAGES, Case, Person, Sum
from bot.dialogue.step import step
from bot.texts.formats import money
from bot.texts.render import render
from bot.texts.say import Words
from tests.dialogue.walk import NOW, world
from tests.understand.labelled import reader

WORDS = Words.load()
LATE, EARLY = timedelta(days=60), timedelta(days=2)


def case(sums: dict[str, Sum] | None = None, ago: timedelta = EARLY) -> Case:
    order = replace(Case(1, 1, opened=NOW), sums=MappingProxyType(sums or {}))
    order = order.tell("status", "closed", NOW, "tapped").tell("end", "dispute_accepted", NOW, "tapped")
    return order.tell("method", "card", NOW, "tapped").tell("refund_bd", NOW - ago, NOW, "tapped")


def keys(shown: Screen) -> set[str]:
    lines = [line for block in shown.body if isinstance(block, Bullets) for line in block.lines]
    return {text.key for text in (*lines, *(one.text for one in shown.body if isinstance(one, Paragraph)))}


@pytest.mark.parametrize(
    ("sums", "verdict", "rest"),
    [
        ({}, "untold", None),
        ({"received": Sum(100)}, "untold", None),
        ({"paid": Sum(2490, "€")}, "waiting", None),
        ({"paid": Sum(2490, "€"), "received": Sum(0)}, "waiting", None),
        ({"agreed": Sum(0), "received": Sum(0)}, "untold", None),
        ({"paid": Sum(2490, "$"), "agreed": Sum(900, "€"), "received": Sum(900, "€")}, "whole", None),
        ({"paid": Sum(2490, "€"), "received": Sum(2000, "€")}, "less", Sum(490, "€")),
        ({"paid": Sum(2490, "€"), "received": Sum(2490)}, "whole", None),
        ({"paid": Sum(2490), "received": Sum(3000, "$")}, "more", Sum(510, "$")),
        (
            {"paid": Sum(2490, "€"), "agreed": Sum(1000, "€"), "received": Sum(1000, "€")},
            "whole",
            None,
        ),
        ({"paid": Sum(2490, "€"), "agreed": Sum(3000, "€")}, "larger", None),
        ({"paid": Sum(2490, "€"), "received": Sum(2490, "$")}, "currencies", None),
        ({"paid": Sum(2490, "€"), "agreed": Sum(1000, "€"), "received": Sum(10, "$")}, "currencies", None),
    ],
)
def test_what_came_is_compared_with_what_is_due(sums: dict[str, Sum], verdict: str, rest: Sum | None) -> None:
    back = money_back(case(sums))
    assert (back.verdict, back.rest) == (verdict, rest)


def test_the_term_is_counted_in_business_days_of_the_method() -> None:
    term = refund_term(case(), world())
    assert term is not None
    assert timedelta(days=3) <= term.at - (NOW - EARLY) <= timedelta(days=6)
    assert timedelta(days=26) <= term.latest - (NOW - EARLY) <= timedelta(days=32)
    assert refund_term(case().tell("method", "bonus", NOW, "tapped"), world()) is None


def test_short_money_is_told_why_it_may_be_short_and_whom_to_ask() -> None:
    shown = screen(case({"paid": Sum(2490, "€"), "received": Sum(2000, "€")}), world())
    assert keys(shown) >= {
        "watch.less",
        "watch.why",
        "shortfall.coupon",
        "shortfall.shipping",
        "shortfall.agreed",
    }
    targets = [button.target for row in shown.rows for button in row]
    assert routes.Outside(1, "trace") in targets
    assert routes.Statement(1, "support") in targets


def test_money_both_short_and_late_is_told_both() -> None:
    shown = keys(screen(case({"paid": Sum(2490, "€"), "received": Sum(2000, "€")}, LATE), world()))
    assert shown >= {"watch.why", "watch.overdue", "watch.late", "late.bank", "late.support"}


def test_late_money_is_told_where_to_look_first() -> None:
    late = keys(screen(case({"paid": Sum(2490, "€")}, LATE), world()))
    assert late >= {
        "watch.overdue",
        "watch.late",
        "late.statement",
        "late.balance",
        "late.bank",
        "late.support",
    }
    assert "watch.late" not in keys(screen(case({"paid": Sum(2490, "€")}), world()))
    whole = keys(screen(case({"paid": Sum(2490, "€"), "received": Sum(2490, "€")}, LATE), world()))
    assert not whole & {"watch.overdue", "watch.late"}


def test_money_that_is_short_and_late_is_told_both() -> None:
    sums = {"paid": Sum(2490, "€"), "received": Sum(1000, "€")}
    assert keys(screen(case(sums, LATE), world())) >= {"watch.why", "watch.late", "late.support"}


def test_a_sum_is_typed_and_leads_back_to_the_watch() -> None:
    person = Person(7, chosen="en", next_case=2).with_case(case({"paid": Sum(2490, "€")}))
    asked = step(person, routes.SumOf(1, "received", "watch"), world())
    done = step(asked.person, Typed("20 €", reader().read("20 €", "typed", NOW)), world())
    assert done.route == routes.Watch(1)
    assert done.person.cases[1].sums["received"] == Sum(2000, "€")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sums_are_said_in_every_language(language: str) -> None:
    shown = screen(case({"paid": Sum(2490, "€"), "received": Sum(2000, "€")}, LATE), world())
    said = render(shown, language, WORDS).html  # type: ignore[arg-type]
    for cents in (2000, 2490, 490):
        assert money(Sum(cents, "€"), language) in said  # type: ignore[arg-type]
