"""What must hold across tables: it does, and each break is told with an order that shows it."""

import pytest

from rules.invariants import INVARIANTS, broken
from rules.loader import load
from rules.policy import Policy
from tests.rules.conftest import Edit


def test_every_invariant_holds(policy: Policy) -> None:
    assert broken(policy) == []


def test_there_are_enough_and_each_says_something_else() -> None:
    sentences = [invariant.sentence for invariant in INVARIANTS]
    assert len(sentences) >= 20
    assert len(set(sentences)) == len(sentences)


BROKEN = [
    ("steps.toml", 'step = "request_cancellation"', 'step = "open_dispute_refund_only"',
     "no dispute is advised before shipment", "status awaiting_shipment"),
    ("disputes.toml", 'dispute = "not_shipped"', 'dispute = "early"',
     "before shipment the dispute screen says so", "status unpaid"),
    ("ways.toml", 'when = { status = "shipment_cancelled", shipped_d = ">= $dispute_opens_d" }',
     'when = { status = "cancel_requested" }',
     "no way to a dispute is open before shipment", "cancel_requested"),
    ("disputes.toml", 'dispute = "open_received"', 'dispute = "check_first"',
     "a dispute is advised only where the dispute screen calls it open", "condition damaged"),
    ("disputes.toml", 'dispute = "return_instead"', 'dispute = "open_received"',
     "where the dispute is open it is what is advised", "unwanted"),
    ("warnings.toml", 'when = { status = "shipped|shipment_cancelled|part_shipped" }',
     'when = { status = "shipped" }', "confirming receipt is warned of", "status part_shipped"),
    ("deadlines.toml", 'id = "seller_answers"\nwhen = { status = "cancel_requested" }',
     'id = "seller_answers"\nwhen = { status = "cancel_requested", wait_h = "known" }',
     "every wait has a deadline", "wait_h unknown"),
    ("warnings.toml", 'id = "withdraw"\nwhen = { status = "cancel_requested" }',
     'id = "withdraw"\nwhen = { status = "cancel_requested", wait_h = "< 5" }',
     "withdrawing a request is always warned of", "status cancel_requested"),
    ("ways.toml", 'when = { status = "unpaid" }\nway = "cancel_alone"',
     'when = { status = "unpaid", debited = "no" }\nway = "cancel_alone"', "what is advised is an open way",
     "debited unknown"),
    ("reasons.toml", 'fits = "duplicate"', 'fits = "duplicate|changed_mind"',
     "at most one reason fits what was told", "status"),
    ("offers.toml", 'why = "changed_mind|ordered_wrong|duplicate|too_slow|unknown"', 'why = "not refused"',
     "a seller who wants out gets no confession", "why seller_asks"),
    ("offers.toml", 'when = { status = "cancel_requested" }', 'when = { status = "deleted" }',
     "a letter is offered only where the seller can be written to", "status deleted"),
    ("warnings.toml", 'why = "not keep" }', 'why = "not keep|refused" }',
     "extending the seller's time is warned of", "why refused"),
    ("warnings.toml", 'dispute = "not won|lost" }', 'dispute = "not won|lost|offer" }',
     "an open dispute is not to be closed for a promise", "dispute offer"),
    ("warnings.toml", 'id = "miss_return"\nwhen = { status = "in_dispute", dispute = "return_agreed" }',
     'id = "miss_return"\nwhen = { status = "in_dispute", dispute = "return_sent" }',
     "a return to be sent has its day and its warning", "return_agreed"),
    ("steps.toml", 'step = "restore_order"', 'step = "contact_support"',
     "a deleted order is restored before anything else", "status deleted"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence", "order"), BROKEN, ids=lambda value: str(value)[:40]
)
def test_a_break_is_told_with_an_order_that_shows_it(
    edited: Edit, file: str, old: str, new: str, sentence: str, order: str
) -> None:
    faults = [fault for fault in broken(load(edited(file, old, new))) if sentence in fault]
    assert len(faults) == 1
    assert order in faults[0].partition("does not for")[2]
