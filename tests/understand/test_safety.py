"""Personal data is found and left out; what only looks like it stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand.safety import mask

SECRETS = [
    ("my card 4276 3800 1234 5679", "card", "4276 3800 1234 5679"),
    ("карта 4276380012345679 помогите", "card", "4276380012345679"),
    ("visa 4111-1111-1111-1111 12/27", "card", "4111-1111-1111-1111"),
    ("5555555555554444", "card", "5555555555554444"),
    ("мир 2200 7007 1234 5676", "card", "2200 7007 1234 5676"),
    ("cvv 123", "code", "123"),
    ("код из смс 482910", "code", "482910"),
    ("código de seguridad: 4821", "code", "4821"),
    ("call me +7 912 000-14-41", "phone", "912 000-14-41"),
    ("мой номер 8 912 000 14 41", "phone", "912 000 14 41"),
    ("whatsapp: 600 111 222", "phone", "600 111 222"),
    ("mail ann.smith@example.com now", "email", "ann.smith@example.com"),
    ("password: hunter2!", "password", "hunter2!"),
    ("пароль это Qwerty-99", "password", "Qwerty-99"),
    ("mi contraseña es gato123", "password", "gato123"),
    ("iban ES91 2100 0418 4502 0005 1332", "account", "2100 0418 4502"),
]


@pytest.mark.parametrize(("text", "kind", "secret"), SECRETS)
def test_secrets_are_left_out_and_named(text: str, kind: str, secret: str) -> None:
    masked = mask(text)
    assert secret not in masked.text
    assert masked.kinds == (kind,)


HARMLESS = [
    "my card 4276 3800 1234 5678",
    "order 3041 2276 1180 4521",
    "3041227611804521",
    "8147799865519243",
    "заказ 5555 5555 5555 4444",
    "https://aliexpress.ru/order-list/5555555555554444",
    "pedido nº 5555555555554444",
    "paid 12.11.2026 at 10:15, 1 184,60 ₽",
    "LP00123456789012",
    "1005003574624824",
    "I forgot my password",
    "код не пришел",
    "3 days ago, 2 items, 45 dollars",
    "1000-2000 rub",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert mask(text) == type(mask(text))(text, ())


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing(text: str) -> None:
    masked = mask(text)
    assert mask(masked.text) == masked
