"""A bot in a process of its own, to be killed: says texts back, and answers taps as the product does.

Polls, or listens on a port for what somebody else told Telegram to bring there. Says a line when at work.
"""

import asyncio
import signal
import sys
from datetime import UTC, datetime

from bot.app import LOCALES, POLICY
from bot.config import place_of
from bot.desk import Desk, Received
from bot.dialogue.events import Typed
from bot.store.contract import Store
from bot.store.places import open_store
from bot.telegram.edge import Edge, Hook
from bot.telegram.pace import Allowance, Pace
from bot.texts.say import Words
from bot.understand.reader import Reader
from rules.loader import load
from tests.telegram.desks import EchoDesk

SECRET = "brought-by-telegram"
HURRY = Pace(overall=Allowance(1000, 1000), chat_per_second=1000, chat_burst=1000)


class Registered(Edge):
    """An edge that finds its webhook set."""

    async def _register(self, hook: Hook) -> None:
        assert hook.path == "/hook"


class Both(EchoDesk):
    """Says texts back, and leaves the rest to the product's own desk."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._desk = Desk(store, load(POLICY), Words.load(LOCALES), lambda: datetime.now(UTC), _nobody)

    async def handle(self, received: Received) -> None:
        if isinstance(received.event, Typed):
            await super().handle(received)
        else:
            await self._desk.handle(received)


def _nobody() -> Reader:
    raise LookupError("no text comes to the product's desk")


async def main(token: str, url: str, place: str, port: int) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    store = await open_store(place_of(place))
    await store.leads()
    hook = Hook("", "/hook", SECRET, "127.0.0.1", port) if port else None
    edge = Registered(store, Both(store), token, url, hook=hook, pace=HURRY)
    await edge.start()
    sys.stdout.write("at work\n")
    sys.stdout.flush()
    await edge.run(stopping)
    await edge.stop()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
