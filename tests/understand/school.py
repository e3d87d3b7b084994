"""Teaches the second opinion from the labelled texts: `python -m tests.understand.school [--measure]`.

Needs scikit-learn (the dependency group `school`). The phrases were written while the texts of TUNED were
looked at, so there they are right more often than anywhere else: of those texts only the words are learned
from. The texts of `school` were never looked at while phrases were written; from them it is learned how far
phrases can be trusted. `--measure` prints how texts fare that are left out of it, and writes nothing.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.dialogue.reading import Found
from bot.texts.catalog import FOLDER
from bot.understand.narrative import Heard
from bot.understand.opinion import FILE, SCALE, Opinion, Scale, text_traits, time_traits
from rules.facts import Choice, Count
from tests.bench.figures import say
from tests.understand.labelled import HOW, NOW, Half, Labelled, agrees, labelled, policy, reader

TUNED: tuple[Half, ...] = ("open", "more", "fresh", "late")
SCHOOL: Half = "school"
STRENGTH = 150.0
LEAST_TIMES, LEAST_EXAMPLES = 2, 3
FAINTEST = 4
"""Traits seen once, labels with fewer examples and weights nearer to nothing than this are left out."""

FOLDS = 5
NOBODY = Opinion(Scale((), (), {}), Scale((), (), {}), policy().vocabulary)
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)


@dataclass(frozen=True)
class Example:
    """A text as heard, with its labels; `first` is empty where the phrases know the text already."""

    text: Labelled
    heard: Heard
    first: tuple[Found, ...]


@dataclass(frozen=True)
class Row:
    """Traits, and the labels that are true of them."""

    traits: dict[str, float]
    labels: frozenset[str]


def examples(half: Half) -> list[Example]:
    """The texts of a half that are words of a person rather than a page of the shop."""
    found = []
    for text in labelled(half):
        lesson = reader().lesson(text.say, HOW.get(text.kind, "typed"), NOW)
        if lesson and text.kind != "seller":
            found.append(Example(text, lesson.heard, lesson.first))
    return found


def fact_rows(one: Example, *, tuned: bool) -> Iterator[Row]:
    """One row a text: which choices are told."""
    traits = text_traits(one.heard, one.first)
    if tuned:
        traits = {name: strength for name, strength in traits.items() if not is_hint(name)}
    known = policy().vocabulary.facts
    told = one.text.facts.items()
    yield Row(traits, frozenset(f"{fact}={value}" for fact, value in told if isinstance(known[fact], Choice)))


def time_rows(one: Example, *, tuned: bool) -> Iterator[Row]:
    """One row a time: which counters it is the time of."""
    for place in range(len(one.heard.spans)):
        traits = time_traits(one.heard, place, () if tuned else one.first, NOW)
        if tuned:
            traits = {name: strength for name, strength in traits.items() if not is_hint(name)}
        yield Row(traits, frozenset(fact for fact in one.text.facts if is_time_of(one, place, fact)))


def is_time_of(one: Example, place: int, counter: str) -> bool:
    """Whether a time of a text is the labelled one of a counter."""
    fact = policy().vocabulary[counter]
    moment = NOBODY.moment(counter, one.heard.spans[place], NOW)
    return (
        isinstance(fact, Count)
        and moment is not None
        and agrees(counter, fact.at(moment, NOW), one.text.facts[counter])
    )


def is_hint(trait: str) -> bool:
    """Whether a trait is what the phrases said."""
    return trait.endswith(("!", "?", ")"))


def learned(rows: Sequence[Row]) -> Scale:
    """The weights that tell the labels of rows from their traits."""
    seen = Counter(trait for row in rows for trait in row.traits)
    columns = {
        trait: place
        for place, trait in enumerate(sorted(name for name, times in seen.items() if times >= LEAST_TIMES))
    }
    matrix = _matrix(rows, columns)
    many = Counter(label for row in rows for label in row.labels)
    labels = sorted(label for label, times in many.items() if times >= LEAST_EXAMPLES)
    weights: dict[str, list[int]] = {}
    bias = []
    names = list(columns)
    for place, label in enumerate(labels):
        model = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear", random_state=7)
        model.fit(matrix, np.array([label in row.labels for row in rows]))
        bias.append(round(float(model.intercept_[0]), 3))
        whole = np.rint(model.coef_[0] * SCALE).astype(int)
        for column in np.flatnonzero(np.abs(whole) >= FAINTEST):
            weights.setdefault(names[column], []).extend((place, int(whole[column])))
    return Scale(labels, bias, weights)


def _matrix(rows: Sequence[Row], columns: dict[str, int]) -> csr_matrix:
    cells = [
        (place, columns[trait], strength)
        for place, row in enumerate(rows)
        for trait, strength in row.traits.items()
        if trait in columns
    ]
    places, names, strengths = zip(*cells, strict=True)
    return csr_matrix((strengths, (places, names)), shape=(len(rows), len(columns)))


Rows = Callable[..., Iterator[Row]]


def taught(tuned: Sequence[Example], school: Sequence[Example]) -> Opinion:
    """The opinion that these texts teach."""
    scales = []
    rows_of: Rows
    for rows_of in (fact_rows, time_rows):
        rows = [row for one in tuned for row in rows_of(one, tuned=True)]
        rows += [row for one in school for row in rows_of(one, tuned=False)]
        scales.append(learned(rows))
    return Opinion(scales[0], scales[1], policy().vocabulary)


def measure(tuned: Sequence[Example], school: list[Example]) -> None:
    """How the texts fare that are left out, by the chance from which on a fact is taken."""
    random.Random(7).shuffle(school)  # noqa: S311 - the same folds every time
    outcome: list[tuple[bool, float, bool]] = []
    labels = Counter[bool]()
    for fold in range(FOLDS):
        opinion = taught(tuned, [one for place, one in enumerate(school) if place % FOLDS != fold])
        for one in school[fold::FOLDS]:
            known = policy().vocabulary.facts
            labels.update(isinstance(known[fact], Choice) for fact in one.text.facts)
            outcome += [
                (isinstance(known[fact], Choice), chance, right)
                for fact, chance, right in judged(opinion, one)
            ]
    for choices in (True, False):
        say("choices" if choices else "times")
        for threshold in THRESHOLDS:
            rights = [right for kind, chance, right in outcome if kind == choices and chance >= threshold]
            precision, share = sum(rights) / max(len(rights), 1), sum(rights) / labels[choices]
            say(f"  {threshold:.2f}: right {precision:.3f}, of those told {share:.3f}")


def judged(opinion: Opinion, one: Example) -> Iterator[tuple[str, float, bool]]:
    """Each fact that the opinion thinks of, with its chance, and whether it is right."""
    known = policy().vocabulary
    for fact, value, chance in opinion.thoughts(one.heard, one.first, NOW):
        counter = known[fact]
        now = value if not isinstance(value, datetime) else cast("Count", counter).at(value, NOW)
        yield fact, chance, fact in one.text.facts and agrees(fact, now, one.text.facts[fact])


def main() -> None:
    tuned = [one for half in TUNED for one in examples(half)]
    school = examples(SCHOOL)
    say(f"{len(tuned)} texts known to the phrases, {len(school)} not")
    if "--measure" in sys.argv:
        measure(tuned, school)
        return
    opinion = taught(tuned, school)
    facts, times = opinion.save(FOLDER)
    say(f"{FILE}: {(FOLDER / FILE).stat().st_size / 1000:.0f} kB, {facts} traits of facts, {times} of times")


if __name__ == "__main__":
    main()
