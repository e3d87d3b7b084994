"""How the benches print and sum up."""

from collections.abc import Sequence
from statistics import fmean


def say(line: str = "") -> None:
    """One line of the report."""
    print(line)  # noqa: T201 a bench prints


def share(figures: Sequence[float], part: float) -> float:
    """The figure that this part of them does not exceed (nearest rank)."""
    ranked = sorted(figures)
    return ranked[max(0, min(len(ranked) - 1, -int(-part * len(ranked) // 1) - 1))]


def spread(figures: Sequence[float]) -> str:
    """Mean, p50, p95 and max as columns."""
    middle, high = share(figures, 0.5), share(figures, 0.95)
    return f"{fmean(figures):6.3f} {middle:5.0f} {high:5.0f} {max(figures):5.0f}"


def against(figure: float, most: float) -> str:
    """A figure beside its target."""
    return f"{figure:.3f} (target at most {most:g}: {'met' if figure <= most else 'MISSED'})"
