"""Reminders under kill -9, and a store of many: `python -m tests.bench.reminders [kills] [cases]`.

The whole bot runs in a process of its own against a local Telegram, with reminders due for everybody, and is
killed at random moments. Then a store with many cases, of whom many are due in the same minute.
"""

import asyncio
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from bot.dialogue.state import Case, Person
from bot.sandbox import Sandbox
from bot.store.sqlite import SqliteStore
from tests.bench.figures import say

TOKEN = "7:token-of-the-bench"
PEOPLE = 40
SPREAD = 300
FIRST_PERSON = 1000
LONGEST_LIFE = 2.5
PATIENCE_SECONDS = 90.0


def waiting(number: int, asked: datetime) -> Person:
    """Somebody who asked the seller to cancel at a moment, and wants to hear of it at any hour."""
    case = Case(1, 1, opened=asked).tell("status", "cancel_requested", asked, "tapped")
    case = case.tell("wait_h", asked, asked, "tapped")
    person = Person(number, chosen="en", zone="Europe/Madrid", quiet=(0, 0), next_case=2)
    return person.with_case(case)


@asynccontextmanager
async def bot(sandbox: Sandbox, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The whole bot in a process of its own; killed at the end if it still runs."""
    environment = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": sandbox.url,
        "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def killed(kills: int, folder: Path, people: int = PEOPLE) -> Counter[int]:
    """How many reminders each person got although the bot was killed again and again."""
    sandbox = Sandbox(TOKEN)
    await sandbox.start()
    try:
        await _all_due(sandbox, folder, people)
        dice = random.Random(7)  # noqa: S311 - the same moments every time
        for _ in range(kills):
            async with bot(sandbox, folder):
                await asyncio.sleep(dice.uniform(0.4, LONGEST_LIFE))
        async with bot(sandbox, folder):
            await _until_said(sandbox, people)
        return _said(sandbox)
    finally:
        await sandbox.stop()


async def _all_due(sandbox: Sandbox, folder: Path, people: int) -> None:
    now = datetime.now(UTC)
    store = await SqliteStore.open(folder / "bot.sqlite3")
    for number in range(FIRST_PERSON, FIRST_PERSON + people):
        sandbox.user(number, "Ann", "en")
        await sandbox.user(number, "Ann", "en").send_text("/start")
        async with store.visit(number, now) as turn:
            turn.save(waiting(number, now - timedelta(hours=50)), now - timedelta(hours=2))
    await store.close()


def _said(sandbox: Sandbox) -> Counter[int]:
    return Counter(
        int(call.params["chat_id"])
        for call in sandbox.calls
        if call.method == "sendMessage" and "⏰" in str(call.params.get("text"))
    )


async def _until_said(sandbox: Sandbox, people: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(_said(sandbox)) < people:
            await asyncio.sleep(0.1)
    await asyncio.sleep(2)


async def spread(people: int, folder: Path) -> tuple[list[float], list[float]]:
    """When each of many reminders due at once arrived, and how long others waited meanwhile; in seconds."""
    sandbox = Sandbox(TOKEN)
    await sandbox.start()
    waited: list[float] = []
    try:
        await _all_due(sandbox, folder, people)
        async with bot(sandbox, folder):
            arriving = asyncio.create_task(_arrivals(sandbox, people))
            while len(sandbox.calls) - 2 * len(_said(sandbox)) < people:
                await asyncio.sleep(0.1)  # everybody said /start before: their answers are no reminders
            while not arriving.done():
                await asyncio.sleep(1)
                waited.append(await _answered(sandbox, FIRST_PERSON - len(waited) - 1))
            return await arriving, waited
    finally:
        await sandbox.stop()


async def _arrivals(sandbox: Sandbox, people: int) -> list[float]:
    arrived: list[float] = []
    async with asyncio.timeout(PATIENCE_SECONDS + people):
        while len(arrived) < people:
            arrived += [perf_counter()] * (len(_said(sandbox)) - len(arrived))
            await asyncio.sleep(0.05)
    return arrived


async def _answered(sandbox: Sandbox, number: int) -> float:
    begun = perf_counter()
    await sandbox.user(number, "Bob", "en").send_text("/start")
    while not any(call.params.get("chat_id") == str(number) for call in sandbox.calls):
        await asyncio.sleep(0.02)
    return perf_counter() - begun


def busiest(moments: list[float]) -> int:
    """The most of them within any one second."""
    return max(sum(1 for moment in moments if start <= moment < start + 1) for start in moments)


async def many(cases: int, due: int, folder: Path) -> tuple[float, float]:
    """Seconds to find the first hundred due among so many cases, and to speak to one of them."""
    store = await SqliteStore.open(folder / "many.sqlite3")
    now = datetime.now(UTC).replace(microsecond=0)
    await _filled(store, cases, due, now)
    begun = perf_counter()
    found = await store.due(now, 100)
    seconds = perf_counter() - begun
    begun = perf_counter()
    for person_id in found[:20]:
        async with store.visit(person_id, now) as turn:
            if turn.person:
                turn.save(replace(turn.person, reminded=now), now + timedelta(days=1))
    one = (perf_counter() - begun) / 20
    await store.close()
    return seconds, one


async def _filled(store: SqliteStore, cases: int, due: int, now: datetime) -> None:
    from bot.store.records import case_text, person_text
    from bot.store.turn import SAVE_CASE, SAVE_PERSON

    person = waiting(1, now)
    record, order = person_text(person), case_text(person.cases[1])
    minute, later = int(now.timestamp()), int((now + timedelta(days=3)).timestamp())
    async with store._transaction() as db:
        for start in range(1, cases + 1, 20_000):
            numbers = range(start, min(start + 20_000, cases + 1))
            await db.executemany(
                SAVE_PERSON, [(number, record, minute if number <= due else later) for number in numbers]
            )
            await db.executemany(SAVE_CASE, [(number, 1, "", order) for number in numbers])


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        got = asyncio.run(killed(kills, Path(folder)))
    doubled = sum(count - 1 for count in got.values())
    say(f"{kills} kill -9 with {PEOPLE} reminders due: {PEOPLE - len(got)} lost, {doubled} said twice")
    with tempfile.TemporaryDirectory() as folder:
        arrived, waited = asyncio.run(spread(SPREAD, Path(folder)))
    say(
        f"{len(arrived)} of {SPREAD} due at once arrived within {arrived[-1] - arrived[0]:.0f} s, "
        f"{busiest(arrived)} in the busiest second; who wrote meanwhile waited at most {max(waited):.1f} s"
    )
    for count in (cases // 1000, cases):
        with tempfile.TemporaryDirectory() as folder:
            found, one = asyncio.run(many(count, min(10_000, count // 2), Path(folder)))
        say(
            f"{count} cases: the first 100 due in {found * 1000:.1f} ms, one spoken to in {one * 1000:.2f} ms"
        )


if __name__ == "__main__":
    main()
