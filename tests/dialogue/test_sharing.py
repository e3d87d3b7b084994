"""Sharing an order: the link holds its facts and nothing else, and leads to a copy."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import routes
from bot.dialogue.actions import Agree
from bot.dialogue.address import decode, encode
from bot.dialogue.events import Started
from bot.dialogue.sharing import CODES, FACT_OF, LONGEST, OWN, WHOLE, cards, link_of, taken_up
from bot.dialogue.state import LANGUAGES, MAX_CASES, Case, Exhibit, Person, Sum
from bot.dialogue.step import step
from bot.texts.render import render
from bot.texts.say import Words
from rules.facts import UNKNOWN, Choice, Count
from tests.dialogue.walk import NOW, policy, somebody, world

WORDS = Words.load()
HOUR = NOW.replace(minute=0)


def shared() -> Case:
    order = Case(1001, 1, opened=NOW, name="Grandma Vera", number="3041227611804521")
    order = order.tell("status", "shipped", NOW, "typed").tell("tracking", "stuck", NOW, "typed")
    order = order.tell("shipped_d", HOUR - timedelta(days=20), NOW, "typed").tell(
        "method", UNKNOWN, NOW, "typed"
    )
    photo = Exhibit(1, "file-id", "unique", "photo", 1, "photos", "a caption", NOW)
    return replace(order, sums=MappingProxyType({"paid": Sum(2490, "€")}), exhibits=(photo,))


def test_every_fact_has_a_code_of_its_own_and_every_value_a_name() -> None:
    assert CODES.keys() | OWN == set(policy().vocabulary.facts)
    assert len(FACT_OF) == len(CODES)
    for fact in policy().vocabulary.facts.values():
        if fact.name in OWN:
            continue
        assert CODES[fact.name].isupper() == isinstance(fact, Count)
        for value in fact.values if isinstance(fact, Choice) else ():
            case = Case(1, 1, opened=NOW).tell(fact.name, value, NOW, "tapped")
            done = taken_up(somebody(), link_of(case, world()), world())
            assert done is not None
            assert {name: one.value for name, one in done.person.cases[1001].heard.items()} == {
                fact.name: value
            }


def test_a_link_brings_the_facts_and_nothing_of_the_person() -> None:
    link = link_of(shared(), world())
    assert WHOLE.fullmatch(link)
    relative = replace(somebody(), id=8, chosen="es")
    done = step(relative, Started(link), world())
    assert isinstance(done.route, routes.Understood)
    copy = done.person.cases[done.route.case]
    assert {name: one.value for name, one in copy.heard.items()} == {
        "status": "shipped",
        "tracking": "stuck",
        "shipped_d": HOUR - timedelta(days=20),
    }
    assert (copy.name, copy.number, copy.sums, copy.exhibits) == ("", "", {}, ())


def test_once_agreed_it_is_an_order_like_any_other_and_the_link_leads_to_it_again() -> None:
    link = link_of(shared(), world())
    taken = step(somebody(), Started(link), world())
    assert isinstance(taken.route, routes.Understood)
    agreed = step(taken.person, Agree(taken.route.case, 1), world())
    assert agreed.person.cases[taken.route.case].value("tracking") == "stuck"
    again = step(agreed.person, Started(link), world())
    assert again.person.cases.keys() == agreed.person.cases.keys()


def test_the_owners_own_link_leads_to_the_order_itself() -> None:
    owner = somebody().with_case(shared().tell("paid_h", NOW, NOW, "typed"))
    done = step(owner, Started(link_of(shared(), world())), world())
    assert done.person.cases.keys() == owner.cases.keys()


def test_somebody_elses_order_is_never_taken_for_ones_own() -> None:
    mine = somebody().with_case(Case(1001, 1, opened=NOW).tell("status", "shipped", NOW, "typed"))
    mine = replace(mine, next_case=1002)
    theirs = Case(5, 1, opened=NOW - timedelta(days=9)).tell("status", "shipped", NOW, "typed")
    done = step(mine, Started(link_of(theirs, world())), world())
    assert done.person.cases.keys() == {1001, 1002}
    assert {one.how for one in done.person.cases[1002].heard.values()} == {"shared"}


def test_a_full_list_is_said_to_be_full() -> None:
    full = somebody()
    for number in range(MAX_CASES):
        full = full.with_case(Case(number + 1, number + 1, opened=NOW))
    done = step(full, Started(link_of(shared(), world())), world())
    assert done.notice is not None
    assert done.notice.key == "notice.full"


def test_a_link_always_fits_an_address_and_a_start() -> None:
    case = Case(1, 1, opened=NOW)
    for fact in policy().vocabulary.facts.values():
        case = case.tell(fact.name, fact.values[0] if isinstance(fact, Choice) else HOUR, NOW, "tapped")
    link = link_of(case, world())
    assert len(link) <= LONGEST
    assert WHOLE.fullmatch(link)
    done = taken_up(somebody(), link, world())
    assert done is not None
    assert decode(encode(done.route)) == done.route


@given(
    st.text(st.characters(codec="utf-8"), max_size=70)
    | st.from_regex(r"s1[0-9a-z]{4}[a-zA-Z0-9]{0,58}", fullmatch=True)
)
def test_no_payload_does_harm(payload: str) -> None:
    person = somebody()
    done = step(person, Started(payload), world())
    known = set(policy().vocabulary.facts)
    assert all(case.heard.keys() <= known for case in done.person.cases.values())
    assert done.person.cases or isinstance(done.route, routes.Home | routes.Topic)


@pytest.mark.parametrize(
    "payload",
    ["s1", "s1a", "s10000", "s10000azz", "s20000a00", "s10000Azzzz", "s10000D0000", "s1" + "azz" * 30],
)
def test_a_link_that_tells_nothing_leads_home(payload: str) -> None:
    done = step(somebody(), Started(payload), world())
    assert isinstance(done.route, routes.Home)
    assert not done.person.cases


def test_cards_are_of_open_orders_in_every_language_the_own_first() -> None:
    person = Person(7, chosen="ru").with_case(shared())
    person = person.with_case(replace(shared(), id=1002, ordinal=2, outcome="refunded"))
    found = list(cards(person, "", world()))
    assert [(card.case, card.language) for card in found] == [(1001, "ru"), (1001, "en"), (1001, "es")]
    person = person.with_case(replace(shared(), id=1003, ordinal=3))
    assert [card.case for card in cards(person, "", world())][:2] == [1003, 1001]
    assert {card.case for card in cards(person, " 1 ", world())} == {1001}
    assert len(list(cards(person, "lamp", world()))) == 2 * len(LANGUAGES)


def test_a_card_says_what_to_do_and_nothing_of_the_person() -> None:
    for card in cards(Person(7, chosen="en").with_case(shared()), "", world()):
        face = render(card.screen, card.language, WORDS)
        assert "Vera" not in face.html
        assert "4521" not in face.html + str(face.keyboard)
        assert WHOLE.fullmatch(face.keyboard[0][0].start)
