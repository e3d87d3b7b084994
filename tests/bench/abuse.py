"""What others feel of one person who floods the bot: `python -m tests.bench.abuse [short]`.

The product runs as it is, with its own pace, in a process of its own. Forty people tap at a steady rate, at
first alone. Then somebody taps 1,000 times in a second, and later somebody else sends 10,000 messages in ten
seconds: short ones, and in other rounds as long as Telegram takes them. Prints how long the others wait for
answer and edit, each time against the calm of the same round; what the database takes on the disk, what stays
in it, and the memory of the bot.
"""

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench.busy_telegram import Line, Plan, Reply, Telegram, later
from tests.bench.figures import against, say, share
from tests.bench.throughput import HOUSE, STOP_SECONDS, TOKEN, Bench, memory_of

PEOPLE, RATE = 40, 20.0
TAPPER, WRITER = 7, 8
CALM_SECONDS, TAPS_SECONDS, MESSAGES_SECONDS, AFTER_SECONDS = 15.0, 8.0, 15.0, 5.0
READY_SECONDS = 6.0
"""What a bot loads after its start and for the first date that it reads is not counted."""

TAPS, MESSAGES, FLOOD_RATE = 1_000, 10_000, 1_000.0
MOST = 2.0
"""Times the calm."""

SHORT_TEXT = "I paid 3 days ago and nothing was sent, what can I do?"
LONG_TEXT = (f"{SHORT_TEXT} The seller says please wait, order 3041227611804521, 12 Nov 2026. " * 40)[:4096]
ENOUGH = 10**9


@dataclass(slots=True)
class Besieged(Telegram):
    """A Telegram at which one person floods the bot beside the others."""

    said: list[str] = field(default_factory=list)
    """What the bot sent anew."""

    def call(self, method: str, body: bytes, reply: Reply) -> None:
        if method.lower() != "sendmessage":
            Telegram.call(self, method, body, reply)
            return
        self.said.append(body.decode())
        message = {"message_id": 10 + len(self.said), "date": 1, "chat": {"id": WRITER, "type": "private"}}
        reply(json.dumps({"ok": True, "result": message}).encode())

    def flood(self, count: int, make: Callable[[int], dict[str, Any]]) -> None:
        """So many updates from now on, each at its own moment."""
        self._flood_on(0, count, make, perf_counter())

    def _flood_on(self, done: int, count: int, make: Callable[[int], dict[str, Any]], begun: float) -> None:
        while done < min(count, (perf_counter() - begun) * FLOOD_RATE):
            number = self._numbered()
            self._offer(number, json.dumps({"update_id": number, **make(number)}).encode())
            done += 1
        if done < count:
            later(1 / FLOOD_RATE, self._flood_on, done, count, make, begun)


@dataclass(frozen=True, slots=True)
class Felt:
    """How long the others waited, in milliseconds."""

    middle: float
    p99: float
    longest: float


class Siege:
    """One bot, the others, and the one who floods."""

    def __init__(self, telegram: Besieged, plan: Plan, bot: Process, file: Path) -> None:
        self._telegram = telegram
        self._plan = plan
        self._bot = bot
        self._file = file

    async def felt(self, name: str, seconds: float) -> Felt:
        """What the others feel for so long; said with what is kept and held at the end."""
        before, begun = len(self._telegram.waits), perf_counter()
        await asyncio.sleep(seconds)
        now = perf_counter()
        waits = self._telegram.waits[before:]
        waits += [now - one.begun for one in self._telegram.open.values() if one.begun >= begun]
        felt = Felt(*(1000 * figure for figure in (share(waits, 0.5), share(waits, 0.99), max(waits))))
        say(f"  {name:28} p50 {felt.middle:6.1f}  p99 {felt.p99:6.1f}  longest {felt.longest:6.1f}  {self}")
        return felt

    def tap(self, number: int) -> dict[str, Any]:
        """A tap of the one who floods."""
        address = self._plan.addresses[number % len(self._plan.addresses)]
        return {"callback_query": self._telegram._update(number, TAPPER, address)["callback_query"]}

    def message(self, text: str, by: int = WRITER) -> Callable[[int], dict[str, Any]]:
        """Messages of theirs."""
        author = {"id": by, "is_bot": False, "first_name": "Eve", "language_code": "en"}
        chat = {"id": by, "type": "private", "first_name": "Eve"}
        said = {"date": 1_795_000_000, "from": author, "chat": chat, "text": text}
        return lambda number: {"message": {**said, "message_id": number}}

    def size(self) -> int:
        """Bytes of the database on the disk, its log included."""
        return sum(part.stat().st_size for part in self._file.parent.glob(f"{self._file.name}*"))

    def _counted(self, what: str) -> int:
        with closing(sqlite3.connect(self._file)) as db:
            return int(db.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608

    def __str__(self) -> str:
        waiting = self._counted("inbox WHERE NOT done")
        rows = f"{self._counted('inbox')} updates, {waiting} of them waiting, {self._counted('outbox')} calls"
        return f"{self.size() / 1e6:6.2f} MB on the disk: {rows}; {memory_of(self._bot.pid):.0f} MB held"


@asynccontextmanager
async def siege(bench: Bench) -> AsyncIterator[tuple[Siege, Besieged]]:
    """The product and what it talks to."""
    plan = replace(bench.plan(PEOPLE, ENOUGH, rate=RATE, calm=READY_SECONDS), first_update=bench.updates)
    telegram = Besieged(plan)
    file = await bench.store(PEOPLE)
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()
    await bench.store(PEOPLE)
    server = await asyncio.get_running_loop().create_server(lambda: Line(telegram), "127.0.0.1", 0)
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}",
        "DATABASE_URL": f"sqlite:///{file}",
    }
    command = (sys.executable, "-m", "bot", "run")
    bot = await asyncio.create_subprocess_exec(
        *command, cwd=HOUSE, stderr=DEVNULL, env={**os.environ, **settings}
    )
    try:
        await asyncio.sleep(READY_SECONDS + 2)
        yield Siege(telegram, plan, bot, file), telegram
    finally:
        server.close()
        bot.terminate()
        try:
            await asyncio.wait_for(bot.wait(), STOP_SECONDS)
        except TimeoutError:
            bot.kill()
            await bot.wait()


async def round_of(bench: Bench, text: str) -> dict[str, tuple[float, float]]:
    """One round: what each flood made of the others' median and p99, and how much the file grew."""
    async with siege(bench) as (place, telegram):
        telegram.flood(1, place.message(LONG_TEXT, by=TAPPER))
        await asyncio.sleep(READY_SECONDS / 2)
        calm = await place.felt("calm", CALM_SECONDS)
        empty = place.size()
        telegram.flood(TAPS, place.tap)
        taps = await place.felt("1,000 taps in a second", TAPS_SECONDS)
        telegram.flood(MESSAGES, place.message(text))
        messages = await place.felt(f"10,000 messages of {len(text)}", MESSAGES_SECONDS)
        await place.felt("afterwards", AFTER_SECONDS)
        grown = place.size() - empty
        say(f"  the file grew by {grown:,} bytes; {len(telegram.said)} messages went to those who flood")
        felt = {"taps": taps, "messages": messages}
        return {what: (one.middle / calm.middle, one.p99 / calm.p99) for what, one in felt.items()}


async def main(arguments: list[str]) -> None:
    """Both kinds of rounds, three times each or once."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), short="short" in arguments)
        for name, text in (("short texts", SHORT_TEXT), ("long texts", LONG_TEXT)):
            say(f"== {name}: {PEOPLE} others, {RATE:g} taps a second; milliseconds until answered and edited")
            rounds = [await round_of(bench, text) for _ in range(1 if bench.short else 3)]
            for flood in rounds[0]:
                middle, high = (median(one[flood][place] for one in rounds) for place in (0, 1))
                say(f"  {flood}: median {against(middle, MOST)}, p99 {against(high, MOST)}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
