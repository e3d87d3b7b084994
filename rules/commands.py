"""What the commands print: lines for people, plain data for machines."""

from collections.abc import Iterator
from datetime import date, datetime

from rules.engine import Advice, Because
from rules.explain import changes
from rules.facts import Facts
from rules.policy import Policy, Row, Source


def as_json(advice: Advice) -> dict[str, object]:
    """The advice as plain data; moments in ISO 8601."""
    return {
        "step": advice.step,
        "rule": advice.rule,
        "ask": advice.ask,
        "ways": [
            {"way": way.name, "state": way.state, "rule": way.rule, "because": _pairs(way.because)}
            for way in advice.ways
        ],
        "deadlines": [
            {
                "deadline": deadline.name,
                "basis": deadline.basis,
                "at": deadline.at.isoformat() if deadline.at else None,
                "latest": deadline.latest.isoformat() if deadline.latest else None,
            }
            for deadline in advice.deadlines
        ],
        "warnings": list(advice.warnings),
        "offers": list(advice.offers),
        "because": _pairs(advice.because),
        "sources": list(advice.sources),
        "on": advice.on.isoformat(),
    }


def _pairs(because: tuple[Because, ...]) -> list[dict[str, object]]:
    return [{"fact": one.fact, "value": one.value, "wanted": one.cell} for one in because]


def in_words(advice: Advice) -> Iterator[str]:
    """The advice in lines."""
    yield f"step: {advice.step}" + (f" (rule {advice.rule})" if advice.rule else "")
    if advice.ask:
        yield f"ask: {advice.ask}"
    yield from (f"because: {one.fact} is {one.value} ({one.cell})" for one in advice.because)
    yield from (f"deadline: {one.name} {one.at or 'open'} ({one.basis})" for one in advice.deadlines)
    yield from (f"way {way.state}: {way.name}" for way in advice.ways)
    yield from (f"warning: {name}" for name in advice.warnings)
    yield from (f"offer: {name}" for name in advice.offers)
    if advice.sources:
        yield f"sources: {', '.join(advice.sources)}"


def reasons(policy: Policy, facts: Facts, advice: Advice, now: datetime) -> Iterator[str]:
    """The advice with everything it stands on, what closes the other ways, and what would change it."""
    yield from in_words(advice)
    for name in dict.fromkeys(name for deadline in advice.deadlines for name in deadline.numbers):
        yield from _number(policy, name, now.date())
    yield from (f"source {_source(policy.sources[key])}" for key in advice.sources)
    for way in advice.ways:
        if way.state == "closed":
            told = ", ".join(f"{one.fact} is {one.value}, not {one.cell}" for one in way.because)
            yield f"not {way.name}: {told}"
    for change in changes(policy, facts, now):
        when = f", which time brings on {change.at:%Y-%m-%d %H:%M}" if change.at else ""
        yield f"if {change.fact} were {change.value}{when}: {change.step}"


def _number(policy: Policy, name: str, day: date) -> Iterator[str]:
    dated = policy.number(name, day)
    claims = ", ".join(f"{claim.source} says {claim.says}" for claim in dated.claims)
    unit = policy.numbers[name].unit.replace("_", " ")
    yield f"number {name}: {dated.value} {unit} since {dated.start}, trust {dated.trust}: {claims}"


def _source(source: Source) -> str:
    where = f", {source.url}" if source.url else ""
    return (
        f"{source.key}: {source.title} ({source.dated}), trust {source.trust}, read {source.looked_at}{where}"
    )


def readable(policy: Policy, name: str, day: date) -> Iterator[str]:
    """A table for somebody who does not program, its numbers written out."""
    table = policy.tables[name]
    promise = "exactly one of these answers" if table.hit == "unique" else "all that hold are said"
    yield f"{name}: {promise}"
    for row in table.rows:
        if row.holds_on(day):
            yield from _rule(policy, row, day)


def _rule(policy: Policy, row: Row, day: date) -> Iterator[str]:
    yield f"\n{row.id}"
    yield from (f"    if {fact}: {_written(policy, cell, day)}" for fact, cell in row.when.items())
    for key, given in row.gives.items():
        if given and not (given in (row.id, row.text("step")) and key in ("advice", "press")):
            yield f"    {key}: {_written(policy, str(given), day)}"
    if row.overrides:
        yield f"    rather than: {', '.join(row.overrides)}"
    yield f"    sources: {', '.join(row.sources)}"


def _written(policy: Policy, cell: str, day: date) -> str:
    for name, number in policy.numbers.items():
        if f"${name}" in cell.replace("|", " ").split():
            written = f"{number.on(day).value} {number.unit.replace('_', ' ')} ({name})"
            cell = " ".join(written if word == f"${name}" else word for word in cell.split())
    return cell.replace("|", " or ") if " | " not in cell else cell.replace(" | ", " or ")


def stale(policy: Policy, today: date, days: int) -> Iterator[str]:
    """What nobody has looked at for that many days."""
    for number in policy.numbers.values():
        age = (today - number.on(today).checked_on).days
        if age > days:
            yield f"numbers.toml: number {number.name}: last looked at {age} days ago"
    for link in policy.links.values():
        age = (today - link.looked_at).days
        if age > days:
            yield f"links.toml: link {link.name}: last looked at {age} days ago"
    for source in policy.sources.values():
        age = (today - source.looked_at).days
        if age > days:
            yield f"sources.toml: source {source.key}: last looked at {age} days ago"
