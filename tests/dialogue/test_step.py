"""The conversation, step by step, by calling a function."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.dialogue import actions, routes
from bot.dialogue.events import Commanded, Event, Shown, ShownKind, Started, Strayed, Typed
from bot.dialogue.evidence import MOST_CHARACTERS, MOST_EXHIBITS
from bot.dialogue.reading import Found, Reading
from bot.dialogue.revised import revised
from bot.dialogue.screen import Bullets, Day, Text
from bot.dialogue.screens import screen_after
from bot.dialogue.screens.topics import TOPICS
from bot.dialogue.state import MAX_CASES, NEVER_PAID, Person, language_of
from bot.dialogue.step import Step, newcomer, screen_of, step
from bot.dialogue.world import World
from bot.texts.render import render
from bot.texts.say import Words
from tests.dialogue.walk import NOW, policy, somebody, world
from tests.understand.labelled import reader

WORDS = Words.load()


def typed(text: str) -> Typed:
    """A text as the desk hands it on."""
    return Typed(text, reader().read(text, "typed", NOW))


def shown(kind: ShownKind, caption: str) -> Shown:
    return Shown(kind, caption, reading=reader().read(caption, "typed", NOW))


def after(person: Person, *events: Event) -> Step:
    done = Step(person, routes.Home())
    for event in events:
        done = step(done.person, event, world())
    return done


def begun(status: str = "awaiting_shipment", *events: Event) -> Step:
    person = somebody()
    return after(person, Started(), actions.Open(person.next_case, status), *events)


def number(person: Person) -> int:
    return next(iter(person.cases))


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("es-419", "es"),
        ("ES_mx", "es"),
        ("en-GB", "en"),
        ("de", None),
        (None, None),
        ("", None),
    ],
)
def test_telegrams_language_is_normalised(code: str | None, language: str | None) -> None:
    assert language_of(code) == language


def test_a_stranger_of_another_language_is_asked_in_three() -> None:
    done = step(newcomer(7, world()), Started(), world())
    assert done.route == routes.Languages("h")
    keys = [button.label.key for row in screen_of(done, world(), with_notice=True).rows for button in row]
    assert keys == ["language.name.en", "language.name.ru", "language.name.es"]


def test_a_chosen_language_wins_over_telegrams_and_returns_to_the_same_screen() -> None:
    person = replace(newcomer(7, world()), hint="en")
    done = after(person, routes.Topic("refund"), Commanded("language"))
    assert isinstance(done.route, routes.Languages)
    spoken = after(done.person, actions.Speak("es", done.route.back))
    assert (spoken.person.language, spoken.route) == ("es", routes.Topic("refund"))
    assert replace(spoken.person, hint="ru").language == "es"


def test_awaiting_shipment_paid_three_days_ago_changed_my_mind() -> None:
    done = begun()
    case = number(done.person)
    answers: dict[str, Event] = {
        "why": actions.Tell(case, "why", "changed_mind"),
        "ship_left_h": actions.Tell(case, "ship_left_h", "unknown"),
        "paid_h": actions.TellHour(case, "paid_h", world().hour - 72),
    }
    while isinstance(done.route, routes.Question):
        done = after(done.person, answers.pop(done.route.fact))
    assert (done.route, answers) == (routes.Card(case), {})
    assert world().advice(done.person.cases[case]).step == "request_cancellation"


def test_i_asked_the_seller_moves_the_order_and_starts_its_clock() -> None:
    done = begun()
    case = number(done.person)
    moved = after(done.person, actions.Move(case, "cancel_requested"))
    advice = world().advice(moved.person.cases[case])
    assert (moved.route, advice.step) == (routes.Card(case), "wait_seller_answer")
    due = advice.deadlines[0].at
    assert due is not None
    assert due - NOW.replace(minute=0) == timedelta(hours=48)


@pytest.mark.parametrize(
    ("status", "end", "refund"),
    [("unpaid", "cancelled_unpaid", False), ("verifying", "cancelled_verifying", True)],
)
def test_what_the_buyer_cancelled_alone_is_closed_by_one_tap(status: str, end: str, refund: bool) -> None:
    done = begun(status, actions.Tell(1001, "debited", "no"), actions.Tell(1001, "button", "yes"))
    listed = screen_after(done.person, routes.Reasons(1001, "me"), world())
    chosen = next(one.target for row in listed.rows for one in row if isinstance(one.target, routes.Reason))
    reason = after(done.person, chosen)
    targets = [one.target for row in screen_of(reason, world(), with_notice=False).rows for one in row]
    cancelled = next(one for one in targets if isinstance(one, actions.Move))
    closed = after(reason.person, cancelled)
    case = closed.person.cases[1001]
    assert (case.value("status"), case.value("end")) == ("closed", end)
    assert ("refund_bd" in case.told) == refund
    assert not isinstance(closed.route, routes.Question) or closed.route.fact != "end"


def test_a_dispute_just_opened_is_not_asked_how_it_stands() -> None:
    done = begun("delivered", actions.Tell(1001, "condition", "damaged"), actions.Move(1001, "in_dispute"))
    assert done.route == routes.Card(1001)
    assert done.person.cases[1001].value("dispute") == "seller_silent"


def test_editing_an_early_answer_keeps_the_later_ones() -> None:
    done = begun()
    case = number(done.person)
    told = after(
        done.person,
        actions.Tell(case, "why", "changed_mind"),
        actions.TellHour(case, "ship_left_h", world().hour + 72),
        actions.Tell(case, "status", "shipped"),
        actions.Tell(case, "status", "awaiting_shipment"),
    )
    assert told.route == routes.Card(case)
    assert told.person.cases[case].value("why") == "changed_mind"


def test_back_walks_the_answers_from_the_end() -> None:
    done = begun()
    case = number(done.person)
    assert isinstance(done.route, routes.Question)
    screen = screen_of(done, world(), with_notice=False)
    assert screen.rows[-1][0].target == routes.Question(case, "status")


def test_a_goal_is_reached_after_the_questions() -> None:
    person = somebody()
    done = after(person, routes.Orders("f"))
    assert done.route == routes.NewOrder(person.next_case, "f")
    told = after(done.person, actions.Open(person.next_case, "fund_processing", "f"))
    assert told.route == routes.Refund(number(told.person))


def test_a_second_order_is_its_own() -> None:
    first = begun()
    second = after(first.person, actions.Open(first.person.next_case, "frozen"))
    assert [case.value("status") for case in second.person.cases.values()] == ["awaiting_shipment", "frozen"]
    assert [case.ordinal for case in second.person.cases.values()] == [1, 2]


def test_an_old_new_order_keyboard_never_overwrites_the_order_it_began() -> None:
    done = begun()
    again = after(done.person, actions.Open(number(done.person), "frozen"))
    assert again.person.cases[number(done.person)].value("status") == "awaiting_shipment"
    assert again.notice is not None
    assert again.notice.key == "notice.begun"


def test_a_deleted_order_never_comes_back_by_an_old_button() -> None:
    done = begun()
    case = number(done.person)
    deleted = after(done.person, actions.Delete(case))
    for old in (
        actions.Open(case, "frozen"),
        actions.Tell(case, "why", "keep"),
        routes.Card(case),
        actions.Delete(case),
    ):
        pressed = after(deleted.person, old)
        assert not pressed.person.cases
        assert pressed.notice is not None


def test_after_a_deletion_of_everything_old_numbers_mean_nothing() -> None:
    erased = after(begun().person, actions.Erase())
    assert erased.erased
    assert newcomer(7, replace(world(), fresh=5)).next_case != newcomer(7, world()).next_case


FORGED: list[Event] = [
    Strayed(),
    routes.Card(99999),
    actions.Tell(99999, "why", "keep"),
    routes.Question(99999, "why"),
    actions.Delete(99999),
    actions.Open(99999, "unpaid"),
    actions.Speak("de"),
    actions.Speak("ru", "E"),
    routes.Orders("nonsense"),
    routes.Orders("", 10**6),
    routes.Orders("u"),
    routes.Orders("y"),
    routes.Suggested("refund", "r", "nonsense"),
    routes.Topic("nonsense"),
]


@pytest.mark.parametrize("event", FORGED, ids=repr)
def test_a_forged_press_leads_kindly_on_and_changes_no_order(event: Event) -> None:
    done = begun()
    pressed = after(done.person, event)
    assert pressed.person.cases == done.person.cases
    shown = screen_of(pressed, world(), with_notice=True)
    assert shown.rows
    assert render(shown, "en", WORDS).html


@pytest.mark.parametrize(
    ("fact", "value"),
    [("why", "nonsense"), ("nonsense", "keep"), ("status", "other side"), ("paid_h", "12x"), ("", "")],
)
def test_a_forged_value_is_not_kept(fact: str, value: str) -> None:
    done = begun()
    case = number(done.person)
    assert after(done.person, actions.Tell(case, fact, value)).person.cases == done.person.cases
    assert after(done.person, actions.TellHour(case, fact, 12)).person.cases == done.person.cases


FORGED_WITH_CASE = [
    "Question|nonsense",
    "Reason|nonsense",
    "Letter|nonsense",
    "DisputeKind|nonsense",
    "DisputeForm|nonsense",
    "Stop|nonsense",
]


@pytest.mark.parametrize("name", FORGED_WITH_CASE)
def test_a_forged_word_in_a_route_still_shows_a_screen(name: str) -> None:
    done = begun()
    kind, word = name.split("|")
    pressed = after(done.person, getattr(routes, kind)(number(done.person), word))
    assert screen_of(pressed, world(), with_notice=True).rows


@pytest.mark.parametrize(
    "name", ["start", "new", "orders", "help", "settings", "cancel", "privacy", "delete", "nonsense"]
)
def test_every_command_gets_a_screen_from_anywhere(name: str) -> None:
    for done in (begun(), begun("shipped"), after(somebody(), routes.Erasing())):
        event: Event = Started() if name == "start" else Commanded(name)
        answered = after(done.person, event)
        assert screen_of(answered, world(), with_notice=True).body
        assert answered.person.cases == done.person.cases


@pytest.mark.parametrize(
    "kind",
    ["photo", "voice", "video", "sticker", "document", "location", "contact", "forward", "edited", "other"],
)
def test_whatever_is_shown_gets_an_answer_and_keeps_the_place(kind: str) -> None:
    done = begun()
    answered = after(done.person, Shown(kind))  # type: ignore[arg-type]
    assert answered.route == done.route
    assert answered.notice is not None


def test_what_means_nothing_is_said_to_mean_nothing() -> None:
    answered = after(begun().person, typed("<b>asdf</b> qwerty"))
    assert answered.notice is not None
    assert answered.notice.key == "notice.not_understood"


def test_an_order_gets_a_name_of_ones_own() -> None:
    done = begun()
    case = number(done.person)
    named = after(done.person, routes.Naming(case), typed("  red\u202e\n headphones " + "x" * 80))
    name = named.person.cases[case].name
    assert name.startswith("red headphones x")
    assert len(name) <= 40


def test_an_order_number_is_kept_wherever_it_is_typed() -> None:
    done = begun()
    case = number(done.person)
    kept = after(done.person, typed("it is 3041 2276 1180 4521, help"))
    assert kept.person.cases[case].number == "3041227611804521"
    again = after(kept.person, Commanded("help"), typed("3041227611804521"))
    assert getattr(again.route, "case", None) == case
    assert len(again.person.cases) == 1


def test_an_order_number_out_of_the_blue_begins_an_order() -> None:
    done = after(somebody(), Started(), typed("3041227611804521"))
    assert done.route == routes.Question(number(done.person), "status")


def disagreed(done: Step) -> Step:
    case = number(done.person)
    return after(done.person, actions.Disagree(case, done.person.cases[case].readings))


def test_an_order_begun_for_a_text_goes_with_it() -> None:
    done = after(somebody(), Started(), typed("order 3041227611804521, shipped 5 days ago"))
    assert done.route == routes.Understood(number(done.person))
    assert not disagreed(done).person.cases


def test_an_order_that_was_there_before_a_text_stays_when_the_text_is_dropped() -> None:
    done = after(somebody(), Started(), typed("3041227611804521"), typed("shipped 5 days ago"))
    assert done.route == routes.Understood(number(done.person))
    (kept,) = disagreed(done).person.cases.values()
    assert (kept.number, kept.heard) == ("3041227611804521", {})


def test_an_order_begun_for_a_text_stays_once_its_number_is_told() -> None:
    done = after(somebody(), Started(), typed("shipped 5 days ago"), typed("3041227611804521"))
    (kept,) = disagreed(done).person.cases.values()
    assert kept.number == "3041227611804521"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1005003574624824", "product"),
        ("RA123456785CN", "tracking"),
        ("RA123456789CN", "mistyped"),
        ("hello", "none"),
    ],
)
def test_a_number_that_is_no_order_number_is_told_apart(text: str, key: str) -> None:
    done = begun()
    told = after(done.person, routes.Numbering(number(done.person)), typed(text))
    assert told.notice is not None
    assert told.notice.key == f"notice.number.{key}"
    assert told.person.cases == done.person.cases


AMOUNTS = [
    ("3", 3), ("5 days", 5), ("12 дней назад", 12), ("hace 2 semanas", 14), ("24 hours", 1),
    ("48 ч.", 2), ("2 weeks ago", 14),
    ("1 month ago", 30), ("5 minutes", 0), ("hace", None), ("100 usd", None),
    ("1 2", None), ("in 3000 days", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "days"), AMOUNTS)
def test_a_count_of_days_can_be_typed(text: str, days: int | None) -> None:
    person = somebody()
    done = after(person, actions.Open(person.next_case, "awaiting_shipment"))
    case = number(done.person)
    told = after(done.person, routes.Question(case, "paid_h"), typed(text)).person.cases[case].value("paid_h")
    if days is None:
        assert told is None
    else:
        assert isinstance(told, datetime)
        assert abs(told - (NOW - timedelta(days=days))) <= timedelta(hours=1)


def test_the_calendar_of_one_order_leads_back_to_its_timeline() -> None:
    done = begun("shipped")
    case = number(done.person)
    assert after(done.person, actions.Take("calendar", case)).route == routes.Timeline(case)
    assert after(done.person, actions.Take("calendar", 0)).route == routes.Deadlines()


def test_closing_records_the_outcome_and_reopening_takes_it_back() -> None:
    done = begun()
    case = number(done.person)
    closed = after(done.person, actions.Close(case, "refunded"))
    assert closed.person.cases[case].outcome == "refunded"
    assert after(closed.person, actions.Reopen(case)).person.cases[case].outcome is None
    assert after(done.person, actions.Close(case, "nonsense")).person.cases == done.person.cases


def test_there_is_an_end_to_orders_and_it_is_said() -> None:
    person = somebody()
    for _ in range(MAX_CASES):
        person = after(person, actions.Open(person.next_case, "frozen")).person
    full = after(person, actions.Open(person.next_case, "frozen"))
    assert len(full.person.cases) == MAX_CASES
    assert full.notice is not None
    assert full.notice.key == "notice.full"


@pytest.mark.parametrize("topic", TOPICS)
def test_a_deep_link_opens_its_topic(topic: str) -> None:
    assert after(somebody(), Started(f"topic_{topic}")).route == routes.Topic(topic)


def test_an_unknown_deep_link_is_home() -> None:
    assert after(somebody(), Started("topic_nonsense")).route == routes.Home()


def test_a_screen_that_differs_is_reported_without_the_person() -> None:
    done = begun("deleted")
    case = number(done.person)
    tapped = after(done.person, routes.Reporting(case), actions.Differ(case, "button"))
    assert tapped.report is not None
    assert (tapped.report.rule, tapped.report.words) == ("deleted", "button")
    written = after(
        done.person, routes.Reporting(case), typed("no trash icon, mail ann@example.com 4929 1234 5678")
    )
    assert written.report is not None
    assert written.report.words == "no trash icon, mail … …"
    assert after(done.person, actions.Differ(case, "nonsense")).report is None


def revised_policy() -> World:
    """The policy of tomorrow, under which a deleted order is a matter for support."""
    tables = dict(policy().tables)
    rows = tuple(
        replace(row, gives={**row.gives, "step": "contact_support", "advice": "requested.late"})
        if row.id == "deleted"
        else row
        for row in tables["steps"].rows
    )
    tables["steps"] = replace(tables["steps"], rows=rows)
    return World(replace(policy(), version="tomorrow", tables=tables, compiled={}), NOW, 1)


def test_a_changed_policy_is_told_once_with_old_and_new_side_by_side() -> None:
    done = begun("deleted")
    assert after(done.person).person.cases[number(done.person)].advised is not None
    told, screen = revised(done.person, revised_policy())
    assert screen is not None
    line = screen.body[2]
    assert isinstance(line, Bullets)
    assert line.lines[0].values["old"] == Text("step.restore_order")
    assert line.lines[0].values["new"] == Text("step.contact_support")
    assert revised(told, revised_policy())[1] is None


def test_a_new_version_that_changes_no_answer_says_nothing() -> None:
    done = begun("frozen", actions.Tell(newcomer(7, world()).next_case, "chargeback", "yes"))
    told, screen = revised(done.person, revised_policy())
    assert screen is None
    assert {case.advised.version for case in told.cases.values() if case.advised} == {"tomorrow"}


def test_what_time_alone_changed_is_no_news() -> None:
    done = begun("cancel_requested")
    case = number(done.person)
    told = after(done.person, actions.TellHour(case, "wait_h", world().hour - 71))
    later = replace(revised_policy(), now=NOW + timedelta(days=5))
    assert revised(told.person, later)[1] is None


def test_a_move_counts_from_the_press_and_only_once() -> None:
    done = begun()
    case = number(done.person)
    later = replace(world(), now=NOW + timedelta(days=3))
    moved = step(done.person, actions.Move(case, "cancel_requested"), later)
    assert moved.person.cases[case].value("wait_h") == (NOW + timedelta(days=3)).replace(minute=0)
    again = step(
        moved.person, actions.Move(case, "cancel_requested"), replace(world(), now=NOW + timedelta(days=9))
    )
    assert again.person.cases[case].told == moved.person.cases[case].told


def test_an_unpaid_order_that_closes_has_no_refund_to_count_from() -> None:
    unpaid, paid = begun("unpaid"), begun("awaiting_shipment")
    closed = [after(one.person, actions.Move(number(one.person), "closed")).person for one in (unpaid, paid)]
    assert [one.cases[number(one)].knows("refund_bd") for one in closed] == [False, True]


@pytest.mark.parametrize("end", NEVER_PAID)
def test_an_end_without_a_payment_takes_back_that_a_refund_began(end: str) -> None:
    closed = begun("awaiting_shipment", actions.Move(somebody().next_case, "closed"))
    case = number(closed.person)
    told = after(closed.person, actions.Tell(case, "end", end)).person.cases[case]
    assert (told.value("end"), told.value("refund_bd")) == (end, None)


def test_what_is_said_before_the_language_is_known_is_not_lost() -> None:
    done = step(newcomer(7, world()), typed("3041227611804521"), world())
    assert isinstance(done.route, routes.Languages)
    spoken = after(done.person, actions.Speak("es", done.route.back))
    assert spoken.route == routes.Question(number(spoken.person), "status")
    assert spoken.person.cases[number(spoken.person)].number == "3041227611804521"


def test_an_album_is_answered_once() -> None:
    first = after(begun().person, Shown("photo", album="1"))
    assert not first.silent
    assert after(first.person, Shown("photo", album="1")).silent
    assert not after(first.person, Shown("photo", album="2")).silent


def test_a_number_in_a_caption_is_read() -> None:
    done = begun()
    case = number(done.person)
    assert (
        after(done.person, shown("photo", "3041227611804521")).person.cases[case].number == "3041227611804521"
    )


@pytest.mark.parametrize("act", ["confirm", "delete"])
def test_already_pressed_is_offered_only_where_it_can_have_been(act: str) -> None:
    unpaid = after(somebody(), actions.Open(somebody().next_case, "unpaid"))
    screen = screen_of(
        after(unpaid.person, routes.Stop(number(unpaid.person), act)), world(), with_notice=False
    )
    assert not [one for row in screen.rows for one in row if isinstance(one.target, actions.Move)]


def test_what_was_half_understood_is_offered_first_when_it_is_asked() -> None:
    reading = Reading(
        facts=(Found("status", "awaiting_shipment"), Found("why", "duplicate", sure=False)), how="typed"
    )
    heard = after(somebody(), Typed("as understood", reading))
    case = number(heard.person)
    agreed = after(heard.person, actions.Agree(case, heard.person.cases[case].readings)).person
    asked = screen_after(agreed, routes.Question(case, "why"), world())
    first = asked.rows[0][0]
    assert (first.target, first.style) == (actions.Tell(case, "why", "duplicate"), "primary")
    told = after(agreed, actions.Tell(case, "why", "duplicate")).person
    assert not told.cases[case].guessed


def test_a_day_that_was_half_understood_is_offered_first_when_it_is_asked() -> None:
    day = NOW - timedelta(days=20)
    reading = Reading(facts=(Found("status", "shipped"), Found("shipped_d", day, sure=False)), how="typed")
    heard = after(somebody(), Typed("as understood", reading))
    case = number(heard.person)
    agreed = after(heard.person, actions.Agree(case, heard.person.cases[case].readings)).person
    first = screen_after(agreed, routes.Question(case, "shipped_d"), world()).rows[0][0]
    assert (first.label.values, first.style) == ({"day": Day(day)}, "primary")
    assert first.target is not None
    told = after(agreed, first.target).person.cases[case]
    assert told.value("shipped_d") == day.replace(minute=0)
    assert not told.guessed


def test_beside_the_exhibits_of_all_orders_stands_only_so_much() -> None:
    """All of it is read at each turn, so that nobody can make everybody wait."""
    person = step(somebody(), actions.Open(1001, "shipped"), world()).person
    person = step(person, actions.Open(person.next_case, "shipped"), world()).person
    for case in person.cases:
        viewing = step(person, routes.Evidence(case), world()).person
        for number in range(MOST_EXHIBITS):
            sent = Shown("forward", f"{case} {number} ".ljust(4000, "x"))
            viewing = step(viewing, sent, world()).person
        person = viewing
    kept = [len(one.caption) for case in person.cases.values() for one in case.exhibits]
    assert MOST_CHARACTERS - 4000 < sum(kept) <= MOST_CHARACTERS
    done = step(person, Shown("forward", "y" * 4000), world())
    assert done.notice == Text("notice.exhibit.not")


@pytest.mark.parametrize("status", ["completed", "closed"])
@pytest.mark.parametrize("said", [None, "unknown"])
def test_a_lost_dispute_is_how_an_order_ended(status: str, said: str | None) -> None:
    done = begun(status)
    ends = [actions.Tell(number(done.person), "end", said)] if said else []
    lost = after(done.person, *ends, actions.Tell(number(done.person), "dispute", "lost"))
    case = lost.person.cases[number(lost.person)]
    assert lost.route == routes.Card(case.id)
    assert world().advice(case).words == "dispute.lost"


def test_what_was_told_of_the_end_stands_before_a_lost_dispute() -> None:
    done = begun("completed")
    told = [actions.Tell(number(done.person), "end", "not_shipped_in_time")]
    lost = after(done.person, *told, actions.Tell(number(done.person), "dispute", "lost"))
    case = lost.person.cases[number(lost.person)]
    assert case.facts().values["end"] == "not_shipped_in_time"


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("me cobraron dos veces el mismo pedido", routes.Topic("twice")),
        ("кто платит за обратную пересылку?", routes.Topic("returns")),
        ("закрыть спор", routes.Topic("stops")),
        ("продавец просит закрыть спор, стоит?", routes.Reply(0, "close_dispute")),
        ("seller wants me to close the dispute", routes.Reply(0, "close_dispute")),
        ("me pide que le escriba por whatsapp", routes.Reply(0, "off_site")),
    ],
)
def test_what_is_named_plainly_is_answered_at_once(text: str, route: routes.Route) -> None:
    assert after(somebody(), Started(), typed(text)).route == route


def test_two_debits_told_beside_other_facts_are_not_passed_over() -> None:
    done = after(somebody(), Started(), typed("order delivered yesterday but I was charged twice"))
    assert isinstance(done.route, routes.Understood)
    assert Text("warning.twice") in done.warnings


def test_a_greeting_thanks_and_an_emoji_are_answered_kindly_and_the_screen_stays() -> None:
    done = begun()
    view = done.route
    for text, notice in (("hi", "hello"), ("спасибо", "thanks"), ("👍", "emoji")):
        done = after(done.person, typed(text))
        assert done.route == view
        assert done.notice == Text(f"notice.{notice}")
    assert after(somebody(), Started(), typed("привет")).notice is None


def test_a_talk_turns_to_another_language_by_a_longer_text_and_says_so_both_ways() -> None:
    person = replace(somebody(), chosen=None, spoken=None, hint="es")
    assert after(person, Started(), typed("I want to cancel")).person.language == "es"
    turned = after(person, Started(), typed("it is not what I have ordered and they do not answer"))
    assert turned.person.language == "en"
    assert Text("warning.tongue") in turned.warnings
    back = after(
        turned.person, typed("ya hace una semana que el vendedor no me responde y lo quiero cancelar")
    )
    assert back.person.language == "es"
    assert Text("warning.tongue") in back.warnings
    assert Text("warning.tongue") not in after(back.person, typed("el vendedor no responde")).warnings


def test_a_topic_leads_to_the_one_order_there_is() -> None:
    done = begun()
    targets = [
        button.target
        for row in screen_after(done.person, routes.Topic("twice"), world()).rows
        for button in row
    ]
    assert routes.Card(number(done.person)) in targets
