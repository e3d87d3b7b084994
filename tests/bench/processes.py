"""Three bots behind one webhook and one PostgreSQL database under kill -9.

`python -m tests.bench.processes [kills] [people]`: everybody writes on; at random moments one process is
killed and begun again. Says what was lost, said twice or out of order, and how long an answer took at most.
"""

import asyncio
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import asyncpg

from bot.sandbox import Sandbox, User
from bot.store.places import open_store
from bot.store.presence import LIVING
from tests.bench.figures import say
from tests.store import servers
from tests.telegram.balancer import Balancer, all_answered, behind_one_webhook, said, written

TOKEN = "7:token-of-the-bench"
PROCESSES = 3
PAUSE_SECONDS = 0.05
LONGEST_LIFE = 2.0


@dataclass
class Found:
    """What became of what people wrote."""

    written: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    pending: int = 0
    waits: list[float] = field(default_factory=list)


async def killed(kills: int, people: int, folder: Path) -> Found:
    """What became of everything that was written while processes were killed."""
    sandbox = Sandbox(TOKEN)
    await sandbox.start()
    sandbox.limits.burst = 0
    users = [sandbox.user(number) for number in range(1, people + 1)]
    found = Found()
    try:
        async with behind_one_webhook(sandbox, folder, PROCESSES) as balancer:
            over = asyncio.Event()
            chats = [asyncio.create_task(_write(user, over, found)) for user in users]
            await _kill(balancer, kills)
            over.set()
            await asyncio.gather(*chats)
            store = await open_store(balancer.database)
            found.pending = len(await store.pending())
            await store.close()
    finally:
        await sandbox.stop()
    for user in users:
        _count(user, found)
    return found


async def _write(user: User, over: asyncio.Event, found: Found) -> None:
    """Writes, mostly without waiting for the answer; now and then waits and counts the seconds."""
    number = 0
    while not over.is_set():
        for _ in range(5):
            number += 1
            await user.send_text(str(number))
            await asyncio.sleep(PAUSE_SECONDS)
        begun = perf_counter()
        await all_answered(user)
        found.waits.append(perf_counter() - begun)


async def _kill(balancer: Balancer, kills: int) -> None:
    dice = random.Random(7)  # noqa: S311 - the same moments every time
    for _ in range(kills):
        await _all_live(balancer)
        await asyncio.sleep(dice.uniform(0.0, LONGEST_LIFE))
        port = dice.choice(balancer.ports)
        await balancer.kill(port)
        await balancer.begin(port)


async def _all_live(balancer: Balancer) -> None:
    """Returns when the process that was begun last is at work: with none alive nobody could take over."""
    connection = await asyncpg.connect(balancer.database.url)
    while len(await connection.fetch(LIVING)) < PROCESSES:
        await asyncio.sleep(0.05)
    await connection.close()


def _count(user: User, found: Found) -> None:
    answers = Counter(said(user))
    found.written += len(written(user))
    found.lost += len(set(written(user)) - set(answers))
    found.doubled += sum(answers.values()) - len(answers)
    found.disordered += list(dict.fromkeys(said(user))) != written(user)


def main() -> None:
    kills, people = [
        int(sys.argv[place]) if len(sys.argv) > place else usual for place, usual in ((1, 100), (2, 12))
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(killed(kills, people, Path(folder)))
    servers.end()
    say(f"{kills} kill -9 of {PROCESSES} processes, {found.written} updates of {people} people")
    say(f"{found.lost} lost, {found.pending} left pending, {found.doubled} said twice")
    waits = sorted(found.waits)
    middle, late = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    say(f"{found.disordered} chats out of order; seconds until five answers were there:")
    say(f"{middle:.1f} in the middle, 99 of 100 at most {late:.1f}, the longest {waits[-1]:.1f}")


if __name__ == "__main__":
    main()
