"""Two policies side by side: which orders now get another answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.engine import compiled
from rules.policy import Policy, Row
from rules.proof import Region, regions
from rules.tables import CompiledTable, bits, joined


@dataclass(frozen=True, slots=True)
class Difference:
    """A class of orders, in words, and what each policy says of it."""

    table: str
    region: str
    old: str
    new: str

    def __str__(self) -> str:
        """One line for somebody who does not program."""
        return f"{self.table}: {self.region}: was {self.old}, is {self.new}"


def differences(old: Policy, new: Policy, day: date) -> Iterator[Difference]:
    """Every class of orders whose answer differs on a day, in every UNIQUE table that both have."""
    for name, table in new.tables.items():
        if table.hit == "unique" and name in old.tables:
            both = joined({"old": compiled(old, name, day), "new": compiled(new, name, day)})
            yield from _differing(name, both)


def _differing(name: str, both: CompiledTable) -> Iterator[Difference]:
    for region in regions(both):
        before, after = _answer(both, region, "old/"), _answer(both, region, "new/")
        if before != after:
            yield Difference(name, str(region), before, after)


def _answer(both: CompiledTable, region: Region, tag: str) -> str:
    rows = [both.rows[number] for number in bits(region.answering) if both.rows[number].id.startswith(tag)]
    return " and ".join(_said(row) for row in rows) or "nothing"


def _said(row: Row) -> str:
    return ", ".join(str(given) for key, given in row.gives.items() if key not in ("advice", "press"))
