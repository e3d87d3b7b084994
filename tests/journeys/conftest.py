"""The whole product against the sandbox: every test talks HTTP through python-telegram-bot."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import App
from bot.config import Settings
from bot.sandbox import Bubble, Sandbox, User
from bot.telegram.pace import Allowance, Pace
from tests.patience import PATIENCE_SECONDS
from tests.telegram.hand_clock import HandClock
from tests.understand.labelled import reader

TOKEN = "7:token-of-the-journeys"


def unhurried() -> Pace:
    """So fast that no test waits for it."""
    return Pace(Allowance(10_000, 1000), 10_000, 1000)


@pytest.fixture(autouse=True)
def one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of three languages are loaded once for all journeys: a second's work each time."""
    monkeypatch.setattr("bot.app._reader", lambda *_: reader())


class House:
    """The assistant at work, to be stopped and started again on the same database."""

    def __init__(self, sandbox: Sandbox, database: Path, api_url: str = "") -> None:
        self.sandbox = sandbox
        self.settings = Settings(token=TOKEN, api_url=api_url or sandbox.url, database=database)
        self.folder = database.parent
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self._stopping = asyncio.Event()
        self.app = await App.start(self.settings, unhurried())
        self._running = asyncio.create_task(self.app.run(self._stopping))

    async def close(self) -> None:
        self._stopping.set()
        if self._running:
            await self._running

    async def at_rest(self) -> None:
        """Returns when every update is done and every send is noted as sent."""
        await self.turns_done()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.app._store.waiting():
                await asyncio.sleep(0.002)

    async def turns_done(self) -> None:
        """Returns when every update is done, whether or not what it leads to was sent."""
        await self.sandbox.taken()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.app._store.pending():
                await asyncio.sleep(0.002)

    async def restart(self) -> None:
        await self.close()
        await self.open()


SHOWN = ("sendMessage", "editMessageText")


class Buyer:
    """A person with a phone: presses what stands on the screen, and reads what comes."""

    def __init__(self, sandbox: Sandbox, user: User) -> None:
        self.sandbox = sandbox
        self.user = user

    @property
    def screen(self) -> Bubble:
        return self.user.screen

    def shown(self, before: Bubble) -> Bubble:
        """A message as it is now."""
        return next(one for one in self.user.chat if one.message_id == before.message_id)

    async def says(self, text: str) -> Bubble:
        """Types a text and waits for the screen that answers it."""
        return await self.does(self.user.send_text(text))

    async def presses(self, label: str) -> Bubble:
        """Presses the button whose label holds `label`, and waits for the screen it leads to."""
        names = [
            name for row in self.screen.rows for name in (str(key["text"]) for key in row) if label in name
        ]
        assert names, f"no button {label!r} in\n{self.screen}"
        return await self.does(self.user.press(None, names[0]))

    async def does(self, act: Awaitable[object]) -> Bubble:
        """Does something and waits until the bot has shown what follows, or was refused the same again."""
        before = self._shown()
        await act
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self._shown() == before:
                await asyncio.sleep(0.002)
        return self.screen

    def _shown(self) -> int:
        return sum(
            1
            for call in self.sandbox.calls
            if call.method in SHOWN and str(call.params.get("chat_id")) == str(self.user.id)
        )


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(TOKEN)
    sandbox.limits.burst, sandbox.limits.answer_within = 0, 3600
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def house(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[House]:
    house = House(sandbox, tmp_path / "bot.sqlite3")
    await house.open()
    yield house
    await house.close()


@pytest.fixture
def buyer(sandbox: Sandbox, house: House) -> Buyer:
    """Somebody whose Telegram speaks English."""
    assert house
    return Buyer(sandbox, sandbox.user(7, "Ann", "en"))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    """Moves the time of the whole edge."""
    clock = HandClock()
    monkeypatch.setattr("bot.telegram.edge.SteadyClock", lambda: clock)
    return clock


async def closed(house: House, clock: HandClock) -> None:
    """Stops the assistant; what it waits for in doing so goes by."""
    async with time_going_on(clock):
        await house.close()


@asynccontextmanager
async def time_going_on(clock: HandClock) -> AsyncIterator[None]:
    async def run() -> None:
        while True:
            clock.advance(5)
            await asyncio.sleep(0.002)

    running = asyncio.create_task(run())
    yield
    running.cancel()


def said_to(buyer: Buyer) -> list[str]:
    return [bubble.text for bubble in buyer.user.chat if bubble.from_bot]
