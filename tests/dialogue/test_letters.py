"""Letters: whole in every language, short enough to copy, and followed up when nobody answers."""

from datetime import timedelta

import pytest

from bot.dialogue import actions, routes
from bot.dialogue.letters import ANY, LENGTHS, TONES, letter_text, letters_for
from bot.dialogue.remind import due_at, reminded
from bot.dialogue.screen import Text
from bot.dialogue.screens.letters import one
from bot.dialogue.screens.reminder import reminder
from bot.dialogue.state import Case, Person, Written
from bot.dialogue.step import step
from bot.texts.render import LONGEST_COPY, render
from bot.texts.say import Words
from tests.dialogue.walk import NOW, policy, world

WORDS = Words.load()
WRITTEN: tuple[Written, ...] = ("en", "ru", "es", "zh")
KINDS = (*dict.fromkeys((*(row.gives["offer"] for row in policy().tables["offers"].rows), *ANY)),)


def person(status: str = "awaiting_shipment", why: str = "changed_mind") -> Person:
    order = Case(1, 1, opened=NOW, number="3041227611804521")
    order = order.tell("status", status, NOW, "tapped").tell("why", why, NOW, "tapped")
    return Person(7, chosen="en", zone="Europe/Madrid", quiet=(0, 0), next_case=2).with_case(order)


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_whole_in_every_language_and_the_short_one_can_be_copied(kind: str) -> None:
    order = person().cases[1]
    for written in WRITTEN:
        for tone in TONES:
            short, full = (WORDS.plain(letter_text(order, kind, tone, length), written) for length in LENGTHS)
            assert len(short) <= LONGEST_COPY
            assert len(short) < len(full)
            assert "{" not in short + full
            assert "3041227611804521" in short
            assert "3041227611804521" in full


def test_a_letter_made_firmer_longer_and_chinese_stays_the_same_letter() -> None:
    screen = one(person(), person().cases[1], routes.Letter(1, "cancel_request"), world())
    face = render(screen, "en", WORDS)
    keys = {key.label: key for row in face.keyboard for key in row}
    assert {"Firmer", "Longer", "In Chinese", "Copy in English"} <= set(keys)
    firm = step(person(), routes.Letter(1, "cancel_request", "firm", "full", "zh"), world())
    assert firm.route == routes.Letter(1, "cancel_request", "firm", "full", "zh")
    assert "您" in render(one(person(), person().cases[1], firm.route, world()), "ru", WORDS).html


@pytest.mark.parametrize(
    "odd",
    [
        routes.Letter(1, "nonsense"),
        routes.Letter(1, "hello", tone="rude"),
        routes.Letter(1, "hello", length="endless"),
        routes.Letter(1, "hello", written="xx"),
    ],
)
def test_a_letter_that_never_was_leads_to_those_that_fit(odd: routes.Letter) -> None:
    shown = one(person(), person().cases[1], odd, world())
    assert shown.body[0].text.key == "letters.title"  # type: ignore[union-attr]


def test_a_letter_sent_and_not_answered_is_followed_up_after_48_hours() -> None:
    sent = step(person(), actions.Wrote(1, "cancel_request", world().hour), world()).person
    assert sent.cases[1].wrote["cancel_request"] == NOW.replace(minute=0)
    later = world(NOW + timedelta(hours=48))
    due = due_at(sent, policy(), NOW)
    assert due is not None
    assert due <= later.now
    spoken = reminded(sent, later)
    assert "cancel_request" in {found.letter for found in spoken.found}
    face = render(reminder(spoken.person, list(spoken.found), later), "en", WORDS)
    assert face.keyboard[0][0].label == WORDS.plain(Text("remind.follow_up"), "en")


def test_whoever_tells_what_happened_since_is_not_asked_about_the_letter() -> None:
    sent = step(person(), actions.Wrote(1, "cancel_request", world().hour), world()).person
    moved = step(sent, actions.Move(1, "cancel_requested"), world(NOW + timedelta(hours=5))).person
    spoken = reminded(moved, world(NOW + timedelta(hours=60)))
    assert not {found.letter for found in spoken.found} - {""}


def test_a_letter_that_does_not_fit_cannot_be_noted_as_sent() -> None:
    order = person().cases[1]
    assert "agree_return" not in letters_for(order, world())
    done = step(person(), actions.Wrote(1, "agree_return", world().hour), world())
    assert not done.person.cases[1].wrote


def test_the_timeline_shows_what_was_sent() -> None:
    from bot.dialogue.timeline import timeline

    sent = step(person(), actions.Wrote(1, "hello", world().hour), world()).person
    assert Text("timeline.wrote", {"letter": Text("letters.hello")}) in [
        stop.label for stop in timeline(sent.cases[1], world())
    ]
