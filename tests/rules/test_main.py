"""The command line's contract."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rules.__main__ import main
from rules.loader import FOLDER
from tests.rules.conftest import Edit

ROOT = Path(__file__).parents[2]


def test_check_ends_with_one_summary_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert all(word in last for word in ("rules", "numbers", "sources", "slices", " ms"))


def test_check_of_a_broken_policy_exits_1_with_plain_sentences(
    edited: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited(
        "steps.toml", 'wait_h = ">= $seller_answer_latest_h"', 'wait_h = "> $seller_answer_latest_h"'
    )
    assert main(["--policy", str(folder), "check"]) == 1
    assert "no rule answers" in capsys.readouterr().out


def test_advise_answers_in_json() -> None:
    command = [sys.executable, "-m", "rules", "advise", "--on", "2026-11-21", "--json"]
    done = subprocess.run(
        [*command, "status=awaiting_shipment", "paid_h=72", "why=changed_mind"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    advice = json.loads(done.stdout)
    assert advice["step"] == "request_cancellation"
    assert advice["ask"] is None
    assert {"ways", "deadlines", "warnings", "because", "sources"} <= advice.keys()


def test_advise_names_the_letters_that_fit_in_words_too(capsys: pytest.CaptureFixture[str]) -> None:
    facts = ("status=awaiting_shipment", "paid_h=72", "why=changed_mind")
    assert main(["advise", "--on", "2026-11-21", "--json", *facts]) == 0
    offers = json.loads(capsys.readouterr().out)["offers"]
    assert main(["advise", "--on", "2026-11-21", *facts]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert offers
    assert [line for line in printed if line.startswith("offer: ")] == [f"offer: {name}" for name in offers]


def test_advise_takes_a_moment_for_a_counter(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["advise", "--on", "2026-11-21", "--json", "status=cancel_requested", "wait_h=2026-11-18"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["step"] == "contact_support"


@pytest.mark.parametrize("pair", ["status=gone", "sttus=unpaid", "unpaid", "paid_h=soon"])
def test_advise_refuses_what_the_policy_does_not_know(pair: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", pair]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_without_facts_the_status_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--json"]) == 0
    advice = json.loads(capsys.readouterr().out)
    assert (advice["step"], advice["ask"]) == ("ask_facts", "status")


def test_why_names_numbers_sources_closed_ways_and_what_would_change_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["why", "--on", "2026-11-21", "status=cancel_requested", "wait_h=50"]) == 0
    printed = capsys.readouterr().out
    for words in (
        "because: wait_h is 50",
        "number seller_answer_h: 48 hours since 2020-03-16, trust medium: G2 says 48, G1 says 48, O5 says 72",
        "source G2: Guide AliExpress",
        "not dispute_not_received: status is cancel_requested",
        "if wait_h were 72, which time brings on 2026-11-22 10:00: contact_support",
    ):
        assert words in printed


def test_ask_names_the_fact_worth_asking(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "status=frozen"]) == 0
    assert capsys.readouterr().out.strip() in ("chargeback", "frozen_d")


def test_a_table_can_be_read_without_programming(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "steps", "--on", "2026-11-21"]) == 0
    printed = capsys.readouterr().out
    assert "if wait_h: < 72 hours (seller_answer_latest_h) or unknown" in printed
    assert "$" not in printed
    assert main(["table", "nonsense"]) == 1


def test_diff_names_the_orders_that_get_another_answer(
    edited: Edit, capsys: pytest.CaptureFixture[str]
) -> None:
    new = edited("numbers.toml", "value = 72\nunit", "value = 80\nunit")
    assert main(["diff", str(FOLDER), str(new), "--on", "2026-11-21"]) == 0
    printed = capsys.readouterr().out
    assert "72..79" in printed
    assert main(["diff", str(FOLDER), str(FOLDER)]) == 0
    assert capsys.readouterr().out == "0 classes of orders get another answer\n"


def test_what_nobody_looked_at_is_listed(edited: Edit, capsys: pytest.CaptureFixture[str]) -> None:
    folder = edited("numbers.toml", "checked_on = 2026-11-21", "checked_on = 2016-11-21")
    assert main(["--policy", str(folder), "check", "--looked-at", "3000"]) == 0
    assert "numbers.toml: number unpaid_closes_d: last looked at" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [["status=unpaid", "status=frozen"], ["status=frozen", "frozen_d=9999-12-31"], ["--on", "2026-13-01"]],
)
def test_odd_words_are_answered_in_a_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        main(["advise", *words])
    except SystemExit as refused:
        assert refused.code == 2  # noqa: PT017 - argparse leaves this way
    assert "Traceback" not in capsys.readouterr().err
