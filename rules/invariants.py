"""What must hold across tables, whatever the facts: each is proven over every class of facts.

An invariant names the tables it looks at and the facts it tells apart; a fault comes with the orders
that break it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rules.engine import compiled
from rules.policy import Policy, Row
from rules.proof import Region, regions
from rules.tables import Atom, CompiledTable, bits, joined

BEFORE_SHIPMENT = {
    "unpaid", "verifying", "payment_review", "awaiting_shipment", "group_pending", "cancel_requested",
}  # fmt: skip
DISPUTE_STEPS = {"open_dispute_refund_only", "open_dispute_received"}
OPEN_DISPUTES = {
    "open_not_received": "not_received", "perhaps_not_received": "not_received", "open_received": "received",
}  # fmt: skip
"""The answers by which a dispute can be tried, with the kind of it."""

WAY_OF = {
    "cancel_unpaid": "cancel_alone",
    "cancel_now": "cancel_alone",
    "request_cancellation": "request_cancellation",
    "message_seller": "message_seller",
    "open_dispute_refund_only": "dispute_not_received",
    "open_dispute_received": "dispute_received",
    "return_no_reason": "return_no_reason",
    "contact_support": "support",
    "outside_routes": "outside",
}
"""The way that a step takes."""

WAITING = {
    "wait_seller_answer", "wait_ship_timer", "wait_for_dispute_window", "wait_frozen", "retry_when_verified",
    "send_return",
}  # fmt: skip
BANK_DECIDES = "frozen.chargeback"
"""The one wait without a date: no source says how long a bank takes, and none is invented."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all tables looked at say of one class of facts."""

    order: Mapping[str, Atom]
    rows: tuple[Row, ...]

    def given(self, key: str) -> set[str]:
        """All words given under a key, such as `step` or `warning`."""
        return {row.text(key) for row in self.rows if row.text(key)}

    def only(self, key: str) -> str:
        """The one word given under a key of a UNIQUE table; empty if none."""
        return next((row.text(key) for row in self.rows if row.text(key)), "")

    def is_(self, fact: str, *values: str) -> bool:
        """Whether the fact has one of the values; only for facts that are told apart."""
        return self.order.get(fact) in values


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence that must be true of every order."""

    sentence: str
    tables: tuple[str, ...]
    split: tuple[str, ...]
    holds: Callable[[Outcome], bool]


def _implies(condition: bool, then: bool) -> bool:
    return then or not condition


INVARIANTS = (
    Invariant(
        "what is advised is an open way",
        ("steps", "ways"),
        (),
        lambda it: _implies(it.only("step") in WAY_OF, WAY_OF.get(it.only("step"), "") in it.given("way")),
    ),
    Invariant(
        "no dispute is advised before shipment",
        ("steps",),
        ("status",),
        lambda it: _implies(it.order["status"] in BEFORE_SHIPMENT, it.only("step") not in DISPUTE_STEPS),
    ),
    Invariant(
        "before shipment the dispute screen says so",
        ("disputes",),
        ("status",),
        lambda it: _implies(it.order["status"] in BEFORE_SHIPMENT, it.only("dispute") == "not_shipped"),
    ),
    Invariant(
        "no way to a dispute is open before shipment",
        ("ways",),
        ("status",),
        lambda it: _implies(
            it.order["status"] in BEFORE_SHIPMENT,
            not it.given("way") & {"dispute_not_received", "dispute_received"},
        ),
    ),
    Invariant(
        "a dispute is advised only where the dispute screen calls it open",
        ("steps", "disputes"),
        (),
        lambda it: _implies(it.only("step") in DISPUTE_STEPS, it.only("dispute") in OPEN_DISPUTES),
    ),
    Invariant(
        "where the dispute is open it is what is advised",
        ("steps", "disputes"),
        (),
        lambda it: _implies(it.only("dispute") in OPEN_DISPUTES, it.only("step") in DISPUTE_STEPS),
    ),
    Invariant(
        "refund only goes with not received",
        ("steps", "disputes"),
        (),
        lambda it: _implies(
            it.only("step") == "open_dispute_refund_only",
            OPEN_DISPUTES.get(it.only("dispute")) == "not_received",
        ),
    ),
    Invariant(
        "evidence goes with received",
        ("steps", "disputes"),
        (),
        lambda it: _implies(
            it.only("step") == "open_dispute_received", it.only("dispute") == "open_received"
        ),
    ),
    Invariant(
        "where a dispute is open there is a reason for its form",
        ("disputes", "claims"),
        ("status",),
        lambda it: _implies(
            it.only("dispute") in OPEN_DISPUTES, OPEN_DISPUTES.get(it.only("dispute")) in it.given("kind")
        ),
    ),
    Invariant(
        "confirming receipt is warned of while something can still be claimed",
        ("warnings",),
        ("status",),
        lambda it: _implies(
            it.is_(
                "status", "part_shipped", "shipped", "shipment_cancelled", "delivered", "in_dispute", "frozen"
            ),
            "confirm" in it.given("warning"),
        ),
    ),
    Invariant(
        "every wait has a deadline",
        ("steps", "deadlines"),
        ("status",),
        lambda it: _implies(
            it.only("step") in WAITING and it.only("advice") != BANK_DECIDES, bool(it.given("deadline"))
        ),
    ),
    Invariant(
        "withdrawing a request is always warned of",
        ("warnings",),
        ("status",),
        lambda it: _implies(
            it.is_("status", "cancel_requested"), {"withdraw", "request_twice"} <= it.given("warning")
        ),
    ),
    Invariant(
        "a request is advised only where the way to it is open",
        ("steps", "ways"),
        (),
        lambda it: _implies(
            it.only("step") == "request_cancellation", "request_cancellation" in it.given("way")
        ),
    ),
    Invariant(
        "cancelling alone is advised only where nobody has to agree",
        ("steps", "ways"),
        (),
        lambda it: _implies(
            it.only("step") in {"cancel_unpaid", "cancel_now"}, "cancel_alone" in it.given("way")
        ),
    ),
    Invariant(
        "there are reasons to choose wherever one can cancel",
        ("ways", "reasons"),
        ("status",),
        lambda it: _implies(
            bool(it.given("way") & {"cancel_alone", "request_cancellation"}), bool(it.given("reason"))
        ),
    ),
    Invariant(
        "at most one reason fits what was told",
        ("reasons",),
        ("status",),
        lambda it: all(
            len([row for row in it.rows if why in row.text("fits").split("|")]) <= 1
            for row in it.rows
            for why in row.text("fits").split("|")
            if why
        ),
    ),
    Invariant(
        "a seller who wants out gets no confession from the buyer",
        ("offers", "warnings"),
        ("status", "why"),
        lambda it: _implies(
            it.is_("why", "seller_asks") and it.is_("status", "awaiting_shipment", "group_pending"),
            "take_the_blame" in it.given("warning") and "cancel_request" not in it.given("offer"),
        ),
    ),
    Invariant(
        "somebody who still wants the order gets no cancellation letter",
        ("offers",),
        ("why",),
        lambda it: _implies(
            it.is_("why", "keep"), not it.given("offer") & {"cancel_request", "cancel_again"}
        ),
    ),
    Invariant(
        "a letter is offered only where the seller can be written to",
        ("offers", "ways"),
        ("status",),
        lambda it: _implies(bool(it.given("offer")), "message_seller" in it.given("way")),
    ),
    Invariant(
        "extending the seller's time is warned of unless the order is wanted",
        ("warnings",),
        ("status", "why"),
        lambda it: _implies(
            it.is_("status", "awaiting_shipment", "group_pending") and not it.is_("why", "keep"),
            "extend" in it.given("warning"),
        ),
    ),
    Invariant(
        "an open dispute is not to be closed for a promise",
        ("warnings",),
        ("status", "dispute"),
        lambda it: _implies(
            it.is_("status", "in_dispute") and not it.is_("dispute", "won", "lost"),
            "close_dispute" in it.given("warning"),
        ),
    ),
    Invariant(
        "a return without a reason comes with the warning against a false defect",
        ("steps", "warnings"),
        (),
        lambda it: _implies(it.only("step") == "return_no_reason", "false_defect" in it.given("warning")),
    ),
    Invariant(
        "a return to be sent has its day and its warning",
        ("steps", "deadlines", "warnings"),
        (),
        lambda it: _implies(
            it.only("step") == "send_return",
            "return_sent_by" in it.given("deadline") and "miss_return" in it.given("warning"),
        ),
    ),
    Invariant(
        "where the shop's windows are over, or it decided against the buyer, the routes outside are open",
        ("steps", "ways"),
        (),
        lambda it: _implies(it.only("step") in {"outside_routes", "appeal"}, "outside" in it.given("way")),
    ),
    Invariant(
        "a dispute that is too late leads outside",
        ("steps", "disputes"),
        (),
        lambda it: _implies(it.only("dispute") == "late", it.only("step") == "outside_routes"),
    ),
    Invariant(
        "a dispute decided against the buyer is appealed first",
        ("steps", "disputes"),
        (),
        lambda it: (it.only("dispute") == "decided_against") == (it.only("step") == "appeal"),
    ),
    Invariant(
        "customs is answered, not waited out",
        ("steps", "disputes", "warnings"),
        (),
        lambda it: _implies(
            it.only("step") == "handle_customs",
            it.only("dispute") == "customs" and "ignore_customs" in it.given("warning"),
        ),
    ),
    Invariant(
        "a deleted order is restored before anything else",
        ("steps", "disputes", "warnings"),
        ("status",),
        lambda it: _implies(
            it.is_("status", "deleted"),
            it.only("step") == "restore_order"
            and it.only("dispute") == "restore_first"
            and "delete_for_good" in it.given("warning"),
        ),
    ),
    Invariant(
        "an order nobody paid has no refund, dispute or outside route",
        ("steps",),
        ("status",),
        lambda it: _implies(
            it.is_("status", "unpaid"),
            it.only("step") in {"cancel_unpaid", "check_payment_wait", "contact_support"},
        ),
    ),
    Invariant(
        "an open dispute over received goods has its last day",
        ("disputes", "deadlines"),
        (),
        lambda it: _implies(
            it.only("dispute") == "open_received",
            bool(it.given("deadline") & {"dispute_closes", "auto_completes"}),
        ),
    ),
)


def broken(policy: Policy) -> list[str]:
    """A sentence and an order for each invariant that does not hold, in any dated slice."""
    faults: dict[str, None] = {}
    for begin in policy.slices:
        together: dict[tuple[str, ...], CompiledTable] = {}
        for invariant in INVARIANTS:
            names = invariant.tables
            if names not in together:
                together[names] = joined({name: compiled(policy, name, begin) for name in names})
            table = together[names]
            faults |= dict.fromkeys(_faults(invariant, table))
    return list(faults)


def _faults(invariant: Invariant, table: CompiledTable) -> Iterator[str]:
    for region in regions(table, invariant.split):
        if not invariant.holds(_outcome(table, region)):
            files = ", ".join(f"{name}.toml" for name in invariant.tables)
            yield f"{files}: it should hold that {invariant.sentence}, but it does not for {region}"
            return


def _outcome(table: CompiledTable, region: Region) -> Outcome:
    return Outcome(region.example, tuple(table.rows[number] for number in bits(region.answering)))
