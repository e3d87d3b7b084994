"""What is written to AliExpress itself: made of what the case holds, and a blank for what it must have."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.dialogue.evidence import OTHER, fitting_claims
from bot.dialogue.letters import order_words
from bot.dialogue.naming import status_name, value_name
from bot.dialogue.outside import BLANK
from bot.dialogue.refunds import money_back
from bot.dialogue.screen import Dated, Joined, Prose, Shape, Text
from bot.dialogue.state import Case, Exhibit
from bot.dialogue.world import World
from rules.facts import UNKNOWN

KINDS = ("statement", "appeal", "support", "help")
"""For the decision on a dispute, against it, about a refund that does not come, and wherever support is the
next step."""

HAPPENED = ("paid_h", "shipped_d", "delivered_d")
WAITED = ("paid_h", "wait_h", "dispute_d", "return_d", "frozen_d")
NUMBERED = "dispute.return_missed"
"""The answer in which support needs a tracking number that nobody told."""

ANSWERED = ("seller_silent", "seller_refused", "offer")


def statement_text(case: Case, kind: str, world: World) -> Text:
    """The text of a kind, sentence by sentence; none says what the case does not hold."""
    sentences = {"statement": _statement, "appeal": _appeal, "support": _support, "help": _help}[kind]
    return Text("statement.text", {"said": Prose(tuple(sentences(case, world)))})


def _statement(case: Case, world: World) -> Iterator[Text]:
    opened = case.value("dispute_d")
    if isinstance(opened, datetime):
        yield Text("statement.opened_on", {"order": order_words(case), "day": Dated(opened)})
    else:
        yield Text("statement.opened", {"order": order_words(case)})
    yield from _problem(case, world)
    yield from _days(case, HAPPENED)
    yield from _seller(case)
    yield from _evidence(case.exhibits)
    yield _asked(case, world)


def _appeal(case: Case, world: World) -> Iterator[Text]:
    yield Text("statement.appeal", {"order": order_words(case)})
    yield from _problem(case, world)
    yield Text("statement.new", {"new": BLANK})
    yield from _evidence(case.exhibits)
    yield _asked(case, world)


def _support(case: Case, world: World) -> Iterator[Text]:  # noqa: ARG001 - one shape for all kinds
    sent, due = case.value("refund_bd"), money_back(case).due
    values: dict[str, Shape] = {
        "order": order_words(case),
        "sum": due or BLANK,
        "day": Dated(sent) if isinstance(sent, datetime) else BLANK,
    }
    yield Text("statement.refund", values)
    yield from _method(case)
    if received := case.sums.get("received"):
        came = Text("statement.received", {"sum": received})
        yield came if received.cents else Text("statement.received.nothing")
    yield Text("statement.reference")


def _help(case: Case, world: World) -> Iterator[Text]:
    words = world.advice(case).words
    yield Text("statement.help", {"order": order_words(case), "status": status_name(case)})
    yield from _days(case, WAITED)
    yield from _method(case)
    yield Text(f"statement.ask.{words}", {"number": BLANK} if words == NUMBERED else {})


def _days(case: Case, facts: Sequence[str]) -> Iterator[Text]:
    for fact in facts:
        happened = case.value(fact)
        if isinstance(happened, datetime):
            yield Text(f"statement.day.{fact}", {"day": Dated(happened)})


def _method(case: Case) -> Iterator[Text]:
    method = case.value("method")
    if isinstance(method, str) and method != UNKNOWN:
        yield Text("statement.method", {"method": value_name("method", method)})


def _problem(case: Case, world: World) -> Iterator[Text]:
    if claims := fitting_claims(case, world):
        yield Text("statement.problem", {"claim": Text(f"claim.{claims[0].text('claim')}")})


def _seller(case: Case) -> Iterator[Text]:
    """What was written to the seller, and what they answered in the dispute."""
    if case.wrote:
        days = Joined(tuple(Text("value.day", {"day": Dated(at)}) for at in sorted(case.wrote.values())))
        yield Text("statement.wrote", {"days": days})
    answer = case.value("dispute")
    if "agreed" in case.sums:
        return
    if answer == "offer" and "offered" in case.sums:
        yield Text("statement.seller.offered", {"sum": case.sums["offered"]})
    elif answer in ANSWERED:
        yield Text(f"statement.seller.{answer}")


def _evidence(exhibits: Sequence[Exhibit]) -> Iterator[Text]:
    lines = dict.fromkeys(one.line for one in exhibits if one.line != OTHER)
    if lines:
        yield Text(
            "statement.evidence", {"lines": Joined(tuple(Text(f"evidence.{line}.short") for line in lines))}
        )


def _asked(case: Case, world: World) -> Text:
    """The whole sum where nothing came; else the refund as the buyer's form asks for it."""
    claims = fitting_claims(case, world)
    lost = claims and claims[0].text("kind") == "not_received"
    return Text("statement.ask.whole" if lost else "statement.ask.refund")
