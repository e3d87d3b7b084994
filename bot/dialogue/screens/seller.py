"""A seller's message: asked for, and decoded."""

from collections.abc import Set as AbstractSet

from bot.dialogue import routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.reasoning import MOST_SOURCES, named_sources
from bot.dialogue.routes import Route
from bot.dialogue.screen import Block, Bullets, Button, Copyable, Fold, Paragraph, Prose, Row, Screen, Text
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World
from rules.facts import UNKNOWN
from rules.policy import Row as Rule

EXPLAINED = {1: 1, 2: 2, 3: 1}
"""How many tricks of so many are explained in view: the most costly; the others folded."""

STRANGE = {"status": UNKNOWN}
"""What is known of an order that was never told."""


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
    keys = [key for rule in known for key in rule.sources]
    body.append(Fold((*means[shown:], *own, *named_sources(keys, world, MOST_SOURCES))))
    copy: list[Row] = [row(Button(Text("reply.copy"), copy=answer, copy_language="en"))]
    return framed(body, copy + _ways(case) + again, back)


def _tricks(case: Case | None, asked: AbstractSet[str], world: World) -> list[Rule]:
    """What the policy says of the tricks of a message, in the state of the order."""
    return [rule for rule in world.rules("tricks", case, STRANGE) if rule.text("trick") in asked]


def _ways(case: Case | None) -> list[Row]:
    target: Route = routes.Card(case.id) if case else routes.Orders()
    return [row(button("reply.order", target, "primary"))]
