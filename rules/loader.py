"""TOML files to a policy. Whatever is wrong is refused with file, rule, key and a plain sentence."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from rules.engine import compiled
from rules.facts import Choice, Count, Fact, Vocabulary
from rules.policy import Claim, Dated, Hit, Link, Number, Policy, PolicyFault, Row, Source, Table
from rules.workdays import SATURDAY, DaysOff

T = TypeVar("T")

FOLDER = Path(__file__).parent / "policy"
UNITS = ("hours", "days", "business_days", "years")
TRUSTS = ("high", "medium", "low")
TOPMOST = 100_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What the rules of a table must and may give, besides id, when, sources, overrides, from and until."""

    hit: Hit
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()


SHAPES = {
    "steps": Shape("unique", ("step",), ("advice", "press")),
    "disputes": Shape("unique", ("dispute",)),
    "refunds": Shape("unique", ("refund", "late"), ("least", "most")),
    "reasons": Shape("collect", ("reason", "fault", "fits"), ()),
    "regions": Shape("unique", ("region",)),
    "claims": Shape("collect", ("claim", "kind", "evidence", "fits"), ()),
    "ways": Shape("collect", ("way",)),
    "warnings": Shape("collect", ("warning",)),
    "deadlines": Shape(
        "collect", ("deadline",), ("countdown", "sooner", "start", "add", "latest", "ask", "place")
    ),
    "offers": Shape("collect", ("offer",)),
    "tricks": Shape("collect", ("trick", "words")),
    "remedies": Shape("collect", ("remedy", "kind")),
    "shortfalls": Shape("collect", ("shortfall",)),
    "recourses": Shape("collect", ("recourse", "works"), ("limit", "start", "answer", "link")),
}
COMMON = {"id", "when", "sources", "overrides", "from", "until"}


def load(folder: Path = FOLDER) -> Policy:
    """The policy of a folder, every table compiled once for every dated slice. Raises PolicyFault."""
    head, links = _Part(folder, "policy.toml"), _Part(folder, "links.toml")
    policy = Policy(
        start=head.entry.date("from"),
        version=head.entry.text("version"),
        vocabulary=Vocabulary(
            {fact.name: fact for fact in _facts(_Part(folder, "facts.toml"))},
            dict(_days_off(_Part(folder, "workdays.toml"))),
        ),
        numbers={number.name: number for number in _numbers(_Part(folder, "numbers.toml"))},
        sources={source.key: source for source in _sources(_Part(folder, "sources.toml"))},
        links={link.name: link for link in _links(links)},
        domains=tuple(_domains(links)),
        tables={name: _table(_Part(folder, f"{name}.toml"), name) for name in SHAPES},
    )
    _check_references(policy, set(head.entry.texts("steps")))
    for begin in policy.slices:
        for number in policy.numbers.values():
            number.on(begin)
        for name in policy.tables:
            compiled(policy, name, begin)
    return policy


class _Entry:
    """One TOML table with its place, so that every refusal can name it."""

    def __init__(self, place: str, content: Mapping[str, Any]) -> None:
        self.place = place
        self.content = content

    def fault(self, key: str, sentence: str) -> PolicyFault:
        return PolicyFault(f"{self.place}: key {key}: {sentence}")

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        value = self.content.get(key, default)
        if value is None:
            raise self.fault(key, "it is missing")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fault(key, f"{value!r} should be {_called(kind)}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return self.get(key, str, default)

    def date(self, key: str) -> date:
        return self.get(key, date)

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        values = self.get(key, list, default)
        if not all(isinstance(value, str) for value in values):
            raise self.fault(key, "every entry should be a text")
        return tuple(values)

    def one_of(self, key: str, choices: Iterable[str]) -> str:
        value = self.text(key)
        if value not in choices:
            raise self.fault(key, f"{value!r} should be one of {', '.join(choices)}")
        return value

    def only(self, allowed: Iterable[str]) -> None:
        strange = sorted(set(self.content) - set(allowed))
        if strange:
            raise self.fault(strange[0], f"it is not known here: the keys are {', '.join(sorted(allowed))}")


class _Part:
    """One policy file, read."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        try:
            self.content = tomllib.loads((folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise PolicyFault(f"{name}: the file is missing from {folder}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PolicyFault(f"{name}: it cannot be read: {error}") from None
        self.entry = _Entry(name, self.content)

    def named(self, group: str, word: str) -> Iterator[tuple[str, _Entry]]:
        """The entries `[group.name]`."""
        for name, content in self.entry.get(group, dict, {}).items():
            yield name, _Entry(f"{self.name}: {word} {name}", _table_only(self.name, name, content))


def _table_only(file: str, name: str, content: object) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise PolicyFault(f"{file}: key {name}: {content!r} should be a table")
    return content


def _called(kind: type) -> str:
    names = {str: "a text", int: "a whole number", date: "a date", list: "a list", dict: "a table"}
    return names.get(kind, kind.__name__)


def _facts(part: _Part) -> Iterator[Fact]:
    for name, entry in part.named("fact", "fact"):
        cost = float(entry.content.get("cost", 1.0))
        if entry.one_of("kind", ("choice", "count")) == "choice":
            entry.only({"kind", "values", "cost"})
            yield Choice(name, entry.texts("values"), cost)
        else:
            entry.only({"kind", "unit", "top", "since", "until", "cost"})
            yield _count(name, entry, cost)


def _count(name: str, entry: _Entry, cost: float) -> Count:
    if ("since" in entry.content) == ("until" in entry.content):
        raise entry.fault("since", "a counter has either since or until")
    down = "until" in entry.content
    top = entry.get("top", int)
    if not 0 < top <= TOPMOST:
        raise entry.fault("top", f"{top} should be from 1 to {TOPMOST}")
    unit = entry.one_of("unit", UNITS)
    return Count(name, cast("Any", unit), top, entry.text("until" if down else "since"), down, cost)


def _days_off(part: _Part) -> Iterator[tuple[str, DaysOff]]:
    for name, entry in part.named("place", "place"):
        entry.only({"days", "looked_at"})
        entry.date("looked_at")
        days = entry.get("days", list)
        odd = [day for day in days if not isinstance(day, date) or day.weekday() >= SATURDAY]
        if odd:
            raise entry.fault("days", f"{odd[0]!s} should be a day from Monday to Friday")
        yield name, frozenset(days)


def _sources(part: _Part) -> Iterator[Source]:
    for key, entry in part.named("source", "source"):
        entry.only({"title", "url", "dated", "trust", "looked_at", "copied"})
        yield Source(
            key,
            title=entry.text("title"),
            url=entry.text("url", ""),
            dated=entry.text("dated"),
            trust=cast("Any", entry.one_of("trust", TRUSTS)),
            looked_at=entry.date("looked_at"),
            copied=entry.get("copied", bool, default=False),
        )


def _links(part: _Part) -> Iterator[Link]:
    for name, entry in part.named("link", "link"):
        entry.only({"url", "trust", "sources", "looked_at"})
        if not entry.text("url").startswith("https://"):
            raise entry.fault("url", f"{entry.text('url')!r} should begin with https://")
        trust = cast("Any", entry.one_of("trust", TRUSTS))
        yield Link(name, entry.text("url"), trust, entry.texts("sources"), entry.date("looked_at"))


def _domains(part: _Part) -> Iterator[str]:
    """The domains that are the shop's own: they share the sources of its links."""
    for name, entry in part.named("domain", "domain"):
        entry.only({"trust", "sources", "looked_at"})
        entry.one_of("trust", TRUSTS)
        entry.texts("sources")
        entry.date("looked_at")
        yield name


def _numbers(part: _Part) -> Iterator[Number]:
    for name, listed in part.entry.get("number", dict, {}).items():
        if not isinstance(listed, list):
            raise PolicyFault(f"{part.name}: number {name}: write [[number.{name}]], one for each value")
        entries = [_Entry(f"{part.name}: number {name}", content) for content in listed]
        units = {entry.one_of("unit", UNITS) for entry in entries}
        if len(units) > 1:
            raise entries[0].fault("unit", "all values of a number have the same unit")
        values = sorted((_dated(entry) for entry in entries), key=lambda dated: dated.start)
        yield Number(name, cast("Any", units.pop()), tuple(values))


def _dated(entry: _Entry) -> Dated:
    entry.only({"from", "value", "unit", "trust", "checked_on", "claims", "why"})
    if entry.get("value", int) < 0:
        raise entry.fault("value", f"{entry.content['value']} should not be negative")
    claims = [_Entry(f"{entry.place}: key claims", claim) for claim in entry.get("claims", list)]
    if not claims:
        raise entry.fault("claims", "a number needs at least one claim with its source")
    return Dated(
        start=entry.date("from"),
        value=entry.get("value", int),
        trust=cast("Any", entry.one_of("trust", TRUSTS)),
        checked_on=entry.date("checked_on"),
        claims=tuple(Claim(claim.text("source"), claim.text("says")) for claim in claims),
        why=entry.text("why", ""),
    )


def _table(part: _Part, name: str) -> Table:
    shape = SHAPES[name]
    part.entry.only({"rule"})
    rows = [_row(part.name, content, shape) for content in part.entry.get("rule", list)]
    for index, row in enumerate(rows):
        if any(other.id == row.id for other in rows[:index]):
            raise PolicyFault(f"{part.name}: rule {row.id}: key id: another rule has this id already")
    return Table(name, shape.hit, tuple(rows))


def _row(file: str, content: object, shape: Shape) -> Row:
    bare = _Entry(f"{file}: rule", _table_only(file, "rule", content))
    entry = _Entry(f"{file}: rule {bare.text('id')}", bare.content)
    entry.only(COMMON | set(shape.needs) | set(shape.may))
    sources = entry.texts("sources")
    if not sources:
        raise entry.fault("sources", "a rule needs at least one source")
    gives = {key: entry.text(key) for key in shape.needs}
    gives |= {key: entry.text(key) for key in shape.may if key in entry.content}
    if "advice" in shape.may:
        gives = {"advice": entry.text("id"), "press": entry.text("step"), **gives}
    when = entry.get("when", dict)
    for fact, cell in when.items():
        if not isinstance(cell, str):
            raise entry.fault(f"when.{fact}", f"{cell!r} should be a text such as 'a|b' or '< 5'")
    return Row(
        id=entry.text("id"),
        file=file,
        when=when,
        gives=gives,
        sources=sources,
        overrides=entry.texts("overrides", []),
        start=entry.date("from") if "from" in entry.content else None,
        end=entry.date("until") if "until" in entry.content else None,
    )


def _check_references(policy: Policy, steps: set[str]) -> None:
    for number in policy.numbers.values():
        for claim in (claim for dated in number.values for claim in dated.claims):
            if claim.source not in policy.sources:
                place = f"numbers.toml: number {number.name}: key claims"
                raise PolicyFault(f"{place}: there is no source {claim.source} in sources.toml")
    for link in policy.links.values():
        for source in link.sources:
            if source not in policy.sources:
                place = f"links.toml: link {link.name}: key sources"
                raise PolicyFault(f"{place}: there is no source {source} in sources.toml")
    for table in policy.tables.values():
        ids = {row.id for row in table.rows}
        for row in table.rows:
            _check_row(policy, row, ids, steps)


def _check_row(policy: Policy, row: Row, ids: set[str], steps: set[str]) -> None:
    place = f"{row.file}: rule {row.id}"
    for source in row.sources:
        if source not in policy.sources:
            raise PolicyFault(f"{place}: key sources: there is no source {source} in sources.toml")
    for other in row.overrides:
        if other not in ids:
            raise PolicyFault(f"{place}: key overrides: there is no rule {other} in this file")
    if row.text("step") and row.text("step") not in steps:
        raise PolicyFault(f"{place}: key step: {row.text('step')!r} is no step of policy.toml")
    _check_names(policy, place, row)


def _check_names(policy: Policy, place: str, row: Row) -> None:
    for key in ("add", "latest", "least", "most", "limit", "answer"):
        _check_number(policy, place, key, row.text(key))
    for key, known in (("place", policy.vocabulary.days_off), ("link", policy.links)):
        if row.text(key) and row.text(key) not in known:
            raise PolicyFault(f"{place}: key {key}: {row.text(key)!r} should be one of {', '.join(known)}")
    for key in ("countdown", "sooner", "start"):
        name = row.text(key)
        if name and name != "now" and policy.vocabulary.counter_of(name) is None:
            raise PolicyFault(f"{place}: key {key}: no fact of facts.toml counts from {name}")


def _check_number(policy: Policy, place: str, key: str, name: str) -> None:
    number = policy.numbers.get(name.removeprefix("$"))
    if name and number is None:
        raise PolicyFault(f"{place}: key {key}: there is no number {name} in numbers.toml")
    if number and number.unit == "years":
        raise PolicyFault(f"{place}: key {key}: years are told, not counted with")
