"""Every screen: a route, a person and the world in; a value out."""

from typing import assert_never

from bot.dialogue import routes
from bot.dialogue.routes import Route
from bot.dialogue.screen import Screen
from bot.dialogue.screens import (
    address,
    answers,
    card,
    dates,
    dispute,
    evidence,
    happened,
    home,
    letters,
    manage,
    more,
    offer,
    orders,
    outside,
    question,
    reasons,
    recourses,
    refund,
    reminding,
    rights,
    seller,
    settings,
    stops,
    timeline,
    topics,
    understood,
    watch,
    why,
)
from bot.dialogue.state import Person
from bot.dialogue.world import World


def screen_after(person: Person, route: Route, world: World) -> Screen:  # noqa: C901, PLR0912, PLR0915 one case a route
    """The screen of a route. The route's case exists: `reachable` in `step` has seen to it."""
    world = world.seen_by(person)
    match route:
        case routes.Home():
            return home.screen(person)
        case routes.Languages(back):
            return home.languages(person, back)
        case routes.Orders(goal, page):
            return orders.screen(person, goal, page, world)
        case routes.NewOrder(number, goal) | routes.MoreStatuses(number, goal):
            return question.status_picker(person, number, goal, more=isinstance(route, routes.MoreStatuses))
        case routes.Question(number, fact, goal):
            return question.screen(person, person.cases[number], fact, goal, world)
        case routes.Card(number):
            return card.screen(person.cases[number], world)
        case routes.More(number):
            return more.screen(person.cases[number])
        case routes.Understood(number):
            return understood.screen(person, person.cases[number], world)
        case routes.Whose(number, page):
            return orders.whose(person, person.cases[number], page, world)
        case routes.Pasting(number):
            return seller.pasting(person.cases[number])
        case routes.Reply(number, tricks):
            return seller.reply(person, person.cases.get(number), tricks, world)
        case routes.Why(number):
            return why.screen(person.cases[number], world)
        case routes.Reasons(number, who):
            return reasons.screen(person.cases[number], who, world)
        case routes.Reason(number, reason):
            return reasons.one(person.cases[number], reason, world)
        case routes.Letters(number, all_kinds):
            return letters.screen(person.cases[number], world, more=bool(all_kinds))
        case routes.Letter():
            return letters.one(person, person.cases[route.case], route, world)
        case routes.Dispute(number):
            return dispute.screen(person.cases[number], world)
        case routes.DisputeKind(number, kind):
            return dispute.kind(person.cases[number], kind, world)
        case routes.DisputeForm(number, reason, kind):
            return dispute.form(person, person.cases[number], reason, kind, world)
        case routes.Refund(number):
            return refund.screen(person.cases[number], world)
        case routes.Watch(number):
            return watch.screen(person.cases[number], world)
        case routes.Statement(number, kind):
            return outside.statement(person, person.cases[number], kind, world)
        case routes.Rights(number):
            return rights.screen(person.cases[number], world)
        case routes.Recourse(number, name):
            return recourses.screen(person.cases[number], name, world)
        case routes.Stops(number):
            return stops.screen(person.cases[number])
        case routes.Stop(number, act):
            return stops.one(person.cases[number], act)
        case routes.Answers(number):
            return answers.screen(person.cases[number])
        case routes.Manage(number):
            return manage.screen(person, person.cases[number], world)
        case routes.Naming(number):
            return manage.naming(person.cases[number])
        case routes.Numbering(number):
            return manage.numbering(person.cases[number])
        case routes.Closing(number):
            return manage.closing(person.cases[number])
        case routes.Deleting(number):
            return manage.deleting(person.cases[number])
        case routes.Reporting(number):
            return manage.reporting(person.cases[number])
        case routes.Settings():
            return settings.screen(person)
        case routes.Privacy():
            return settings.privacy()
        case routes.Erasing():
            return settings.erasing()
        case routes.Erased():
            return settings.erased()
        case routes.Deadlines(back):
            return dates.deadlines(person, world, back)
        case routes.Happened(number):
            return happened.screen(person, person.cases[number], world)
        case routes.Outside(number, kind):
            return outside.screen(person.cases[number], kind, world)
        case routes.Offer(number):
            return offer.screen(person.cases[number], world)
        case routes.SumOf():
            return offer.asking(route)
        case routes.Evidence(number, reason, kind):
            return evidence.screen(person.cases[number], world, reason, kind)
        case routes.Exhibit(number, exhibit):
            return evidence.one(person.cases[number], exhibit, world)
        case routes.Timeline(number):
            return timeline.screen(person.cases[number], world)
        case routes.Reminding():
            return reminding.screen(person, world)
        case routes.Zones(all_clocks):
            return reminding.zones(person, world, more=bool(all_clocks))
        case routes.Quiet():
            return reminding.quiet(person)
        case routes.Help():
            return topics.screen()
        case routes.Topic(name):
            return topics.one(name, person, world)
        case routes.Suggested(names, goal, status):
            return topics.suggested(person, names, goal, status)
        case routes.Address(host, verdict):
            return address.screen(host, verdict)
        case _:
            assert_never(route)
