"""How many questions until the step, and until the whole card; and how few could do.

Run as `python -m tests.bench.questions`. Every drawn order (see `orders`) is answered question by question,
as the engine asks: from nothing; with all dates known; and with dates and status known, for a pasted order
page has both. The target for known dates stands beside both of the latter: with dates alone the status has
to be asked, and the optimum printed there tells how low any rules could come. To the step: it is decided,
whatever else may become known. To the card: nothing is asked any more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from rules.engine import assess, compiled
from rules.facts import Facts, Value
from rules.loader import load
from rules.policy import Policy
from tests.bench.figures import against, say, share, spread
from tests.bench.optimum import Optimum
from tests.bench.orders import NOW, SEED, Order, draw, undrawn

MEAN_FROM_NOTHING = 3.0
MEAN_WITH_DATES = 1.1
P95 = 4
OFF_OPTIMUM = 1.02


@dataclass(frozen=True, slots=True)
class Talk:
    """One order asked to the end: the facts asked, and how many of them the step took."""

    status: str
    asked: tuple[str, ...]
    to_step: int


def main() -> None:
    """Prints the figures."""
    policy = load()
    orders = draw(policy)
    say(f"{len(orders)} drawn orders (seed {SEED}); policy {policy.version}")
    if fresh := undrawn(policy):
        say(f"drawn evenly, for the mix does not speak of them yet: {', '.join(fresh)}")
    _report(policy, orders, "from nothing", [{} for _ in orders], MEAN_FROM_NOTHING)
    dated = [order.page for order in orders]
    _report(policy, orders, "all dates known, status asked", dated, MEAN_WITH_DATES)
    pasted = [{**order.page, "status": order.status} for order in orders]
    _report(policy, orders, "order page pasted: status and dates known", pasted, MEAN_WITH_DATES)


def talk(policy: Policy, order: Order, known: Mapping[str, Value]) -> Talk:
    """Asks and answers until nothing is asked. Raises RuntimeError for a question that comes twice."""
    told = dict(known)
    asked: list[str] = []
    to_step: int | None = None
    while True:
        advice = assess(policy, Facts(told), NOW)
        if advice.decided and to_step is None:
            to_step = len(asked)
        if advice.ask is None:
            break
        if advice.ask in told:
            raise RuntimeError(f"{advice.ask} is asked again of {told}")
        asked.append(advice.ask)
        told[advice.ask] = order.answers[advice.ask]
    if to_step is None:
        raise RuntimeError(f"nothing is asked and nothing decided of {told}")
    return Talk(order.status, tuple(asked), to_step)


def _report(
    policy: Policy, orders: Sequence[Order], title: str, starts: Sequence[Mapping[str, Value]], most: float
) -> None:
    talks = [talk(policy, order, known) for order, known in zip(orders, starts, strict=True)]
    say()
    say(f"== {title}")
    say(f"{'':20} {'orders':>6} | to the step: mean p50 p95 max | to the card: mean p50 p95 max")
    for status in Counter(one.status for one in talks):
        _line(status, [one for one in talks if one.status == status])
    _line("all", talks)
    cost = Counter(fact for one in talks for fact in one.asked[: one.to_step])
    rest = Counter(fact for one in talks for fact in one.asked[one.to_step :])
    say(f"asked for the step, an order: {_each(cost, len(talks))}")
    say(f"asked for the card only:      {_each(rest, len(talks))}")
    to_step, to_card = [one.to_step for one in talks], [len(one.asked) for one in talks]
    answers = [(order.answers, known) for order, known in zip(orders, starts, strict=True)]
    least = Optimum(compiled(policy, "steps", NOW.date())).mean(answers)
    say(f"mean to the step {against(fmean(to_step), most)}; to the card {against(fmean(to_card), most)}")
    say(f"p95 to the step {against(share(to_step, 0.95), P95)}; card {against(share(to_card, 0.95), P95)}")
    ratio = fmean(to_step) / least if least else 1.0
    say(f"least possible mean to the step {least:.4f}; ours to it {against(ratio, OFF_OPTIMUM)}")


def _line(name: str, talks: Sequence[Talk]) -> None:
    to_step = spread([one.to_step for one in talks])
    to_card = spread([len(one.asked) for one in talks])
    say(f"{name:20} {len(talks):6} |        {to_step} |        {to_card}")


def _each(asked: Counter[str], orders: int) -> str:
    return ", ".join(f"{name} {count / orders:.3f}" for name, count in asked.most_common()) or "nothing"


if __name__ == "__main__":
    main()
