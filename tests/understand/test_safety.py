"""Personal data is found and left out; what only looks like it stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand.safety import mask
from tests.understand.labelled import HOW, NOW, Half, Labelled, labelled, read, reader

SECRETS = {
    "card": [
        "карта {4276380012345679} помогите", "{5555555555554444}", "мир {2200 7007 1234 5676}",
        "my card is {4111 1111\n1111 1111}", "{4111 11111111 1111}",
        "{4111\u20131111\u20131111\u20131111}", "{4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1}",
        "{3782 822463 10005}", "visa{4111111111111111}", "card.{4111111111111111}",
        "номер карты для заказа {5555 5555 5555 4444}", "tarjeta nº {5555555555554444}",
        "{4111 1111 1111 1111 123}", "{4111 1111 1111 1111\n12/27\n123}",
        "{4111 1111 1111 1111, 12/2027, 123}", "visa {4111-1111-1111-1111 12/27}",
        "card {4111111111111111 exp 12/27 cvv 123} please", "{4276380012345679 срок 12/27 код 123}",
        "{4276380012345679 действует до 12/27, 123}", "{4111 1111 1111 1111 IVAN IVANOV 12/27 123}",
        "{4111111111111111 válida hasta 05-28, 321}", "{4276380012345679 цвв 123 срок 12/27}",
        "{4111 1111 1111 1111 1227 123}",
        "CC {4111111111111111|12|2027|123}", "Карта {4276 3800 1234 5679 на имя Ivan Petrov 12/27}",
    ],
    "code": [
        "cvv {123}", "cvv is {123}", "my cvv number is {123}", "CVV/CVC {123}", "cvv-код: {123}",
        "цвв {123}", "the 3 digits on the back are {123}", "три цифры на обороте {123}",
        "los 3 números de atrás {123}", "código de seguridad: {4821}", "{123} is my cvv",
        "cvv {123} 12 dollars", "код из смс {482910}", "код {482913} из смс", "{482913} код из смс",
        "смс код {4829}", "sms {482913}", "вот код: {482 913}", "my code is {482913}",
        "the code from sms is {482913}", "code {G-482913}", "the code they sent me: {482913}",
        "{482913} is your verification code", "otp: {48 29 13}",
        "{G-482913} is your Google verification code", "{482913} - код подтверждения",
        "код подтверждения для входа на AliExpress: {482913}", "Ваш код {482913}. Никому не говорите",
        "me llegó el código {482913}", "el código que me enviaron es {482913}",
        "clave dinámica {482913}", "pin {1234}", "my pin is {1234}", "пин {1234}", "пин-код {1234}",
        "пин карты {1234}", "{1234} мой пин", "mi nip es {1234}", "el pin de mi tarjeta es {1234}",
        "clave del cajero {1234}", "pin {1234} 2 cards",
        "смс с кодом {482913}", "bank sent otp {482-913}", "Use {482913} as your login code",
    ],
    "password": [
        "password: {hunter2!}", "my password is {hunter}", "pwd={hunter}",
        "password for my account is {hunter}", "login and password: {ivan hunter}",
        "пароль это {Qwerty-99}", "пароль: {qwerty}", "пароль - {солнышко}", "пароль от почты {qwerty1}",
        "{qwerty123} - мой пароль", "логин/пароль: {ivan qwerty}", "mi contraseña es {gatito}",
        "contraseña: {gatito}", "{gato123} es mi contraseña", "clave: {gatito}",
        "usuario y contraseña: {juan gatito}",
        "пароль на али: {солнышко}", "пароль такой: {qwerty}",
    ],
    "phone": [
        "call me {+7 912 000-14-41}", "мой номер {8 912 000 14 41}",
        "{+7 (916) 123\u201145\u201167} 2 шт", "{+44 (0) 7911 123456}", "{+52 1 55 1234 5678}",
        "{0044 7911 123456}", "{00 44 7911 123456}", "call me at {07911 123456}", "text me {5551234567}",
        "my cell is {555-123-4567}", "my number is {612345678}", "my phone number is {(555) 123-4567}",
        "тел. {9161234567}", "звоните по номеру {916 123 45 67}", "ватсап {9161234567}",
        "мой номер {9161234567}", "{(495) 123-45-67}", "номер для связи: {9161234567}",
        "whatsapp: {600 111 222}", "móvil {612 345 678}", "{(55) 1234-5678}", "contáctame al {612345678}",
        "llámame al {612 34 56 78}",
        "mi número es {612345678}", "mi cel es {55 1234 5678}", "wa.me/{79161234567}",
    ],
    "email": [
        "mail {ann.smith@example.com} now", "email:{ivan@mail.ru}", "почта:{ivan@mail.ru}",
        "correo:{ivan@mail.ru}", "mailto:{ivan@mail.ru}", "{ivan@почта.рф}", "{ivan @ mail.ru}",
        "{ivan(at)mail.ru}", "{ivan@gmail}, ok", "{ivan at gmail dot com}", "{ivan собака mail.ru}",
        "{ivan собака mail точка ru}", "{ivan arroba gmail.com}", "{ivan arroba gmail punto com}",
    ],
    "account": [
        "iban {ES91 2100 0418 4502 0005 1332}", "{ES9121000418450200051332} es mi cuenta",
        "{GB33BUKB20201555555555} my account", "{ES9121000418450200051332} {ES9121000418450200051332}",
    ],
}  # fmt: skip
"""By kind, with what is secret in braces."""


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in SECRETS.items() for text in texts]
)
def test_secrets_are_left_out_and_named(kind: str, text: str) -> None:
    masked = mask(text.replace("{", "").replace("}", ""))
    assert masked.text == re.sub(r"\{.*?\}", f"⟦{kind}⟧", text, flags=re.DOTALL)
    assert masked.kinds == (kind,)


def test_a_mark_stands_where_the_secret_stood_in_letters_that_grow_when_made_small() -> None:
    assert mask("İİİ MY PIN: 4417, İZMİR").text == "İİİ MY PIN: ⟦code⟧, İZMİR"


HARMLESS = [
    "my card 4276 3800 1234 5678", "order 3041 2276 1180 4521", "3041227611804521", "8147799865519243",
    "код 3041 2276 1180 4521", "phone order 3041227611804521", "Order ID 8175 0099 2213 6640",
    "заказ 5555 5555 5555 4444", "ord num 5555555555554444", "Nº 5568 2200 4719 3351",
    "https://aliexpress.ru/order-list/5555555555554444", "pedido nº 5555555555554444",
    "paid by card, order 5555555555554444",
    "Payment: Mastercard ending 7719\nOrder ID: 5555555555554444",
    "Оплата: карта Visa\nНомер заказа 5528023791081569", "my number 3041227611804521",
    "LP00123456789012", "трек 42600078123453", "tracking 4260007812345675",
    "my tracking number is 123456789", "мой трек номер 123456789012", "track code 12345678",
    "código de seguimiento 123456", "clave de rastreo 123456", "1005003574624824",
    "memory card 1005003574624820", "phone 1005003574624824",
    "https://aliexpress.com/item/4000123456782.html", "https://aliexpress.us/item/2251832612345673.html",
    "код товара 123456", "123456 is the code of the product", "промо код 123456", "zip code 614000",
    "código postal 03003", "error code 5001", "код на 1000 рублей",
    "paid 12.11.2026 at 10:15, 1 184,60 ₽", "3 days ago, 2 items, 45 dollars", "1000-2000 rub",
    "1000+2000", "sms 1500 rub", "смс пришло 20.11.2026", "20 ноября 2026 код подтверждения не пришёл",
    "pin 3 days", "24 pin 2000 mAh", "in 2026 my code did not come", "refund to card on 12/11",
    "exp 12/27", "visa *4418", "bought a phone 1 250 000 cop", "celular 1.250.000 pesos",
    "телефон за 125 000 тенге", "phone 12.11.2026 10:15", "телефон 12 11 2026",
    "писал в телеграм 20.11.2026", "called the bank 20.11.2026", "I forgot my password",
    "I forgot password can't login", "my password is wrong", "my password is not accepted",
    "пароль - не подходит", "пароль это важно", "la contraseña es incorrecta",
    "la clave es esperar 15 días", "password reset 20.11.2026", "pass 1500 km",
    "login and password - please help", "код не пришел", "bought at aliexpress.com",
    "write to @ivan_petrov", "https://aliexpress.com@evil.com/login", "https://user:pass@evil.com",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert mask(text) == type(mask(text))(text, ())


HALVES: tuple[Half, ...] = ("open", "more", "fresh", "late")
KINDS_OF_PAGES = {"phone", "email"}


@pytest.mark.parametrize("half", HALVES)
def test_what_buyers_tell_of_their_orders_stays(half: Half) -> None:
    """Only the phones and addresses on the shop's pages and mails go, and an order number like a card's."""
    for text in labelled(half):
        masked = mask(text.say)
        if masked.kinds and text.kind != "seller":
            assert {*masked.kinds} <= KINDS_OF_PAGES or masked.text == _without_number(text), text.say
            again = reader().read(masked.text, HOW.get(text.kind, "typed"), NOW)
            assert {*again.facts} == {*read(text).facts}, text.say


def _without_number(text: Labelled) -> str:
    return text.say.replace(text.number, "⟦card⟧")


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing(text: str) -> None:
    masked = mask(text)
    assert mask(masked.text) == masked
