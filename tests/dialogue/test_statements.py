"""Texts to AliExpress itself: what the case holds is in them, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue import routes
from bot.dialogue.outside import BLANK, has_blank, outside_text
from bot.dialogue.screen import Copyable, Text
from bot.dialogue.screens.outside import SUPPORT, statement
from bot.dialogue.state import LANGUAGES, Case, Exhibit, Language, Person, Sum
from bot.dialogue.statements import KINDS, statement_text
from bot.texts.say import Words
from tests.dialogue.walk import NOW, policy, world

WORDS = Words.load()
DAY = timedelta(days=1)


def exhibit(number: int, line: str, at: timedelta) -> Exhibit:
    return Exhibit(number, f"id{number}", f"u{number}", "photo", 1, line, "", NOW + at)


def disputed(answer: str = "offer") -> Case:
    order = Case(1, 1, opened=NOW, number="3041227611804521")
    for fact, value in (("status", "in_dispute"), ("condition", "damaged"), ("dispute", answer)):
        order = order.tell(fact, value, NOW, "tapped")
    for fact, days in (("delivered_d", 9), ("dispute_d", 5)):
        order = order.tell(fact, NOW - days * DAY, NOW, "tapped")
    return order


def said(case: Case, kind: str, language: Language = "en") -> str:
    return WORDS.plain(statement_text(case, kind, world()), language)


def test_a_statement_says_what_is_known_in_the_order_it_happened() -> None:
    case = replace(
        disputed(),
        sums=MappingProxyType({"offered": Sum(500, "€")}),
        wrote=MappingProxyType({"problem": NOW - 8 * DAY}),
        exhibits=(exhibit(1, "box_photos", -DAY), exhibit(2, "box_photos", -DAY), exhibit(3, "other", -DAY)),
    )
    assert said(case, "statement") == (
        "I opened a dispute about order 3041227611804521 on 17 Nov 2026. Reason: Damaged. "
        "It is marked as delivered on 13 Nov 2026. I wrote to the seller on: 14 Nov 2026. "
        "The seller offers €5; we have not agreed. My evidence: Box and label. "
        "Please grant me a refund."
    )


def test_what_the_case_does_not_hold_is_not_said() -> None:
    assert said(Case(1, 1, opened=NOW), "statement") == (
        "I opened a dispute about my order. Please grant me a refund."
    )


def test_where_nothing_came_the_whole_is_asked_for() -> None:
    case = Case(1, 1, opened=NOW).tell("status", "in_dispute", NOW, "tapped")
    lost = case.tell("tracking", "stuck", NOW, "tapped")
    assert "full refund" in said(lost, "statement")
    assert "full refund" not in said(disputed(), "statement")


def test_an_appeal_leaves_what_is_new_to_the_buyer() -> None:
    case = replace(disputed("lost"), exhibits=(exhibit(1, "carrier_letter", DAY),))
    assert f"New evidence: {BLANK}." in said(case, "appeal")
    assert "My evidence: Carrier’s answer." in said(case, "appeal")


def test_the_goods_that_came_speak_before_the_parcel_that_moved() -> None:
    case = disputed().tell("tracking", "moving", NOW, "tapped")
    assert "Reason: Damaged." in said(case, "statement")


def test_what_was_agreed_is_not_called_open_and_is_what_is_due() -> None:
    sums = {"paid": Sum(2500, "€"), "offered": Sum(1000, "€"), "agreed": Sum(1000, "€")}
    case = replace(disputed(), sums=MappingProxyType(sums))
    assert "agreed" not in said(case, "statement")
    assert "refund of €10" in said(case, "support")


def test_days_are_those_where_the_buyer_lives() -> None:
    night = NOW.replace(hour=3)
    case = disputed().tell("paid_h", night, NOW, "tapped")
    text = statement_text(case, "statement", world())
    assert "I paid on 21 Nov 2026" in WORDS.at(ZoneInfo("America/Mexico_City")).plain(text, "en")
    assert "I paid on 22 Nov 2026" in WORDS.plain(text, "en")


@pytest.mark.parametrize(("kind", "answer"), [("statement", "lost"), ("appeal", "offer"), ("appeal", "won")])
def test_a_text_without_its_place_is_not_shown(kind: str, answer: str) -> None:
    shown = statement(Person(7, chosen="en"), disputed(answer), kind, world())
    assert not [block for block in shown.body if isinstance(block, Copyable)]


def test_blanks_are_spoken_of_only_where_there_are_any() -> None:
    assert has_blank(statement_text(disputed("lost"), "appeal", world()))
    assert not has_blank(statement_text(disputed(), "statement", world()))


def test_support_is_told_what_came_and_asked_for_the_reference() -> None:
    case = Case(1, 1, opened=NOW).tell("method", "card", NOW, "tapped")
    assert said(case, "support").count(BLANK) == 2
    told = replace(case, sums=MappingProxyType({"paid": Sum(2490, "€"), "received": Sum(1000, "€")}))
    assert "refund of €24.90" in said(told, "support")
    assert "So far €10 has come." in said(told, "support")
    nothing = replace(told, sums=MappingProxyType({"paid": Sum(2490, "€"), "received": Sum(0)}))
    assert "So far nothing has come." in said(nothing, "support")


SUPPORTED = [row.text("advice") for row in policy().tables["steps"].rows if row.text("step") == SUPPORT]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", SUPPORTED)
def test_wherever_support_is_the_step_there_is_something_to_ask_it(words: str, language: Language) -> None:
    assert WORDS.plain(Text(f"statement.ask.{words}", {"number": BLANK}), language)


def test_support_is_told_since_when_and_asked_what_the_answer_says() -> None:
    case = disputed().tell("dispute_d", NOW - 40 * DAY, NOW, "tapped")
    assert said(case, "help") == (
        "I need help with order 3041227611804521. Its status: “Dispute in progress”. "
        "I opened the dispute on 13 Oct 2026. Please tell me what is still missing for a decision."
    )


def test_help_is_not_asked_where_something_else_is_the_step() -> None:
    shown = statement(Person(7, chosen="en"), disputed(), "help", world())
    assert not [block for block in shown.body if isinstance(block, Copyable)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_shown_in_english_with_the_buyers_own_words_beneath(kind: str, language: Language) -> None:
    case = disputed("lost" if kind == "appeal" else "offer")
    if kind == "help":
        case = case.tell("dispute_d", NOW - 40 * DAY, NOW, "tapped")
    shown = statement(Person(7, chosen=language), case, kind, world())
    copied = [block for block in shown.body if isinstance(block, Copyable)]
    assert [block.language for block in copied] == ["en"]
    assert any(button.copy_language == "en" for row in shown.rows for button in row)
    assert routes.Home() in [button.target for row in shown.rows for button in row]


@pytest.mark.parametrize(("language", "sent"), [("en", "sent"), ("ru", "отправ"), ("es", "envi")])
def test_when_an_order_was_cancelled_is_not_passed_on_as_the_day_the_money_was_sent(
    language: Language, sent: str
) -> None:
    case = Case(1, 1, opened=NOW).tell("status", "closed", NOW, "tapped")
    case = case.tell("end", "cancelled_paid", NOW, "tapped").tell("refund_bd", NOW - 30 * DAY, NOW, "typed")
    letters = (statement_text(case, "support", world()), outside_text(case, "trace", world()))
    for sentence in (one for text in letters for one in WORDS.plain(text, language).split(". ")):
        assert not ("2026" in sentence and sent in sentence)
