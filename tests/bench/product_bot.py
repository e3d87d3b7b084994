"""The whole product, with nothing changed but that its pace is lifted.

Run as `python -m tests.bench.product_bot URL TOKEN FILE`, by `tests.bench.throughput`.
"""

import asyncio
import signal
import sys
from pathlib import Path

from bot.app import App
from bot.config import Settings
from bot.telegram.pace import Allowance, Pace

HURRY = Pace(overall=Allowance(1e9, 1_000_000), chat_per_second=1e9, chat_burst=1_000_000)


async def main(url: str, token: str, file: Path) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    app = await App.start(Settings(token=token, api_url=url, database=file), HURRY)
    await app.run(stopping)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
