"""Nothing in the policy can be changed without the proof or an example noticing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import pytest

from rules.engine import compiled
from rules.invariants import broken
from rules.loader import load
from rules.policy import Policy
from rules.proof import check_table
from tests.rules.mutants import Mutant, moved_numbers, replaced_outcomes, same_answers, structural
from tests.rules.test_bounds import BOUNDS, differences, examples

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
EXAMPLES = [*examples("situations.toml"), *BOUNDS]
POLICY = load()
UNIQUE = [name for name, table in POLICY.tables.items() if table.hit == "unique"]
KILLED_SHARE = 0.95


def killed_by_examples(mutant: Mutant) -> bool:
    return any(any(differences(mutant.policy, example)) for example in EXAMPLES)


def fate(mutant: Mutant) -> str:
    """What became of a structural mutant: who noticed, or why there is nothing to notice."""
    day = POLICY.slice_of(NOW.date())
    table = compiled(mutant.policy, mutant.table, day)
    if check_table(table, day):
        return "killed by the proof"
    if same_answers(compiled(POLICY, mutant.table, day), table):
        return "equivalent"
    if broken(mutant.policy):
        return "killed by an invariant"
    return "killed by an example" if killed_by_examples(mutant) else "survived"


def outcome_fate(mutant: Mutant) -> str:
    return "killed by an example" if killed_by_examples(mutant) else "survived"


def counted(title: str, fates: Iterable[tuple[Mutant, str]]) -> Counter[str]:
    """The fates, printed; with the rules of the mutants that the proof of the tables let pass."""
    by_fate: dict[str, list[Mutant]] = {}
    for mutant, what in fates:
        by_fate.setdefault(what, []).append(mutant)
    counts = Counter({what: len(mutants) for what, mutants in by_fate.items()})
    lines = [f"{title}: {', '.join(f'{count} {what}' for what, count in counts.most_common())}"]
    rows = {what: Counter(mutant.subject for mutant in mutants) for what, mutants in by_fate.items()}
    quiet = {"killed by the proof", "survived"}
    if "killed by the proof" in rows:
        lines += [f"  {what}: {dict(rows[what])}" for what in rows.keys() - quiet]
    lines += [f"  survived: {mutant}" for mutant in by_fate.get("survived", ())]
    print("", *lines, sep="\n")  # noqa: T201
    return counts


def test_the_policy_itself_passes_every_example() -> None:
    assert [fault for example in EXAMPLES for fault in differences(POLICY, example)] == []


@pytest.mark.parametrize("name", UNIQUE)
def test_no_slip_in_a_cell_or_override_goes_unnoticed(name: str) -> None:
    mutants = structural(POLICY, name, POLICY.slice_of(NOW.date()))
    counts = counted(name, ((mutant, fate(mutant)) for mutant in mutants))
    assert counts.total()
    assert not counts["survived"]


@pytest.mark.parametrize("kind", [moved_numbers, replaced_outcomes], ids=["numbers", "outcomes"])
def test_examples_notice_another_number_or_outcome(
    kind: Callable[[Policy, datetime], Iterator[Mutant]],
) -> None:
    fates = ((mutant, outcome_fate(mutant)) for mutant in kind(POLICY, NOW))
    counts = counted(kind.__name__, fates)
    assert counts["killed by an example"] >= KILLED_SHARE * counts.total()


def test_each_number_is_held_by_its_own_examples() -> None:
    for mutant in moved_numbers(POLICY, NOW):
        own = [example for example in BOUNDS if mutant.subject in example.get("about", ())]
        assert any(any(differences(mutant.policy, example)) for example in own), str(mutant)
