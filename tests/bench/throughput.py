"""The whole product beside two plain bots: `python -m tests.bench.throughput [part ...] [short]`.

The parts are `once` (Telegram answers at once), `slow` (after 50 ms), `paced`, `start`, `memory` and `cases`;
all of them if none is named. Everybody presses a button: the product keeps the update, loads the person,
steps, advises, says, saves, answers and edits; a plain python-telegram-bot bot and an aiogram bot answer and
edit, and know nothing. Each bot is a process of its own, and so is the Telegram they talk to
(`busy_telegram`). Sides take turns, round after round; every ratio is the median of the rounds' own ratios. A
run counts only if the bot made exactly one answer and one edit for each press.
"""

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bot.app import LOCALES, POLICY
from bot.dialogue import actions
from bot.dialogue.address import encode
from bot.dialogue.remind import due_at
from bot.dialogue.state import Case, Person
from bot.dialogue.step import screen_of, step
from bot.dialogue.world import World
from bot.store.records import case_text, person_text
from bot.store.sqlite import SqliteStore
from bot.store.turn import SAVE_CASE, SAVE_PERSON
from bot.texts.render import Face, render
from bot.texts.say import Words
from rules.loader import load
from tests.bench.busy_telegram import FIRST_PERSON, Plan, written
from tests.bench.figures import say

TOKEN = "7:token-of-the-bench"
HOUSE = Path(__file__).parents[2]
PRODUCT, PLAIN, AIOGRAM = "product", "python-telegram-bot", "aiogram"
PROGRAMS = {PRODUCT: "product_bot", PLAIN: "plain_bot", AIOGRAM: "aiogram_bot"}
ANSWERS = ("too_slow", "changed_mind")
LATENCY = 0.05
CROWD = 500
CALM_SECONDS = 8.0
"""What a bot loads after its start is not counted, but for the part `start`."""

ROUNDS, SHORT_ROUNDS = 5, 3
PATIENCE_SECONDS = 1800
STOP_SECONDS = 15
"""A bot that is killed may make its last calls again at the next start, which would be counted."""

LIBRARIES = "are its libraries installed? uv sync --locked --inexact --all-extras --group bench"

TICKS = os.sysconf("SC_CLK_TCK")

TIMES_AT_ONCE, TIMES_SLOW, CPU_SHARE, START_SHARE, FALL, MOST_MB = 1.5, 25, 0.8, 1.5, 0.1, 100


@dataclass(frozen=True, slots=True)
class Mark:
    """How things stood after so many presses: seconds since the bot was started and since its first call."""

    presses: int
    since_start: float
    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Run:
    """What one bot did in one run."""

    marks: tuple[Mark, ...]
    middle: float
    p99: float
    longest: float

    @property
    def rate(self) -> float:
        """Presses a second between the first mark and the last."""
        first, last = self.marks[0], self.marks[-1]
        return (last.presses - first.presses) / (last.seconds - first.seconds)

    @property
    def cpu(self) -> float:
        """Seconds of CPU for a press between the first mark and the last."""
        first, last = self.marks[0], self.marks[-1]
        return (last.cpu - first.cpu) / (last.presses - first.presses)


Rounds = Mapping[str, list[Run]]


class Bench:
    """A folder with a filled store, and what the bots are told."""

    def __init__(self, folder: Path, *, short: bool) -> None:
        self.folder = folder
        self.rounds = SHORT_ROUNDS if short else ROUNDS
        self.short = short
        self.updates = 1
        self.world = World(load(POLICY), datetime.now(UTC), 0)
        self.person = somebody(self.world.now)
        self.face = _face(self.person, self.world)

    def plan(
        self,
        people: int,
        presses: int,
        *marks: int,
        rate: float = 0.0,
        latency: float = 0.0,
        calm: float = CALM_SECONDS,
    ) -> Plan:
        """So many presses by so many people. The last mark is the last press."""
        addresses = tuple(encode(actions.Tell(1, "why", value)) for value in ANSWERS)
        message = {"text": self.face.html, "reply_markup": {"inline_keyboard": _rows(self.face)}}
        crowd = min(CROWD, people)
        return Plan(people, crowd, presses, (*marks, presses), addresses, message, latency, rate, calm)

    async def run(self, side: str, plan: Plan) -> Run:
        """One bot through the plan. Raises RuntimeError if it made too few calls or too many."""
        plan = replace(plan, first_update=self.updates)
        self.updates += plan.presses
        argument = json.dumps({"html": self.face.html, "keyboard": _rows(self.face)})
        if side == PRODUCT:
            argument = str(await self.store(plan.people))
        async with program("busy_telegram", written(plan)) as telegram:
            url = f"http://127.0.0.1:{(await told(telegram))['port']}"
            began = perf_counter()
            async with program(PROGRAMS[side], url, TOKEN, argument) as bot:
                return await _watched(telegram, bot, began, side, plan)

    async def store(self, people: int) -> Path:
        """A file in which so many people have an order each; filled once."""
        file = self.folder / f"{people}.sqlite3"
        if not file.exists():
            await (await SqliteStore.open(file)).close()
            with sqlite3.connect(file) as db:
                db.execute("PRAGMA synchronous = OFF")
                numbers = range(FIRST_PERSON, FIRST_PERSON + people)
                due = due_at(self.person, self.world.policy, self.world.now)
                seconds = None if due is None else int(due.timestamp())
                record, order = person_text(self.person), case_text(self.person.cases[1])
                version = self.world.policy.version
                db.executemany(SAVE_PERSON, ((one, record, seconds, "") for one in numbers))
                db.executemany(SAVE_CASE, ((one, 1, version, order) for one in numbers))
            db.close()
        return file

    async def compared(self, *jobs: tuple[str, Plan]) -> Rounds:
        """Each side through its plan, round after round, taking turns."""
        runs: dict[str, list[Run]] = {side: [] for side, _ in jobs}
        for _ in range(self.rounds):
            for side, plan in jobs:
                runs[side].append(await self.run(side, plan))
        return runs


def somebody(now: datetime) -> Person:
    """A buyer who is asked what happened, and can answer in two ways that both lead to an answer."""
    case = Case(1, 1, opened=now - timedelta(days=3))
    for fact, value in (
        ("status", "awaiting_shipment"),
        ("paid_h", now - timedelta(hours=70)),
        ("why", ANSWERS[1]),
    ):
        case = case.tell(fact, value, now, "tapped")
    return Person(FIRST_PERSON, chosen="en", zone="Europe/Madrid", next_case=2).with_case(case)


def _face(person: Person, world: World) -> Face:
    done = step(person, actions.Tell(1, "why", ANSWERS[0]), world)
    return render(screen_of(done, world, with_notice=False), "en", Words.load(LOCALES))


def _rows(face: Face) -> list[list[dict[str, Any]]]:
    return [[_key(key.label, key.data, key.copy) for key in row] for row in face.keyboard]


def _key(label: str, data: str, copied: str) -> dict[str, Any]:
    return (
        {"text": label, "copy_text": {"text": copied}} if copied else {"text": label, "callback_data": data}
    )


@asynccontextmanager
async def program(name: str, *arguments: str) -> AsyncIterator[Process]:
    """A program of the bench in a process of its own; told to stop at the end, or else killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"tests.bench.{name}",
        *arguments,
        cwd=HOUSE,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


async def told(telegram: Process) -> dict[str, Any]:
    """The next line that the Telegram of the bench says."""
    if telegram.stdout is None or not (line := await telegram.stdout.readline()):
        raise RuntimeError("the Telegram of the bench has ended")
    record: dict[str, Any] = json.loads(line)
    return record


async def _watched(telegram: Process, bot: Process, began: float, side: str, plan: Plan) -> Run:
    marks: list[Mark] = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        while "mark" in (line := await _said(telegram, bot, side)):
            elapsed = perf_counter() - began
            marks.append(Mark(line["mark"], elapsed, line["seconds"], cpu_of(bot.pid), memory_of(bot.pid)))
    if (line["answers"], line["edits"]) != (plan.presses, plan.presses):
        raise RuntimeError(
            f"{side}: {line['answers']} answers, {line['edits']} edits, {plan.presses} presses"
        )
    return Run(tuple(marks), line["middle"], line["p99"], line["longest"])


async def _said(telegram: Process, bot: Process, side: str) -> dict[str, Any]:
    """The next line of Telegram's. Raises RuntimeError if the bot ends before it."""
    line, end = asyncio.create_task(told(telegram)), asyncio.create_task(bot.wait())
    await asyncio.wait((line, end), return_when=asyncio.FIRST_COMPLETED)
    end.cancel()
    if not line.done():
        line.cancel()
        raise RuntimeError(f"{side} ended by itself, with {bot.returncode}; {LIBRARIES}")
    return line.result()


def cpu_of(process: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(process: int) -> float:
    """Megabytes of memory that a process holds now."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def ratio(runs: Rounds, side: str, base: str, figure: Callable[[Run], float]) -> float:
    """The median over the rounds of one side's figure to the other's."""
    return median(figure(ours) / figure(theirs) for ours, theirs in zip(runs[side], runs[base], strict=True))


def verdict(text: str, figure: float, bound: float, *, most: bool) -> None:
    """A figure beside its target."""
    met = figure <= bound if most else figure >= bound
    say(f"  {text}: {figure:.2f} (target {'at most' if most else 'at least'} {bound:g}: {_met(met)})")


def _met(met: bool) -> str:
    return "met" if met else "MISSED"


async def once(bench: Bench) -> None:
    """Throughput and CPU while Telegram answers at once."""
    warm, presses = (300, 1500) if bench.short else (500, 4000)
    plan = bench.plan(CROWD, presses, warm)
    runs = await bench.compared((PRODUCT, plan), (PLAIN, plan), (AIOGRAM, plan))
    say(f"== once: Telegram answers at once, {CROWD} people, {presses} presses a round")
    for line in _speeds(runs):
        say(line)
    for base in (PLAIN, AIOGRAM):
        say(f"  to {base}: throughput {ratio(runs, PRODUCT, base, lambda run: run.rate):.2f}")
    verdict("throughput to the plain bot", ratio(runs, PRODUCT, PLAIN, _rate), TIMES_AT_ONCE, most=False)
    verdict("CPU a press to the plain bot", ratio(runs, PRODUCT, PLAIN, _cpu), CPU_SHARE, most=True)
    say(f"  CPU a press to aiogram: {ratio(runs, PRODUCT, AIOGRAM, _cpu):.2f}")


async def slow(bench: Bench) -> None:
    """Throughput while every answer of Telegram takes 50 ms."""
    few, presses = (60, 1500) if bench.short else (120, 4000)
    quick = bench.plan(CROWD, presses, 500, latency=LATENCY)
    runs = await bench.compared(
        (PRODUCT, quick), (PLAIN, bench.plan(CROWD, few, 20, latency=LATENCY)), (AIOGRAM, quick)
    )
    say(f"== slow: {LATENCY * 1000:.0f} ms an answer; {presses} presses a round, {few} for the plain bot")
    for line in _speeds(runs):
        say(line)
    verdict("throughput to the plain bot", ratio(runs, PRODUCT, PLAIN, _rate), TIMES_SLOW, most=False)
    say(f"  throughput to aiogram: {ratio(runs, PRODUCT, AIOGRAM, _rate):.2f}")


async def paced(bench: Bench) -> None:
    """How long a press waits for its edit while presses come at a steady rate that every bot bears."""
    for rate in (30, 100):
        plan = bench.plan(CROWD, rate * (15 if bench.short else 30), rate, rate=rate)
        runs = await bench.compared((PRODUCT, plan), (PLAIN, plan), (AIOGRAM, plan))
        say(f"== paced: {rate} presses a second; milliseconds until answered and edited")
        for side, those in runs.items():
            middle, high = (
                median(figure) * 1000 for figure in ([r.middle for r in those], [r.p99 for r in those])
            )
            say(f"  {side:20} p50 {middle:6.1f}   p99 {high:6.1f}")
        verdict("p99 to the plain bot", ratio(runs, PRODUCT, PLAIN, lambda run: run.p99), 1, most=True)


async def start(bench: Bench) -> None:
    """From the start of the process until the first press is answered and edited."""
    plan = bench.plan(1, 1, calm=0)
    runs = await bench.compared((PRODUCT, plan), (PLAIN, plan), (AIOGRAM, plan))
    say("== start: seconds from nothing to the first press answered and edited")
    for side, those in runs.items():
        say(f"  {side:20} {median(_started(run) for run in those):6.2f}")
    verdict("to the plain bot", ratio(runs, PRODUCT, PLAIN, _started), START_SHARE, most=True)


async def memory(bench: Bench) -> None:
    """What the product holds after more and more presses."""
    marks = (1_000, 10_000, 20_000) if bench.short else (1_000, 10_000, 50_000, 100_000, 200_000)
    run = await bench.run(PRODUCT, bench.plan(10_000, marks[-1], *marks[:-1]))
    say("== memory: megabytes after so many presses by 10,000 people")
    for mark in run.marks:
        say(f"  {mark.presses:9,} {mark.megabytes:7.1f}")
    verdict("at the end", run.marks[-1].megabytes, MOST_MB, most=True)
    say(f"  grown since {run.marks[1].presses:,}: {run.marks[-1].megabytes - run.marks[1].megabytes:+.1f}")


async def cases(bench: Bench) -> None:
    """Throughput with few and with many people stored."""
    few, many = 1_000, 100_000 if bench.short else 1_000_000
    presses = 1500 if bench.short else 5000
    rates: dict[int, list[float]] = {few: [], many: []}
    for _ in range(bench.rounds):
        for people, found in rates.items():
            found.append((await bench.run(PRODUCT, bench.plan(people, presses, 500))).rate)
    say(f"== cases: presses a second with {few:,} and with {many:,} people stored, one order each")
    say(f"  {median(rates[few]):.0f} and {median(rates[many]):.0f}")
    fall = 1 - median(after / before for before, after in zip(rates[few], rates[many], strict=True))
    verdict("falls by", fall, FALL, most=True)


PARTS = {part.__name__: part for part in (once, slow, paced, start, memory, cases)}


def _rate(run: Run) -> float:
    return run.rate


def _cpu(run: Run) -> float:
    return run.cpu


def _started(run: Run) -> float:
    return run.marks[-1].since_start


def _speeds(runs: Rounds) -> Iterator[str]:
    for side, those in runs.items():
        rate, cpu = median(map(_rate, those)), median(map(_cpu, those)) * 1000
        yield f"  {side:20} {rate:7.1f} presses a second {cpu:7.2f} ms of CPU each"


async def main(arguments: list[str]) -> None:
    """Measures the parts that were asked for."""
    wanted = [name for name in arguments if name in PARTS] or list(PARTS)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), short="short" in arguments)
        for name in wanted:
            await PARTS[name](bench)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
