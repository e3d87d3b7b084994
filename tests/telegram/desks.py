"""Desks for tests: one that echoes, and what can be asked of it."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime

from bot.desk import Fetch, Received
from bot.dialogue.events import Shown, Started, Typed
from bot.dialogue.outcome import Paper
from bot.dialogue.state import Person
from bot.papers.file import File
from bot.store.contract import Acknowledge, Key, Show, Store
from bot.telegram.api import Api
from bot.telegram.sight import Sight

NOW = datetime(2026, 11, 21, tzinfo=UTC)
KEYBOARD = ((Key("Home", data="h", style="primary"),),)


class EchoDesk:
    """Says every text back with a button, edits the screen whose button is pressed, and keeps the person.

    A text in `broken` fails for ever; a person in `held` waits for their event before their turn.
    """

    def __init__(self, store: Store) -> None:
        self.handled: list[Received] = []
        self.broken: set[str] = set()
        self.tried: list[str] = []
        self.sorry = True
        self.unread: set[int] = set()
        self.held: dict[int, asyncio.Event] = {}
        self.began: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self._store = store

    async def handle(self, received: Received) -> None:
        self.began[received.person_id].set()
        if received.person_id in self.held:
            await self.held[received.person_id].wait()
        self.tried.append(said(received))
        if said(received) in self.broken:
            raise RuntimeError(said(received))
        await self._answer(received, said(received))

    async def apologise(self, received: Received) -> None:
        if not self.sorry:
            raise RuntimeError(said(received))
        await self._answer(received, "sorry")

    async def left_out(self, person_id: int) -> None:
        async with self._store.visit(person_id, NOW) as turn:
            turn.send(Show("too much at once", KEYBOARD))

    async def reads_pictures(self, person_id: int) -> bool:
        return person_id not in self.unread

    async def paper(self, person_id: int, paper: Paper, fetch: Fetch) -> File | Show:
        return await no_papers(person_id, paper, fetch)

    async def stands(self, person_id: int, paper: Paper) -> bool:
        return person_id > 0 and bool(paper.cases)

    async def regret(self, person_id: int) -> Show:
        return Show(f"sorry, {person_id}")

    async def _answer(self, received: Received, text: str) -> None:
        async with self._store.turn(received.person_id, received.update_id, NOW, received.fresh) as turn:
            if turn is None:
                return
            self.handled.append(received)
            turn.save(turn.person or Person(received.person_id))
            if received.query_id:
                turn.send(Acknowledge(received.query_id))
            turn.send(Show(text, KEYBOARD, received.message_id))


async def no_papers(person_id: int, paper: Paper, fetch: Fetch) -> File | Show:
    """What nobody asks for here."""
    return Show(f"no {paper.kind} for {person_id}")


class NoPapers:
    """Makes no papers: nobody asks for one here."""

    async def paper(self, person_id: int, paper: Paper, fetch: Fetch) -> File | Show | None:
        return await no_papers(person_id, paper, fetch)

    async def stands(self, person_id: int, paper: Paper) -> bool:
        return person_id > 0 and bool(paper.cases)

    async def regret(self, person_id: int) -> Show:
        return Show(f"sorry, {person_id}")


def blind() -> Sight:
    """What no picture is ever given to."""
    return Sight(Api("7:nobody", "http://localhost"), lambda: None)


def said(received: Received) -> str:
    match received.event:
        case Typed(text) | Started(text):
            return text or "(start)"
        case Shown(kind, caption):
            return f"{kind}: {caption}"
        case other:
            return str(other)
