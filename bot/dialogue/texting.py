"""What a text leads to, in the light of the screen in view: an answer, an order's number, facts, or help."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.dialogue import routes
from bot.dialogue.act import report
from bot.dialogue.asking import HOURS_AGO
from bot.dialogue.hearing import attach, hear, meant, tells_more
from bot.dialogue.onward import begin, onward
from bot.dialogue.outcome import Step
from bot.dialogue.reach import UNDERSTOOD, asked_from, here
from bot.dialogue.reading import BESIDES, DEBITED_TWICE, UNNAMED, Courtesy, FoundNumber, Reading
from bot.dialogue.routes import GOALS, Route
from bot.dialogue.screen import Text
from bot.dialogue.state import MAX_CASES, MAX_NAME, Case, Person, Sum
from bot.dialogue.sums import SUMS, WATCHED, WEIGHED
from bot.dialogue.world import World, moment_of
from rules.facts import HOUR, Choice, Count, Value

CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
PERSONAL = re.compile(r"\S*@\S*|\S*://\S*|\d[\d\s().-]{3,}\d")
MAX_REPORT = 300
FARTHEST_HOURS = 400 * 24
FARTHEST = timedelta(hours=FARTHEST_HOURS)
HOURS_IN_DAY = 24
SEPARATOR = ","
MOST_TRICKS, LONGEST_TRICKS = 4, 42
"""As many as a screen holds, and their names as an address does: three of the longest."""

QUOTING = (routes.Naming, routes.Reporting, routes.Pasting)
"""Screens where people write what others have written, in whatever language."""


def read_text(person: Person, text: str, reading: Reading, world: World, *, own: bool = True) -> Step:
    """The step of a text; what was left out of it, and foreign addresses in it, are said in front.

    Only the person's `own` words answer what a screen asks; what they forward or photograph does not.
    """
    before = person.language
    if reading.tongue and own and not isinstance(here(person, world), QUOTING):
        person = replace(person, spoken=reading.tongue)
    done = _read(person, text, reading, world, own=own)
    turned = (Text("warning.tongue"),) if before not in (None, person.language) else ()
    return replace(done, warnings=(*turned, *warnings(reading, done.route), *done.warnings))


def warnings(reading: Reading, route: Route) -> tuple[Text, ...]:
    """What the person must be told whatever follows."""
    masked = [Text("warning.masked", {"kind": Text(f"masked.{kind}")}) for kind in reading.masked]
    if isinstance(route, routes.Address):
        return tuple(masked)
    if reading.subject == DEBITED_TWICE and route != routes.Topic(DEBITED_TWICE):
        masked.append(Text("warning.twice"))
    return (
        *masked,
        *(Text(f"warning.site.{site.verdict}", {"host": site.host}) for site in reading.sites[:1]),
    )


def _read(person: Person, text: str, reading: Reading, world: World, *, own: bool) -> Step:
    view = here(person, world)
    case = person.cases.get(getattr(view, "case", -1))
    if case and isinstance(view, routes.Pasting) and not reading.sure:
        return Step(person, _decoded(case, reading, world))
    if case and own and (asked := _asked_for(person, case, view, text, reading, world)):
        return asked
    return _volunteered(person, case, view, reading, world)


def _asked_for(
    person: Person, case: Case, view: Route, text: str, reading: Reading, world: World
) -> Step | None:
    """The answer to what the screen in view asks; None if the text is none, or is about another order."""
    if not isinstance(view, QUOTING) and meant(person, case, reading) is not case:
        return _moved(person, case, view, reading, world)
    match view:
        case routes.Naming():
            return _name(person, case, text)
        case routes.Reporting():
            return report(person, case, reportable(text), world)
        case routes.SumOf(_, name) if name in SUMS:
            return _sum(person, case, view, reading)
        case routes.Offer() | routes.Watch():
            return _sums(person, case, view, reading, world)
        case routes.Numbering():
            return _number(person, case, reading.number, world)
        case routes.Understood() if case.waits:
            return _corrected(person, case, reading)
        case routes.Question(_, fact, goal):
            value = _answer(fact, reading, world)
            if value is None:
                return None
            told = case.tell(fact, value, world.now, reading.how)
            return onward(person.with_case(told), told, goal, world)
    return None


def _moved(person: Person, case: Case, view: Route, reading: Reading, world: World) -> Step | None:
    """What was heard of one order goes to another, if that is all that is said ("it is about the case")."""
    if not isinstance(view, routes.Understood) or not case.waits or (reading.about and not reading.named):
        return None
    if reading.facts or reading.sums or reading.goal or reading.asks or reading.seller or reading.several:
        return None
    return attach(person, case, reading.named or person.next_case, world)


def _sum(person: Person, case: Case, asked: routes.SumOf, reading: Reading) -> Step | None:
    """The sum asked for; where a text tells several, each by its name."""
    if len(reading.sums) > 1:
        told = {name or asked.name: one for name, one in reading.sums.items()}
    elif reading.sum:
        told = {asked.name: reading.sum}
    else:
        return None
    if asked.kind == UNDERSTOOD:
        heard = MappingProxyType({**case.heard_sums, **told})
        kept = replace(case, heard_sums=heard, readings=case.readings + 1)
        return Step(person.with_case(kept), asked_from(asked))
    return _counted_up(person, case, told, asked_from(asked))


def _sums(person: Person, case: Case, view: Route, reading: Reading, world: World) -> Step | None:
    """The sums that a screen compares, typed there; None where a text tells more than them."""
    sums = reading.sums or ({UNNAMED: reading.sum} if reading.sum else {})
    if not sums or tells_more(case, reading, world):
        return None
    told = {name: one for name, one in sums.items() if name}
    shown = WEIGHED if isinstance(view, routes.Offer) else WATCHED
    missing = [name for name in shown if name not in told and name not in case.sums]
    if UNNAMED in sums and len(missing) == 1:
        told[missing[0]] = sums[UNNAMED]
    if not told:
        return Step(person, view, Text("notice.which_sum"))
    return _counted_up(person, case, told, view)


def _counted_up(person: Person, case: Case, told: Mapping[str, Sum], route: Route) -> Step:
    kept = replace(case, sums=MappingProxyType({**case.sums, **told}))
    return Step(person.with_case(kept), route, Text("notice.noted"))


def _volunteered(person: Person, case: Case | None, view: Route, reading: Reading, world: World) -> Step:
    """What a text that nobody asked for leads to."""
    if reading.seller or _retells(reading):
        return Step(person, _decoded(case, reading, world))
    case = meant(person, case, reading)
    if _tells_several(reading):
        return Step(person, routes.Orders() if person.cases else view, Text("notice.several"))
    if _tells_an_order(reading, case):
        return hear(person, case, reading, world)
    if reading.number.kind != "none":
        return _found(person, case, reading.number, world)
    if reading.sites:
        return Step(person, routes.Address(reading.sites[0].host, reading.sites[0].verdict))
    if reading.subject:
        return Step(person, routes.Topic(reading.subject))
    if reading.courtesy:
        return _polite(person, view, reading.courtesy)
    if reading.goal and not reading.asks:
        return _wished(person, case, reading.goal, world)
    if (reading.named or reading.another) and not reading.asks:
        return onward(person, case, "", world) if case else Step(person, routes.Orders())
    return _answered(person, case, view, reading, world)


def _answered(person: Person, case: Case | None, view: Route, reading: Reading, world: World) -> Step:
    """What a question leads to, or a text that tells nothing."""
    if reading.topics or any(found.fact == "status" for found in reading.facts):
        return Step(person, _suggested(reading))
    if reading.goal:
        return _wished(person, case, reading.goal, world)
    if case and reading.named:
        return onward(person, case, "", world)
    asks_a_sum = isinstance(view, routes.SumOf | routes.Offer | routes.Watch)
    return Step(person, view, Text("notice.no_sum" if asks_a_sum else "notice.not_understood"))


def _tells_several(reading: Reading) -> bool:
    """Whether facts of several orders are told, which nobody could put to the one or the other."""
    return reading.several and bool(reading.sure or (reading.facts and not reading.asks))


def _retells(reading: Reading) -> bool:
    """Whether a seller's request is retold, and of the order no more than the request itself names."""
    return bool(reading.tricks and not any(reading.sums)) and all(
        found.fact in (*BESIDES, "dispute") or found.value == "in_dispute" for found in reading.sure
    )


def _polite(person: Person, view: Route, courtesy: Courtesy) -> Step:
    """A kind word and the screen in view; the first screen greets by itself."""
    if courtesy == "hello" and isinstance(view, routes.Home):
        return Step(person, view)
    return Step(person, view, Text(f"notice.{courtesy}"))


def _tells_an_order(reading: Reading, case: Case | None) -> bool:
    """Whether the facts are worth beginning an order for; what only goes with one needs one in view."""
    if any(reading.sums):
        return True
    if case or reading.number.kind == "order":
        return bool(reading.sure or (reading.facts and reading.number.kind == "order"))
    return any(found.fact not in BESIDES for found in reading.sure)


def reportable(text: str) -> str:
    """A typed report as it may be kept: short, on one line, digits and addresses masked."""
    return PERSONAL.sub("…", " ".join(CONTROL.sub(" ", text).split()))[:MAX_REPORT]


def _decoded(case: Case | None, reading: Reading, world: World) -> routes.Reply:
    """The tricks of a seller's message, the most costly first."""
    known = dict.fromkeys(row.text("trick") for row in world.policy.tables["tricks"].rows)
    asked = [trick for trick in known if trick in reading.tricks][:MOST_TRICKS]
    while len(SEPARATOR.join(asked)) > LONGEST_TRICKS:
        asked.pop()
    return routes.Reply(case.id if case else 0, SEPARATOR.join(asked))


def _suggested(reading: Reading) -> routes.Suggested:
    status = next((str(found.value) for found in reading.facts if found.fact == "status"), "")
    return routes.Suggested(SEPARATOR.join(reading.topics), reading.goal, status)


def _wished(person: Person, case: Case | None, goal: str, world: World) -> Step:
    if case is None:
        return Step(person, routes.Orders(goal))
    return onward(person, case, goal, world) if goal in GOALS else Step(person, routes.Card(case.id))


def _name(person: Person, case: Case, text: str) -> Step:
    name = " ".join(CONTROL.sub(" ", text).split())[:MAX_NAME].strip()
    if not name:
        return Step(person, routes.Naming(case.id), Text("notice.no_name"))
    named = person.with_case(replace(case, name=name))
    return Step(named, routes.Card(case.id), Text("notice.named", {"name": name}))


def _number(person: Person, case: Case, found: FoundNumber, world: World) -> Step:
    if found.kind != "order":
        return Step(person, routes.Numbering(case.id), Text(f"notice.number.{found.kind}"))
    return _found(person, case, found, world)


def _found(person: Person, case: Case | None, found: FoundNumber, world: World) -> Step:
    """An order number leads to its order; a new one is given to the order in view, or begins another."""
    if found.kind != "order":
        return Step(person, here(person, world), Text(f"notice.number.{found.kind}"))
    same = next((one for one in person.cases.values() if one.number == found.digits), None)
    if same:
        return onward(person, same, "", world, Text("notice.number.known"))
    notice = Text("notice.number.kept", {"number": found.digits})
    view = here(person, world)
    if case and (not case.number or isinstance(view, routes.Numbering)):
        kept = replace(case, number=found.digits, supposed=False)
        route = routes.Card(case.id) if isinstance(view, routes.Numbering) else view
        return Step(person.with_case(kept), route, notice)
    begun = begin(person, world, found.digits)
    if begun is None:
        return Step(person, routes.Orders(), Text("notice.full", {"n": MAX_CASES}))
    return onward(begun[0], begun[1], "", world, notice)


def _answer(name: str, reading: Reading, world: World) -> Value | datetime | None:
    """What a text answers to the question about one fact, if it says nothing of others besides."""
    fact = world.policy.vocabulary[name]
    told = {found.fact: found.value for found in reading.facts}
    others = {found.fact for found in reading.facts if found.fact not in (name, "status")}
    if reading.number.kind == "order" or others or any(reading.sums) or reading.asks or reading.seller:
        return None
    if isinstance(fact, Choice):
        return None if name == "status" else told.get(name)
    return told.get(name) or _counted(fact, reading, world)


def _corrected(person: Person, case: Case, reading: Reading) -> Step | None:
    """A time said alone ("no, it was yesterday") corrects the one time that was heard."""
    moments = [fact for fact, heard in case.heard.items() if isinstance(heard.value, datetime)]
    if reading.past is None or reading.facts or any(reading.sums) or len(moments) != 1:
        return None
    corrected = replace(case.heard[moments[0]], value=reading.past, sure=True)
    heard = MappingProxyType({**case.heard, moments[0]: corrected})
    kept = replace(case, heard=heard, readings=case.readings + 1)
    return Step(person.with_case(kept), routes.Understood(case.id))


def _counted(fact: Count, reading: Reading, world: World) -> datetime | None:
    """The moment that an amount means; a bare number is in the unit that the question names."""
    if reading.count is not None:
        hours = reading.count * (1 if fact.name in HOURS_AGO else HOURS_IN_DAY)
    elif fact.down and reading.left is not None:
        hours = reading.left // HOUR
    elif not fact.down and reading.past is not None and reading.past > world.now - FARTHEST:
        return reading.past
    else:
        return None
    if hours > FARTHEST_HOURS:
        return None
    return moment_of(world.hour + (hours if fact.down else -hours))
