"""My orders: open ones first, each with its next step."""

from collections.abc import Callable

from bot.dialogue import actions, routes
from bot.dialogue.hearing import elsewhere
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name, status_name
from bot.dialogue.routes import GOALS, Route
from bot.dialogue.screen import Block, Bullets, Button, Row, Screen, Text
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World

PAGE = 8


def screen(person: Person, goal: str, page: int, world: World) -> Screen:
    """A page of orders; with a goal, each leads to that part of it."""
    cases = sorted(person.cases.values(), key=lambda case: (case.outcome is not None, -case.ordinal))
    shown = cases[page * PAGE : (page + 1) * PAGE]
    body: list[Block] = [title(f"orders.title.{goal}" if goal else "orders.title")]
    body.append(Bullets(tuple(_line(case, world) for case in shown)) if shown else paragraph("orders.none"))
    rows: list[Row] = [row(Button(order_name(case), _target(case, goal, world))) for case in shown]
    rows += _pages(lambda to: routes.Orders(goal, to), page, len(cases))
    rows.append(row(button("orders.new", routes.NewOrder(person.next_case, goal))))
    return framed(body, rows, None)


def whose(person: Person, case: Case, page: int, world: World) -> Screen:
    """The orders that what was understood may be about instead of `case`, and a new one."""
    others = elsewhere(person, case)
    shown = others[page * PAGE : (page + 1) * PAGE]
    body: list[Block] = [title("whose.title")]
    if shown:
        body.append(Bullets(tuple(_line(one, world) for one in shown)))
    rows: list[Row] = [row(Button(order_name(one), actions.Attach(case.id, one.id))) for one in shown]
    rows += _pages(lambda to: routes.Whose(case.id, to), page, len(others))
    if not case.fresh:
        rows.append(row(button("understood.new", actions.Attach(case.id, person.next_case))))
    return framed(body, rows, routes.Understood(case.id))


def _target(case: Case, goal: str, world: World) -> Route:
    if _unagreed(case):
        return routes.Understood(case.id)
    if not goal:
        return routes.Card(case.id)
    return world.open_question(case, goal) or GOALS[goal](case.id)


def _line(case: Case, world: World) -> Text:
    if case.outcome:
        values = {"order": order_name(case), "outcome": Text(f"outcome.{case.outcome}")}
        return Text("orders.closed_line", values)
    if _unagreed(case):
        return Text("orders.heard_line", {"order": order_name(case)})
    step = Text(f"step.{world.advice(case).step}")
    return Text("orders.line", {"order": order_name(case), "status": status_name(case), "step": step})


def _unagreed(case: Case) -> bool:
    """Whether all that is known of an order still waits for the buyer's word."""
    return case.waits and not case.told and case.outcome is None


def _pages(route: Callable[[int], Route], page: int, count: int) -> list[Row]:
    older = [button("orders.older", route(page + 1))] if (page + 1) * PAGE < count else []
    newer = [button("orders.newer", route(page - 1))] if page else []
    return [tuple(newer + older)] if newer or older else []
