"""One question a screen."""

from bot.dialogue import routes
from bot.dialogue.asking import FIRST_STATUSES, HOURS_AGO, MORE_STATUSES, answers, statuses
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import order_label, order_page
from bot.dialogue.naming import order_name
from bot.dialogue.routes import Route
from bot.dialogue.screen import Block, Row, Screen
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World
from rules.facts import Count


def status_picker(person: Person, number: int, goal: str, *, more: bool) -> Screen:
    """The statuses as the shop shows them, in two pages; for a new order or for one that exists."""
    case = person.cases.get(number)
    rows = list(statuses(MORE_STATUSES if more else FIRST_STATUSES, case, number, goal))
    if not more:
        rows.append(row(button("status.more", routes.MoreStatuses(number, goal))))
    back: Route | None = routes.Card(number) if case else None
    if case and goal in routes.ASKERS:
        back = routes.ASKERS[goal](number)
    if more:
        back = routes.NewOrder(number, goal)
    body: list[Block] = [title("ask.status.title"), paragraph("ask.status.more" if more else "ask.status")]
    return framed(body, rows, back)


def screen(person: Person, case: Case, fact: str, goal: str, world: World) -> Screen:
    """The question about one fact; Back is the screen that asked it, else the question answered before it."""
    if fact == "status":
        return status_picker(person, case.id, goal, more=False)
    body: list[Block] = [title("ask.title", order=order_name(case)), paragraph(f"ask.{fact}")]
    if isinstance(world.policy.vocabulary[fact], Count):
        body.append(paragraph("ask.or_type.hours" if fact in HOURS_AGO else "ask.or_type"))
    rows: list[Row] = list(answers(case, fact, goal, world))
    if isinstance(world.policy.vocabulary[fact], Count) or fact in ("button", "end"):
        rows.append(row(link(order_label(case), order_page(case, world.policy))))
    return framed(body, rows, before(case, fact, goal))


def before(case: Case, fact: str, goal: str) -> Route:
    """The screen that asked this question of its own; else the question that was answered before it."""
    if goal in routes.ASKERS:
        return routes.ASKERS[goal](case.id)
    told = list(case.told)
    earlier = told[: told.index(fact)] if fact in told else told
    return routes.Question(case.id, earlier[-1], goal) if earlier else routes.NewOrder(case.id, goal)
