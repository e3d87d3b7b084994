"""The step table written twice more: as the if-chain a programmer would write, and for zen-engine."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import zen

from rules.facts import UNKNOWN, Choice, Count, Fact, Value
from rules.tables import Cell, CompiledTable, bits

Chain = Callable[[Mapping[str, Value]], str]


def in_order(table: CompiledTable) -> list[int]:
    """The rows in the file's order, but each before those that it overrides: first hit then answers alike."""
    left = table.everything
    placed = []
    while left:
        beaten = 0
        for number in bits(left):
            beaten |= table.beats[number]
        number = bits(left & ~beaten)[0]
        placed.append(number)
        left &= ~(1 << number)
    return placed


def chain_source(table: CompiledTable) -> str:
    """Straight Python: the fact that most rows test is read once, the others where they are tested."""
    pivot = max(table.columns, key=lambda name: -table.columns[name].untested.bit_count())
    lines = ["def chain(order):", f"    {pivot} = order.get({pivot!r}, {UNKNOWN!r})"]
    for number in in_order(table):
        facts = {name: table.columns[name].fact for name in table.cells[number]}
        names = sorted(facts, key=lambda name: name != pivot)
        tests = [_python(table.cells[number][name], facts[name], read=name != pivot) for name in names]
        lines += [f"    if {' and '.join(tests) or 'True'}:", f"        return {table.rows[number].id!r}"]
    return "\n".join([*lines, '    return ""'])


def chain(table: CompiledTable) -> Chain:
    """The if-chain as a function from an order to the id of the rule that answers."""
    names: dict[str, Any] = {}
    exec(chain_source(table), names)  # noqa: S102 our own table, as source
    made: Chain = names["chain"]
    return made


def _python(cell: Cell, fact: Fact, *, read: bool) -> str:
    value = f"order.get({fact.name!r}, {UNKNOWN!r})" if read else fact.name
    if isinstance(fact, Choice):
        words = tuple(word for word in (*fact.values, UNKNOWN) if cell.accepts(word))
        return f"{value} == {words[0]!r}" if len(words) == 1 else f"{value} in {words!r}"
    known = f"({fact.name} := {value})" if read else value
    tests = [_compared(fact.name, fact, low, high) for low, high in cell.ranges]
    if not tests:
        return f"{value} == {UNKNOWN!r}"
    ranges = tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"
    if cell.unknown:
        return f"({known} == {UNKNOWN!r} or {ranges})"
    return f"{known} != {UNKNOWN!r} and {ranges}"


def _compared(value: str, fact: Count, low: int, high: int) -> str:
    if low <= 0:
        return f"{value} <= {high}"
    return f"{value} >= {low}" if high >= fact.top else f"({value} >= {low} and {value} <= {high})"


def zen_decision(table: CompiledTable) -> zen.ZenDecision:
    """The same rows in the same order as a decision table of zen-engine, hit policy first."""
    inputs = [{"id": f"in_{name}", "name": name, "field": name} for name in table.columns]
    rules = []
    for number in in_order(table):
        cells = table.cells[number]
        tests = {f"in_{name}": _zen(cells[name], table.columns[name].fact) for name in cells}
        empty = {f"in_{name}": "" for name in table.columns if name not in cells}
        row = table.rows[number].id
        rules.append({"_id": row, **tests, **empty, "out_rule": json.dumps(row)})
    content = {
        "hitPolicy": "first",
        "inputs": inputs,
        "outputs": [{"id": "out_rule", "name": "rule", "field": "rule"}],
        "rules": rules,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "order"},
        {"id": "table", "type": "decisionTableNode", "name": "steps", "content": content},
        {"id": "out", "type": "outputNode", "name": "answer"},
    ]
    edges = [
        {"id": "e1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "e2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    return zen.ZenEngine().create_decision(json.dumps(graph))


def _zen(cell: Cell, fact: Fact) -> str:
    if isinstance(fact, Choice):
        return ", ".join(json.dumps(word) for word in (*fact.values, UNKNOWN) if cell.accepts(word))
    tests = [_compared("$", fact, low, high).strip("()") for low, high in cell.ranges]  # it refuses brackets
    return " or ".join(["$ == null"] * cell.unknown + tests)


def zen_context(table: CompiledTable, known: Mapping[str, Value]) -> dict[str, Value | None]:
    """The facts as zen-engine can take them: it compares no number with a word, so unknown is null."""
    counters = {name for name, column in table.columns.items() if isinstance(column.fact, Count)}
    whole = {**dict.fromkeys(table.columns, UNKNOWN), **known}
    return {name: None if name in counters and value == UNKNOWN else value for name, value in whole.items()}


def zen_rule(decision: zen.ZenDecision, context: Mapping[str, Value | None]) -> str:
    """The id of the rule that zen-engine answers; empty if none."""
    return str(decision.evaluate(dict(context))["result"].get("rule", ""))
