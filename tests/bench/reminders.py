"""Reminders under kill -9, and in a crowd: `python -m tests.bench.reminders [kills] [cases] [due]`.

The whole bot runs in a process of its own against a local Telegram. First it is killed at random moments with
reminders due for everybody. Then it has many cases stored, of which so many are due in the same minute: they
go out at the pace that Telegram allows, while others write. 10,000 of them take 17 minutes.
"""

import asyncio
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from bot.clock import BATCH
from bot.dialogue.state import Case, Person
from bot.sandbox import Sandbox
from bot.store.contract import Show
from bot.store.sql import DUE
from bot.store.sqlite import SqliteStore
from tests.bench.figures import say
from tests.patience import PATIENCE_SECONDS
from tests.store.outboxes import waiting_calls
from tests.telegram.bots import freeze

TOKEN = "7:token-of-the-bench"
PEOPLE = 40
FIRST_PERSON = 1000
STRANGER = 50_000_000
LONGEST_LIFE = 2.5


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


@dataclass
class Reminded:
    """How many reminders each person got although the bot was killed again and again."""

    got: Counter[int] = field(default_factory=Counter)
    in_flight: Counter[int] = field(default_factory=Counter)
    """At how many kills Telegram had taken a person's, and it was still to be noted as sent."""

    @property
    def doubled(self) -> Counter[int]:
        """How often each person was told again."""
        return self.got - Counter(self.got.keys())


async def killed(kills: int, folder: Path, people: int = PEOPLE) -> Reminded:
    """What became of the reminders that were due for everybody."""
    sandbox = Sandbox(TOKEN)
    await sandbox.start()
    found = Reminded()
    try:
        await _all_due(sandbox, folder, people)
        dice = random.Random(7)  # noqa: S311 - the same moments every time
        for _ in range(kills):
            async with bot(sandbox, folder) as process:
                await asyncio.sleep(dice.uniform(0.4, LONGEST_LIFE))
                await freeze(process)
                found.in_flight.update(await _on_their_way(sandbox, folder))
        async with bot(sandbox, folder):
            await _until_said(sandbox, folder, people)
        found.got = _said(sandbox)
    finally:
        await sandbox.stop()
    return found


async def _on_their_way(sandbox: Sandbox, folder: Path) -> set[int]:
    """Whose reminder Telegram has taken and is not noted as sent."""
    file = folder / "bot.sqlite3"
    waiting = await waiting_calls(file)
    return {person_id for person_id, call in waiting if isinstance(call, Show) and "⏰" in call.html} & _said(
        sandbox
    ).keys()


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


async def _until_said(sandbox: Sandbox, folder: Path, people: int) -> None:
    """Returns when everybody was spoken to, nobody is due, and every send is noted as sent."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(_said(sandbox)) < people:
            await asyncio.sleep(0.1)
    store = await SqliteStore.open(folder / "bot.sqlite3")
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await store.due(datetime.now(UTC), people) or await store.waiting():
                await asyncio.sleep(0.1)
    finally:
        await store.close()


@dataclass
class Crowd:
    """What became of many reminders due in one minute: when each arrived, in seconds since 1970, how long

    others waited meanwhile, and the memory of the bot in MB, both once a second.
    """

    arrived: list[int] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


async def crowd(cases: int, due: int, folder: Path) -> Crowd:
    """All that are due go out while somebody new writes every second."""
    sandbox = Sandbox(TOKEN)
    await sandbox.start()
    found = Crowd()
    try:
        await _stored(sandbox, cases, due, folder)
        async with bot(sandbox, folder) as process:
            while len(found.arrived) < due:
                await asyncio.sleep(1)
                found.arrived = _arrivals(sandbox, due)
                found.waited.append(await _answered(sandbox, STRANGER + len(found.waited)))
                found.memory.append(_resident(process.pid))
    finally:
        await sandbox.stop()
    return found


async def _stored(sandbox: Sandbox, cases: int, due: int, folder: Path) -> None:
    """So many cases in the store; those that are due belong to people who once wrote."""
    store = await SqliteStore.open(folder / "bot.sqlite3")
    await _filled(store, cases, due, datetime.now(UTC).replace(microsecond=0))
    await store.close()
    for number in range(1, due + 1):
        row = sandbox.user(number, "Ann", "en").state.chats.person(number)
        sandbox.state.chats.keep_person({**(row or {}), "wrote": True})


async def _answered(sandbox: Sandbox, number: int) -> float:
    begun = perf_counter()
    user = sandbox.user(number, "Bob", "en")
    await user.send_text("/start")
    while not any(bubble.from_bot for bubble in user.chat):
        await asyncio.sleep(0.02)
    return perf_counter() - begun


def _resident(pid: int) -> float:
    """The memory a process holds, in MB."""
    text = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS")) / 1024


def _arrivals(sandbox: Sandbox, people: int) -> list[int]:
    """When each person was reminded."""
    chats = (sandbox.state.chats.messages(number) for number in range(1, people + 1))
    return [
        int(row["message"]["date"])
        for rows in chats
        for row in rows
        if "⏰" in row["message"].get("text", "")
    ]


async def many(cases: int, due: int, folder: Path) -> tuple[float, float]:
    """Seconds to find the first batch of those due among so many cases, and to speak to one of them."""
    store = await SqliteStore.open(folder / "many.sqlite3")
    now = datetime.now(UTC).replace(microsecond=0)
    await _filled(store, cases, due, now)
    begun = perf_counter()
    found = await store.due(now, BATCH)
    seconds = perf_counter() - begun
    begun = perf_counter()
    for person_id in found:
        async with store.visit(person_id, now) as turn:
            if turn.person:
                turn.save(replace(turn.person, reminded=now), now + timedelta(days=1))
    one = (perf_counter() - begun) / len(found)
    await store.close()
    return seconds, one


async def _filled(store: SqliteStore, cases: int, due: int, now: datetime) -> None:
    from bot.store.records import case_text, person_text
    from bot.store.turn import SAVE_CASE, SAVE_PERSON

    person = waiting(1, now - timedelta(hours=50))
    record, order = person_text(person), case_text(person.cases[1])
    minute, later = int(now.timestamp()), int((now + timedelta(days=3)).timestamp())
    async with store._transaction() as db:
        for start in range(1, cases + 1, 20_000):
            numbers = range(start, min(start + 20_000, cases + 1))
            await db.many(
                SAVE_PERSON, [(number, record, minute if number <= due else later, "") for number in numbers]
            )
            await db.many(SAVE_CASE, [(number, 1, "", order) for number in numbers])


async def plan(folder: Path) -> str:
    """How SQLite finds who is due."""
    store = await SqliteStore.open(folder / "plan.sqlite3")
    async with store._transaction() as db:
        rows = await db.rows(f"EXPLAIN QUERY PLAN {DUE}", 0, BATCH)
    await store.close()
    return "; ".join(str(row[3]) for row in rows)


def main() -> None:
    kills, cases, due = [
        int(sys.argv[place]) if len(sys.argv) > place else usual
        for place, usual in ((1, 50), (2, 1_000_000), (3, 300))
    ]
    with tempfile.TemporaryDirectory() as folder:
        reminded = asyncio.run(killed(kills, Path(folder)))
    lost, doubled = PEOPLE - len(reminded.got), reminded.doubled
    say(
        f"{kills} kill -9 with {PEOPLE} reminders due: {lost} lost, {doubled.total()} said again, of which "
        f"{(doubled - reminded.in_flight).total()} were not on their way at a kill"
    )
    with tempfile.TemporaryDirectory() as folder:
        say(f"who is due: {asyncio.run(plan(Path(folder)))}")
    for count in (cases // 1000, cases):
        with tempfile.TemporaryDirectory() as folder:
            found, one = asyncio.run(many(count, min(10_000, count // 2), Path(folder)))
        say(
            f"{count} cases: {BATCH} due found in {found * 1000:.1f} ms, one spoken to in {one * 1000:.2f} ms"
        )
    with tempfile.TemporaryDirectory() as folder:
        show_crowd(cases, asyncio.run(crowd(cases, due, Path(folder))))


def show_crowd(cases: int, found: Crowd) -> None:
    """Whether all arrived, how they were spread, who waited, and the memory."""
    seconds = Counter(found.arrived)
    waited = sorted(found.waited)
    third = max(len(found.memory) // 3, 1)
    say(
        f"{len(found.arrived)} due in one minute among {cases} cases: {max(seconds) - min(seconds)} s, "
        f"{max(seconds.values())} in the busiest second"
    )
    say(f"who wrote meanwhile waited {waited[len(waited) // 2]:.2f} s, at most {waited[-1]:.2f} s")
    first, last = max(found.memory[:third]), max(found.memory[-third:])
    say(f"memory: {first:.0f} MB in the first third, {last:.0f} MB in the last")


if __name__ == "__main__":
    main()
