"""The card: what stands first on it, and what it leads to."""

from datetime import datetime, timedelta

from bot.dialogue import routes
from bot.dialogue.routes import Route
from bot.dialogue.screen import Screen
from bot.dialogue.screens.card import screen
from bot.dialogue.state import Case
from rules.facts import Value
from tests.dialogue.walk import NOW, world

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


def test_a_parcel_so_old_that_the_dispute_may_be_over_has_the_rights_on_its_card() -> None:
    out = {"status": "shipped", "tracking": "stuck", "delivery_left_d": "unknown"}
    young, old = (screen(told(**out, shipped_d=NOW - days * DAY), world()) for days in (40, 100))
    assert routes.Rights(1) in targets(old)
    assert routes.Rights(1) not in targets(young)


def test_where_support_is_the_step_its_text_and_its_page_are_on_the_card() -> None:
    late = told(status="cancel_requested", wait_h=NOW - 4 * DAY)
    shown = screen(late, world())
    assert first(shown) == routes.Statement(1, "help")
    assert world().policy.links["help_centre"].of() in [button.url for row in shown.rows for button in row]
