"""assess: what a buyer can do now, until when, why, and which fact is worth asking next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rules.facts import UNKNOWN, Count, Facts, Value, add_units
from rules.policy import Policy, Row
from rules.questions import next_fact
from rules.tables import CompiledTable, Match, compile_table

ASK_FACTS = "ask_facts"

Basis = Literal["page", "counted", "now", "open"]
"""How a deadline is known: the page's own countdown; counted from a told moment; counted from now,
should the buyer act now; or open, because its start is not known."""

State = Literal["open", "closed", "unclear"]


@dataclass(frozen=True, slots=True)
class Because:
    """One fact that decided: what it is, and what the rule wanted of it."""

    fact: str
    value: Value
    cell: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something happens at the earliest (`at`) and at the latest; both None while `basis` is open."""

    name: str
    basis: Basis
    at: datetime | None
    latest: datetime | None
    rule: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way out. `because` are the facts that open it, or those that close it."""

    name: str
    state: State
    rule: str
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer of a UNIQUE table: the rule, or None while facts are missing; and the fact to ask."""

    row: Row | None
    ask: str | None
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole answer for one order at one moment.

    `rule` is the rule that answers, `words` the key of its explanation and `press` that of what to press;
    all three are empty while the answer is undecided.
    """

    on: date
    step: str
    rule: str
    words: str
    press: str
    ask: str | None
    ways: tuple[Way, ...]
    deadlines: tuple[Deadline, ...]
    warnings: tuple[str, ...]
    offers: tuple[str, ...]
    because: tuple[Because, ...]
    sources: tuple[str, ...]

    @property
    def decided(self) -> bool:
        """Whether the step stands, whatever else may become known."""
        return bool(self.rule)

    def why_not(self, way: str) -> tuple[Because, ...]:
        """The facts that close a way; empty if it is not closed."""
        closed = (other.because for other in self.ways if other.name == way and other.state == "closed")
        return next(closed, ())


def assess(policy: Policy, facts: Facts, now: datetime) -> Advice:
    """The advice for what is known at `now` (aware).

    Raises BadFact for a word the policy does not have, PolicyFault for a day it does not speak for.
    """
    values = policy.vocabulary.values_at(facts, now)
    ruling = rule(policy, "steps", values, now)
    deadlines = _deadlines(policy, facts, values, now)
    collected = {name: collect(policy, name, values, now) for name in ("warnings", "offers")}
    rows = [ruling.row] if ruling.row else []
    return Advice(
        on=now.date(),
        step=ruling.row.text("step") if ruling.row else ASK_FACTS,
        rule=ruling.row.id if ruling.row else "",
        words=ruling.row.text("advice") if ruling.row else "",
        press=ruling.row.text("press") if ruling.row else "",
        ask=ruling.ask or (_worth_asking(policy, deadlines, values) if ruling.row else None),
        ways=_ways(policy, values, now),
        deadlines=tuple(deadline for deadline, _ in deadlines),
        warnings=tuple(row.text("warning") for row in collected["warnings"]),
        offers=tuple(row.text("offer") for row in collected["offers"]),
        because=ruling.because,
        sources=_sources(policy, rows, [deadline for deadline, _ in deadlines], now.date()),
    )


def compiled(policy: Policy, table: str, day: date) -> CompiledTable:
    """A table as it stands on a day. Kept by slice: between two changes nothing is compiled again."""
    begin = policy.slice_of(day)
    known = policy.compiled.get((table, begin))
    if isinstance(known, CompiledTable):
        return known
    rows = tuple(row for row in policy.tables[table].rows if row.holds_on(begin))
    fresh = compile_table(
        policy.tables[table], rows, policy.vocabulary.facts, lambda name: policy.number(name, begin).value
    )
    policy.compiled[table, begin] = fresh
    return fresh


def rule(policy: Policy, table: str, values: Mapping[str, Value], now: datetime) -> Ruling:
    """The answer of a UNIQUE table, decided only if no open fact can change what it gives."""
    match = compiled(policy, table, now.date()).match(values)
    rows = match.rows(match.alive)
    if any(row.gives != rows[0].gives for row in rows[1:]):
        return Ruling(None, next_fact(match, values), ())
    row = (match.rows(match.answering) or match.rows(match.holding) or rows)[0]
    return Ruling(row, None, _because(row, values))


def collect(policy: Policy, table: str, values: Mapping[str, Value], now: datetime) -> list[Row]:
    """The rows of a COLLECT table that hold for sure, in the order of the file."""
    match = compiled(policy, table, now.date()).match(values)
    return match.rows(match.answering)


def _because(row: Row, values: Mapping[str, Value]) -> tuple[Because, ...]:
    return tuple(Because(name, values[name], cell) for name, cell in row.when.items() if name in values)


def _ways(policy: Policy, values: Mapping[str, Value], now: datetime) -> tuple[Way, ...]:
    match = compiled(policy, "ways", now.date()).match(values)
    names = dict.fromkeys(row.text("way") for row in match.compiled.rows)
    return tuple(_way(name, match, values) for name in names)


def _way(name: str, match: Match, values: Mapping[str, Value]) -> Way:
    for mask, state in ((match.answering, "open"), (match.alive, "unclear")):
        row = next((row for row in match.rows(mask) if row.text("way") == name), None)
        if row:
            return Way(name, "open" if state == "open" else "unclear", row.id, _because(row, values))
    return _closed(name, match, values)


def _closed(name: str, match: Match, values: Mapping[str, Value]) -> Way:
    """The way's nearest rule (the fewest cells that fail), and the facts that fail it."""
    nearest: tuple[Row, tuple[Because, ...]] | None = None
    for row, cells in zip(match.compiled.rows, match.compiled.cells, strict=True):
        if row.text("way") != name:
            continue
        failing = tuple(
            Because(fact, values[fact], row.when[fact])
            for fact, cell in cells.items()
            if fact in values and not cell.accepts(values[fact])
        )
        if nearest is None or len(failing) < len(nearest[1]):
            nearest = row, failing
    row, failing = nearest or (match.compiled.rows[0], ())
    return Way(name, "closed", row.id, failing)


def _deadlines(
    policy: Policy, facts: Facts, values: Mapping[str, Value], now: datetime
) -> list[tuple[Deadline, Row]]:
    rows = collect(policy, "deadlines", values, now)
    return [(_deadline(policy, row, facts, values, now), row) for row in rows]


def _deadline(policy: Policy, row: Row, facts: Facts, values: Mapping[str, Value], now: datetime) -> Deadline:
    names = tuple(row.text(key).removeprefix("$") for key in ("add", "latest") if row.text(key))
    countdown = _moment(policy, row.text("countdown"), facts, values, now)
    if countdown:
        return Deadline(row.text("deadline"), "page", countdown, None, row.id, ())
    start = now if row.text("start") == "now" else _moment(policy, row.text("start"), facts, values, now)
    if start is None or not names:
        return Deadline(row.text("deadline"), "open", None, None, row.id, names)
    ends = [_after(policy, name, start, now.date()) for name in names]
    sooner = _moment(policy, row.text("sooner"), facts, values, now)
    if sooner and sooner < ends[0]:
        return Deadline(row.text("deadline"), "page", sooner, None, row.id, ())
    basis: Basis = "now" if row.text("start") == "now" else "counted"
    return Deadline(row.text("deadline"), basis, ends[0], ends[1] if len(ends) > 1 else None, row.id, names)


def _after(policy: Policy, name: str, start: datetime, day: date) -> datetime:
    return add_units(start, policy.number(name, day).value, policy.numbers[name].unit)


def _moment(
    policy: Policy, name: str, facts: Facts, values: Mapping[str, Value], now: datetime
) -> datetime | None:
    counter = policy.vocabulary.counter_of(name)
    if counter is None or values.get(counter.name, UNKNOWN) == UNKNOWN:
        return None
    told = facts.moments.get(counter.name)
    return told or counter.moment_of(int(values[counter.name]), now)


def _worth_asking(
    policy: Policy, deadlines: list[tuple[Deadline, Row]], values: Mapping[str, Value]
) -> str | None:
    """The moment without which a deadline of the answer stays open: its countdown, else its start."""
    for deadline, row in deadlines:
        if deadline.basis != "open" or row.text("ask") != "yes":
            continue
        counters = [policy.vocabulary.counter_of(row.text(key)) for key in ("start", "countdown")]
        open_ones = [counter.name for counter in counters if isinstance(counter, Count)]
        asked = next((name for name in open_ones if name not in values), None)
        if asked:
            return asked
    return None


def _sources(policy: Policy, rows: list[Row], deadlines: list[Deadline], day: date) -> tuple[str, ...]:
    keys = [source for row in rows for source in row.sources]
    by_id = {row.id: row for row in policy.tables["deadlines"].rows}
    for deadline in deadlines:
        keys += by_id[deadline.rule].sources
        keys += [claim.source for name in deadline.numbers for claim in policy.number(name, day).claims]
    return tuple(dict.fromkeys(keys))
