"""A sandbox beside a browser: the sandbox has its own thread, so that tests of the page read straight on."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from telegram import Bot, CallbackQuery

from bot.sandbox import Sandbox
from tests.patience import PATIENCE_SECONDS

T = TypeVar("T")
LONGEST_POLL_SECONDS = 30

TOKEN = "123456:a-token_for-Tests0123456789"


class Stage:
    """The sandbox in its thread, and the bot that the test plays."""

    def __init__(self, journal: Path | None = None, port: int = 0) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.sandbox = self.run(self._open(journal, port))
        self.bot = Bot(TOKEN, base_url=f"{self.sandbox.url}/bot")
        self.run(self.bot.initialize())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_SECONDS)

    async def _open(self, journal: Path | None, port: int) -> Sandbox:
        sandbox = Sandbox(TOKEN, journal)
        sandbox.limits.answer_within = 3600
        await sandbox.start(port=port)
        return sandbox

    async def _do(self, action: Callable[[], T]) -> T:
        return action()

    def on_loop(self, action: Callable[[], T]) -> T:
        """Do something that changes the sandbox where it lives."""
        return self.run(self._do(action))

    def pressed(self) -> CallbackQuery:
        """The press that reaches the bot: a button looks pressed before the sandbox knows of it."""
        offset = -1
        while True:
            for update in self.run(self.bot.get_updates(offset=offset, timeout=LONGEST_POLL_SECONDS)):
                if update.callback_query is not None:
                    return update.callback_query
                offset = update.update_id + 1

    def close(self) -> None:
        self.run(self.bot.shutdown())
        self.run(self.sandbox.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


WATCH_TOASTS = """
    window.toasts ??= (() => {
        const seen = [];
        const isShown = (node) => node.dataset?.role === "toast" && node.checkVisibility();
        const note = ({ addedNodes }) => {
            for (const node of addedNodes) if (isShown(node)) seen.push(node.innerText);
        };
        const watch = new MutationObserver((changes) => changes.forEach(note));
        watch.observe(document, { childList: true, subtree: true });
        return seen;
    })();
"""
"""Every toast that was shown on a page, for those who come late."""


class Phone:
    """The chat page in the browser, found by its data attributes."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH_TOASTS})

    def open(self, stage: Stage, user: int = 1, start: str = "") -> None:
        self.driver.get(f"{stage.sandbox.url}/?user={user}{f'&start={start}' if start else ''}")
        self.wait(lambda: self.driver.find_element(By.CSS_SELECTOR, f"body[data-ready='{user}']"))

    def complaints(self, stage: Stage) -> list[str]:
        """What the browser complained of on this page; one before it may have lost its server."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [one["message"] for one in entries if stage.sandbox.url in one["message"]]

    def size(self, width: int, height: int, *, dark: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def wait(self, condition: Callable[[], T]) -> T:
        """Wait until a condition is true; looks that come too early count as not yet."""
        early = (NoSuchElementException, StaleElementReferenceException, StopIteration)
        return WebDriverWait(self.driver, PATIENCE_SECONDS, 0.05, early).until(lambda _: condition())

    def all(self, role: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, f"[data-role='{role}']")

    def one(self, role: str) -> WebElement:
        """The one that is shown with this role."""
        return self.wait(lambda: next(iter(one for one in self.all(role) if one.is_displayed()), None))  # type: ignore[return-value]

    def message(self, message_id: int) -> WebElement:
        return self.wait(
            lambda: self.driver.find_element(By.CSS_SELECTOR, f"[data-message-id='{message_id}']"),
        )

    def button(self, label: str) -> WebElement:
        return self.wait(lambda: next(one for one in self.all("button") if one.text == label))

    def toast(self) -> str:
        """What the last small sign said. It goes away by itself, and may be gone when somebody looks."""
        return str(self.wait(lambda: self.driver.execute_script("return window.toasts?.at(-1)")))

    def is_idle(self, button: WebElement) -> bool:
        """Whether a button waits for no answer."""
        return button.get_attribute("aria-busy") is None

    def texts(self) -> list[str]:
        """What the messages of the chat with the bot say."""
        return self._texts("log")

    def share(self, label: str, to: str | None = None) -> None:
        """Press a button that switches to inline mode, and choose a person by name, or else a new one."""
        self.button(label).click()
        if to is None:
            self.one("chooser-new").click()
            return
        self.one("chooser-list")
        self.wait(lambda: next(one for one in self.all("chosen") if to in one.text.splitlines())).click()

    def offers(self) -> list[str]:
        """The titles of the results, once there are any."""
        return self.wait(lambda: [one.find_element(By.CLASS_NAME, "title").text for one in self.all("offer")])

    def pick(self, title: str) -> None:
        """Send the result with this title."""
        self.offers()
        at = self.offers().index(title)
        self.all("offer")[at].click()
        self.wait(lambda: not self.all("offer"))

    def open_talk(self, name: str) -> None:
        """Open the chat with another person from its strip over the chat with the bot."""
        self.wait(
            lambda: next(
                one for one in self.all("talk-with") if one.text.splitlines()[-2].endswith(f": {name}")
            )
        ).click()
        self.one("talk")

    def close_talk(self) -> None:
        self.one("talk").find_element(By.CSS_SELECTOR, "[data-role='close']").click()
        self.wait(lambda: not self.all("talk")[0].is_displayed())

    def talk_texts(self) -> list[str]:
        """What the messages of the open chat with another person say."""
        return self._texts("talk-log")

    def talk_button(self, label: str) -> WebElement:
        """A button under a message in the open chat with another person."""
        buttons = "[data-role='talk-log'] [data-role='button']"
        return self.wait(
            lambda: next(
                one for one in self.driver.find_elements(By.CSS_SELECTOR, buttons) if one.text == label
            )
        )

    def _texts(self, log: str) -> list[str]:
        messages = f"[data-role='{log}'] [data-role='message-text']"
        return [one.text for one in self.driver.find_elements(By.CSS_SELECTOR, messages)]

    def write(self, text: str) -> None:
        self.one("text").send_keys(text + Keys.ENTER)

    def focused(self) -> WebElement:
        return self.driver.switch_to.active_element

    def focused_role(self) -> str | None:
        return self.focused().get_attribute("data-role")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.focused().send_keys(key)
