"""Bots killed at random moments while people write and tap, and what became of all they told."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.app import LOCALES, POLICY
from bot.dialogue import actions, routes
from bot.dialogue.address import Target, decode, encode
from bot.dialogue.naming import told_line
from bot.dialogue.state import Case
from bot.sandbox import Press, Sandbox, User
from bot.store.contract import Show
from bot.store.places import open_store
from bot.texts.say import Words
from rules.facts import Choice
from rules.loader import load
from tests.patience import PATIENCE_SECONDS
from tests.store.outboxes import waiting_calls
from tests.telegram.bots import Bots, all_answered, bots_at, said, written

TOKEN = "7:token-of-the-kills"
FACTS = ("debited", "button", "why", "tracking", "condition", "method")
NOW = datetime(2026, 11, 21, tzinfo=UTC)
PAUSE_SECONDS = 0.05
LONGEST_LIFE = 1.0
"""Seconds from the moment when all are at work to the next kill."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One way to run the product."""

    webhook: bool
    kind: str
    processes: int

    def __str__(self) -> str:
        return f"{'webhook' if self.webhook else 'polling'} {self.kind} {self.processes}"


CELLS = tuple(
    Cell(webhook, kind, processes)
    for kind, processes in (("sqlite", 1), ("postgres", 1), ("postgres", 3))
    for webhook in (False, True)
)


@dataclass
class Taps:
    """The answers that one person tapped to one question, in their order."""

    presses: list[Press] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    _sure: int = -1

    def note(self, answers: Mapping[str, object]) -> None:
        """Minds which was the last one that the bot has answered."""
        for place in range(len(self.presses) - 1, self._sure, -1):
            if self.presses[place].id in answers:
                self._sure = place
                return

    def may_be(self) -> set[str | None]:
        """What may be kept: the last one that was answered, or a later one."""
        return {None, *self.values} if self._sure < 0 else {*self.values[self._sure :]}


@dataclass
class Found:
    """What became of what people wrote and tapped."""

    kills: int = 0
    updates: int = 0
    lost: int = 0
    pending: int = 0
    doubled: int = 0
    strays: int = 0
    """Said twice although no kill came while they were on their way."""
    in_flight: int = 0
    """Messages that Telegram had taken when a process was killed and that were still to be noted as sent."""
    disordered: int = 0
    facts_lost: int = 0
    waits: list[float] = field(default_factory=list)


class Buyer:
    """Writes numbers, which are said back, and taps answers to questions about an order."""

    def __init__(self, user: User, values: Mapping[str, tuple[str, ...]]) -> None:
        self.user = user
        self.taps = {fact: Taps() for fact in values}
        self.in_flight: set[str] = set()
        self.presses: list[Press] = []
        self._values = values
        self._dice = random.Random(user.id)  # noqa: S311
        self.case = self._screen = 0

    async def begin(self) -> None:
        """An order with its status, on a screen that is edited from then on."""
        await self.user.send_text("/new")
        picker = await self.user.next_message()
        self._screen = picker.message_id
        beginning = [decode(str(key["callback_data"])) for row in picker.rows for key in row]
        self.case = next(one.case for one in beginning if isinstance(one, actions.Open))
        await (await self._press(actions.Open(self.case, "awaiting_shipment"))).answer()

    async def go_on(self, over: asyncio.Event, found: Found) -> None:
        """Writes and taps, mostly without waiting; now and then waits for all answers, with the seconds."""
        number = 0
        while not over.is_set():
            for _ in range(5):
                number += 1
                await self.user.send_text(str(number))
                await self._tell(self._dice.choice(FACTS))
                await asyncio.sleep(PAUSE_SECONDS)
            begun = perf_counter()
            with suppress(TimeoutError):
                await all_answered(self.user)
                await self.user.until(lambda: not self.unanswered(), PATIENCE_SECONDS, "taps unanswered")
            found.waits.append(perf_counter() - begun)

    async def missing(self, words: Words) -> int:
        """How many of the last answers the bot does not show on the screen of all answers."""
        case = Case(self.case, 1, NOW)
        for fact, taps in self.taps.items():
            if taps.values:
                case = case.tell(fact, taps.values[-1], NOW, "tapped")
        lines = [words.plain(told_line(case, fact), "en") for fact in case.told]
        await self._press(routes.Answers(self.case))
        with suppress(TimeoutError):
            await self.user.wait(lambda _: all(line in self._text() for line in lines))
        return sum(line not in self._text() for line in lines)

    async def _tell(self, fact: str) -> None:
        value = self._dice.choice(self._values[fact])
        self.taps[fact].presses.append(await self._press(actions.Tell(self.case, fact, value)))
        self.taps[fact].values.append(value)

    def unanswered(self) -> int:
        """How many taps wait for their answer: Telegram takes one for each."""
        return sum(press.id in self.user.state.queries.rows for press in self.presses)

    async def _press(self, target: Target) -> Press:
        self.presses.append(await self.user.press_data(self._screen, encode(target)))
        return self.presses[-1]

    def _text(self) -> str:
        return next(bubble.text for bubble in self.user.chat if bubble.message_id == self._screen)


async def killed(cell: Cell, kills: int, people: int, folder: Path) -> Found:
    """What became of everything that was told while processes were killed."""
    policy, found = load(POLICY), Found()
    values = {}
    for name in FACTS:
        fact = policy.vocabulary[name]
        assert isinstance(fact, Choice)
        values[name] = fact.values
    sandbox = Sandbox(TOKEN)
    await sandbox.start()
    sandbox.limits.burst = 0
    sandbox.limits.answer_within = 3600
    buyers = [Buyer(sandbox.user(number), values) for number in range(1, people + 1)]
    try:
        async with bots_at(sandbox, folder, cell.processes, kind=cell.kind, webhook=cell.webhook) as bots:
            await asyncio.gather(*(buyer.begin() for buyer in buyers))
            over = asyncio.Event()
            chats = [asyncio.create_task(buyer.go_on(over, found)) for buyer in buyers]
            await _kill(bots, kills, buyers, found)
            over.set()
            await asyncio.gather(*chats)
            found.facts_lost += await _forgotten(bots, buyers)
            words = Words.load(LOCALES)
            found.facts_lost += sum([await buyer.missing(words) for buyer in buyers])
            found.pending = await _pending(bots)
    finally:
        await sandbox.stop()
    for buyer in buyers:
        _count(buyer, found)
    return found


async def _kill(bots: Bots, kills: int, buyers: list[Buyer], found: Found) -> None:
    dice = random.Random(7)  # noqa: S311 - the same moments every time
    for _ in range(kills):
        await asyncio.sleep(dice.uniform(0.0, LONGEST_LIFE))
        number = dice.randrange(len(bots.processes))
        assert bots.processes[number].returncode is None, "it ended by itself"
        await bots.freeze(number)
        await _on_their_way(bots, buyers, found)
        await bots.kill(number)
        found.kills += 1
        await bots.begin(number)
        found.facts_lost += await _forgotten(bots, buyers)


async def _on_their_way(bots: Bots, buyers: list[Buyer], found: Found) -> None:
    """Minds what Telegram has taken and no process has noted as sent."""
    calls = await waiting_calls(bots.database)
    for buyer in buyers:
        theirs = [call for person_id, call in calls if person_id == buyer.user.id]
        waiting = {call.html for call in theirs if isinstance(call, Show) and call.edit is None}
        taken = waiting & set(said(buyer.user))
        buyer.in_flight |= taken
        found.in_flight += len(taken)


async def _forgotten(bots: Bots, buyers: list[Buyer]) -> int:
    """How many answers were told and are not kept."""
    for buyer in buyers:
        for taps in buyer.taps.values():
            taps.note(buyer.user.state.answers)
    store = await open_store(bots.database)
    people = [await store.person(buyer.user.id) for buyer in buyers]
    await store.close()
    return sum(
        person is None or person.cases[buyer.case].value(fact) not in taps.may_be()
        for buyer, person in zip(buyers, people, strict=True)
        for fact, taps in buyer.taps.items()
    )


async def _pending(bots: Bots) -> int:
    """How much is neither done nor out after a while."""
    store = await open_store(bots.database)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await store.pending() or await store.waiting():
                await asyncio.sleep(0.1)
    except TimeoutError:
        return len(await store.pending()) + len(await store.waiting())
    else:
        return 0
    finally:
        await store.close()


def _count(buyer: Buyer, found: Found) -> None:
    asked, answers = written(buyer.user), Counter(said(buyer.user))
    doubled = {text: count - 1 for text, count in answers.items() if count > 1}
    found.updates += len(asked) + len(buyer.presses)
    found.lost += len(set(asked) - set(answers)) + buyer.unanswered()
    found.doubled += sum(doubled.values())
    found.strays += len(doubled.keys() - buyer.in_flight)
    found.disordered += list(dict.fromkeys(said(buyer.user))) != asked
