"""Which fact to ask next: the one that tells most about the answer for what it costs to ask."""

from collections.abc import Mapping
from math import log2

from rules.facts import UNKNOWN, Value
from rules.tables import Column, Match, bits

EPSILON = 1e-9


def next_fact(match: Match, values: Mapping[str, Value]) -> str | None:
    """The open fact with the most expected information per cost; None if no fact can tell rows apart."""
    weights = _weights(match, values)
    best: tuple[float, str] | None = None
    for name, column in match.compiled.columns.items():
        if name in values or not _splits(column, match.alive):
            continue
        worth = max(_gain(match, column, weights), EPSILON) / column.fact.cost
        if best is None or worth > best[0]:
            best = worth, name
    return best[1] if best else None


def _splits(column: Column, alive: int) -> bool:
    return len({mask & alive for mask in column.masks.values()}) > 1


def _weights(match: Match, values: Mapping[str, Value]) -> dict[int, float]:
    """Each row alive weighs the share of the open facts' values it would answer."""
    weights = {}
    for number in bits(match.alive):
        share = 1.0
        for name, column in match.compiled.columns.items():
            if name not in values:
                accepted = sum(1 for mask in column.masks.values() if mask >> number & 1)
                share *= accepted / len(column.masks)
        weights[number] = share
    return weights


def _gain(match: Match, column: Column, weights: Mapping[int, float]) -> float:
    """Bits of the answer that this fact is expected to settle; "I don't know" settles nothing."""
    before = _entropy(match, match.alive, weights)
    atoms = {atom: mask & match.alive for atom, mask in column.masks.items() if atom != UNKNOWN}
    sizes = {atom: _size(mask, weights) for atom, mask in atoms.items()}
    total = sum(sizes.values())
    after = sum(sizes[atom] * _entropy(match, mask, weights) for atom, mask in atoms.items())
    return before - after / total if total else 0.0


def _size(mask: int, weights: Mapping[int, float]) -> float:
    return sum(weights[number] for number in bits(mask))


def _entropy(match: Match, mask: int, weights: Mapping[int, float]) -> float:
    shares: dict[tuple[tuple[str, object], ...], float] = {}
    for number in bits(mask):
        outcome = tuple(sorted(match.compiled.rows[number].gives.items()))
        shares[outcome] = shares.get(outcome, 0.0) + weights[number]
    total = sum(shares.values())
    return -sum(share / total * log2(share / total) for share in shares.values() if share) if total else 0.0
