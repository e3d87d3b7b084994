"""Which language a person writes, where it is plain."""

import pytest

from bot.dialogue.state import Language
from tests.understand.labelled import NOW, labelled, reader

PLAIN: list[tuple[str, Language]] = [
    ("оплатил три дня назад, тишина", "ru"),
    ("the seller did not answer me and it is late", "en"),
    ("el vendedor no me contesta y ya pagué", "es"),
    ("пришло not working, что делать с этим", "ru"),
]


@pytest.mark.parametrize(("text", "language"), PLAIN)
def test_the_language_of_a_text_is_known(text: str, language: Language) -> None:
    assert reader().read(text, "typed", NOW).tongue == language


@pytest.mark.parametrize("text", ["да", "yes", "ok thanks", "3041227611804521", "", "refund please asap"])
def test_little_says_nothing_of_the_language(text: str) -> None:
    assert reader().read(text, "typed", NOW).tongue is None


@pytest.mark.parametrize(
    "text",
    [
        "I want to cancel",
        "Order status: Awaiting shipment",
        "el vendedor no responde",
        "Order status: Awaiting shipment\nThe seller has to ship your order in 5 days",
    ],
)
def test_one_short_or_pasted_text_turns_no_talk_into_another_language(text: str) -> None:
    assert reader().read(text, "typed", NOW).tongue is None


def test_what_others_wrote_says_nothing_of_the_language() -> None:
    assert reader().read("the seller did not answer me and it is late", "forwarded", NOW).tongue is None


def test_a_language_that_is_told_is_nearly_always_the_right_one() -> None:
    told = [
        (text, tongue)
        for text in labelled("school")
        if text.kind == "typed" and (tongue := reader().read(text.say, "typed", NOW).tongue)
    ]
    assert sum(text.language == tongue for text, tongue in told) >= 0.995 * len(told)
    assert len(told) >= 2000
