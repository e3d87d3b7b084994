"""The package as it is installed elsewhere: everything it reads comes along."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import ROOT
from tests.patience import PATIENCE_SECONDS

UV = Path(sys.executable).parent / "uv"
SHIPPED = ("bot", "rules", "locales")
COMMAND = "aliexpress-order-assistant"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package in it, built of a copy: setuptools writes beside what it builds."""
    source, wheels, site = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "site"))
    for folder in SHIPPED:
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, source)
    uv("build", "--wheel", "--no-build-isolation", "--python", sys.executable, "-o", wheels, source)
    uv("pip", "install", "--no-deps", "--target", site, *wheels.glob("*.whl"))
    return site


def uv(*arguments: str | Path) -> None:
    done = subprocess.run(
        [UV, "--offline", *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 0, done.stderr


def test_every_file_of_the_product_is_installed(installed: Path) -> None:
    files = {
        file.relative_to(ROOT)
        for folder in SHIPPED
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert {file for file in files if not (installed / file).exists()} == set()


@pytest.mark.usefixtures("remembered_port")
def test_the_installed_command_starts_where_there_is_no_checkout(installed: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [installed / "bin" / COMMAND, "try"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
    finally:
        process.terminate()
        _, journal = process.communicate(timeout=PATIENCE_SECONDS)
    assert first.startswith("Talk to the assistant at http://127.0.0.1:"), journal
    assert process.returncode == 0, journal
