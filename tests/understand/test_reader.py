"""Texts as people write them, and what must and must not be taken from them."""

from datetime import timedelta

import pytest

from bot.dialogue.reading import NOTHING, Found, Reading
from rules.facts import Value
from tests.understand.labelled import NOW, reader, value_of


def read(text: str) -> Reading:
    return reader().read(text, "typed", NOW)


def facts(text: str) -> dict[str, Value]:
    return {found.fact: value_of(found) for found in read(text).sure}


TOLD: list[tuple[str, dict[str, Value]]] = [
    ("paid 3 days ago seller ignores me 3041227611804521??", {"paid_h": 72}),
    ("оплатил вчера, продавец не отправляет", {"paid_h": 24, "status": "awaiting_shipment"}),
    ("pagué hace 5 días y no lo envían", {"paid_h": 120, "status": "awaiting_shipment"}),
    ("asked the seller to cancel 10 mins ago", {"status": "cancel_requested", "wait_h": 0}),
    (
        "delivered last tuesday and it is broken",
        {"status": "delivered", "condition": "damaged", "delivered_d": 4},
    ),
    ("отправлен 12 ноября, трек не обновляется", {"status": "shipped", "shipped_d": 9, "tracking": "stuck"}),
    ("shiped 2 weks ago, trakcing stuck", {"status": "shipped", "tracking": "stuck"}),
    ("paied 5 dayz ago", {"paid_h": 120}),
    (
        "me confirmé sin querer la recepción hace 20 días y no llegó nada",
        {"status": "completed", "end": "confirmed", "condition": "not_arrived", "completed_d": 20},
    ),
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_what_is_told_is_understood(text: str, told: dict[str, Value]) -> None:
    assert {fact: value for fact, value in facts(text).items() if fact in told} == told


UNTOLD = [
    "pagué con mercado pago",
    "возврат пришёл на баланс алиэкспресс, а не на карту",
    "what if the seller ships after all?",
    "а если продавец все-таки отправит?",
    "y si al final lo manda?",
    "my friend's parcel was lost last year",
    "у сестры в прошлом году посылка потерялась",
    "hello",
    "thank you, that helped!",
    "",
    "🙂🙂🙂",
    "\u200b\u202e\u2066",
]


@pytest.mark.parametrize("text", UNTOLD)
def test_what_is_not_told_is_not_taken(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    ("text", "count"), [("10", 10), ("~5!", 5), ("(300)", 300), ("$300", None), ("300 ₽", None), ("5%", None)]
)
def test_a_number_alone_is_no_sum_of_money(text: str, count: int | None) -> None:
    assert read(text).count == count


def test_what_has_not_come_is_not_delivered() -> None:
    for text in ("it has not arrived", "ещё не пришло", "todavía no ha llegado"):
        assert facts(text).get("status") != "delivered", text


def test_a_question_about_a_word_is_answered_and_not_taken_for_a_fact() -> None:
    for text in (
        "what does frozen order mean",
        "что значит заказ заморожен",
        "qué significa pedido congelado",
    ):
        understood = read(text)
        assert not understood.sure, text
        assert understood.topics[0] == "frozen", text


def test_a_date_in_a_page_is_pacific_and_in_own_words_it_is_not() -> None:
    page = reader().read(
        "Awaiting shipment\nOrder ID 3041227611804521\nPaid on: Nov 12, 2026 10:00\nCancel order",
        "typed",
        NOW,
    )
    paid = next(found.value for found in page.facts if found.fact == "paid_h")
    assert paid == NOW.replace(day=12, hour=18)
    own = next(found.value for found in read("paid 12 november 10:00").facts if found.fact == "paid_h")
    assert own == NOW.replace(day=12, hour=10)


def test_a_countdown_becomes_a_moment() -> None:
    left = next(
        found.value
        for found in read("the seller has 2 days 4 h left to ship").facts
        if found.fact == "ship_left_h"
    )
    assert left == NOW + timedelta(days=2, hours=4)


def test_a_day_to_come_is_no_day_that_passed() -> None:
    assert "paid_h" not in facts("my sister has a birthday on dec 5 and i ordered a lamp")


def test_an_unknown_label_is_unknown() -> None:
    page = reader().read(
        "Awaiting something new\nOrder ID 3041227611804521\nCancel order\nContact seller", "pictured", NOW
    )
    assert [found for found in page.facts if found.fact == "status"] == []


def test_tabs_are_not_the_order() -> None:
    text = (
        "All\nTo pay\nTo ship\nShipped\nProcessed\nAwaiting delivery\nOrder ID: 3041227611804521\nTrack order"
    )
    assert reader().read(text, "pictured", NOW).sure[0] == Found("status", "shipped")


def test_a_text_that_is_too_long_is_read_as_far_as_it_goes() -> None:
    assert read("x" * 100_000) == NOTHING


def test_the_goal_of_a_bare_wish() -> None:
    assert [read(text).goal for text in ("cancel", "хочу открыть спор", "dónde está mi dinero")] == [
        "r",
        "d",
        "f",
    ]


def test_between_the_parts_of_a_text_it_rests_and_reads_the_same() -> None:
    text = "I paid 3 days ago and nothing was sent. Can I cancel the order?"
    rests: list[str] = []
    reading = reader().read(text, "typed", NOW, lambda: rests.append("rested"))
    assert reading == reader().read(text, "typed", NOW)
    assert len(rests) > 3
