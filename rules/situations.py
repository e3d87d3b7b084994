"""Situations: orders that no rule can tell apart, as one number, and what was worked out for each."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from rules.facts import UNKNOWN, Choice, Value, Vocabulary
from rules.tables import CompiledTable

Kept = TypeVar("Kept")

MOST_KEPT = 10_000
"""Buyers bring a few hundred situations; this only bounds what a flood of strange ones could keep."""


class Situations(Generic[Kept]):
    """The classes of values of all facts for one dated slice. What is kept is thrown away when full."""

    def __init__(self, vocabulary: Vocabulary, tables: Sequence[CompiledTable]) -> None:
        self.kept: dict[int, Kept] = {}
        self._words: dict[str, dict[Value, int]] = {}
        self._counts: dict[str, tuple[list[int], list[int]]] = {}
        bit = 1
        for name, fact in vocabulary.facts.items():
            words = (*fact.values, UNKNOWN) if isinstance(fact, Choice) else (UNKNOWN,)
            self._words[name] = {}
            for word in words:
                self._words[name][word] = bit
                bit <<= 1
            if not isinstance(fact, Choice):
                columns = [table.columns[name] for table in tables if name in table.columns]
                cuts = sorted({0}.union(*(column.cuts for column in columns)))
                self._counts[name] = cuts, [bit << place for place in range(len(cuts))]
                bit <<= len(cuts)

    def key(self, values: Mapping[str, Value]) -> int:
        """The number of the situation: a bit for the class of each fact told."""
        key = 0
        for name, value in values.items():
            if isinstance(value, str):
                key |= self._words[name][value]
            else:
                cuts, places = self._counts[name]
                key |= places[bisect_right(cuts, value) - 1]
        return key

    def keep(self, key: int, worked_out: Kept) -> None:
        """Keeps what was worked out for a situation."""
        if len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        self.kept[key] = worked_out
