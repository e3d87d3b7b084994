"""A sandbox in a process of its own, to be killed: python -m tests.sandbox.serve JOURNAL PORT."""

import asyncio
import sys
from pathlib import Path

from bot.sandbox import Sandbox
from tests.sandbox.stage import TOKEN


async def main() -> None:
    sandbox = Sandbox(TOKEN, Path(sys.argv[1]))
    await sandbox.start(port=int(sys.argv[2]))
    sys.stdout.write(f"{sandbox.url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
