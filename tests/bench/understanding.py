"""How well texts are understood: `python -m tests.bench.understanding [unseen|kept|sealed|exam|proof|open]`.

`--wrong` shows what went wrong in each text.

`unseen` are texts that neither phrases nor weights were made from: `kept` (written before the code),
`sealed` (written by somebody who had not seen it), `exam` and after it `proof` (written last, labelled twice,
measured at the end). The bounds from which on a fact is taken were chosen among a few by the figures of
`kept` and `sealed`; `exam` and `proof` had no part in anything.

Precision is over the facts taken without asking, recall over those labelled. Prints each fact in each
language, the order numbers, the tricks, the help topics, the next step after the answers to its questions,
and the time a text takes.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from time import perf_counter

from bot.dialogue.reading import Reading
from bot.dialogue.state import LANGUAGES
from rules.engine import assess
from rules.facts import UNKNOWN, Facts, Value
from tests.bench.figures import say
from tests.understand.labelled import (
    HALVES,
    NOW,
    Half,
    Labelled,
    agrees,
    labelled,
    policy,
    read,
    truth,
    value_of,
)

FACTUAL = ("typed", "pasted", "forwarded", "question", "nothing")
ORDERS = ("typed", "pasted", "forwarded")
UNSEEN: list[Half] = ["kept", "sealed", "exam", "proof"]
MOST_QUESTIONS = 25
HIT, MISSED, WRONG = "hit", "missed", "wrong"
Row = tuple[str, str, str]


def outcomes(text: Labelled, reading: Reading) -> Iterator[Row]:
    """For each fact: language, fact, and whether it was hit, missed or wrong."""
    found = {one.fact: value_of(one) for one in reading.sure}
    for fact in found.keys() | text.facts.keys():
        if fact in found and fact in text.facts and agrees(fact, found[fact], text.facts[fact]):
            yield text.language, fact, HIT
            continue
        if fact in found:
            yield text.language, fact, WRONG
        if fact in text.facts:
            yield text.language, fact, MISSED


def found_share(readings: Sequence[tuple[Labelled, Reading]]) -> float:
    """The share of the labelled facts that are understood, whether taken or asked about."""
    hits = labels = 0
    for text, reading in readings:
        found = {one.fact: value_of(one) for one in reading.facts}
        labels += len(text.facts)
        hits += sum(fact in found and agrees(fact, found[fact], label) for fact, label in text.facts.items())
    return hits / labels


def step_after_questions(text: Labelled, reading: Reading) -> str:
    """The step once the person has agreed to what was sure and answered what was asked."""
    true = dict(truth(text).values)
    values: dict[str, Value] = {one.fact: value_of(one) for one in reading.sure}
    for _ in range(MOST_QUESTIONS):
        advice = assess(policy(), Facts(values), NOW)
        if not advice.ask:
            break
        values[advice.ask] = true.get(advice.ask, UNKNOWN)
    return advice.step


def right_step(text: Labelled) -> str:
    """The step of the order as it truly is, with "I don't know" to what nobody told."""
    values = dict(truth(text).values)
    for _ in range(MOST_QUESTIONS):
        advice = assess(policy(), Facts(values), NOW)
        if not advice.ask:
            break
        values[advice.ask] = UNKNOWN
    return advice.step


def main() -> None:
    halves = UNSEEN if "unseen" in sys.argv else [one for one in HALVES if one in sys.argv] or ["open"]
    texts = tuple(text for half in halves for text in labelled(half))
    readings = [(text, read(text)) for text in texts]
    rows: Counter[Row] = Counter()
    for text, reading in readings:
        if text.kind in FACTUAL:
            rows.update(outcomes(text, reading))
    say(f"{len(texts)} texts ({', '.join(halves)})\n")
    show_facts(rows)
    factual = [(text, reading) for text, reading in readings if text.kind in FACTUAL]
    say(f"found, taken or asked about: {found_share(factual):.3f}")
    show_rest(readings)
    show_steps(readings)
    show_time(texts)
    if "--wrong" in sys.argv:
        show_wrong(readings)


def show_facts(rows: Counter[Row]) -> None:
    facts = sorted({fact for _, fact, _ in rows})
    say(f"{'precision recall':>28}" + "".join(f"{language:>14}" for language in LANGUAGES))
    for fact in [*facts, "all"]:
        cells = [_cell(rows, None, fact), *(_cell(rows, language, fact) for language in LANGUAGES)]
        say(f"{fact:<16}" + "".join(f"{cell:>14}" for cell in cells))


def _cell(rows: Counter[Row], language: str | None, fact: str) -> str:
    count = dict.fromkeys((HIT, MISSED, WRONG), 0)
    for (spoken, name, kind), many in rows.items():
        if (language is None or spoken == language) and fact in (name, "all"):
            count[kind] += many
    return f"{_share(count[HIT], count[WRONG])} {_share(count[HIT], count[MISSED])}"


def _share(good: int, bad: int) -> str:
    return f"{good / (good + bad):.3f}" if good + bad else "  -  "


def show_rest(readings: list[tuple[Labelled, Reading]]) -> None:
    numbers = [(text.number, reading.number.digits) for text, reading in readings]
    say(f"\norder numbers right: {sum(a == b for a, b in numbers)} of {len(numbers)}")
    sellers = [(text, reading) for text, reading in readings if text.kind == "seller"]
    seen = sum(reading.seller for _, reading in sellers)
    hits = sum(len(set(text.tricks) & set(reading.tricks)) for text, reading in sellers)
    told = sum(len(reading.tricks) for _, reading in sellers)
    labels = sum(len(text.tricks) for text, _ in sellers)
    taken = sum(reading.seller for text, reading in readings if text.kind in ORDERS)
    say(f"sellers known as such: {seen} of {len(sellers)}; buyers taken for one: {taken}")
    say(f"tricks: precision {hits / max(told, 1):.3f}, recall {hits / max(labels, 1):.3f}")
    asked = [(text, reading) for text, reading in readings if text.kind == "question"]
    first = sum(bool(set(text.topics) & set(reading.topics[:1])) for text, reading in asked)
    among = sum(bool(set(text.topics) & set(reading.topics)) for text, reading in asked)
    say(f"help topics: first right {first}, among those shown {among}, of {len(asked)}")


def show_steps(readings: list[tuple[Labelled, Reading]]) -> None:
    steps = [
        (right_step(text), step_after_questions(text, reading))
        for text, reading in readings
        if text.kind in ORDERS and text.facts
    ]
    right = sum(true == found for true, found in steps)
    say(f"next step right after its questions: {right} of {len(steps)} ({right / len(steps):.3f})")


def show_time(texts: tuple[Labelled, ...]) -> None:
    seconds = sorted(_seconds(text) for text in texts)
    say(
        f"a text: median {1000 * seconds[len(seconds) // 2]:.2f} ms, "
        f"p99 {1000 * seconds[-max(len(seconds) // 100, 1)]:.2f} ms"
    )


def _seconds(text: Labelled) -> float:
    begun = perf_counter()
    read(text)
    return perf_counter() - begun


def show_wrong(readings: list[tuple[Labelled, Reading]]) -> None:
    for text, reading in readings:
        found = {one.fact: value_of(one) for one in reading.sure}
        faults = [
            f"{kind} {fact}={found.get(fact)}/{text.facts.get(fact)}"
            for _, fact, kind in outcomes(text, reading)
            if kind != HIT
        ]
        if text.kind == "seller":
            faults = (
                []
                if set(text.tricks) == set(reading.tricks) and reading.seller
                else [f"{text.tricks} {reading.tricks} seller={reading.seller}"]
            )
        elif reading.seller:
            faults.append("taken for a seller")
        if text.kind == "question" and not set(text.topics) & set(reading.topics):
            faults.append(f"topics {reading.topics}/{text.topics}")
        if text.number != reading.number.digits:
            faults.append(f"number {reading.number}")
        if text.kind in ORDERS and text.facts and right_step(text) != step_after_questions(text, reading):
            faults.append(f"step {step_after_questions(text, reading)}/{right_step(text)}")
        if faults:
            say(f"\n[{text.language} {text.kind}] {text.say.strip()}\n   " + "; ".join(faults))


if __name__ == "__main__":
    main()
