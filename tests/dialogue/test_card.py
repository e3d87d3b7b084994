"""The card: what stands first on it, and what it leads to."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.dialogue import actions, routes
from bot.dialogue.routes import Route
from bot.dialogue.screen import Bullets, Paragraph, Screen, Text
from bot.dialogue.screens import refund, stops, watch
from bot.dialogue.screens.card import screen
from bot.dialogue.state import LANGUAGES, Case, Language
from bot.texts.say import Words
from rules.facts import Value
from tests.dialogue.walk import NOW, policy, world

DAY = timedelta(days=1)


def told(**facts: Value | datetime) -> Case:
    case = Case(1, 1, opened=NOW)
    for fact, value in facts.items():
        case = case.tell(fact, value, NOW, "tapped")
    return case


def first(shown: Screen) -> Route | object:
    return shown.rows[0][0].target


def targets(shown: Screen) -> list[object]:
    return [button.target for row in shown.rows for button in row]


def test_after_a_lost_dispute_the_appeal_stands_first_and_the_rights_beside_it() -> None:
    lost = told(status="in_dispute", dispute="lost")
    shown = screen(lost, world())
    assert world().advice(lost).step == "appeal"
    assert first(shown) == routes.Statement(1, "appeal")
    assert routes.Rights(1) in targets(shown)


def test_an_offer_of_the_seller_is_weighed_first() -> None:
    offered = told(status="in_dispute", dispute="offer", dispute_d=NOW - 3 * DAY)
    shown = screen(offered, world())
    assert first(shown) == routes.Offer(1)
    assert targets(shown).count(routes.Offer(1)) == 1
    assert routes.Letters(1) in targets(shown)
    late = screen(told(status="in_dispute", dispute="offer", dispute_d=NOW - 90 * DAY), world())
    assert first(late) != routes.Offer(1)
    assert routes.Offer(1) in targets(late)


def test_a_parcel_so_old_that_the_dispute_may_be_over_has_the_rights_on_its_card() -> None:
    out = {"status": "shipped", "tracking": "stuck", "delivery_left_d": "unknown"}
    young, old = (screen(told(**out, shipped_d=NOW - days * DAY), world()) for days in (40, 100))
    assert routes.Rights(1) in targets(old)
    assert routes.Rights(1) not in targets(young)


def keys(shown: Screen) -> set[str]:
    lines = [line for block in shown.body if isinstance(block, Bullets) for line in block.lines]
    return {text.key for text in (*lines, *(one.text for one in shown.body if isinstance(one, Paragraph)))}


PAID = {"status": "closed", "end": "cancelled_paid"}


@pytest.mark.parametrize("method", ["ebanx", "cash", "balance", "qiwi", "card"])
def test_the_refund_comes_as_the_way_of_payment_has_it(method: str) -> None:
    for days in (3, 60):
        shown = keys(screen(told(**PAID, refund_bd=NOW - days * DAY, method=method), world()))
        assert f"refund.method.{method}" in shown
        assert "refund.general" not in shown


@pytest.mark.parametrize(
    ("method", "steps"),
    [
        ("ebanx", {"late.form", "late.support"}),
        ("cash", {"late.account", "late.support"}),
        ("balance", {"late.balance", "late.support"}),
        ("card", {"late.statement", "late.balance", "late.bank", "late.support"}),
        (None, {"late.statement", "late.balance", "late.bank", "late.support"}),
    ],
)
def test_late_money_is_looked_for_where_it_can_be(method: str | None, steps: set[str]) -> None:
    paid = {"method": method} if method else {}
    late = told(**PAID, refund_bd=NOW - 60 * DAY, **paid)
    for shown in (screen(late, world()), refund.screen(late, world()), watch.screen(late, world())):
        found = {key for key in keys(shown) if key.startswith("late.")}
        assert found in (steps, set()) if method is None else found == steps
        assert "late.bank" in steps or routes.Outside(1, "trace") not in targets(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_to_look_for_late_money_has_its_words(language: Language) -> None:
    rows = policy().tables["refunds"].rows
    for step in {step for row in rows for step in row.text("late").split("|")}:
        assert Words.load().plain(Text(f"late.{step}"), language)


@pytest.mark.parametrize(
    ("language", "first_look"), [("en", "own site"), ("ru", "на сайте самого"), ("es", "en la web del")]
)
def test_a_demand_for_duty_is_checked_before_it_is_paid(language: Language, first_look: str) -> None:
    advice = world().advice(told(status="shipped", tracking="customs"))
    said = Words.load().plain(Text(f"press.{advice.press}"), language).splitlines()
    assert first_look in said[0]
    assert {"X40", "X41", "X42"} <= set(advice.sources)


def test_a_closed_order_asks_nothing_of_its_owner_but_can_be_opened_again() -> None:
    closed = replace(told(status="awaiting_shipment", why="changed_mind"), outcome="refunded")
    shown = screen(closed, world())
    assert keys(shown) == {"card.closed"}
    assert first(shown) == actions.Reopen(1)
    assert not {routes.Reasons(1), routes.Letters(1), routes.Stops(1)} & set(targets(shown))
    assert routes.More(1) in targets(shown)


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        ("unpaid", {"delete"}),
        ("awaiting_shipment", {"delete", "extend"}),
        ("shipped", {"confirm", "delete", "extend"}),
        ("delivered", {"confirm", "delete"}),
        ("in_dispute", {"confirm", "accept", "close", "delete"}),
        ("completed", {"delete"}),
        ("other", set(stops.ACTS)),
    ],
)
def test_only_what_can_come_up_now_is_warned_of(status: str, acts: set[str]) -> None:
    shown = stops.screen(told(status=status))
    assert {one.act for one in targets(shown) if isinstance(one, routes.Stop)} == acts


def test_where_support_is_the_step_its_text_and_its_page_are_on_the_card() -> None:
    late = told(status="cancel_requested", wait_h=NOW - 4 * DAY)
    shown = screen(late, world())
    assert first(shown) == routes.Statement(1, "help")
    assert world().policy.links["help_centre"].of() in [button.url for row in shown.rows for button in row]
