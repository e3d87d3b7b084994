"""A policy small enough to break on purpose, and the real one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.loader import FOLDER, load
from rules.policy import Policy

Edit = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load()


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the policy in which one text of one file is replaced by another."""
    shutil.copytree(FOLDER, tmp_path / "policy")

    def edit(file: str, old: str, new: str) -> Path:
        path = tmp_path / "policy" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path / "policy"

    return edit
