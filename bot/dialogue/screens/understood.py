"""What was understood, before it is taken; a seller's message decoded; addresses; topics that may help."""

from collections.abc import Set as AbstractSet

from bot.dialogue import actions, routes
from bot.dialogue.hearing import elsewhere, supposing
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import fact_name, order_name, value_name
from bot.dialogue.reach import UNDERSTOOD
from bot.dialogue.reasoning import trick_sources
from bot.dialogue.routes import Route
from bot.dialogue.screen import (
    Block,
    Bullets,
    Button,
    Copyable,
    Fold,
    Paragraph,
    Prose,
    Row,
    Screen,
    Shape,
    Text,
)
from bot.dialogue.screens.home import PARTS
from bot.dialogue.screens.topics import TOPICS
from bot.dialogue.state import Case, Heard, Person, Sum
from bot.dialogue.world import World
from rules.engine import collect
from rules.facts import UNKNOWN, Facts
from rules.policy import Row as Rule

MOST_ORDERS = 3
EXPLAINED = {1: 1, 2: 2, 3: 1}
"""How many tricks of so many are explained in view: the most costly; the others folded."""


def screen(person: Person, case: Case, world: World) -> Screen:
    """Each thing with how it is understood; what is doubtful stands apart; one tap takes the rest."""
    sure = {fact: one for fact, one in case.heard.items() if one.sure}
    doubtful = {fact: one for fact, one in case.heard.items() if not one.sure}
    how = next((one.how for one in case.heard.values()), "typed")
    sums = tuple(_sum_line(case, name, one) for name, one in case.heard_sums.items())
    body: list[Block] = [title("understood.title", order=order_name(case)), paragraph(f"understood.{how}")]
    if sure or sums:
        body.append(Bullets((*(_line(case, fact, one) for fact, one in sure.items()), *sums), "✅"))
    if doubtful:
        body.append(Bullets(tuple(_line(case, fact, one) for fact, one in doubtful.items()), "❓"))
    body.append(paragraph("understood.tap"))
    body.append(_next(case, world))
    rows: list[Row] = (
        [row(button("understood.agree", actions.Agree(case.id, case.readings), "success"))]
        if sure or sums
        else []
    )
    corrections = [Button(fact_name(fact), routes.Question(case.id, fact, "u")) for fact in case.heard]
    corrections += [
        Button(Text(f"offer.tell.{name}"), routes.SumOf(case.id, name, UNDERSTOOD))
        for name in case.heard_sums
    ]
    rows += [tuple(corrections[start : start + 2]) for start in range(0, len(corrections), 2)]
    rows += _others(person, case)
    rows.append(row(button("understood.disagree", actions.Disagree(case.id, case.readings))))
    return framed(body, rows, None)


def _line(case: Case, fact: str, one: Heard) -> Text:
    values = {"fact": fact_name(fact), "value": value_name(fact, one.value)}
    if fact in case.told:
        return Text("understood.changed", {**values, "before": value_name(fact, case.told[fact].value)})
    return Text("told.line", values)


def _sum_line(case: Case, name: str, one: Sum) -> Text:
    values: dict[str, Shape] = {"fact": Text(f"offer.tell.{name}"), "value": one}
    if name in case.sums:
        return Text("understood.changed", {**values, "before": case.sums[name]})
    return Text("told.line", values)


def _next(case: Case, world: World) -> Block:
    asked = world.advice(supposing(case)).ask
    if asked:
        return paragraph("understood.still", fact=fact_name(asked))
    return paragraph("understood.enough")


def _others(person: Person, case: Case) -> list[Row]:
    """The orders it may be about instead: right here where it was just begun, else behind a button."""
    others = elsewhere(person, case)
    if not case.fresh:
        new = actions.Attach(case.id, person.next_case)
        other = button("understood.other", routes.Whose(case.id))
        return [row(other if others else button("understood.new", new))]
    rows: list[Row] = [
        row(Button(Text("understood.about", {"order": order_name(one)}), actions.Attach(case.id, one.id)))
        for one in others[:MOST_ORDERS]
    ]
    more = [row(button("understood.other", routes.Whose(case.id)))] if len(others) > MOST_ORDERS else []
    return rows + more


def pasting(case: Case) -> Screen:
    """Asks for the seller's message."""
    return framed([title("pasting.title"), paragraph("pasting.ask")], [], routes.Letters(case.id))


def reply(person: Person, case: Case | None, tricks: str, world: World) -> Screen:
    """What the seller asks for, what stands against it, and a safe answer to all of it to copy."""
    known = _tricks(case, set(tricks.split(",")), world)
    back: Route | None = routes.Card(case.id) if case else None
    again: list[Row] = [row(button("reply.another", routes.Pasting(case.id)))] if case else []
    if not known:
        return framed([title("reply.title"), paragraph("reply.nothing")], _ways(case) + again, back)
    names = tuple(Text(f"trick.{rule.text('trick')}") for rule in known)
    means = tuple(Text(f"trick.{rule.text('words')}.means") for rule in known)
    shown = EXPLAINED.get(len(known), 0)
    said = Prose(tuple(Text(f"trick.{rule.text('words')}.answer") for rule in known))
    answer = Text("reply.text", {"said": said})
    own = () if person.language == "en" else (Text("letters.own"), answer)
    body: list[Block] = [title("reply.title"), Bullets(names, "⚠️")]
    body += [Paragraph(one) for one in means[:shown]]
    body += [paragraph("reply.answer"), Copyable(answer, "en")]
    body.append(Fold((*means[shown:], *own, *trick_sources(known, world))))
    copy: list[Row] = [row(Button(Text("reply.copy"), copy=answer, copy_language="en"))]
    return framed(body, copy + _ways(case) + again, back)


def _tricks(case: Case | None, asked: AbstractSet[str], world: World) -> list[Rule]:
    """What the policy says of the tricks of a message, in the state of the order."""
    facts = case.facts() if case else Facts({})
    values = {"status": UNKNOWN, **world.policy.vocabulary.values_at(facts, world.now)}
    return [
        rule for rule in collect(world.policy, "tricks", values, world.now) if rule.text("trick") in asked
    ]


def _ways(case: Case | None) -> list[Row]:
    target: Route = routes.Card(case.id) if case else routes.Orders()
    return [row(button("reply.order", target, "primary"))]


def address(host: str, verdict: str) -> Screen:
    """Whose an address is, and what never to enter there."""
    known = verdict if verdict in ("lookalike", "other") else "other"
    return framed(
        [title("address.title", host=host), paragraph(f"address.{known}"), paragraph("address.never")],
        [],
        None,
    )


def suggested(person: Person, topics: str, goal: str, status: str) -> Screen:
    """The topics that may answer a question, the part of an order that was named, and another way on."""
    names = [name for name in topics.split(",") if name in TOPICS]
    body: list[Block] = [title("suggested.title" if names else "suggested.status")]
    rows: list[Row] = [row(button(f"topic.{name}.title", routes.Topic(name))) for name in names]
    if goal in PARTS:
        rows.append(row(button(PARTS[goal], routes.Orders(goal))))
    if status:
        body.append(paragraph("suggested.own"))
        rows.append(row(Button(Text(f"value.status.{status}"), actions.Open(person.next_case, status))))
    rows.append(row(button("suggested.none", routes.Help())))
    rows.append(row(button("home.status", routes.NewOrder(person.next_case))))
    return framed(body, rows, None)
