"""A bot with an echoing desk in a process of its own, to be killed."""

import asyncio
import signal
import sys
from pathlib import Path

from bot.store.sqlite import SqliteStore
from bot.telegram.edge import Edge
from bot.telegram.pace import Allowance, Pace
from tests.telegram.desks import EchoDesk

HURRY = Pace(overall=Allowance(1000, 1000), chat_per_second=1000, chat_burst=1000)


async def main(token: str, url: str, file: Path) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    store = await SqliteStore.open(file)
    edge = Edge(store, EchoDesk(store), token, url, pace=HURRY)
    await edge.start()
    await edge.run(stopping)
    await edge.stop()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
