"""Values are written as each language writes them, and nothing typed becomes markup."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.screen import Button, Copyable, Day, Fold, Paragraph, Screen, Text
from bot.dialogue.state import Language, Sum, Written
from bot.texts.catalog import CatalogFault
from bot.texts.formats import money
from bot.texts.render import LONGEST_COPY, render
from bot.texts.say import Words

WORDS = Words.load()
MOMENT = datetime(2026, 11, 24, 10, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 1, "1 day ago"), ("en", 3, "3 days ago"),
        ("ru", 1, "1 день назад"), ("ru", 3, "3 дня назад"),
        ("ru", 12, "12 дней назад"), ("ru", 21, "21 день назад"),
        ("es", 1, "Hace 1 día"), ("es", 3, "Hace 3 días"),
    ],
)  # fmt: skip
def test_plurals(language: Language, n: int, said: str) -> None:
    assert WORDS.plain(Text("ago.days", {"n": n}), language) == said


@pytest.mark.parametrize(
    ("language", "told", "said"),
    [
        ("en", Sum(3000, "$"), "$30"), ("en", Sum(4320, "$"), "$43.20"),
        ("en", Sum(8999000, "pesos"), "89,990 pesos"),
        ("ru", Sum(129950, "₽"), "1 299,50 ₽"), ("ru", Sum(4320, "$"), "43,20 $"),
        ("es", Sum(8999000, "pesos"), "89.990 pesos"), ("es", Sum(2490, "€"), "24,90 €"),
        ("es", Sum(5), "0,05"), ("zh", Sum(3000, "$"), "$30"),
    ],
)  # fmt: skip
def test_money_is_written_as_each_language_writes_it(language: Written, told: Sum, said: str) -> None:
    assert money(told, language).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("language", "fallback"),
    [("en", "Tue 24 Nov, 10:37 UTC"), ("ru", "вт, 24 нояб., 10:37 UTC"), ("es", "mar, 24 nov, 10:37 UTC")],
)
def test_a_moment_is_shown_in_the_readers_zone_with_a_fallback_that_names_its_own(
    language: Language, fallback: str
) -> None:
    said = WORDS.say(Text("deadline.verification_ends", {"at": MOMENT}), language)
    assert f'<tg-time unix="1795516620" format="wDt">{fallback}</tg-time>' in said


def test_a_day_of_a_source_has_its_year() -> None:
    assert WORDS.plain(Text("value.day", {"day": Day(date(2026, 11, 21))}), "en") == "21 Nov 2026"


@given(st.text(max_size=60))
def test_what_a_person_typed_shows_as_text(typed: str) -> None:
    said = WORDS.say(Text("order.named", {"name": typed}), "en")
    assert "<" not in said
    assert ">" not in said
    assert WORDS.plain(Text("order.named", {"name": "<b>&amp;"}), "en") == "<b>&amp;"


def test_an_unknown_key_and_a_missing_value_are_named() -> None:
    with pytest.raises(CatalogFault, match=r"key no\.such: it is missing"):
        WORDS.say(Text("no.such"), "ru")
    with pytest.raises(CatalogFault, match=r"key order\.named: nobody gives its placeholder name"):
        WORDS.say(Text("order.named"), "ru")


def test_blocks_become_telegrams_html() -> None:
    letter = Text("letter.hello.polite.short", {"order": Text("letter.order.plain")})
    screen = Screen(
        (Paragraph(Text("home.choose")), Fold((Text("why.because"),)), Copyable(letter, "en")), ()
    )
    html = render(screen, "en", WORDS).html
    assert html.startswith(
        "What do you need?\n\n<blockquote expandable>You told me:</blockquote>\n\n<pre>Hello!"
    )


def test_a_text_too_long_to_copy_leaves_its_button_out() -> None:
    short, long = (Text("order.named", {"name": "x" * size}) for size in (LONGEST_COPY, LONGEST_COPY + 1))
    label = Text("letters.copy.en")
    rows = ((Button(label, copy=short),), (Button(label, copy=long),))
    assert [row[0].copy for row in render(Screen((), rows), "en", WORDS).keyboard] == ["x" * LONGEST_COPY]
