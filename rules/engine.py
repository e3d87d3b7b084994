"""assess: what a buyer can do now, until when, why, and which fact is worth asking next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from rules.facts import UNKNOWN, Count, Facts, Unit, Value, Vocabulary, add_units
from rules.policy import Policy, Row
from rules.questions import next_fact
from rules.situations import Situations
from rules.tables import CompiledTable, Match, compile_table

ASK_FACTS = "ask_facts"
ANSWERING = ("steps", "ways", "deadlines", "warnings", "offers")
"""The tables that `assess` asks."""

Basis = Literal["page", "counted", "now", "open"]
"""How a deadline is known: the page's own countdown; counted from a told moment; counted from now,
should the buyer act now; or open, because its start is not known."""

State = Literal["open", "closed", "unclear"]


class Because(NamedTuple):
    """One fact that decided: what it is, and what the rule wanted of it."""

    fact: str
    value: Value
    cell: str


class Deadline(NamedTuple):
    """When something happens at the earliest (`at`) and at the latest; both None while `basis` is open."""

    name: str
    basis: Basis
    at: datetime | None
    latest: datetime | None
    rule: str
    numbers: tuple[str, ...]


class Way(NamedTuple):
    """A way out. `because` are the facts that open it, or those that close it."""

    name: str
    state: State
    rule: str
    because: tuple[Because, ...]


class Ruling(NamedTuple):
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


def assess(policy: Policy, facts: Facts, now: datetime) -> Advice:
    """The advice for what is known at `now` (aware).

    Raises BadFact for a word the policy does not have, PolicyFault for a day it does not speak for.
    """
    values = policy.vocabulary.values_at(facts, now)
    plan = _plan(policy, values, now.date())
    deadlines = tuple([_deadline(clock, facts, values, now, policy.vocabulary) for clock in plan.clocks])
    return Advice(
        on=now.date(),
        step=plan.step,
        rule=plan.rule,
        words=plan.words,
        press=plan.press,
        ask=plan.ask,
        ways=tuple([_as_told(way, values) for way in plan.ways]) if plan.counted else plan.ways,
        deadlines=deadlines,
        warnings=plan.warnings,
        offers=plan.offers,
        because=_told(plan.because, values),
        sources=_sources(plan, deadlines),
    )


class _Clock(NamedTuple):
    """A deadline before its moments: the counters it is read from, and the spans it adds to its start."""

    name: str
    rule: str
    sources: tuple[str, ...]
    claimed: tuple[str, ...]
    numbers: tuple[str, ...]
    spans: tuple[tuple[int, Unit], ...]
    from_now: bool
    start: Count | None
    countdown: Count | None
    sooner: Count | None
    asks: bool
    place: str
    """Whose business days count; the buyer's own where it is empty."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """The answer to every order in one situation: all but exact counts and moments, which differ.

    `because` and `ways` hold the counts of the order that it was made for; `counted` says that some way does.
    """

    step: str
    rule: str
    words: str
    press: str
    ask: str | None
    because: tuple[Because, ...]
    ways: tuple[Way, ...]
    counted: bool
    clocks: tuple[_Clock, ...]
    warnings: tuple[str, ...]
    offers: tuple[str, ...]
    row_sources: tuple[str, ...]
    sources: dict[tuple[tuple[str, ...], ...], tuple[str, ...]] = field(default_factory=dict)


def _plan(policy: Policy, values: Mapping[str, Value], day: date) -> _Plan:
    begin = policy.slice_of(day)
    known: Situations[_Plan] | None = policy.situations.get(begin)
    if not isinstance(known, Situations):
        tables = [compiled(policy, table, begin) for table in ANSWERING]
        known = policy.situations[begin] = Situations(policy.vocabulary, tables)
    key = known.key(values)
    plan = known.kept.get(key)
    if plan is None:
        plan = _planned(policy, values, begin)
        known.keep(key, plan)
    return plan


def _planned(policy: Policy, values: Mapping[str, Value], begin: date) -> _Plan:
    ruling = _ruling(compiled(policy, "steps", begin).match(values), values)
    clocks = tuple(_clock(policy, found, begin) for found in _collected(policy, "deadlines", values, begin))
    ways = _ways(compiled(policy, "ways", begin).match(values), values)
    row = ruling.row
    return _Plan(
        step=row.text("step") if row else ASK_FACTS,
        rule=row.id if row else "",
        words=row.text("advice") if row else "",
        press=row.text("press") if row else "",
        ask=ruling.ask or (_worth_asking(clocks, values) if row else None),
        because=ruling.because,
        ways=ways,
        counted=any(not isinstance(one.value, str) for way in ways for one in way.because),
        clocks=clocks,
        warnings=tuple(found.text("warning") for found in _collected(policy, "warnings", values, begin)),
        offers=tuple(found.text("offer") for found in _collected(policy, "offers", values, begin)),
        row_sources=row.sources if row else (),
    )


def _told(because: tuple[Because, ...], values: Mapping[str, Value]) -> tuple[Because, ...]:
    """The same reasons with this order's own counts."""
    for one in because:
        if not isinstance(one.value, str):
            return tuple([Because(fact, values[fact], cell) for fact, _, cell in because])
    return because


def _as_told(way: Way, values: Mapping[str, Value]) -> Way:
    because = _told(way.because, values)
    return way if because is way.because else Way(way.name, way.state, way.rule, because)


def compiled(policy: Policy, table: str, day: date) -> CompiledTable:
    """A table as it stands on a day. Kept by slice: between two changes nothing is compiled again."""
    begin = policy.slice_of(day)
    known = policy.compiled.get((table, begin))
    if known is not None:
        return known
    rows = tuple(row for row in policy.tables[table].rows if row.holds_on(begin))
    fresh = compile_table(
        policy.tables[table], rows, policy.vocabulary.facts, lambda name: policy.number(name, begin).value
    )
    policy.compiled[table, begin] = fresh
    return fresh


def rule(policy: Policy, table: str, values: Mapping[str, Value], now: datetime) -> Ruling:
    """The answer of a UNIQUE table, decided only if no open fact can change what it gives."""
    return _ruling(compiled(policy, table, now.date()).match(values), values)


def _ruling(match: Match, values: Mapping[str, Value]) -> Ruling:
    alive = match.alive
    if alive & (alive - 1):
        rows = match.rows(alive)
        if any(row.gives != rows[0].gives for row in rows[1:]):
            return Ruling(None, next_fact(match, values), ())
    first = match.answering or match.holding or alive
    row = match.compiled.rows[(first & -first).bit_length() - 1]
    return Ruling(row, None, _because(row, values))


def collect(policy: Policy, table: str, values: Mapping[str, Value], now: datetime) -> list[Row]:
    """The rows of a COLLECT table that hold for sure, in the order of the file."""
    return _collected(policy, table, values, now.date())


def _collected(policy: Policy, table: str, values: Mapping[str, Value], day: date) -> list[Row]:
    match = compiled(policy, table, day).match(values)
    return match.rows(match.answering)


def _because(row: Row, values: Mapping[str, Value]) -> tuple[Because, ...]:
    return tuple([Because(name, values[name], cell) for name, cell in row.when.items() if name in values])


def _ways(match: Match, values: Mapping[str, Value]) -> tuple[Way, ...]:
    names = dict.fromkeys(row.text("way") for row in match.compiled.rows)
    return tuple(_way(name, match, values) for name in names)


def _way(name: str, match: Match, values: Mapping[str, Value]) -> Way:
    for mask, state in ((match.answering, "open"), (match.alive, "unclear")):
        row = next((row for row in match.rows(mask) if row.text("way") == name), None)
        if row:
            return Way(name, "open" if state == "open" else "unclear", row.id, _because(row, values))
    return _closed(name, match, values)


def _closed(name: str, match: Match, values: Mapping[str, Value]) -> Way:
    """The way's nearest rule, and the facts that fail it.

    Nearest is a rule for this very status if there is one, then the one with the fewest cells that fail.
    """
    nearest: tuple[Row, tuple[Because, ...]] | None = None
    for row, cells in zip(match.compiled.rows, match.compiled.cells, strict=True):
        if row.text("way") != name:
            continue
        failing = tuple(
            Because(fact, values[fact], row.when[fact])
            for fact, cell in cells.items()
            if fact in values and not cell.accepts(values[fact])
        )
        if nearest is None or _distance(failing) < _distance(nearest[1]):
            nearest = row, failing
    row, failing = nearest or (match.compiled.rows[0], ())
    return Way(name, "closed", row.id, failing)


def _distance(failing: tuple[Because, ...]) -> tuple[bool, int]:
    return any(one.fact == "status" for one in failing), len(failing)


def _clock(policy: Policy, row: Row, begin: date) -> _Clock:
    names = tuple(row.text(key).removeprefix("$") for key in ("add", "latest") if row.text(key))
    held = [policy.number(name, begin) for name in names]
    return _Clock(
        name=row.text("deadline"),
        rule=row.id,
        sources=row.sources,
        claimed=tuple(claim.source for dated in held for claim in dated.claims),
        numbers=names,
        spans=tuple(
            (dated.value, policy.numbers[name].unit) for name, dated in zip(names, held, strict=True)
        ),
        from_now=row.text("start") == "now",
        start=policy.vocabulary.counter_of(row.text("start")),
        countdown=policy.vocabulary.counter_of(row.text("countdown")),
        sooner=policy.vocabulary.counter_of(row.text("sooner")),
        asks=row.text("ask") == "yes",
        place=row.text("place"),
    )


def _deadline(
    clock: _Clock, facts: Facts, values: Mapping[str, Value], now: datetime, vocabulary: Vocabulary
) -> Deadline:
    countdown = _moment(clock.countdown, facts, values, now, vocabulary)
    if countdown:
        return Deadline(clock.name, "page", countdown, None, clock.rule, ())
    start = now if clock.from_now else _moment(clock.start, facts, values, now, vocabulary)
    if start is None or not clock.spans:
        return Deadline(clock.name, "open", None, None, clock.rule, clock.numbers)
    off = vocabulary.off(clock.place or facts.place)
    ends = [add_units(start, count, unit, off) for count, unit in clock.spans]
    sooner = _moment(clock.sooner, facts, values, now, vocabulary)
    if sooner and sooner < ends[0]:
        return Deadline(clock.name, "page", sooner, None, clock.rule, ())
    basis: Basis = "now" if clock.from_now else "counted"
    return Deadline(clock.name, basis, ends[0], ends[1] if len(ends) > 1 else None, clock.rule, clock.numbers)


def _moment(
    counter: Count | None,
    facts: Facts,
    values: Mapping[str, Value],
    now: datetime,
    vocabulary: Vocabulary,
) -> datetime | None:
    if counter is None:
        return None
    value = values.get(counter.name, UNKNOWN)
    if isinstance(value, str):
        return None
    return facts.moments.get(counter.name) or counter.moment_of(value, now, vocabulary.off(facts.place))


def _worth_asking(clocks: tuple[_Clock, ...], values: Mapping[str, Value]) -> str | None:
    """The moment without which a deadline of the answer stays open: its countdown, else its start."""
    for clock in clocks:
        counters = [counter.name for counter in (clock.start, clock.countdown) if counter]
        known = any(values.get(name, UNKNOWN) != UNKNOWN for name in counters)
        is_open = not (known or (clock.from_now and clock.spans))
        asked = next((name for name in counters if name not in values), None)
        if clock.asks and is_open and asked:
            return asked
    return None


def _sources(plan: _Plan, deadlines: tuple[Deadline, ...]) -> tuple[str, ...]:
    """The sources of the rule, of the deadlines, and of the numbers that these were counted with."""
    counted = tuple([deadline.numbers for deadline in deadlines])
    known = plan.sources.get(counted)
    if known is None:
        keys = list(plan.row_sources)
        for clock, deadline in zip(plan.clocks, deadlines, strict=True):
            keys += clock.sources
            keys += clock.claimed if deadline.numbers else ()
        known = plan.sources[counted] = tuple(dict.fromkeys(keys))
    return known
