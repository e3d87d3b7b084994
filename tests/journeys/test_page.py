"""The two commands of the README seen as a person sees them: the page in Chromium, killed in the middle."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from bot.app import ROOT
from tests.ports import kept_port
from tests.sandbox.browser import chromium
from tests.sandbox.stage import Phone

pytestmark = pytest.mark.browser

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class Assistant:
    """`python -m bot try` in a process and folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        """As if the port had been used before: others start and stop beside it."""
        self.folder = folder
        self.address = ""
        (folder / "var" / "try").mkdir(parents=True)
        (folder / "var" / "try" / "port").write_text(str(port))
        self.start()

    def start(self) -> None:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        with (self.folder / "errors").open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "try"],
                cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = ADDRESS.search(line)
        assert found, f"no address in {line!r}: {(self.folder / 'errors').read_text()}"
        self.address = found[0]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    with kept_port() as port:
        assistant = Assistant(tmp_path, port)
        yield assistant
        assistant.kill()


@pytest.fixture(scope="module")
def driver() -> Iterator[Chrome]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def phone(driver: Chrome) -> Phone:
    phone = Phone(driver)
    phone.size(390, 844)
    return phone


def visit(phone: Phone, assistant: Assistant, user: int, language: str) -> None:
    """Opens the page as a person whose Telegram speaks a language, and presses Start."""
    phone.driver.get(f"{assistant.address}/?user={user}")
    phone.wait(lambda: phone.driver.find_element(By.CSS_SELECTOR, f"body[data-ready='{user}']"))
    phone.one("people-toggle").click()
    phone.one("language").send_keys(language)
    phone.one("people-close").click()
    phone.one("start").click()


def press(phone: Phone, label: str) -> None:
    """Presses the button that holds `label`, and waits for another screen."""
    before = phone.wait(lambda: clicked(phone, label))
    phone.wait(lambda: phone.texts()[-1] != before)


def clicked(phone: Phone, label: str) -> str:
    """Clicks the button; returns what stood on the screen. Drawn anew meanwhile, it is not clicked yet."""
    button = next(one for one in phone.all("button") if label in one.text)
    before = phone.texts()[-1]
    phone.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    return before


PATHS = {
    "English": (
        "Check an order",
        "Awaiting shipment",
        "I changed my mind",
        "I see no countdown",
        "3 days ago",
        "Ask for cancellation",
    ),
    "Русский": (
        "Проверить статус",
        "Ожидается отправка",
        "больше не нужен",
        "Таймера не вижу",
        "3 дня назад",
        "запрос на отмену",
    ),
    "Español": (
        "Revisar el estado",
        "Pendiente de envío",
        "Cambié de idea",
        "No veo ningún contador",
        "Hace 3 días",
        "Solicita la cancelación",
    ),
}


@pytest.mark.parametrize("language", PATHS)
def test_to_the_request_on_a_phone_with_a_kill_in_the_middle(
    phone: Phone, assistant: Assistant, language: str
) -> None:
    *path, last, expected = PATHS[language]
    visit(phone, assistant, 11, language)
    for label in path:
        press(phone, label)
    before = assistant.address
    assistant.kill()
    assistant.start()
    assert assistant.address == before
    phone.wait(
        lambda: not phone.driver.find_element(By.CSS_SELECTOR, "[data-role='reconnecting']").is_displayed()
    )
    press(phone, last)
    phone.wait(lambda: expected in phone.texts()[-1])
    width = phone.driver.execute_script("return document.documentElement.scrollWidth")
    assert width <= 390
