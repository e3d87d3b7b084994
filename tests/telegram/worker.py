"""A bot with an echoing desk in a process of its own, to be killed.

Polls, or listens on a port for what somebody else told Telegram to bring there.
"""

import asyncio
import signal
import sys

from bot.config import place_of
from bot.store.places import open_store
from bot.telegram.edge import Edge, Hook
from bot.telegram.pace import Allowance, Pace
from tests.telegram.desks import EchoDesk

SECRET = "brought-by-telegram"
HURRY = Pace(overall=Allowance(1000, 1000), chat_per_second=1000, chat_burst=1000)


class Registered(Edge):
    """An edge that finds its webhook set."""

    async def _register(self, hook: Hook) -> None:
        assert hook.path == "/hook"


async def main(token: str, url: str, place: str, port: int) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    store = await open_store(place_of(place))
    hook = Hook("", "/hook", SECRET, "127.0.0.1", port) if port else None
    edge = Registered(store, EchoDesk(store), token, url, hook=hook, pace=HURRY)
    await edge.start()
    await edge.run(stopping)
    await edge.stop()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
