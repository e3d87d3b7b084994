"""Why: the facts that decided, the rule, the sources with their dates, and where they disagree."""

import re
from collections.abc import Iterable

from bot.dialogue.naming import amount_name, fact_name, told_line
from bot.dialogue.screen import Day, Joined, Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.engine import Advice, Because, Way
from rules.explain import Change, changes
from rules.policy import Policy, Source

MOST_SOURCES = 4
MOST_CHANGES = 8
DATED = re.compile(r"(~?)([\d-]+)(?:(\.\.)([\d-]*))?")
SITE = re.compile(r"https?://(?:www\.)?([^/]+)")
HIGHEST_FIRST = ("high", "medium", "low")


def reasoning(advice: Advice, case: Case, world: World) -> tuple[Text, ...]:
    """The folded answer to "Why?", the most trusted sources first."""
    lines = [Text("why.title"), *(told_line(case, one.fact) for one in advice.because)]
    lines.append(Text("why.rule", {"rule": advice.rule}))
    lines.append(Text("why.sources"))
    lines += [_source(source) for source in ranked(advice, world.policy)[:MOST_SOURCES]]
    return (*lines, *disagreements(advice, world))


def disagreements(advice: Advice, world: World) -> tuple[Text, ...]:
    """For each number behind the deadlines on which sources differ: which one is used, and why."""
    names = dict.fromkeys(name for deadline in advice.deadlines for name in deadline.numbers)
    why = [world.policy.number(name, world.now.date()).why for name in names]
    return tuple(Text(f"conflict.{key}") for key in dict.fromkeys(why) if key)


def ranked(advice: Advice, policy: Policy) -> list[Source]:
    """The answer's sources, the most trusted first."""
    sources = [policy.sources[key] for key in advice.sources]
    return sorted(sources, key=_trusted)


def _trusted(source: Source) -> int:
    return HIGHEST_FIRST.index(source.trust)


def source_lines(advice: Advice, policy: Policy) -> tuple[Text, ...]:
    """Every source of the answer as a line."""
    return tuple(_source(source) for source in ranked(advice, policy))


def named_sources(keys: Iterable[str], world: World, most: int | None = None) -> tuple[Text, ...]:
    """Sources by their names, the most trusted first; all of them, or so many at most."""
    sources = sorted((world.policy.sources[key] for key in dict.fromkeys(keys)), key=_trusted)
    return (Text("why.sources"), *(_source(source) for source in sources[:most]))


def closed_ways(advice: Advice, policy: Policy) -> tuple[Text, ...]:
    """For each way that is closed: the facts that close it."""
    return tuple(_closed(way, policy) for way in advice.ways if way.state == "closed")


def change_lines(case: Case, world: World) -> tuple[Text, ...]:
    """What would lead to another step: the moments that time brings first, then other facts."""
    step = world.advice(case).step
    found = [one for one in changes(world.policy, case.facts(), world.now) if one.step != step]
    return tuple(_change(change, world.policy) for change in found[:MOST_CHANGES])


def _change(change: Change, policy: Policy) -> Text:
    step = Text(f"step.{change.step}")
    if change.at:
        return Text("why.change_at", {"at": change.at, "step": step})
    values = {
        "fact": fact_name(change.fact),
        "value": amount_name(policy.vocabulary[change.fact], change.value),
    }
    return Text("why.change", {**values, "step": step})


def _closed(way: Way, policy: Policy) -> Text:
    facts = tuple(_because(one, policy) for one in way.because)
    return Text("why.closed", {"way": Text(f"way.{way.name}"), "because": Joined(facts)})


def _because(one: Because, policy: Policy) -> Text:
    value = amount_name(policy.vocabulary[one.fact], one.value)
    return Text("told.line", {"fact": fact_name(one.fact), "value": value})


def _source(source: Source) -> Text:
    values: dict[str, Shape] = {
        "name": _name(source),
        "dated": _dated(source.dated),
        "trust": Text(f"trust.{source.trust}"),
        "looked": Day(source.looked_at),
    }
    return Text("why.source", values)


def _name(source: Source) -> Shape:
    """The site of a source; if it is a copy whose words they are; a name of ours where there is no site."""
    site = SITE.match(source.url)
    if site is None:
        return Text(f"source.{source.key}")
    return Text("source.copied", {"site": site[1]}) if source.copied else site[1]


def _dated(text: str) -> Text:
    if not text:
        return Text("dated.never")
    found = DATED.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no date of a source: write 2020, ~2020, 2018.. or 2018..2020")
    about, start, span, end = found.groups()
    if span:
        return (
            Text("dated.range", {"start": start, "end": end})
            if end
            else Text("dated.since", {"start": start})
        )
    return Text("dated.about" if about else "dated.on", {"start": start})
