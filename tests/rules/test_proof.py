"""The real policy is proven; a broken one is refused with file, rule and the region left open."""

from datetime import UTC, datetime

import pytest

from rules.engine import assess
from rules.facts import Facts
from rules.loader import load
from rules.policy import Policy, PolicyFault
from rules.proof import prove
from tests.rules.conftest import Edit


def test_the_policy_has_exactly_one_answer_for_every_order(policy: Policy) -> None:
    assert prove(policy) == []


PROVEN = [
    ("steps.toml", 'wait_h = ">= $seller_answer_latest_h"', 'wait_h = "> $seller_answer_latest_h"',
     ["steps.toml: no rule answers", "cancel_requested", "wait_h 72"]),
    ("steps.toml", 'wait_h = ">= $seller_answer_latest_h"', 'wait_h = ">= $seller_answer_h"',
     ["steps.toml: rule requested.wait and requested.late", "more than one rule answers", "wait_h 48..71"]),
    ("steps.toml", 'when = { status = "deleted" }', 'when = { status = "frozen", chargeback = "yes" }',
     ["steps.toml", "rule frozen.chargeback and deleted"]),
    ("steps.toml", 'shipped_d = ">= $dispute_opens_d" }\nstep = "open_dispute_refund_only"',
     'shipped_d = "5..4" }\nstep = "open_dispute_refund_only"', ["rule shipped.dead_open: it never answers"]),
    ("warnings.toml", 'completed_d = "<= $dispute_after_completed_d | unknown"', 'completed_d = "9..8"',
     ["warnings.toml: rule miss_window: it never answers"]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "words"), PROVEN)
def test_a_hole_in_the_policy_is_found_with_its_region(
    edited: Edit, file: str, old: str, new: str, words: list[str]
) -> None:
    faults = "\n".join(prove(load(edited(file, old, new))))
    assert all(word in faults for word in words), faults


REFUSED = [
    ("steps.toml", 'status = "deleted"', 'status = "delated"',
     "steps.toml: rule deleted: key when.status: status has no value 'delated'"),
    ("steps.toml", 'status = "deleted"', 'stauts = "deleted"',
     "steps.toml: rule deleted: key when.stauts: there is no fact of that name"),
    ("steps.toml", "$unpaid_debit_wait_h | unknown", "$unpaid_debit_wait | unknown",
     "steps.toml: rule unpaid.debited: key when.paid_h: numbers.toml: there is no number unpaid_debit_wait"),
    ("steps.toml", 'step = "restore_order"', 'step = "restore"',
     "steps.toml: rule deleted: key step: 'restore' is no step"),
    ("steps.toml", 'sources = ["S2", "S3", "O7"]', "sources = []",
     "steps.toml: rule unpaid.cancel: key sources: a rule needs at least one source"),
    ("steps.toml", 'sources = ["S2", "S3", "O7"]', 'sources = ["S9"]',
     "steps.toml: rule unpaid.cancel: key sources: there is no source S9"),
    ("steps.toml", 'id = "unpaid.cancel"', 'id = "deleted"',
     "steps.toml: rule deleted: key id: another rule has this id already"),
    ("steps.toml", 'id = "unpaid.cancel"', 'id = "unpaid.cancel"\nstep = "cancel_now"',
     "steps.toml: it cannot be read: Cannot overwrite a value"),
    ("steps.toml", 'overrides = ["shipped.dead_early"', 'overrides = ["shipped.dad_early"',
     "steps.toml: rule shipped.dead_time_over: key overrides: there is no rule shipped.dad_early"),
    ("numbers.toml", "value = 48", 'value = "48"',
     "numbers.toml: number seller_answer_h: key value: '48' should be a whole number"),
    ("numbers.toml", "from = 2020-03-16", "from = 2030-03-16",
     "numbers.toml: number seller_answer_h: it has no value for 2024-02-21"),
    ("numbers.toml", '{ source = "G2", says = "48" }', '{ source = "G99", says = "48" }',
     "numbers.toml: number seller_answer_h: key claims: there is no source G99"),
    ("facts.toml", "top = 8760", "top = -1", "facts.toml: fact paid_h: key top: -1 should be from 1"),
    ("deadlines.toml", 'start = "paid_at"', 'start = "payed_at"',
     "deadlines.toml: rule debit_settles: key start: no fact of facts.toml counts from payed_at"),
    ("deadlines.toml", 'add = "$payment_verification_h"', 'ad = "$payment_verification_h"',
     "deadlines.toml: rule debit_settles: key ad: it is not known here"),
    ("policy.toml", "from = 2024-02-21", 'from = "soon"', "policy.toml: key from: 'soon' should be a date"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), REFUSED)
def test_an_editing_error_is_refused_in_one_sentence(
    edited: Edit, file: str, old: str, new: str, sentence: str
) -> None:
    folder = edited(file, old, new)
    with pytest.raises(PolicyFault) as caught:
        load(folder)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(edited: Edit) -> None:
    folder = edited("steps.toml", "[[rule]]", "[[rule]]")
    (folder / "ways.toml").unlink()
    with pytest.raises(PolicyFault, match=r"ways\.toml: the file is missing"):
        load(folder)


LATER = """
[[number.seller_answer_latest_h]]
from = 2027-01-01
value = 96
unit = "hours"
trust = "high"
checked_on = 2027-01-01
claims = [{ source = "O5", says = "96" }]
"""


def test_each_dated_slice_is_proven_and_any_day_can_be_replayed(edited: Edit) -> None:
    folder = edited("facts.toml", "[fact.status]", "[fact.status]")
    numbers = folder / "numbers.toml"
    numbers.write_text(numbers.read_text(encoding="utf-8") + LATER, encoding="utf-8")
    policy = load(folder)
    assert [str(day) for day in policy.slices] == ["2024-02-21", "2027-01-01"]
    assert prove(policy) == []
    asked = Facts({"status": "cancel_requested", "wait_h": 80})
    steps = [assess(policy, asked, datetime(year, 12, 31, tzinfo=UTC)).step for year in (2026, 2027)]
    assert steps == ["contact_support", "wait_seller_answer"]


def test_a_hole_in_a_later_slice_only_is_found_with_its_day(edited: Edit) -> None:
    folder = edited("steps.toml", 'wait_h = ">= $seller_answer_latest_h"', 'wait_h = ">= 72"')
    numbers = folder / "numbers.toml"
    numbers.write_text(numbers.read_text(encoding="utf-8") + LATER, encoding="utf-8")
    faults = "\n".join(prove(load(folder)))
    assert "wait_h 72..95" in faults
    assert "(on 2027-01-01)" in faults
