"""When the policy changes: what an open order was told, and what it would be told now."""

from dataclasses import replace
from types import MappingProxyType

from bot.dialogue import routes
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Bullets, Button, Paragraph, Row, Screen, Text, Title
from bot.dialogue.state import Advised, Case, Person
from bot.dialogue.world import World
from rules.engine import assess
from rules.facts import Vocabulary


def fitting(person: Person, vocabulary: Vocabulary) -> Person:
    """The person without what is known in words that the policy has no more: it can be asked again."""
    for case in person.cases.values():
        fit = _fitting(case, vocabulary)
        if fit is not case:
            person = person.with_case(fit)
    return person


def remembered(case: Case, world: World) -> Case:
    """The case, remembering the answer it is shown now; unchanged while that is the same."""
    advice = world.advice(case)
    known = case.advised
    if not advice.decided or (known and (known.version, known.words) == (world.policy.version, advice.words)):
        return case
    return replace(case, advised=Advised(world.policy.version, advice.step, advice.words, world.now))


def revised(person: Person, world: World) -> tuple[Person, Screen | None]:
    """The person up to date with this policy, and the screen that says what changed, if anything did.

    The same facts are judged as of the day the old answer was given: what time alone changed is no news.
    """
    changed: list[Text] = []
    rows: list[Row] = []
    for case in person.cases.values():
        if case.outcome is None and case.advised and case.advised.version != world.policy.version:
            fresh = _answer(case, case.advised, world)
            person = person.with_case(replace(case, advised=fresh))
            if fresh.words != case.advised.words:
                changed.append(_line(case, case.advised, fresh))
                rows.append((Button(order_name(case), routes.Card(case.id)),))
    if not changed:
        return person, None
    body = (Title(Text("revised.title")), Paragraph(Text("revised.intro")), Bullets(tuple(changed)))
    return person, Screen(body, (*rows, (Button(Text("button.home"), routes.Home()),)))


def _answer(case: Case, old: Advised, world: World) -> Advised:
    then = max([old.at, *(told.at for told in case.told.values())])
    advice = assess(world.policy, case.facts(), then)
    return Advised(world.policy.version, advice.step, advice.words, old.at)


def _line(case: Case, old: Advised, fresh: Advised) -> Text:
    steps = {"old": Text(f"step.{old.step}"), "new": Text(f"step.{fresh.step}")}
    return Text("revised.line", {"order": order_name(case), **steps})


def _fitting(case: Case, vocabulary: Vocabulary) -> Case:
    told = {fact: one for fact, one in case.told.items() if vocabulary.takes(fact, one.value)}
    heard = {fact: one for fact, one in case.heard.items() if vocabulary.takes(fact, one.value)}
    guessed = {fact: value for fact, value in case.guessed.items() if vocabulary.takes(fact, value)}
    if len(told) + len(heard) + len(guessed) == len(case.told) + len(case.heard) + len(case.guessed):
        return case
    return replace(
        case,
        told=MappingProxyType(told),
        heard=MappingProxyType(heard),
        guessed=MappingProxyType(guessed),
    )
