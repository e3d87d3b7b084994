"""The least expected number of questions that can decide the step table: exact, for the drawn orders.

A state is the set of facts told and their classes, where values that every row treats alike are one class;
the orders that fit it weigh by how often they were drawn. Decided is what the engine means: all rows still
alive give the same, whatever else may become known. The value of a state is the least, over the next fact,
of one question plus the values of the states it leads to.
Branches are cut by a bound that never exceeds the truth, so nothing is lost: for every single order, the
smallest set of facts that would decide it, as if one knew in advance which to ask.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import combinations

from rules.facts import Value
from rules.tables import CompiledTable, bits

Start = tuple[Mapping[str, Value], Mapping[str, Value]]
"""What an order's buyer answers, and what is known before the first question."""


class Optimum:
    """The dynamic programme over one table. Facts are known by their place among the table's columns."""

    def __init__(self, table: CompiledTable) -> None:
        self.table = table
        self.columns = list(table.columns.values())
        self.pivot = max(
            range(len(self.columns)), key=lambda place: -self.columns[place].untested.bit_count()
        )
        self._values: dict[tuple[int, tuple[int, ...]], float] = {}
        self._settled: dict[tuple[int, int], bool] = {}
        self._needs: dict[tuple[int, tuple[int, ...]], int] = {}

    def mean(self, starts: Iterable[Start]) -> float:
        """The least mean number of questions over these orders. What is known is answered that way."""
        groups: dict[tuple[int, tuple[int, ...]], Counter[tuple[int, ...]]] = {}
        total = 0
        for answers, known in starts:
            masks = tuple(
                column.mask(known.get(column.fact.name, answers[column.fact.name])) for column in self.columns
            )
            told = sum(1 << place for place, one in enumerate(self.columns) if one.fact.name in known)
            groups.setdefault((told, self._seen(masks, told)), Counter())[masks] += 1
            total += 1
        costs = []
        for (told, _), orders in groups.items():
            self._values.clear()  # the orders of a state depend on the group, and so do the values
            costs.append(self._value(told, dict(orders)))
        return sum(costs) / total

    @cached_property
    def _outcomes(self) -> list[int]:
        """For each row the number of what it gives."""
        kinds: dict[str, int] = {}
        return [kinds.setdefault(repr(sorted(row.gives.items())), len(kinds)) for row in self.table.rows]

    def _seen(self, masks: tuple[int, ...], told: int) -> tuple[int, ...]:
        return tuple(masks[place] for place in bits(told))

    def _decided(self, masks: tuple[int, ...], told: int) -> bool:
        alive = sure = self.table.everything
        for place, column in enumerate(self.columns):
            if told >> place & 1:
                alive &= masks[place]
                sure &= masks[place]
            else:
                sure &= column.untested
        known = self._settled.get((alive, sure))
        if known is None:
            left = alive
            for number in bits(sure):
                left &= ~self.table.beats[number]
            known = len({self._outcomes[number] for number in bits(left)}) <= 1
            self._settled[alive, sure] = known
        return known

    def _need(self, masks: tuple[int, ...], told: int) -> int:
        """The fewest facts that would still decide this order.

        Only the pivot and the facts that rows compatible with the order's pivot test can be in a smallest
        set: any other one closes no row that the pivot does not close, and no row that tests it can hold.
        """
        key = told, masks
        if key not in self._needs:
            self._needs[key] = next(
                size
                for size in range(len(self.columns) + 1)
                for chosen in combinations(self._useful(masks, told), size)
                if self._decided(masks, told | sum(1 << place for place in chosen))
            )
        return self._needs[key]

    def _useful(self, masks: tuple[int, ...], told: int) -> list[int]:
        alive = masks[self.pivot]
        return [
            place
            for place, column in enumerate(self.columns)
            if not told >> place & 1 and (place == self.pivot or alive & ~column.untested)
        ]

    def _value(self, told: int, orders: dict[tuple[int, ...], int]) -> float:
        some = next(iter(orders))
        if self._decided(some, told):
            return 0
        key = told, self._seen(some, told)
        if key in self._values:
            return self._values[key]
        weight = sum(orders.values())
        bounds = []
        for place in range(len(self.columns)):
            if not told >> place & 1:
                after = told | 1 << place
                needs = sum(count * self._need(masks, after) for masks, count in orders.items())
                bounds.append((weight + needs, place))
        best = float("inf")
        for bound, place in sorted(bounds):
            if bound >= best:
                break
            parts: dict[int, dict[tuple[int, ...], int]] = {}
            for masks, count in orders.items():
                parts.setdefault(masks[place], {})[masks] = count
            cost = weight + sum(self._value(told | 1 << place, part) for part in parts.values())
            best = min(best, cost)
        self._values[key] = best
        return best
