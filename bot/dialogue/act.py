"""What an action sets, and where it leads. Every action sets, so doing it twice changes nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import assert_never, cast, get_args

from bot.dialogue import actions, routes
from bot.dialogue.actions import Action
from bot.dialogue.address import BadAddress, decode
from bot.dialogue.evidence import exhibit_of, lines_of, sorted_to, without
from bot.dialogue.habits import Habit, habit, mute, snooze
from bot.dialogue.hearing import agree, attach, disagree
from bot.dialogue.letters import letters_for
from bot.dialogue.onward import begin, onward
from bot.dialogue.outcome import Paper, Report, Step
from bot.dialogue.reach import gone, reachable, stray
from bot.dialogue.remind import is_followed_up
from bot.dialogue.routes import Route
from bot.dialogue.screen import Text
from bot.dialogue.state import MAX_CASES, Case, Language, Outcome, Person
from bot.dialogue.world import World, moment_of
from rules.facts import UNKNOWN, BadFact, Choice, Value

FARTHEST = timedelta(days=3 * 365)
"""A moment farther away than this was never on a button."""

FRESH_LETTER = timedelta(hours=2)
"""A letter's button that was shown longer ago is taken to mean now."""

DIFFERENCES = ("button", "step", "status")
"""What can be reported by a tap."""

CLOCK_OF = {
    "cancel_requested": "wait_h",
    "in_dispute": "dispute_d",
    "completed": "completed_d",
    "shipped": "shipped_d",
    "delivered": "delivered_d",
    "closed": "refund_bd",
    "deleted": "",
}
"""The counter that begins when an order moves to a status; where nothing was paid, no refund begins."""

END_OF = {"completed": "confirmed"}
"""How an order came to a status that it moves to by a tap."""


def act(person: Person, action: Action, world: World) -> Step:
    """The step of one action; an unreadable one leads home, one about a deleted order to my orders."""
    if isinstance(action, actions.Speak):
        return _speak(person, action, world)
    if isinstance(action, actions.Erase):
        return Step(person, routes.Erased(), erased=True)
    if isinstance(action, actions.Open):
        return _open(person, action, world)
    if isinstance(action, actions.Take):
        return _take(person, action)
    if isinstance(action, Habit):
        return habit(person, action)
    case = person.cases.get(action.case)
    if case is None:
        return gone(person)
    return _on_case(person, case, action, world)


def _on_case(  # noqa: C901, PLR0912 one case an action
    person: Person,
    case: Case,
    action: actions.Tell
    | actions.TellHour
    | actions.Agree
    | actions.Disagree
    | actions.Attach
    | actions.Wrote
    | actions.Sort
    | actions.Drop
    | actions.Mute
    | actions.Snooze
    | actions.Move
    | actions.Close
    | actions.Differ
    | actions.Reopen
    | actions.Delete,
    world: World,
) -> Step:
    match action:
        case actions.Tell(_, fact, value, goal):
            return tell(person, case, fact, value, goal, world)
        case actions.TellHour(_, fact, hour, goal):
            return _tell_hour(person, case, fact, hour, goal, world)
        case actions.Agree(_, reading):
            return agree(person, case, reading, world)
        case actions.Disagree(_, reading):
            return disagree(person, case, reading, world)
        case actions.Attach(_, other):
            return attach(person, case, other, world)
        case actions.Wrote(_, kind, hour):
            return _wrote(person, case, kind, hour, world)
        case actions.Sort(_, number, line):
            return _sort(person, case, number, line, world)
        case actions.Drop(_, number):
            return Step(
                person.with_case(without(case, number)),
                routes.Evidence(case.id),
                Text("notice.exhibit.dropped"),
            )
        case actions.Mute(_, on):
            return mute(person, case, on)
        case actions.Snooze(_, hour):
            return snooze(person, case, hour, world)
        case actions.Move(_, status, end):
            return _move(person, case, status, end, world)
        case actions.Close(_, outcome):
            return _close(person, case, outcome)
        case actions.Differ(_, kind):
            return report(person, case, kind, world) if kind in DIFFERENCES else stray(person)
        case actions.Reopen():
            opened = person.with_case(replace(case, outcome=None))
            return Step(opened, routes.Card(case.id), Text("notice.reopened"))
        case actions.Delete():
            return Step(person.without_case(case.id), routes.Orders(), Text("notice.deleted"))
        case _:
            assert_never(action)


def tell(person: Person, case: Case, fact: str, value: Value, goal: str, world: World) -> Step:
    """Sets a fact to a value of it."""
    try:
        checked = world.policy.vocabulary[fact].check(value)
    except BadFact:
        return stray(person)
    told = case.tell(fact, checked, world.now, "tapped")
    return onward(person.with_case(told), told, goal, world)


def report(person: Person, case: Case, words: str, world: World) -> Step:
    """Back to the card; the operator gets the rule and the words, and nothing of the person."""
    told = Report(world.policy.version, world.advice(case).rule, str(person.language), words)
    return Step(person, routes.Card(case.id), Text("notice.reported"), report=told)


def _open(person: Person, action: actions.Open, world: World) -> Step:
    known = person.cases.get(action.case)
    if known:
        same = known.value("status") == action.status
        return onward(person, known, action.goal, world, None if same else Text("notice.begun"))
    statuses = world.policy.vocabulary["status"]
    if not isinstance(statuses, Choice) or action.status not in statuses.values:
        return stray(person)
    if action.case != person.next_case:
        return gone(person)
    begun = begin(person, world)
    if begun is None:
        return Step(person, routes.Orders(), Text("notice.full", {"n": MAX_CASES}))
    return tell(begun[0], begun[1], "status", action.status, action.goal, world)


def _tell_hour(person: Person, case: Case, fact: str, hour: int, goal: str, world: World) -> Step:
    known = world.policy.vocabulary.facts.get(fact)
    moment = _moment(hour, world)
    if known is None or isinstance(known, Choice) or moment is None:
        return stray(person)
    told = case.tell(fact, moment, world.now, "tapped")
    return onward(person.with_case(told), told, goal, world)


def _move(person: Person, case: Case, status: str, end: str, world: World) -> Step:
    if status not in CLOCK_OF or not world.policy.vocabulary.takes("end", end or UNKNOWN):
        return stray(person)
    if case.value("status") == status:
        return onward(person, case, "", world)
    moved = case.tell("status", status, world.now, "tapped")
    clock = CLOCK_OF[status]
    if clock and (case.value("status"), status) != ("unpaid", "closed"):
        moved = moved.tell(clock, moment_of(world.hour), world.now, "tapped")
    if end := end or END_OF.get(status, ""):
        moved = moved.tell("end", end, world.now, "tapped")
    if status == "in_dispute":
        moved = moved.tell("dispute", "seller_silent", world.now, "tapped")
    return onward(person.with_case(moved), moved, "", world, Text("notice.moved"))


def _wrote(person: Person, case: Case, kind: str, hour: int, world: World) -> Step:
    moment = _moment(hour, world)
    if kind not in letters_for(case, world) or moment is None or moment > world.now:
        return stray(person)
    if world.now - moment > FRESH_LETTER and case.wrote.get(kind) != moment:
        moment = moment_of(world.hour)
    sent = max(case.wrote.get(kind, moment), moment)
    person = person.with_case(replace(case, wrote=MappingProxyType({**case.wrote, kind: sent})))
    followed = not person.paused and is_followed_up(person.cases[case.id], world.policy, world.now)
    return Step(person, routes.Card(case.id), Text("notice.wrote" if followed else "notice.noted"))


def _sort(person: Person, case: Case, number: int, line: str, world: World) -> Step:
    if line not in lines_of(case, world) or exhibit_of(case, number) is None:
        return Step(person, routes.Evidence(case.id))
    return Step(person.with_case(sorted_to(case, number, line)), routes.Evidence(case.id))


def _moment(hour: int, world: World) -> datetime | None:
    if abs(hour - world.hour) > FARTHEST // timedelta(hours=1):
        return None
    return moment_of(hour)


def _close(person: Person, case: Case, outcome: str) -> Step:
    if outcome not in get_args(Outcome):
        return stray(person)
    closed = replace(case, outcome=cast("Outcome", outcome))
    return Step(person.with_case(closed), routes.Card(case.id), Text("notice.closed"))


def _take(person: Person, action: actions.Take) -> Step:
    if action.case and action.case not in person.cases:
        return gone(person)
    match action.paper:
        case "calendar":
            cases = (action.case,) if action.case else tuple(person.cases)
            route = routes.Timeline(action.case) if action.case else routes.Deadlines()
            return Step(person, route, Text("notice.calendar"), paper=Paper("calendar", cases))
        case "timeline" if action.case:
            paper = Paper("timeline", (action.case,))
            return Step(person, routes.Timeline(action.case), Text("notice.timeline"), paper=paper)
        case "dossier" if action.case:
            paper = Paper("dossier", (action.case,))
            return Step(person, routes.Evidence(action.case), Text("notice.dossier"), paper=paper)
        case "exhibit" if action.case and exhibit_of(person.cases[action.case], action.number):
            paper = Paper("exhibit", (action.case,), action.number)
            return Step(person, routes.Exhibit(action.case, action.number), paper=paper)
        case _:
            return stray(person)


def _speak(person: Person, action: actions.Speak, world: World) -> Step:
    if action.language not in get_args(Language):
        return stray(person)
    speaking = replace(person, chosen=cast("Language", action.language))
    return reachable(speaking, _back(action.back), world)


def _back(address: str) -> Route:
    try:
        target = decode(address)
    except BadAddress:
        return routes.Home()
    return target if isinstance(target, Route) else routes.Home()
