"""Back: from each screen to the one it was opened from."""

import pytest

from bot.dialogue import actions, routes
from bot.dialogue.address import Target
from bot.dialogue.events import Attached, Shown, ShownKind, Trouble
from bot.dialogue.outcome import Step
from bot.dialogue.routes import Route
from bot.dialogue.screen import Button, Copyable, Screen, Text
from bot.dialogue.screens import screen_after
from bot.dialogue.state import LANGUAGES, Case, Language, Person
from bot.dialogue.step import step
from bot.texts.say import Words
from tests.dialogue.walk import NOW, somebody, world

WORDS = Words.load()
REMEDIES = ("keep_part", "return_refund")


def told(**facts: str) -> Person:
    case = Case(1, 1, opened=NOW)
    for fact, value in facts.items():
        case = case.tell(fact, value, NOW, "tapped")
    return somebody(next_case=2).with_case(case)


def damaged() -> Person:
    return told(status="delivered", condition="damaged", delivered_d="unknown")


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


def pressed(person: Person, route: Route, key: str) -> Step:
    """The step of the first button with such a label on a screen."""
    found = [one.target for one in buttons(screen_after(person, route, world())) if one.label.key == key]
    assert found, f"{route} has no {key}"
    assert found[0] is not None
    return step(step(person, route, world()).person, found[0], world())


def back(person: Person, route: Route) -> Target | None:
    shown = screen_after(person, route, world())
    return next((one.target for one in shown.rows[-1] if one.label.key == "button.back"), None)


@pytest.mark.parametrize("remedy", REMEDIES)
def test_from_a_form_back_to_the_remedy_it_was_chosen_for(remedy: str) -> None:
    kind = routes.DisputeKind(1, remedy)
    claims = [one.target for one in buttons(screen_after(damaged(), kind, world()))]
    forms = [one for one in claims if isinstance(one, routes.DisputeForm)]
    assert forms
    assert {back(damaged(), one) for one in forms} == {kind}


def test_a_form_of_before_goes_back_to_the_choice_of_remedies() -> None:
    assert back(damaged(), routes.DisputeForm(1, "damaged")) == routes.Dispute(1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["damaged", "incomplete"])
def test_a_form_asks_for_what_its_remedy_gives(reason: str, language: Language) -> None:
    asked = {}
    for remedy in REMEDIES:
        form = screen_after(damaged(), routes.DisputeForm(1, reason, remedy), world())
        text = next(block.text for block in form.body if isinstance(block, Copyable))
        asked[remedy] = WORDS.plain(text, language)
        assert len(WORDS.plain(text, "en")) <= 256, "it fits a button that copies"
    assert asked["keep_part"] != asked["return_refund"]
    full = {"en": "full refund", "ru": "всю сумму", "es": "reembolso total"}[language]
    assert [full in asked[remedy] for remedy in REMEDIES] == [False, True]


def test_evidence_opened_from_a_form_leads_back_to_it_also_after_a_photo() -> None:
    form = routes.DisputeForm(1, "damaged", "keep_part")
    opened = pressed(damaged(), form, "evidence.collect")
    assert back(opened.person, opened.route) == form
    photo = Shown("photo", "", attached=Attached("id", "unique", "photo", 1))
    sent = step(opened.person, photo, world())
    assert len(sent.person.cases[1].exhibits) == 1
    assert back(sent.person, sent.route) == form
    assert back(damaged(), routes.Evidence(1)) == routes.Card(1)


@pytest.mark.parametrize(
    ("view", "sent_to"),
    [
        (routes.Card(1), routes.Evidence(1)),
        (routes.DisputeForm(1, "damaged", "keep_part"), routes.Evidence(1, "damaged", "keep_part")),
    ],
)
@pytest.mark.parametrize("kind", ["photo", "video"])
def test_a_photo_of_the_goods_sent_where_proof_is_wanted_is_kept(
    view: Route, sent_to: Route, kind: ShownKind
) -> None:
    seen = step(damaged(), view, world()).person
    sent = step(seen, Shown(kind, "", attached=Attached(kind, "id", "unique", 1)), world())
    assert [one.kind for one in sent.person.cases[1].exhibits] == [kind]
    assert (sent.route, sent.notice) == (sent_to, Text("notice.exhibit.proof"))


@pytest.mark.parametrize(
    ("person", "view", "trouble"),
    [
        (told(status="unpaid"), routes.Card(1), ""),
        (damaged(), routes.Home(), ""),
        (damaged(), routes.Card(1), "unreadable"),
    ],
)
def test_what_nobody_meant_as_proof_is_not_kept(person: Person, view: Route, trouble: Trouble) -> None:
    seen = step(person, view, world()).person
    photo = Shown("photo", "", trouble=trouble, attached=Attached("photo", "id", "unique", 1))
    sent = step(seen, photo, world())
    assert not sent.person.cases[1].exhibits
    assert sent.route == view


@pytest.mark.parametrize(
    ("asking", "key"),
    [
        (routes.Rights(1), "rights.change"),
        (routes.Rights(1), "refund.ask_method"),
        (routes.Refund(1), "refund.ask_method"),
        (routes.Watch(1), "watch.ask.method"),
        (routes.Answers(1), "fact.delivered_d"),
        (routes.Answers(1), "fact.status"),
        (routes.Happened(1), "happened.other"),
    ],
)
def test_a_question_that_a_screen_asks_leads_back_to_it(asking: Route, key: str) -> None:
    person = told(status="delivered", condition="damaged", delivered_d="unknown", region="es")
    asked = pressed(person, asking, key)
    assert isinstance(asked.route, routes.Question)
    assert back(asked.person, asked.route) == asking


def test_a_method_told_for_the_watch_leads_back_to_the_watch() -> None:
    asked = pressed(damaged(), routes.Watch(1), "watch.ask.method")
    assert isinstance(asked.route, routes.Question)
    done = step(asked.person, actions.Tell(1, "method", "card", asked.route.goal), world())
    assert done.route == routes.Watch(1)


def test_a_corrected_answer_leads_to_the_card_as_before() -> None:
    done = step(damaged(), actions.Tell(1, "condition", "not_working", "A"), world())
    assert done.route == routes.Card(1)


@pytest.mark.parametrize("opener", [routes.Settings(), routes.Reminding()])
def test_the_dates_opened_from_the_settings_lead_back_there(opener: Route) -> None:
    opened = pressed(damaged(), opener, "dates.all")
    assert back(opened.person, opened.route) == opener
    assert back(damaged(), routes.Deadlines()) is None


def test_the_rights_show_the_countries_at_once_and_lead_to_those_of_the_one_chosen() -> None:
    shown = screen_after(damaged(), routes.Rights(1), world())
    country = next(
        one.target
        for one in buttons(shown)
        if isinstance(one.target, actions.Tell) and one.target.value == "es"
    )
    assert step(damaged(), country, world()).route == routes.Rights(1)
