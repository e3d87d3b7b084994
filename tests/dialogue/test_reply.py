"""A seller's message decoded: every trick is explained, and the answer fits all of them and the order."""

import itertools
import re

import pytest

from bot.dialogue.screen import Bullets, Copyable, Fold, Paragraph, Screen, Text
from bot.dialogue.screens.seller import reply
from bot.dialogue.state import LANGUAGES, Case, Language, Person
from bot.dialogue.texting import LONGEST_TRICKS, SEPARATOR
from bot.texts.render import render
from bot.texts.say import Words
from rules.engine import collect
from rules.facts import UNKNOWN, Choice
from tests.dialogue.walk import NOW, policy, world

WORDS = Words.load()
TRICKS = list(dict.fromkeys(row.text("trick") for row in policy().tables["tricks"].rows))
FOLDED = re.compile(r"<blockquote expandable>.*?</blockquote>|<[^>]+>", re.DOTALL)
LONGEST_SCREEN = 800


def statuses() -> list[str]:
    status = policy().vocabulary["status"]
    assert isinstance(status, Choice)
    return [*status.values, UNKNOWN]


def decoded(status: str, *tricks: str, language: Language = "en") -> Screen:
    case = Case(1, 1, opened=NOW).tell("status", status, NOW, "tapped")
    return reply(Person(7, chosen=language), case, ",".join(tricks), world())


def answer(shown: Screen) -> str:
    return next(WORDS.plain(block.text, "en") for block in shown.body if isinstance(block, Copyable))


def keys(shown: Screen) -> set[str]:
    found: list[Text] = []
    for block in shown.body:
        found += block.lines if isinstance(block, Bullets | Fold) else ()
        found += [block.text] if isinstance(block, Paragraph) else ()
    return {text.key for text in found}


@pytest.mark.parametrize("status", statuses())
def test_each_trick_is_answered_in_one_way_in_every_state_of_an_order(status: str) -> None:
    rows = collect(policy(), "tricks", {"status": status}, NOW)
    assert [row.text("trick") for row in rows] == TRICKS


@pytest.mark.parametrize("status", statuses())
def test_no_dispute_is_spoken_of_as_open_where_none_is(status: str) -> None:
    said = answer(decoded(status, *TRICKS))
    speaks = [
        words for words in ("close the dispute", "in the dispute", "refund that I asked") if words in said
    ]
    assert bool(speaks) == (status == "in_dispute")
    assert ("shipping time" in said) == (status in BEFORE_SHIPPING)


BEFORE_SHIPPING = ("verifying", "payment_review", "awaiting_shipment", "group_pending", "cancel_requested")


def test_out_of_stock_before_shipping_is_answered_whole() -> None:
    shown = decoded("awaiting_shipment", "out_of_stock", "own_reason", "token")
    assert answer(shown) == (
        "Hello! Thank you for the offer, but a coupon or a small sum does not solve the problem of my order. "
        "I can only choose the true reason, or wait until the shipping time ends. "
        "If you cannot ship the goods, please write so here. I will cancel only with that reason, "
        "or wait for the automatic refund. Thank you."
    )
    for trick in ("out_of_stock", "own_reason", "token"):
        assert keys(shown) >= {f"trick.{trick}", f"trick.{trick}.means"}


def test_more_time_on_the_way_is_no_time_for_shipping() -> None:
    said = answer(decoded("shipped", "wait", "extend", "close_dispute"))
    assert "only if the tracking shows that the parcel really moves" in said
    assert "I do not give up my right to a dispute." in said


def test_a_message_without_an_order_is_answered_too() -> None:
    shown = reply(Person(7, chosen="en"), None, "paypal,extend", world())
    assert "I do not agree to any extension." in answer(shown)


@pytest.mark.parametrize("language", ["ru", "es"])
def test_the_answer_is_repeated_in_the_buyers_language_and_called_so(language: Language) -> None:
    assert "letters.own" in keys(decoded("shipped", "paypal", language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_tricks_together_fit_a_screen(language: Language) -> None:
    several = itertools.chain(*(itertools.combinations(TRICKS, many) for many in (1, 2, 3, 4)))
    together = [tricks for tricks in several if len(SEPARATOR.join(tricks)) <= LONGEST_TRICKS]
    states = ("awaiting_shipment", "shipped", "delivered", "in_dispute", UNKNOWN)
    for status, tricks in itertools.product(states, together):
        visible = FOLDED.sub("", render(decoded(status, *tricks, language=language), language, WORDS).html)
        assert len(visible) <= LONGEST_SCREEN, (status, tricks, len(visible))
