"""Pasted pages and forwarded messages of the shop: what each of their lines is the date or the sign of."""

import pytest

from bot.dialogue.state import How
from rules.facts import Value
from tests.understand.labelled import NOW, reader, value_of

NUMBER = "8177003355120946"


def facts(text: str, how: How = "pasted") -> dict[str, Value]:
    return {found.fact: value_of(found) for found in reader().read(text, how, NOW).sure}


def page(*lines: str) -> dict[str, Value]:
    return facts("\n".join(lines))


def mail(*lines: str) -> dict[str, Value]:
    return facts("\n".join(lines), "forwarded")


LONE = [
    ("Delivered", "delivered_d", 4),
    ("Завершён", "completed_d", 4),
    ("Pedido cancelado", "refund_bd", 4),
    ("In dispute", "dispute_d", 4),
    ("Заказ заморожен", "frozen_d", 4),
    ("Pendiente de cancelación", "wait_h", 112),
    ("Awaiting shipment", "paid_h", 112),
]


@pytest.mark.parametrize(("label", "counter", "count"), LONE)
def test_a_date_alone_under_a_status_is_of_its_event(label: str, counter: str, count: int) -> None:
    told = page(label, "16.11.2026", f"Order {NUMBER}", "Wool socks, 2 pairs")
    assert told[counter] == count
    assert {fact for fact in told if fact.endswith(("_d", "_h", "_bd"))} == {counter}


@pytest.mark.parametrize("label", ["Delivered", "Ожидается отправка", "Orden congelada"])
def test_a_date_alone_under_the_number_is_of_the_order(label: str) -> None:
    told = page(label, f"Order ID {NUMBER}", "2026-11-16 04:00", "Wool socks, 2 pairs", "Track order")
    assert told["paid_h"] == 120


def test_a_date_called_only_that_is_of_the_order_behind_its_number_and_of_the_event_before_it() -> None:
    assert page("Спор", f"Заказ {NUMBER}", "Дата: 2026-11-16 04:00", "Носки") == {
        "status": "in_dispute",
        "paid_h": 120,
    }
    assert page("Спор", "Дата создания: 16.11.2026", f"Заказ {NUMBER}", "Носки")["dispute_d"] == 4
    assert page("Frozen order", "since 16 Nov 2026", f"Order {NUMBER}", "Socks")["frozen_d"] == 4


MAILS = [
    (("Subject: Order shipped", "Date: 16 Nov 2026", "Track it in the app."), "shipped_d", 4),
    (("Тема: Заказ отменён", "16.11.2026", f"Мы отменили заказ {NUMBER}."), "refund_bd", 4),
    (("Asunto: Pedido completado", "Fecha: 16 nov 2026", "Gracias."), "completed_d", 4),
]


@pytest.mark.parametrize(("lines", "counter", "count"), MAILS)
def test_the_date_of_a_mail_is_of_what_it_tells(lines: tuple[str, ...], counter: str, count: int) -> None:
    told = mail(*lines)
    assert told[counter] == count
    assert "paid_h" not in told


ZONES = [
    ("2026-11-21 09:00 UTC", 3),
    ("2026-11-21 10:00 (GMT+1)", 3),
    ("2026-11-21 12:00 MSK", 3),
    ("21.11.2026 12:00 МСК", 3),
    ("Nov 21, 2026 10:00 CET", 3),
    ("Nov 21, 2026 01:00 PST", 3),
    ("Nov 21, 2026 01:00", 3),
]


@pytest.mark.parametrize(("written", "hours"), ZONES)
def test_a_zone_that_is_named_is_believed_and_none_is_pacific(written: str, hours: int) -> None:
    told = page("Payment being verified", f"Paid: {written}", f"Order {NUMBER}", "Socks", "Cancel order")
    assert told["paid_h"] == hours


def test_a_clock_still_to_come_in_pacific_time_is_not_pacific() -> None:
    told = page("Pago en verificación", "Pagado: 21 nov 2026 05:00", f"Pedido {NUMBER}", "Calcetines")
    assert told["paid_h"] == 7


COUNTED = [
    ("Awaiting delivery", "Auto-complete in 12 days", "delivery_left_d", 12),
    ("Awaiting delivery", "Protected for 12 days", "delivery_left_d", 12),
    ("Delivered", "Your order will be completed automatically in 12 days", "delivery_left_d", 12),
    ("Доставлен", "До завершения заказа: 12 дн.", "delivery_left_d", 12),
    ("Заказ отправлен", "Защита покупателя закончится через 12 дней", "delivery_left_d", 12),
    ("Доставлен", "Осталось до автоподтверждения: 12 дн.", "delivery_left_d", 12),
    ("Enviado", "Se completará automáticamente en 12 días", "delivery_left_d", 12),
    ("Pendiente de envío", "Plazo del vendedor: 1 d 6 h", "ship_left_h", 30),
    ("Por enviar", "El vendedor enviará tu pedido dentro de: 1 día 6 h", "ship_left_h", 30),
]


@pytest.mark.parametrize(("label", "line", "counter", "count"), COUNTED)
def test_the_line_of_a_countdown_says_what_it_counts(label: str, line: str, counter: str, count: int) -> None:
    assert page(label, line, f"Order {NUMBER}", "Socks")[counter] == count


UNCOUNTED = [
    ("Dispute in progress", "Please send the item back within 9 days"),
    ("Awaiting shipment", "Choice | Free returns within 15 days"),
    ("Cancelación solicitada", "El vendedor debe responder antes de 1 d 4 h"),
    ("Платёж проверяется", "Проверка занимает до 24 часов"),
]


@pytest.mark.parametrize(("label", "line"), UNCOUNTED)
def test_other_spans_of_a_page_count_nothing_down(label: str, line: str) -> None:
    told = page(label, line, f"Order {NUMBER}", "Socks")
    assert not {fact for fact in told if fact.endswith(("left_d", "left_h"))}


def test_the_length_of_the_protection_in_a_mail_is_no_countdown() -> None:
    told = mail("Subject: Order shipped", "It left today. Buyer protection: 60 days.", f"Order {NUMBER}")
    assert "delivery_left_d" not in told


ENDS = [
    ("Closed", "Payment was not received in time", "not_paid_in_time"),
    ("Закрыт", "Вы не оплатили заказ вовремя", "not_paid_in_time"),
    ("Pedido cerrado", "Motivo: plazo de pago vencido", "not_paid_in_time"),
    ("Order closed", "Why: cancelled by the buyer before payment", "cancelled_unpaid"),
    ("Order canceled", "You canceled it during payment verification", "cancelled_verifying"),
    ("Canceled", "The seller did not dispatch the goods before the deadline", "not_shipped_in_time"),
    ("Заказ закрыт", "Продавец не отправил товар", "not_shipped_in_time"),
    ("Cancelado", "El vendedor no realizó el envío a tiempo", "not_shipped_in_time"),
    ("Отменён", "Отменён по запросу покупателя", "cancelled_paid"),
    ("Cancelado", "El vendedor aceptó tu solicitud de cancelación", "cancelled_paid"),
    ("Finalizado", "Confirmaste la recepción", "confirmed"),
    ("Completed", "Receipt was confirmed automatically", "protection_over"),
]


@pytest.mark.parametrize(("label", "line", "end"), ENDS)
def test_the_reason_why_an_order_ended_is_read(label: str, line: str, end: str) -> None:
    assert page(label, line, f"Order {NUMBER}", "Socks", "Buy again")["end"] == end


def test_an_order_that_was_never_paid_has_neither_payment_nor_refund() -> None:
    told = page("Закрыт", "16.11.2026", "Оплата не получена вовремя", f"Заказ {NUMBER}", "Дата: 15.11.2026")
    assert told == {"status": "closed", "end": "not_paid_in_time"}


def test_an_order_on_its_way_has_not_ended() -> None:
    told = page(
        "Awaiting shipment", "If the seller did not ship, you are refunded", f"Order {NUMBER}", "Socks"
    )
    assert "end" not in told


def test_a_line_that_begins_with_the_refund_dates_the_refund() -> None:
    for line in ("Refund of $9 to PayPal, Nov 16, 2026", "Возврат 900 ₽ оформлен 16.11.2026"):
        told = page("Canceled", line, f"Order {NUMBER}", "Paid Nov 3, 2026", "Socks")
        assert told["refund_bd"] == 4
        assert told["paid_h"] > 400  # type: ignore[operator]


HISTORY = ("Awaiting delivery", f"Order {NUMBER}", "Socks", "Track order")


def test_the_newest_event_of_a_parcel_is_its_present() -> None:
    moving = ("11-19 10:02 Out for delivery", "11-12 08:00 Held by customs", "11-05 09:00 Shipped by seller")
    assert page(*HISTORY, *moving)["tracking"] == "moving"
    assert page(*HISTORY, *reversed(moving))["tracking"] == "moving"
    held = ("Nov 13 Held by customs", "Nov 9 Arrived in the country", "Nov 5 Accepted by carrier")
    assert page(*HISTORY, *held)["tracking"] == "customs"


def test_a_parcel_whose_newest_event_is_old_is_not_said_to_move() -> None:
    told = page("Отправлен", "9 нояб. Прибыло в страну назначения", "1 нояб. Отправлено продавцом", "Носки")
    assert told.get("tracking") != "moving"
    assert told["shipped_d"] == 19


def test_a_parcel_was_shipped_when_the_seller_or_else_the_carrier_says_so() -> None:
    assert page(*HISTORY, "Nov 9 Accepted by carrier", "Nov 7 Shipped by seller")["shipped_d"] == 13
    assert page(*HISTORY, "Nov 14 Sent to destination country", "Nov 9 Parcel picked up")["shipped_d"] == 11


def test_an_estimate_is_no_date() -> None:
    told = page("Enviado", "Entrega estimada: 24 nov - 2 dic", f"Pedido {NUMBER}", "Calcetines")
    assert "delivered_d" not in told


DISPUTES = [
    ("Seller has rejected your request", "seller_refused"),
    ("Решение продавца: отклонил", "seller_refused"),
    ("El vendedor ha rechazado tu solicitud", "seller_refused"),
]


@pytest.mark.parametrize(("line", "answer"), DISPUTES)
def test_the_answer_in_a_dispute_is_read(line: str, answer: str) -> None:
    told = page("Dispute in progress", line, "Opened 16 Nov 2026", f"Order {NUMBER}", "Socks")
    assert told["dispute"] == answer
    assert told["dispute_d"] == 4


def test_a_return_is_dated_by_its_approval() -> None:
    for line in (
        "Return approved on Nov 16, 2026",
        "Возврат одобрен 16.11.2026",
        "Devolución aprobada el 16/11",
    ):
        assert page("In dispute", line, f"Order {NUMBER}", "Socks")["return_d"] == 4


def test_the_problem_of_a_dispute_is_its_reason() -> None:
    told = page("In dispute", "Problem: item does not work", "Opened 16 Nov 2026", f"Order {NUMBER}")
    assert told["condition"] == "not_working"


GROUPS = [
    ("Awaiting group", "1 more participant needed"),
    ("Совместная покупка: не хватает 1 участника", "Осталось 03:10:00"),
    ("Compra grupal", "Faltan 2 participantes"),
]


@pytest.mark.parametrize("lines", GROUPS)
def test_a_group_that_lacks_somebody_is_pending(lines: tuple[str, str]) -> None:
    assert page(*lines, f"Order {NUMBER}", "Paid Nov 20, 2026")["status"] == "group_pending"


BUTTONS = [
    (("Awaiting shipment", "Cancel order — unavailable"), "no"),
    (("Частично отправлен", "Отменить заказ — недоступно"), "no"),
    (("Pendiente de envío", "Cancelar pedido (no disponible)"), "no"),
    (("Awaiting payment", "Pay now    Cancel"), "yes"),
    (("Dispute in progress", "Edit    Cancel"), None),
]


@pytest.mark.parametrize(("lines", "button"), BUTTONS)
def test_the_button_is_there_unless_its_line_says_otherwise(
    lines: tuple[str, str], button: str | None
) -> None:
    assert page(*lines, f"Order {NUMBER}", "Paid Nov 20, 2026").get("button") == button


def test_an_address_may_end_with_the_code_of_its_country() -> None:
    lines = (f"Order {NUMBER}", "Socks", "Track order")
    assert page("Shipped", "12 High Street, Leith EH6, UK", *lines)["region"] == "gb"
    assert "region" not in page("Shipped", "Socks UK size 6, grey", *lines)
