"""Every reachable screen in every language: words for all of it, labels that fit, no dead end."""

import re
from functools import cache

import pytest

from bot.dialogue import actions, routes
from bot.dialogue.address import MAX_BYTES, decode, encode
from bot.dialogue.state import LANGUAGES, Language
from bot.dialogue.step import step
from bot.texts.render import Face, render
from bot.texts.say import Words
from tests.dialogue.walk import Seen, reachable_screens, targets, world

LONGEST_ALONE = 32
LONGEST_IN_PAIR = 20
LONGEST_SCREEN = 800
LONGEST_MESSAGE = 4096
FOLDED = re.compile(r"<blockquote expandable>.*?</blockquote>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")


@cache
def words() -> Words:
    return Words.load()


@cache
def different() -> tuple[Seen, ...]:
    return tuple({repr(seen.screen): seen for seen in reachable_screens()}.values())


@cache
def faces(language: Language) -> tuple[tuple[Seen, Face], ...]:
    return tuple((seen, render(seen.screen, language, words())) for seen in different())


def test_every_route_is_reached() -> None:
    reached = {type(seen.route) for seen in different()}
    assert reached == set(routes.ROUTES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_words_and_no_placeholder_is_left(language: Language) -> None:
    for seen, face in faces(language):
        assert face.html.strip(), seen.route
        assert "{" not in face.html, (seen.route, face.html)
        assert all(label.label.strip() and "{" not in label.label for row in face.keyboard for label in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_a_phone(language: Language) -> None:
    """30 characters alone and 18 in pairs, besides the two that a mark may add."""
    for seen, face in faces(language):
        for row in face.keyboard:
            limit = LONGEST_ALONE if len(row) == 1 else LONGEST_IN_PAIR
            long = [label.label for label in row if len(label.label) > limit]
            assert not long, (seen.route, long)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_is_short_and_fits_a_message(language: Language) -> None:
    for seen, face in faces(language):
        visible = TAGS.sub("", FOLDED.sub("", face.html))
        assert len(visible) <= LONGEST_SCREEN, (seen.route, len(visible), visible)
        assert len(TAGS.sub("", face.html)) <= LONGEST_MESSAGE, seen.route


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_fits_and_means_the_same_when_read_back(language: Language) -> None:
    for seen, face in faces(language):
        addresses = [label.data for row in face.keyboard for label in row if label.data]
        assert all(len(address.encode()) <= MAX_BYTES for address in addresses), seen.route
        assert [decode(address) for address in addresses] == list(targets(seen.screen)), seen.route


def test_no_dead_end() -> None:
    """Home is on every screen but itself; where nobody's language is known, the languages are."""
    for seen in different():
        ways = list(targets(seen.screen))
        assert ways, seen.route
        if not isinstance(seen.route, routes.Home):
            assert routes.Home() in ways, seen.route


def test_back_and_home_are_in_the_last_row() -> None:
    for seen in different():
        last = seen.screen.rows[-1]
        if not isinstance(seen.route, routes.Home):
            assert last[-1].target == routes.Home()
            assert [button.label.key for button in last[:-1]] in ([], ["button.back"])


def test_every_button_leads_somewhere_that_can_be_shown() -> None:
    for seen in different():
        for target in targets(seen.screen):
            done = step(seen.person, target, world())
            assert done.notice is None or done.notice.key not in ("notice.stray", "notice.gone"), target
            encode(done.route)


def test_pressing_twice_changes_nothing_more() -> None:
    for seen in different():
        for target in targets(seen.screen):
            if isinstance(target, actions.Delete | actions.Erase):
                continue
            once = step(seen.person, target, world())
            twice = step(once.person, target, world())
            assert twice.person.cases == once.person.cases, target


def test_one_primary_button_at_most_and_danger_only_where_nothing_comes_back() -> None:
    for seen in different():
        styles = [button.style for row in seen.screen.rows for button in row]
        assert styles.count("primary") <= 1, seen.route
        dangerous = [
            type(button.target) for row in seen.screen.rows for button in row if button.style == "danger"
        ]
        assert set(dangerous) <= {
            actions.Delete, routes.Deleting, actions.Erase, routes.Erasing, routes.Stop, actions.Drop,
        }  # fmt: skip
