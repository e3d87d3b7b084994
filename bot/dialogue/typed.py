"""What typed words mean where a button cannot be meant: a name, an order number, a count of days."""

import re
from dataclasses import replace
from datetime import datetime

from bot.dialogue import routes
from bot.dialogue.acts import begin, onward, report
from bot.dialogue.asking import HOURS_AGO
from bot.dialogue.order_number import FoundNumber, read_number
from bot.dialogue.outcome import Step
from bot.dialogue.reach import here
from bot.dialogue.screen import Text
from bot.dialogue.state import MAX_CASES, MAX_NAME, Case, Person
from bot.dialogue.world import World, moment_of
from rules.facts import Count

CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
PERSONAL = re.compile(r"\S*@\S*|\S*://\S*|\d[\d\s().-]{3,}\d")
MAX_REPORT = 300
AMOUNT = re.compile(
    r"(?:hace |quedan? |осталось )?(\d{1,4}) ?([^\W\d_]*)\.?(?: ago| left| назад| restantes?)?"
)
UNITS = {
    1: "h hr hrs hour hours ч час часа часов hora horas",
    24: "d day days д дн день дня дней día días dia dias",
    168: "w week weeks нед неделя недели недель неделю semana semanas",
}
HOURS_OF = {word: hours for hours, words in UNITS.items() for word in words.split()}
FARTHEST_HOURS = 400 * 24


def read_typed(person: Person, text: str, world: World) -> Step:
    """The step of a typed message, in the light of the screen the person looks at."""
    view = here(person, world)
    case = person.cases.get(getattr(view, "case", -1))
    if isinstance(view, routes.Naming) and case:
        return _name(person, case, text)
    if isinstance(view, routes.Reporting) and case:
        return report(person, case, reportable(text), world)
    found = read_number(text)
    if isinstance(view, routes.Numbering) and case:
        return _number(person, case, found, world)
    if found.kind != "none":
        return _found(person, case, found, world)
    if isinstance(view, routes.Question) and case and (counted := _counted(view, text, world)):
        told = case.tell(view.fact, counted, world.now, "typed")
        return onward(person.with_case(told), told, view.goal, world)
    return Step(person, view, Text("notice.not_understood"))


def reportable(text: str) -> str:
    """A typed report as it may be kept: short, on one line, digits and addresses masked."""
    return PERSONAL.sub("…", " ".join(CONTROL.sub(" ", text).split()))[:MAX_REPORT]


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
        kept = replace(case, number=found.digits)
        route = routes.Card(case.id) if isinstance(view, routes.Numbering) else view
        return Step(person.with_case(kept), route, notice)
    begun = begin(person, world, found.digits)
    if begun is None:
        return Step(person, routes.Orders(), Text("notice.full", {"n": MAX_CASES}))
    return onward(begun[0], begun[1], "", world, notice)


def _counted(view: routes.Question, text: str, world: World) -> datetime | None:
    """The moment that a typed amount means; a bare number is in the unit that the question names."""
    fact = world.policy.vocabulary[view.fact]
    typed = AMOUNT.fullmatch(" ".join(text.casefold().split()))
    if not isinstance(fact, Count) or not typed:
        return None
    unit = HOURS_OF.get(typed[2]) if typed[2] else (1 if fact.name in HOURS_AGO else 24)
    if unit is None or int(typed[1]) * unit > FARTHEST_HOURS:
        return None
    hours = int(typed[1]) * unit
    return moment_of(world.hour + (hours if fact.down else -hours))
