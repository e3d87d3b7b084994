"""Addresses: promises to keyboards already sent."""

from collections.abc import Callable
from dataclasses import fields
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import actions
from bot.dialogue.address import CODES, MAX_BYTES, BadAddress, Target, decode, encode

PROMISED = {
    "h": "Home()",
    "q|3|paid_h": "Question(case=3, fact='paid_h', goal='')",
    "q|3|paid_h|f": "Question(case=3, fact='paid_h', goal='f')",
    "c|zz": "Card(case=1295)",
    "n|a": "NewOrder(case=10, goal='')",
    "o": "Orders(goal='', page=0)",
    "o|r|1": "Orders(goal='r', page=1)",
    "O|a|unpaid|": "Open(case=10, status='unpaid', goal='')",
    "T|a|why|changed_mind|": "Tell(case=10, fact='why', value='changed_mind', goal='')",
    "H|a|paid_h|ax3s|": "TellHour(case=10, fact='paid_h', hour=509464, goal='')",
    "M|a|in_dispute": "Move(case=10, status='in_dispute', end='')",
    "L|ru|g": "Speak(language='ru', back='g')",
    "L|ru|q~3~paid_h": "Speak(language='ru', back='q|3|paid_h')",
    "C|a|refunded": "Close(case=10, outcome='refunded')",
    "r1|a|changed_mind": "Reason(case=10, reason='changed_mind')",
    "df|a|late": "DisputeForm(case=10, reason='late', kind='')",
    "df|a|damaged|keep_part": "DisputeForm(case=10, reason='damaged', kind='keep_part')",
    "v|a": "Evidence(case=10, reason='', kind='')",
    "t": "Deadlines(back='')",
    "x1|a|confirm": "Stop(case=10, act='confirm')",
    "E": "Erase()",
}


@pytest.mark.parametrize(("address", "target"), PROMISED.items())
def test_an_address_once_sent_means_the_same_for_ever(address: str, target: str) -> None:
    assert repr(decode(address)) == target


@st.composite
def any_target(draw: st.DrawFn) -> Target:
    kind = draw(st.sampled_from(sorted(CODES.values(), key=lambda one: one.__name__)))
    word = st.text("abcdefghijklmnopqrstuvwxyz_", max_size=10)
    values = {
        field.name: draw(st.integers(0, 36**5) if field.type in (int, "int") else word)
        for field in fields(kind)
    }
    return cast("Callable[..., Target]", kind)(**values)


@given(any_target())
def test_what_is_written_is_read_back(target: Target) -> None:
    assert decode(encode(target)) == target


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        target = decode(text)
    except BadAddress:
        return
    assert type(target) in CODES.values()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|",
        "?",
        "q",
        "q|3",
        "c|",
        "c|-1",
        "c|ZZ",
        "c|1|2",
        "c|00",
        "T|a|why",
        "c|" + "z" * 9,
        "L|" + "x" * 70,
    ],
)
def test_a_truncated_or_forged_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        decode(text)


def test_an_address_that_does_not_fit_is_a_defect() -> None:
    with pytest.raises(ValueError, match=f"longer than {MAX_BYTES} bytes"):
        encode(actions.Tell(1, "a" * 40, "b" * 40))
