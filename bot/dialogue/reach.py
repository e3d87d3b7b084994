"""Whether a route can be shown to a person. What no longer exists leads kindly home."""

from typing import get_args

from bot.dialogue import routes
from bot.dialogue.address import BadAddress, decode
from bot.dialogue.outcome import Step
from bot.dialogue.reading import Goal
from bot.dialogue.routes import Route
from bot.dialogue.screen import Text
from bot.dialogue.state import Person
from bot.dialogue.statements import KINDS as STATEMENTS
from bot.dialogue.world import World
from rules.facts import Choice

NO_ORDER = 0
"""The number of no order: numbers begin with one."""

WATCH = "watch"
"""A sum was asked for by the refund's watch."""

UNDERSTOOD = "heard"
"""A sum that was understood is corrected."""


def reachable(person: Person, route: Route, world: World) -> Step:
    """A step to the route; or to my orders, with a notice, if its order is gone."""
    number = getattr(route, "case", None)
    if number is None or number in person.cases:
        return _known(person, route, world)
    if isinstance(route, routes.Reply):
        return Step(person, routes.Reply(NO_ORDER, route.tricks))
    if isinstance(route, routes.NewOrder | routes.MoreStatuses):
        return Step(person, type(route)(person.next_case, route.goal))
    return gone(person)


def gone(person: Person) -> Step:
    """The order a button speaks of does not exist (any more)."""
    return Step(person, routes.Orders() if person.cases else routes.Home(), Text("notice.gone"))


def stray(person: Person) -> Step:
    """The button cannot be read."""
    return Step(person, routes.Home(), Text("notice.stray"))


def here(person: Person, world: World) -> Route:
    """The route the person looks at, as far as it can still be shown; else home."""
    return reachable(person, viewed(person), world).route


def viewed(person: Person) -> Route:
    """The route last shown to the person, whether or not it still can be; else home."""
    try:
        target = decode(person.viewing)
    except BadAddress:
        return routes.Home()
    if not isinstance(target, Route) or isinstance(target, routes.Languages | routes.Erased):
        return routes.Home()
    return target


def asked_from(asked: routes.SumOf) -> Route:
    """The screen that asked for a sum."""
    if not asked.kind:
        return routes.Offer(asked.case)
    if asked.kind == WATCH:
        return routes.Watch(asked.case)
    if asked.kind == UNDERSTOOD:
        return routes.Understood(asked.case)
    letter = routes.Statement if asked.kind in STATEMENTS else routes.Outside
    return letter(asked.case, asked.kind)


def _known(person: Person, route: Route, world: World) -> Step:
    if isinstance(route, routes.Question) and route.fact not in world.policy.vocabulary.facts:
        return stray(person)
    if getattr(route, "goal", "") not in ("", *routes.GOALS, *routes.ASKERS):
        return stray(person)
    if isinstance(route, routes.Orders) and route.goal not in get_args(Goal):
        return stray(person)
    if isinstance(route, routes.Suggested) and not _is_status(route.status, world):
        return stray(person)
    return Step(person, route)


def _is_status(word: str, world: World) -> bool:
    statuses = world.policy.vocabulary["status"]
    return not word or (isinstance(statuses, Choice) and word in statuses.values)


def is_collecting(person: Person) -> bool:
    """Whether the evidence of an order is in view: what is sent then is kept, and nothing is read from it."""
    return isinstance(viewed(person), routes.Evidence | routes.Exhibit)
