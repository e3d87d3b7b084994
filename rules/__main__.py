"""python -m rules: check the policy, ask it for advice, list its facts."""

import argparse
import json
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter

from rules.engine import Advice, Because, assess
from rules.facts import UNKNOWN, BadFact, Choice, Count, Facts, Value
from rules.loader import FOLDER, load
from rules.policy import Policy, PolicyFault
from rules.proof import prove


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 if all is well, 1 with plain sentences if not, 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (PolicyFault, BadFact) as fault:
        print(fault, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rules", description=__doc__)
    parser.add_argument("--policy", type=Path, default=FOLDER, help="the folder of the policy's files")
    commands = parser.add_subparsers(required=True, metavar="check | advise | facts")
    check = commands.add_parser("check", help="prove the policy whole")
    check.set_defaults(run=_check)
    advise = commands.add_parser("advise", help="what to do, given key=value facts")
    advise.add_argument("--on", type=_moment, default=None, metavar="YYYY-MM-DD", help="the day, UTC noon")
    advise.add_argument("--json", action="store_true", help="for machines")
    advise.add_argument("facts", nargs="*", metavar="key=value")
    advise.set_defaults(run=_advise)
    facts = commands.add_parser("facts", help="the facts and their values")
    facts.set_defaults(run=_facts)
    return parser


def _moment(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(12), UTC)


def _check(options: argparse.Namespace) -> int:
    begin = perf_counter()
    policy = load(options.policy)
    faults = prove(policy)
    for fault in faults:
        print(fault)
    rules = sum(len(table.rows) for table in policy.tables.values())
    summary = f"{rules} rules, {len(policy.numbers)} numbers, {len(policy.sources)} sources, "
    summary += f"{len(policy.slices)} slices, {(perf_counter() - begin) * 1000:.0f} ms"
    print(f"{summary}: {len(faults)} faults" if faults else summary)
    return 1 if faults else 0


def _advise(options: argparse.Namespace) -> int:
    policy = load(options.policy)
    facts = read_facts(policy, options.facts)
    advice = assess(policy, facts, options.on or datetime.now(UTC))
    print(json.dumps(as_json(advice), indent=2) if options.json else _in_words(advice))
    return 0


def read_facts(policy: Policy, pairs: list[str]) -> Facts:
    """Facts from `key=value` words; a counter also takes the moment itself, as an ISO date or time."""
    values: dict[str, Value] = {}
    moments: dict[str, datetime] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise BadFact(f"{pair!r} should be key=value")
        fact = policy.vocabulary[name]
        if isinstance(fact, Choice) or text == UNKNOWN:
            values[name] = text
        elif text.isdecimal():
            values[name] = int(text)
        else:
            moments[name] = _iso(fact, text)
    return Facts(values, moments)


def _iso(fact: Count, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadFact(f"{fact.name} cannot be {text!r}: write a whole number, a date or {UNKNOWN}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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


def _in_words(advice: Advice) -> str:
    lines = [f"step: {advice.step}" + (f" (rule {advice.rule})" if advice.rule else "")]
    lines += [f"ask: {advice.ask}"] if advice.ask else []
    lines += [f"because: {one.fact} is {one.value} ({one.cell})" for one in advice.because]
    lines += [f"deadline: {one.name} {one.at or 'open'} ({one.basis})" for one in advice.deadlines]
    lines += [f"way {one.state}: {one.name}" for one in advice.ways]
    lines += [f"warning: {name}" for name in advice.warnings]
    lines += [f"sources: {', '.join(advice.sources)}"] if advice.sources else []
    return "\n".join(lines)


def _facts(options: argparse.Namespace) -> int:
    for fact in load(options.policy).vocabulary.facts.values():
        if isinstance(fact, Choice):
            print(f"{fact.name} = {'|'.join((*fact.values, UNKNOWN))}")
        else:
            way = "until" if fact.down else "since"
            print(f"{fact.name} = 0..{fact.top}|{UNKNOWN} ({fact.unit} {way} {fact.moment})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
