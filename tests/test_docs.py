"""The README and docs/ tell what there is, and can be read in a terminal."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.app import ROOT
from bot.config import KNOWN

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
WIDEST, LONGEST = 110, 160
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")


def libraries() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    return {re.split(r"[=<>]", one)[0] for one in (*project["dependencies"], *extras)}


def rows_of(heading: str) -> set[str]:
    """The first column of the table under a heading, without what stands in brackets behind a name."""
    table = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return {row[1].strip("`") for row in re.finditer(r"^\| ([^ |]+)", table, re.MULTILINE)}


def test_every_library_and_no_other_is_named() -> None:
    assert rows_of("What stands under it, and why") - {"library"} == libraries()


def test_every_setting_and_no_other_is_named() -> None:
    assert rows_of("Run it on Telegram") - {"setting"} == set(KNOWN)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for place, heading in LINK.findall(page.read_text(encoding="utf-8")):
        file = page.parent / place if place else page
        assert file.exists(), place
        assert not heading or heading in headings(file), heading


def headings(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_line_is_wider_than_a_terminal(page: Path) -> None:
    assert [line for line in page.read_text(encoding="utf-8").splitlines() if len(line) > WIDEST] == []


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= LONGEST
