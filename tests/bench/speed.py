"""What the rules cost beside an if-chain, in ratios within this run.

Run as `python -m tests.bench.speed`. All sides see the same drawn orders (see `orders`): "told" are the facts
that were asked until nothing was asked any more, which is what the bot knows; "whole" is every fact answered.
Sides take turns, round after round; medians. The whole answer is timed call by call. Times are of the
process's own CPU, so that whatever else the machine does stays out of the ratios.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from time import process_time_ns

from bot.dialogue.screens import card
from bot.dialogue.state import LANGUAGES, Case, Language
from bot.dialogue.world import World
from bot.texts.render import render
from bot.texts.say import Words
from rules.engine import assess, compiled, rule
from rules.facts import Count, Facts, Value
from rules.loader import load
from rules.policy import Policy
from rules.tables import CompiledTable
from tests.bench.figures import against, say, share
from tests.bench.orders import NOW, Order, draw
from tests.bench.questions import talk
from tests.bench.rivals import Chain, chain, zen_context, zen_decision, zen_rule

COUNT = 1_000
ROUNDS = 15
FRESH_ROUNDS = 5
STEP_RATIO = 8
EXPLAINED_RATIO = 20
WHOLE_US = 500

STEP = "rule: step and because"
EXPLAINED = "assess, every why-not read"

Known = Mapping[str, Value]
Side = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Bench:
    """What all sides share."""

    policy: Policy
    table: CompiledTable
    chain: Chain
    told: Sequence[Known]
    whole: Sequence[Known]


def main() -> None:
    """Prints the figures."""
    policy = load()
    table = compiled(policy, "steps", NOW.date())
    orders = draw(policy, COUNT)
    told = [told_of(policy, order) for order in orders]
    whole = [order.answers for order in orders]
    bench = Bench(policy, table, chain(table), told, whole)
    say(f"{COUNT} orders, {len(table.rows)} rows, {sum(map(len, told)) / COUNT:.2f} facts told on average")
    _agree(bench, [*told, *whole])
    _tables(bench)
    _first_meeting(bench)
    _zen_and_the_missing(bench, orders)
    _answers(bench)


def told_of(policy: Policy, order: Order) -> dict[str, Value]:
    """What the bot knows once it has nothing to ask any more."""
    return {name: order.answers[name] for name in talk(policy, order, {}).asked}


def _agree(bench: Bench, all_known: Sequence[Known]) -> None:
    """Raises RuntimeError if a side answers otherwise than the engine."""
    decision = zen_decision(bench.table)
    gives = {row.id: row.gives for row in bench.table.rows}
    for known in all_known:
        ours = rule(bench.policy, "steps", known, NOW).row
        others = (bench.chain(known), zen_rule(decision, zen_context(bench.table, known)))
        if ours is None or any(gives[other] != ours.gives for other in others):
            raise RuntimeError(f"{others} but ours is {ours and ours.id} for {known}")


def _tables(bench: Bench) -> None:
    for name, known in (("told", bench.told), ("whole", bench.whole)):
        spent = turns(_sides(bench, known))
        base = spent["if-chain"]
        ratios = {
            side: median(ours / theirs for ours, theirs in zip(times, base, strict=True))
            for side, times in spent.items()
        }
        say()
        say(f"== {name}: microseconds an order, ratio to the if-chain")
        for side, times in spent.items():
            say(f"{side:28} {median(times) / len(known) / 1000:9.2f} {ratios[side]:8.1f}")
        say(f"step table {against(ratios[STEP], STEP_RATIO)}")
        say(f"with explanation {against(ratios[EXPLAINED], EXPLAINED_RATIO)}")


def _sides(bench: Bench, known: Sequence[Known]) -> dict[str, Side]:
    policy, table, decision = bench.policy, bench.table, zen_decision(bench.table)
    contexts = [zen_context(table, one) for one in known]
    facts = [Facts(one) for one in known]
    return {
        "if-chain": lambda: [bench.chain(one) for one in known],
        "CompiledTable.match": lambda: [table.match(one) for one in known],
        STEP: lambda: [rule(policy, "steps", one, NOW) for one in known],
        "assess: all tables": lambda: [assess(policy, one, NOW) for one in facts],
        EXPLAINED: lambda: [_explained(policy, one) for one in facts],
        "zen-engine, step only": lambda: [zen_rule(decision, one) for one in contexts],
    }


def _explained(policy: Policy, facts: Facts) -> list[object]:
    advice = assess(policy, facts, NOW)
    return [advice.because, advice.sources, *(way.because for way in advice.ways)]


def _first_meeting(bench: Bench) -> None:
    """What `assess` costs before it can have kept anything but the compiled tables."""
    facts = [Facts(one) for one in bench.told]
    spent = []
    for _ in range(FRESH_ROUNDS):
        fresh = load()
        begin = process_time_ns()
        for one in facts:
            assess(fresh, one, NOW)
        spent.append(process_time_ns() - begin)
    say()
    each = median(spent) / COUNT / 1000
    say(f"assess, the first {COUNT} orders after a start: {each:.2f} microseconds each")


def turns(sides: Mapping[str, Side]) -> dict[str, list[int]]:
    """Nanoseconds of each side, round by round, the sides taking turns; one round before is not counted."""
    spent: dict[str, list[int]] = {name: [] for name in sides}
    for number in range(ROUNDS + 1):
        for name, side in sides.items():
            begin = process_time_ns()
            side()
            if number:
                spent[name].append(process_time_ns() - begin)
    return spent


def _zen_and_the_missing(bench: Bench, orders: Sequence[Order]) -> None:
    """What zen-engine says while facts are still missing, where ours asks."""
    decision = zen_decision(bench.table)
    gives = {row.id: row.gives["step"] for row in bench.table.rows}
    open_ones = answered = wrong = 0
    for order in orders:
        known: dict[str, Value] = {}
        final = rule(bench.policy, "steps", order.answers, NOW).row
        for name in talk(bench.policy, order, {}).asked:
            if rule(bench.policy, "steps", known, NOW).row is None and final:
                said = zen_rule(decision, known)
                open_ones += 1
                answered += bool(said)
                wrong += bool(said) and gives[said] != final.gives["step"]
            known[name] = order.answers[name]
    say()
    say(f"zen-engine and the missing: of {open_ones} half-told orders, on which ours asks, it answers")
    say(
        f"{answered} with a step, {wrong} of them not the step of the whole order; to it, missing is unknown."
    )


def _answers(bench: Bench) -> None:
    words = Words.load()
    world = World(bench.policy, NOW, 1)
    cases = [case_of(bench.policy, one) for one in bench.told]
    spent: dict[Language, list[int]] = {language: [] for language in LANGUAGES}
    chained: list[int] = []
    for number in range(ROUNDS // 3 + 1):
        begin = process_time_ns()
        for known in bench.told:
            bench.chain(known)
        chained.append(process_time_ns() - begin)
        for language in LANGUAGES:
            times = [_timed(case, world, language, words) for case in cases]
            spent[language] += times if number else []
    unit = median(chained) / len(cases)
    say()
    say("== the whole answer: assess, dates, the card said; microseconds, and ratio to the if-chain")
    for language, times in spent.items():
        middle, high = share(times, 0.5), share(times, 0.99)
        figures = f"p50 {middle / 1000:7.1f} ({middle / unit:.0f} times), p99 {high / 1000:7.1f}"
        say(f"{language}: {figures} ({high / unit:.0f} times); p99 {against(high / 1000, WHOLE_US)}")


def case_of(policy: Policy, known: Known) -> Case:
    """The case as the bot keeps it: counters by their moments."""
    case = Case(1, 1, NOW)
    for name, value in known.items():
        fact = policy.vocabulary[name]
        told: Value | datetime = value
        if isinstance(fact, Count) and isinstance(value, int):
            told = fact.moment_of(value, NOW)
        case = case.tell(name, told, NOW, "tapped")
    return case


def _timed(case: Case, world: World, language: Language, words: Words) -> int:
    begin = process_time_ns()
    render(card.screen(case, world), language, words)
    return process_time_ns() - begin


if __name__ == "__main__":
    main()
