"""What was understood of a text: kept beside the order until the buyer agrees, corrects or drops it."""

from dataclasses import replace
from types import MappingProxyType

from bot.dialogue import routes
from bot.dialogue.onward import begin, onward
from bot.dialogue.outcome import Step
from bot.dialogue.reach import gone
from bot.dialogue.reading import Found, Reading
from bot.dialogue.screen import Text
from bot.dialogue.state import MAX_CASES, Case, Heard, Person, Sum
from bot.dialogue.world import World
from rules.facts import BadFact, Facts


def hear(person: Person, case: Case | None, reading: Reading, world: World) -> Step:
    """The facts of a reading beside their order: the one with the number, the one meant, or a new one."""
    found = _place(person, case, reading, world)
    if found is None:
        return Step(person, routes.Orders(), Text("notice.full", {"n": MAX_CASES}))
    person, case = found
    fresh = {one.fact: one for one in reading.facts if _is_news(one, case, world)}
    sums = unsaid_sums(case, reading)
    if not fresh and not sums:
        return onward(person.with_case(case), case, "", world, Text("notice.nothing_new"))
    heard = {fact: Heard(one.value, world.now, reading.how, one.sure) for fact, one in fresh.items()}
    kept = replace(
        case,
        heard=MappingProxyType({**case.heard, **heard}),
        heard_sums=MappingProxyType({**case.heard_sums, **sums}),
        readings=case.readings + 1,
    )
    return Step(person.with_case(kept), routes.Understood(kept.id))


def agree(person: Person, case: Case, reading: int, world: World) -> Step:
    """Takes what was heard, if nothing was heard since the button was shown."""
    if reading != case.readings:
        return Step(person, routes.Understood(case.id))
    agreed = case.agreed()
    return onward(person.with_case(agreed), agreed, "", world)


def disagree(person: Person, case: Case, reading: int, world: World) -> Step:
    """Drops what was heard; an order that was begun for it goes with it."""
    if reading != case.readings:
        return Step(person, routes.Understood(case.id))
    dropped = replace(case.unheard(), readings=case.readings + 1)
    if dropped.fresh:
        return Step(person.without_case(case.id), routes.NewOrder(person.next_case), Text("notice.dropped"))
    return onward(person.with_case(dropped), dropped, "", world, Text("notice.dropped"))


def meant(person: Person, case: Case | None, reading: Reading) -> Case | None:
    """The order that a text is about: the one it names, else the one in view; None for one that is new."""
    if reading.named in person.cases:
        return person.cases[reading.named]
    if reading.about:
        return case if case and case.id in reading.about else None
    return None if reading.another else case


def attach(person: Person, case: Case, other_id: int, world: World) -> Step:
    """Moves what was heard to another order, or to a new one; one that was begun for it goes.

    The number kept free for the next order stands for a new one: pressed again, it is the one begun.
    """
    if other_id == person.next_case and case.waits:
        begun = begin(person, world, supposed=True)
        if begun is None:
            return Step(person, routes.Understood(case.id), Text("notice.full", {"n": MAX_CASES}))
        person = begun[0]
    other = person.cases.get(other_id)
    if other is None or other.id == case.id:
        return gone(person)
    if not case.waits:
        return Step(person, routes.Understood(other.id))
    heard = MappingProxyType({**other.heard, **case.heard})
    number = other.number or (case.number if case.fresh else "")
    sums = MappingProxyType({**other.heard_sums, **case.heard_sums})
    moved = replace(other, heard=heard, heard_sums=sums, readings=other.readings + 1, number=number)
    emptied = replace(case.unheard(), readings=case.readings + 1)
    person = person.without_case(case.id) if emptied.fresh else person.with_case(emptied)
    return Step(person.with_case(moved), routes.Understood(other.id))


def elsewhere(person: Person, case: Case) -> list[Case]:
    """The open orders that what was heard for one may be about instead, the latest first."""
    others = [
        one
        for one in person.cases.values()
        if one.id != case.id and one.outcome is None and not (case.fresh and case.number and one.number)
    ]
    return sorted(others, key=lambda one: -one.ordinal)


def supposing(case: Case) -> Case:
    """The case as it will be once the buyer agrees."""
    return case.agreed()


def tells_more(case: Case, reading: Reading, world: World) -> bool:
    """Whether a text tells facts that are not known of the order yet."""
    return any(_is_news(one, case, world) for one in reading.facts)


def unsaid_sums(case: Case, reading: Reading) -> dict[str, Sum]:
    """The sums of a text by what they are, as far as they are not known of the order yet."""
    return {name: one for name, one in reading.sums.items() if name and case.sums.get(name) != one}


def _place(person: Person, case: Case | None, reading: Reading, world: World) -> tuple[Person, Case] | None:
    number = reading.number.digits
    same = next((one for one in person.cases.values() if number and one.number == number), None)
    if same:
        return person, same
    if case and not number:
        return person, case
    named = case is not None and reading.named == case.id and not case.number
    if case and (named or not (case.number or case.told or case.waits)):
        return person, replace(case, number=number)
    return begin(person, world, number, supposed=True)


def _is_news(found: Found, case: Case, world: World) -> bool:
    """Whether a fact says more than was told: a moment that counts the same is no news."""
    told = case.told.get(found.fact)
    if told is None:
        return True
    try:
        before, now = (_count(found.fact, value, world) for value in (told.value, found.value))
    except BadFact:
        return False
    return before != now


def _count(fact: str, value: object, world: World) -> object:
    facts = Facts({}, {fact: value}) if hasattr(value, "tzinfo") else Facts({fact: value})  # type: ignore[dict-item]
    return world.policy.vocabulary.values_at(facts, world.now)[fact]
