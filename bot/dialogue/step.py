"""One step of the conversation: a person and an event in, the person as known now and a route out. Pure."""

from dataclasses import dataclass, replace
from typing import assert_never

from bot.dialogue import routes
from bot.dialogue.act import act
from bot.dialogue.actions import Action
from bot.dialogue.address import encode
from bot.dialogue.events import Attached, Commanded, Event, Shown, Started, Strayed, Typed
from bot.dialogue.evidence import PROVING, has_room, kept, quoted
from bot.dialogue.outcome import Step
from bot.dialogue.reach import here, reachable
from bot.dialogue.reading import NOTHING
from bot.dialogue.revised import remembered
from bot.dialogue.routes import Route
from bot.dialogue.screen import Paragraph, Screen, Text
from bot.dialogue.screens import screen_after
from bot.dialogue.screens.topics import TOPICS
from bot.dialogue.sharing import taken_up
from bot.dialogue.state import Case, Person
from bot.dialogue.texting import read_text, warnings
from bot.dialogue.world import World

__all__ = ["Step", "newcomer", "screen_of", "step"]

FIRST_NUMBERS = 36**3
TOPIC_LINK = "topic_"


@dataclass(frozen=True, slots=True)
class _Command:
    """Where a command leads; `notice` is what it says besides."""

    route: Route
    notice: str = ""


COMMANDS = {
    "orders": _Command(routes.Orders()),
    "help": _Command(routes.Help()),
    "settings": _Command(routes.Settings()),
    "cancel": _Command(routes.Home(), "notice.cancel"),
    "privacy": _Command(routes.Privacy()),
    "delete": _Command(routes.Erasing()),
    "message": _Command(routes.Orders("m")),
    "dispute": _Command(routes.Orders("d")),
    "refund": _Command(routes.Orders("f")),
    "deadlines": _Command(routes.Deadlines()),
    "reminders": _Command(routes.Reminding()),
}


def newcomer(person_id: int, world: World) -> Person:
    """Somebody never seen.

    Their orders are numbered from a fresh start, so that buttons from before a deletion never meet an
    order begun after it.
    """
    return Person(person_id, next_case=1 + world.fresh % FIRST_NUMBERS)


def step(person: Person, event: Event, world: World) -> Step:
    """What follows from an event. The route of the step can be shown: its case exists."""
    done = _settled(_step(person, event, world), world)
    if done.person.language is None and not done.silent:
        return _asking_language(done)
    return done


def screen_of(done: Step, world: World, *, with_notice: bool) -> Screen:
    """The screen after a step; its notice stands in front where it is not shown as a toast."""
    shown = screen_after(done.person, done.route, world)
    notices = (*done.warnings, *((done.notice,) if with_notice and done.notice else ()))
    return Screen((*(Paragraph(notice) for notice in notices), *shown.body), shown.rows)


def _step(person: Person, event: Event, world: World) -> Step:
    match event:
        case Started(payload):
            return taken_up(person, payload, world) or Step(person, _linked(payload))
        case Commanded(name):
            return _command(person, name, world)
        case Typed(text, reading):
            return read_text(person, text, reading, world)
        case Shown():
            return _shown(person, event, world)
        case Strayed():
            return Step(person, routes.Home(), Text("notice.stray"))
        case _ if isinstance(event, Action):
            return act(person, event, world)
        case _ if isinstance(event, Route):
            return reachable(person, event, world)
        case _:
            assert_never(event)


def _settled(done: Step, world: World) -> Step:
    """Remembers what the person now looks at, and an answer that is shown.

    A route that needs an order leads to the picker; where nothing is heard any more, the card is shown.
    """
    route = done.route
    if isinstance(route, routes.Orders) and not done.person.cases:
        route = routes.NewOrder(done.person.next_case, route.goal)
    if isinstance(route, routes.Understood | routes.Whose) and not done.person.cases[route.case].waits:
        route = routes.Card(route.case)
    person = replace(done.person, viewing=encode(route))
    if isinstance(route, routes.Card):
        person = person.with_case(remembered(person.cases[route.case], world))
    return replace(done, route=route, person=person)


def _asking_language(done: Step) -> Step:
    """What was said is kept; the language is asked, and then comes the screen that would have come."""
    try:
        asking = routes.Languages(encode(done.route))
        encode(asking)
    except ValueError:
        asking = routes.Languages(encode(routes.Home()))
    return replace(done, route=asking, notice=None)


def _kept_as(shown: Shown) -> Attached | None:
    """What of a message is kept as evidence: its file, or the words of a forwarded text."""
    if shown.attached or shown.kind != "forward" or not shown.caption.strip():
        return shown.attached
    return quoted(shown.caption)


def _exhibit(
    person: Person, case: Case, shown: Shown, attached: Attached, world: World, said: str = "notice.exhibit"
) -> Step:
    """Keeps what was sent as evidence; of an album the first is answered, the others redraw that answer."""
    room = has_room(person, case, shown.caption)
    more = kept(case, attached, shown.caption, world) if room else case
    again = bool(shown.album) and shown.album == person.album
    notice = Text(said if more is not case or again else "notice.exhibit.not")
    known = replace(person.with_case(more), album=shown.album)
    route = _evidence(here(person, world), case)
    return Step(known, route, notice, redraw=again, warnings=warnings(shown.reading, route))


def _evidence(view: Route, case: Case) -> routes.Evidence:
    """The evidence of an order, with the way back to the form that it is for."""
    match view:
        case routes.Evidence():
            return view
        case routes.DisputeForm(number, reason, kind):
            return routes.Evidence(number, reason, kind)
    return routes.Evidence(case.id)


def _proves(person: Person, view: Route, shown: Shown, world: World) -> Case | None:
    """The order that a picture which says nothing is proof for; None if none is being proved."""
    case = person.cases.get(getattr(view, "case", -1))
    if case is None or shown.trouble or shown.kind not in ("photo", "video"):
        return None
    if isinstance(view, routes.Dispute | routes.DisputeKind | routes.DisputeForm):
        return case
    is_open = isinstance(view, routes.Card) and not case.outcome
    return case if is_open and world.advice(case).step in PROVING else None


def _linked(payload: str) -> Route:
    name = payload.removeprefix(TOPIC_LINK)
    return routes.Topic(name) if payload.startswith(TOPIC_LINK) and name in TOPICS else routes.Home()


def _command(person: Person, name: str, world: World) -> Step:
    if name == "new":
        return Step(person, routes.NewOrder(person.next_case))
    if name in ("lang", "language"):
        return Step(person, routes.Languages(encode(here(person, world))))
    known = COMMANDS.get(name)
    if known is None:
        return Step(person, routes.Home(), Text("notice.command"))
    return Step(person, known.route, Text(known.notice) if known.notice else None)


def _shown(person: Person, shown: Shown, world: World) -> Step:
    """What was understood of it is taken up; what says nothing is answered once an album, by its kind."""
    view = here(person, world)
    if isinstance(view, routes.Evidence | routes.Exhibit) and (sent := _kept_as(shown)):
        return _exhibit(person, person.cases[view.case], shown, sent, world)
    if replace(shown.reading, courtesy="") != replace(NOTHING, how=shown.reading.how):
        own = shown.kind == "edited"
        return read_text(replace(person, album=shown.album), shown.caption, shown.reading, world, own=own)
    if shown.attached and (case := _proves(person, view, shown, world)):
        return _exhibit(person, case, shown, shown.attached, world, "notice.exhibit.proof")
    if shown.album and shown.album == person.album:
        return Step(person, here(person, world), silent=True)
    person = replace(person, album=shown.album)
    key = f"notice.picture.{shown.trouble}" if shown.trouble else f"notice.shown.{shown.kind}"
    return Step(person, here(person, world), Text(key))
