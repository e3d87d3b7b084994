"""An order without anything personal, for somebody else: as a link that holds it all, and as a card.

A link holds the facts themselves, so nothing is looked up by it and nobody's order can be reached: two
letters for the version, four that tell one order from another and nothing else, then for each fact its code
with its value, or its moment in whole hours. Codes are promises to links already sent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

from bot.dialogue.act import FARTHEST
from bot.dialogue.address import base36
from bot.dialogue.deadlines import deadline_lines
from bot.dialogue.hearing import hear
from bot.dialogue.naming import status_name
from bot.dialogue.outcome import Step
from bot.dialogue.reading import Found, Reading
from bot.dialogue.routes import Understood
from bot.dialogue.screen import Block, Bullets, Button, Paragraph, Screen, Text, Title
from bot.dialogue.state import LANGUAGES, Case, Language, Person
from bot.dialogue.world import World, moment_of
from rules.facts import Choice, Count, Value

VERSION = "s1"
LONGEST = 61
"""A start link holds 64 characters, an address 64 bytes with its own letters."""

CODES = {
    "status": "a", "end": "b", "dispute": "c", "tracking": "d", "condition": "e", "why": "f", "button": "g",
    "debited": "h", "return_right": "i",
    "paid_h": "A", "ship_left_h": "B", "wait_h": "C", "shipped_d": "D", "delivery_left_d": "E",
    "delivered_d": "F", "completed_d": "G", "refund_bd": "H", "dispute_d": "I", "return_d": "J",
    "frozen_d": "K",
}  # fmt: skip
"""One letter a fact, those that tell most first; small ones for choices, capitals for moments."""

OWN = {"method", "region", "chargeback"}
"""How somebody pays, where they live and what they asked of their bank goes to nobody."""

FACT_OF = {code: fact for fact, code in CODES.items()}
ITEM = re.compile(r"([a-z])([0-9a-z]{2})|([A-Z])([0-9a-z]{4})")
MARK = 4
WHOLE = re.compile(rf"{VERSION}([0-9a-z]{{{MARK}}})((?:{ITEM.pattern})+)")
NAMED = 36**2


@dataclass(frozen=True, slots=True)
class Card:
    """A card of an order in one language, ready to be put into another chat."""

    case: int
    language: Language
    title: Text
    about: Text
    screen: Screen


def link_of(case: Case, world: World) -> str:
    """What a link must hold for somebody to see this order's facts; those that do not fit are left out."""
    link = VERSION + mark_of(case)
    for fact in CODES:
        item = _item(case, fact, world)
        if item and len(link) + len(item) <= LONGEST:
            link += item
    return link


def mark_of(case: Case) -> str:
    """What tells an order from others: a copy has the mark of what it is a copy of."""
    return case.origin or _of_width(crc32(f"{case.id} {case.opened.isoformat()}".encode()) % 36**MARK, MARK)


def taken_up(person: Person, payload: str, world: World) -> Step | None:
    """The order of a link, shown to be agreed to; a link of the same order again leads to the same copy.

    None for a payload that holds nothing this policy knows.
    """
    whole = WHOLE.fullmatch(payload) if len(payload) <= LONGEST else None
    facts = tuple(_facts(whole[2], world)) if whole else ()
    if whole is None or not facts:
        return None
    reading = Reading("shared", facts)
    same = next((case for case in person.cases.values() if mark_of(case) == whole[1]), None)
    if same:
        return hear(person, same, reading, world)
    done = hear(person, None, reading, world)
    if not isinstance(done.route, Understood):
        return done
    copy = replace(done.person.cases[done.route.case], origin=whole[1])
    return replace(done, person=done.person.with_case(copy), notice=Text("notice.shared"))


def cards(person: Person, query: str, world: World) -> Iterator[Card]:
    """A card of each open order in the person's language, the newest first; then in the other languages.

    Of one order alone, if the query is its place in the list.
    """
    shown = [case for case in reversed(list(person.cases.values())) if case.outcome is None and case.told]
    asked = [case for case in shown if str(case.ordinal) == query.strip()] or shown
    for language in sorted(LANGUAGES, key=lambda language: language != person.language):
        yield from (_card(case, language, world.seen_by(person)) for case in asked)


def share_button(case: Case) -> Button:
    """The button that asks for a chat and offers this order's cards there."""
    return Button(Text("share.open"), share=str(case.ordinal))


def _card(case: Case, language: Language, world: World) -> Card:
    advice = world.advice(case)
    step = Text(f"step.{advice.step}") if advice.decided else Text("share.undecided")
    body: list[Block] = [
        Title(Text("share.title", {"status": status_name(case)})),
        Paragraph(Text("card.step", {"step": step})),
    ]
    if lines := deadline_lines(advice, case, world):
        body.append(Bullets(lines, "⏳"))
    body.append(Paragraph(Text("share.invitation")))
    see = Button(Text("share.see"), start=link_of(case, world), style="primary")
    title = Text("share.in", {"language": Text(f"share.language.{language}"), "n": case.ordinal})
    return Card(case.id, language, title, status_name(case), Screen(tuple(body), ((see,),)))


def _item(case: Case, fact: str, world: World) -> str:
    value = case.value(fact)
    if value is None or fact not in world.policy.vocabulary.facts:
        return ""
    if isinstance(value, datetime):
        hours = World(world.policy, value, 0).hour
        return CODES[fact] + _of_width(hours, 4)
    return CODES[fact] + _of_width(_name(value), 2) if isinstance(value, str) else ""


def _facts(items: str, world: World) -> Iterator[Found]:
    """The facts that are written in a link; of one that is there twice, the first."""
    seen: set[str] = set()
    for small, name, capital, hours in ITEM.findall(items):
        fact = world.policy.vocabulary.facts.get(FACT_OF.get(small or capital, ""))
        if fact is None or fact.name in seen:
            continue
        seen.add(fact.name)
        value = _moment(fact, hours, world) if isinstance(fact, Count) else _value(fact, name)
        if value is not None:
            yield Found(fact.name, value)


def _value(fact: Choice, name: str) -> Value | None:
    return next((value for value in fact.values if _of_width(_name(value), 2) == name), None)


def _moment(fact: Count, hours: str, world: World) -> datetime | None:
    """The moment meant; none for one that nobody could have told."""
    moment = moment_of(int(hours or "0", 36))
    if abs(moment - world.now) > FARTHEST or (not fact.down and moment > world.now):
        return None
    return moment


def _name(value: str) -> int:
    """What stands for a value's name: the same however the policy's lists are ordered."""
    return crc32(value.encode()) % NAMED


def _of_width(number: int, width: int) -> str:
    return base36(number).rjust(width, "0")[-width:]
