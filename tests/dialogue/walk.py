"""Every reachable screen: all buttons pressed from Home, states told apart by what the rules say of them."""

import itertools
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from types import MappingProxyType

from bot.dialogue import actions, routes
from bot.dialogue.address import CODE_OF, Target
from bot.dialogue.events import Attached, Shown, Typed
from bot.dialogue.reading import Found, FoundNumber, Goal, Reading, Site, Verdict
from bot.dialogue.refunds import money_back
from bot.dialogue.routes import Route
from bot.dialogue.screen import Screen
from bot.dialogue.screens import screen_after
from bot.dialogue.screens.outside import SUPPORT
from bot.dialogue.state import Case, How, Person, Sum
from bot.dialogue.step import newcomer, step
from bot.dialogue.world import World
from rules.facts import Choice
from rules.loader import load
from rules.policy import Policy

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


PLAIN = (
    routes.Topic, routes.Help, routes.Privacy, routes.Settings, routes.Languages, routes.Erasing,
    routes.Erased, routes.Stop, routes.Manage, routes.More, routes.Naming, routes.Numbering,
    routes.Closing, routes.Deleting, routes.Reply, routes.Suggested, routes.Address, routes.Pasting,
)  # fmt: skip
"""Routes whose screens do not depend on what was told."""

TELLING = (
    routes.Question, routes.Card, routes.Why, routes.Reasons, routes.Reason, routes.Letters,
    routes.Dispute, routes.DisputeKind, routes.DisputeForm, routes.Refund, routes.Answers, routes.Understood,
    routes.Timeline, routes.Evidence, routes.Exhibit,
)  # fmt: skip
"""Routes whose screens depend on everything that was told."""

PLACED = (routes.Rights, routes.Recourse)
"""Routes whose screens depend on where somebody lives and how they paid."""

COUNTED = (routes.Watch, routes.Statement, routes.Outside, routes.Offer, routes.SumOf)
"""Routes whose screens depend on the sums, on the dispute and on the problem."""


@cache
def policy() -> Policy:
    return load()


def world(now: datetime = NOW) -> World:
    return World(policy(), now, fresh=1000)


@dataclass(frozen=True)
class Seen:
    """A screen, who sees it, and on which route."""

    person: Person
    route: Route
    screen: Screen


def somebody(**changes: object) -> Person:
    return replace(newcomer(7, world()), chosen="en", **changes)  # type: ignore[arg-type]


@cache
def reachable_screens() -> tuple[Seen, ...]:
    """One of each: breadth first, a state entered once however it is reached."""
    start = Seen(somebody(), routes.Home(), screen_after(somebody(), routes.Home(), world()))
    queue = [start]
    seen: dict[Hashable, Seen] = {_signature(one.person, one.route): one for one in (start, *_after_texts())}
    while queue:
        current = queue.pop()
        for target in targets(current.screen):
            if _retells(current.person, target):
                continue
            done = step(current.person, target, world())
            key = _signature(done.person, done.route)
            if key not in seen:
                found = _seen(done.person, done.route)
                seen[key] = found
                queue.append(found)
    return tuple(seen.values())


def _after_texts() -> Iterator[Seen]:
    """What texts lead to: facts heard in every way, beside another order too, and so on."""
    other = step(somebody(), actions.Open(1001, "shipped"), world()).person
    for person, event in itertools.product((somebody(), other), texts()):
        done = step(replace(person, viewing=""), event, world())
        yield _seen(done.person, done.route)
    known = step(other, routes.Card(1001), world()).person
    done = step(known, texts()[0], world())
    yield _seen(done.person, done.route)
    yield from _among_many()
    yield from _with_evidence(other)


def _among_many() -> Iterator[Seen]:
    """What is heard among so many orders that they take two pages, some with numbers."""
    person = somebody()
    for place in range(9):
        person = step(person, actions.Open(person.next_case, "shipped"), world()).person
        number = f"304122761180{4521 + place}" if place % 2 else ""
        person = person.with_case(replace(person.cases[person.next_case - 1], number=number))
    for viewed in (routes.Home(), routes.Card(1001)):
        done = step(step(person, viewed, world()).person, texts()[0], world())
        heard = next(case.id for case in done.person.cases.values() if case.heard)
        for route in (done.route, routes.Whose(heard), routes.Whose(heard, 1), routes.Orders()):
            yield _seen(done.person, route)


def _with_evidence(person: Person) -> Iterator[Seen]:
    """What is sent while the evidence is in view, and one of it."""
    for kind in ("photo", "video", "document"):
        viewing = step(person, routes.Evidence(1001), world()).person
        sent = Shown("photo", attached=Attached(kind, f"id-{kind}", f"unique-{kind}"))
        person = step(viewing, sent, world()).person
        for route in (routes.Evidence(1001), routes.Exhibit(1001, 1)):
            yield _seen(person, route)
    for offered in (500, 2490, 9900):
        sums = {"paid": Sum(2490, "€"), "offered": Sum(offered, "€")}
        yield _seen(_with_sums(person, sums), routes.Offer(1001))
    yield from _with_money_back(person)
    yield from _outside_the_shop(person)


def _with_money_back(person: Person) -> Iterator[Seen]:
    """What came back, in every relation to what is due, in time and late."""
    case = person.cases[1001].tell("method", "card", NOW, "tapped")
    for days, came in itertools.product((2, 60), (None, 0, 2000, 2490, 2600)):
        late = person.with_case(case.tell("refund_bd", NOW - timedelta(days=days), NOW, "tapped"))
        sums = {"paid": Sum(2490, "€")} | ({} if came is None else {"received": Sum(came, "€")})
        yield _seen(_with_sums(late, sums), routes.Watch(1001))
    for sums in ({"agreed": Sum(9900, "€")}, {"received": Sum(100, "$")}):
        yield _seen(_with_sums(person, {"paid": Sum(2490, "€"), **sums}), routes.Watch(1001))


def _outside_the_shop(person: Person) -> Iterator[Seen]:
    """The routes outside the shop for every country and way of payment."""
    region, method = (policy().vocabulary[name] for name in ("region", "method"))
    assert isinstance(region, Choice)
    assert isinstance(method, Choice)
    case = person.cases[1001].tell("paid_h", NOW - timedelta(days=20), NOW, "tapped")
    for place, way in itertools.product(region.values, method.values):
        told = person.with_case(case.tell("region", place, NOW, "tapped").tell("method", way, NOW, "tapped"))
        rights = _seen(told, routes.Rights(1001))
        yield rights
        for target in targets(rights.screen):
            if isinstance(target, routes.Recourse):
                yield _seen(told, target)


def _with_sums(person: Person, sums: dict[str, Sum]) -> Person:
    return person.with_case(replace(person.cases[1001], sums=MappingProxyType(sums)))


def _seen(person: Person, route: Route) -> Seen:
    return Seen(person, route, screen_after(person, route, world()))


def texts() -> list[Typed]:
    """Texts as they are understood."""
    facts = (
        Found("status", "awaiting_shipment"),
        Found("paid_h", NOW - timedelta(days=3)),
        Found("why", "changed_mind", sure=False),
    )
    hows: list[How] = ["typed", "pasted", "forwarded", "pictured"]
    readings = [Reading(how, facts) for how in hows]
    readings.append(Reading(facts=facts[:1], number=FoundNumber("order", "3041227611804521")))
    tricks = list(dict.fromkeys(row.text("trick") for row in policy().tables["tricks"].rows))
    readings += [
        Reading(seller=True, tricks=some)
        for some in (
            (),
            *(tuple(tricks[at : at + 3]) for at in range(0, len(tricks), 3)),
            *((one,) for one in tricks),
            *itertools.pairwise(tricks),
        )
    ]
    readings += [
        Reading(topics=("no_answer", "just_paid", "dispute"), goal=goal, facts=facts[2:]) for goal in GOALS
    ]
    readings.append(Reading(topics=("frozen",), facts=(Found("status", "frozen", sure=False),)))
    readings += [
        Reading(sites=(Site("aliexpress-refund-centre.example.com", verdict),)) for verdict in VERDICTS
    ]
    return [Typed("as understood", replace(reading, asks=not reading.goal)) for reading in readings]


GOALS: tuple[Goal, ...] = ("", "r", "m", "d", "f")
VERDICTS: tuple[Verdict, ...] = ("lookalike", "other")


def targets(screen: Screen) -> Iterator[Target]:
    for row in screen.rows:
        for button in row:
            if button.target is not None:
                yield button.target


def _retells(person: Person, target: Target) -> bool:
    """Corrections are walked by a test of their own; one order is enough to see every screen."""
    if isinstance(target, actions.Open | routes.NewOrder):
        return bool(person.cases) and target.case not in person.cases
    if isinstance(target, routes.Question) and target.goal == "u":
        return True
    if isinstance(target, actions.Tell | actions.TellHour):
        return target.case in person.cases and target.fact in person.cases[target.case].told
    return isinstance(target, actions.Speak | actions.Move | actions.Close | actions.Reopen)


def _signature(person: Person, route: Route) -> Hashable:
    kinds = (
        (TELLING, _case_signature), (PLACED, _placed), (COUNTED, _counted), (routes.Letter, _written_of),
    )  # fmt: skip
    tell = next((tell for routes_of, tell in kinds if isinstance(route, routes_of)), _rule)
    cases = () if isinstance(route, PLAIN) else tuple(tell(case) for case in person.cases.values())
    values = tuple(str(getattr(route, name)) for name in route.__slots__ if name not in ("case", "hour"))
    return CODE_OF[type(route)], values, cases


def _rule(case: Case) -> Hashable:
    return world().advice(case).rule


def _placed(case: Case) -> Hashable:
    return case.value("region"), case.value("method"), case.value("status") == "in_dispute"


def _written_of(case: Case) -> Hashable:
    """What a letter is made of; whether one fits is the same for all its tones and lengths."""
    return case.value("why"), case.value("condition"), world().advice(case).offers, bool(case.wrote)


def _counted(case: Case) -> Hashable:
    dispute, back = world().ruling(case, "disputes").row, money_back(case)
    problem = case.value("condition"), case.value("tracking")
    advice = world().advice(case)
    helped = advice.rule if advice.step == SUPPORT else ""
    return dispute.id if dispute else "", back, frozenset(case.sums), problem, case.value("method"), helped


def _case_signature(case: Case) -> Hashable:
    advice = world().advice(case)
    dispute = world().ruling(case, "disputes").row
    chosen = tuple(
        (fact, told.value)
        for fact, told in case.told.items()
        if isinstance(policy().vocabulary[fact], Choice) and fact != "method"
    )
    deadlines = tuple((one.name, one.basis) for one in advice.deadlines)
    method = bool(case.told.get("method"))
    return chosen, advice.rule, advice.ask, deadlines, dispute.id if dispute else "", method, case.outcome
