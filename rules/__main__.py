"""python -m rules: prove the policy, ask it for advice, explain it, compare two."""

import argparse
import json
import sys
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path
from time import perf_counter

from rules.commands import as_json, in_words, readable, reasons, stale
from rules.difference import differences
from rules.engine import assess
from rules.facts import UNKNOWN, BadFact, Choice, Count, Facts, Value
from rules.invariants import INVARIANTS, broken
from rules.loader import FOLDER, load
from rules.policy import Policy, PolicyFault
from rules.proof import prove
from rules.words import missing

MOST_DIFFERENCES = 40


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 if all is well, 1 with plain sentences if not, 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (PolicyFault, BadFact) as fault:
        print(fault, file=sys.stderr)
        return 1
    except OverflowError:
        print("a moment lies too far away to be counted with", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stdout = Path("/dev/null").open("w", encoding="utf-8")  # noqa: SIM115 - nobody reads on
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rules", description=__doc__)
    parser.add_argument("--policy", type=Path, default=FOLDER, help="the folder of the policy's files")
    commands = parser.add_subparsers(
        required=True, metavar="check | advise | ask | why | facts | table | diff"
    )
    _checking(commands.add_parser("check", help="prove the policy whole"))
    for name, run, words in (
        ("advise", _advise, "what to do, given key=value facts"),
        ("ask", _ask, "which fact is worth asking next"),
        ("why", _why, "the advice with all it stands on, and what would change it"),
    ):
        _advising(commands.add_parser(name, help=words)).set_defaults(run=run)
    commands.add_parser("facts", help="the facts and their values").set_defaults(run=_facts)
    table = _on(commands.add_parser("table", help="a table for somebody who does not program"))
    table.add_argument("name", nargs="?", default="", metavar="table")
    table.set_defaults(run=_table)
    diff = _on(commands.add_parser("diff", help="which orders get another answer under another policy"))
    diff.add_argument("old", type=Path, metavar="OLD")
    diff.add_argument("new", type=Path, metavar="NEW")
    diff.set_defaults(run=_diff)
    return parser


def _checking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--looked-at", type=int, metavar="DAYS", help="also list what nobody looked at for so long"
    )
    parser.set_defaults(run=_check)


def _advising(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    _on(parser).add_argument("facts", nargs="*", metavar="key=value")
    parser.add_argument("--json", action="store_true", help="for machines")
    return parser


def _on(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--on", type=_moment, metavar="YYYY-MM-DD", help="the day, at noon UTC; now if left out"
    )
    return parser


def _moment(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write it as 2026-11-21") from None


def _now(options: argparse.Namespace) -> datetime:
    given: datetime | None = options.on
    return given or datetime.now(UTC)


def _check(options: argparse.Namespace) -> int:
    begin = perf_counter()
    policy = load(options.policy)
    faults = [*prove(policy), *missing(policy)]
    faults += [] if faults else broken(policy)
    for fault in faults:
        print(fault)
    if options.looked_at is not None:
        for line in stale(policy, datetime.now(UTC).date(), options.looked_at):
            print(line)
    rules = sum(len(table.rows) for table in policy.tables.values())
    summary = f"{rules} rules in {len(policy.tables)} tables, {len(policy.numbers)} numbers, "
    summary += f"{len(policy.sources)} sources, {len(INVARIANTS)} invariants, {len(policy.slices)} slices, "
    summary += f"{(perf_counter() - begin) * 1000:.0f} ms"
    print(f"{summary}: {len(faults)} faults" if faults else summary)
    return 1 if faults else 0


def _advise(options: argparse.Namespace) -> int:
    policy = load(options.policy)
    advice = assess(policy, read_facts(policy, options.facts), _now(options))
    print(json.dumps(as_json(advice), indent=2) if options.json else "\n".join(in_words(advice)))
    return 0


def _ask(options: argparse.Namespace) -> int:
    policy = load(options.policy)
    ask = assess(policy, read_facts(policy, options.facts), _now(options)).ask
    print(json.dumps({"ask": ask}) if options.json else ask or "nothing: the answer stands")
    return 0


def _why(options: argparse.Namespace) -> int:
    policy = load(options.policy)
    facts = read_facts(policy, options.facts)
    now = _now(options)
    lines = list(reasons(policy, facts, assess(policy, facts, now), now))
    print(json.dumps({"why": lines}, indent=2) if options.json else "\n".join(lines))
    return 0


def _facts(options: argparse.Namespace) -> int:
    for fact in load(options.policy).vocabulary.facts.values():
        if isinstance(fact, Choice):
            print(f"{fact.name} = {'|'.join((*fact.values, UNKNOWN))}")
        else:
            way = "until" if fact.down else "since"
            print(f"{fact.name} = 0..{fact.top}|{UNKNOWN} ({fact.unit} {way} {fact.moment})")
    return 0


def _table(options: argparse.Namespace) -> int:
    policy = load(options.policy)
    if options.name and options.name not in policy.tables:
        raise PolicyFault(f"there is no table {options.name}: the tables are {', '.join(policy.tables)}")
    for name in [options.name] if options.name else policy.tables:
        print("\n".join(readable(policy, name, _now(options).date())), end="\n\n")
    return 0


def _diff(options: argparse.Namespace) -> int:
    found = differences(load(options.old), load(options.new), _now(options).date())
    shown = list(islice(found, MOST_DIFFERENCES))
    for difference in shown:
        print(difference)
    more = sum(1 for _ in found)
    print(
        f"{len(shown) + more} classes of orders get another answer" + (f", {more} not shown" if more else "")
    )
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
        if name in values or name in moments:
            raise BadFact(f"{name} is given twice")
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


if __name__ == "__main__":
    sys.exit(main())
