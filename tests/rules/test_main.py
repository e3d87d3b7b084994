"""The command line's contract."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rules.__main__ import main
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
