"""The desk: one transaction, one step, the result kept together with what must be sent."""

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from secrets import randbits
from typing import TYPE_CHECKING

from bot.dialogue.events import Event, Queried, Shown, Trouble, Typed
from bot.dialogue.evidence import exhibit_of
from bot.dialogue.outcome import Paper
from bot.dialogue.reach import is_collecting
from bot.dialogue.reading import Reading
from bot.dialogue.remind import Reminded, due_at, reminded
from bot.dialogue.revised import fitting, revised
from bot.dialogue.screen import Text
from bot.dialogue.screens.dates import board
from bot.dialogue.screens.reminder import reminder
from bot.dialogue.sharing import Card, cards
from bot.dialogue.state import How, Language, Person, language_of
from bot.dialogue.step import Step, newcomer, screen_of, step
from bot.dialogue.world import World
from bot.dialogue.zones import zone_of
from bot.failure import where
from bot.papers.file import File
from bot.papers.making import make_paper
from bot.store.contract import (
    Acknowledge,
    Hand,
    Incoming,
    Key,
    Offer,
    Piece,
    Pin,
    Redraw,
    Show,
    Store,
    Turn,
    Unpin,
)
from bot.texts.render import Face, render
from bot.texts.say import Words
from rules.policy import Policy

if TYPE_CHECKING:
    from bot.understand.reader import Reader
FRESH_BITS = 30
FALLBACK: Language = "en"
LONGEST_TOAST = 200
LONGEST_READ_AT_ONCE = 200
"""Characters: so many are read in some three milliseconds."""

SWITCH_SECONDS = 0.0001
"""How long whoever waits for the interpreter waits while a long text is read; else it is fifty times that."""

REST_SECONDS = 0.004
"""How long a long text is left alone between two parts of it: a tap of somebody else takes that long."""

MOST_PIECES = 50
"""Telegram takes no more in one answer."""

LARGEST_FETCHED = 20 * 1024 * 1024
"""Bytes: Telegram gives a bot no larger file."""

LARGEST_SENT = 45 * 1024 * 1024
"""Bytes: Telegram takes no larger file from a bot, and a case file holds more than its exhibits."""

Fetch = Callable[[str], Awaitable[bytes | None]]
"""Gets a file by Telegram's id; None where Telegram does not give it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by Telegram's id and size, with its text once it was looked at."""

    file_id: str
    size: int
    text: str = ""
    trouble: Trouble = ""


@dataclass(frozen=True, slots=True)
class Received:
    """An event with where it came from: the pressed message and the query to answer, if it was a press."""

    update_id: int
    person_id: int
    event: Event | Queried
    language_code: str | None
    message_id: int | None = None
    query_id: str | None = None
    picture: Picture | None = None
    fresh: Incoming | None = None
    """The update itself, where the store may not keep it yet."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The use case. It knows no Telegram and no database, only their contracts."""

    store: Store
    policy: Policy
    words: Words
    clock: Callable[[], datetime]
    reader: "Callable[[], Reader]"
    """Made when it is first needed: the words of three languages take a moment to load."""
    aside: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """Held while a long text is read."""

    async def handle(self, received: Received) -> None:
        """Takes the person one step on; keeps the result and what must be sent in one transaction."""
        world = World(self.policy, self.clock(), randbits(FRESH_BITS))
        if isinstance(received.event, Queried):
            await self._offer(received, received.event.text, world)
            return
        event = await self._read(received, received.event, world)
        async with self._turn(received, world.now) as turn:
            if turn is None:
                return
            person = self._fitting(turn.person) or newcomer(received.person_id, world)
            person = replace(person, hint=language_of(received.language_code) or person.hint)
            done = step(person, self._pressed(event, person, world), world)
            self._keep(turn, done, world)
            if done.report:
                turn.report(done.report)
            if not done.silent:
                self._send(turn, done, received, world)

    def _turn(self, received: Received, now: datetime) -> AbstractAsyncContextManager[Turn | None]:
        return self.store.turn(received.person_id, received.update_id, now, received.fresh)

    async def _offer(self, received: Received, query: str, world: World) -> None:
        """Offers the person's orders as cards for another chat; nothing of the person changes."""
        async with self._turn(received, world.now) as turn:
            if turn is None or not received.query_id:
                return
            person = self._fitting(turn.person)
            language = _language(person, received.language_code)
            found = cards(person, query, world) if person else ()
            pieces = tuple(self._piece(card, language) for card in islice(found, MOST_PIECES))
            turn.send(Offer(received.query_id, pieces, self.words.plain(Text("share.none"), language)))

    def _piece(self, card: Card, language: Language) -> Piece:
        face = render(card.screen, card.language, self.words)
        head, about = (self.words.plain(text, language) for text in (card.title, card.about))
        return Piece(f"{card.case}-{card.language}", head, about, face.html, face.keyboard)

    async def reads_pictures(self, person_id: int) -> bool:
        """Whether what a person photographs now is to be read; evidence is only kept."""
        person = await self.store.person(person_id)
        return person is None or not is_collecting(person)

    async def revise(self, person_id: int) -> bool:
        """Tells somebody, once, if an open order gets another answer since the policy changed.

        Returns whether anything was said.
        """
        world = World(self.policy, self.clock(), randbits(FRESH_BITS))
        async with self.store.visit(person_id, world.now) as turn:
            person = self._fitting(turn.person)
            if person is None:
                return False
            person, screen = revised(person, world)
            self._save(turn, person, world)
            if screen is None:
                return False
            language = person.language or FALLBACK
            turn.send(_show(render(screen, language, self.words, zone_of(person)), None))
            return True

    def _fitting(self, person: Person | None) -> Person | None:
        """A person as kept, as far as this policy knows the words of it."""
        return person and fitting(person, self.policy.vocabulary)

    async def paper(self, person_id: int, paper: Paper, fetch: Fetch) -> File | Show | None:
        """The paper, made of what is kept now; beside the turns, since it may take a second.

        A word of regret where it cannot be made: then the operator finds why in the log. None for somebody
        who is not kept, or whose orders are gone.
        """
        world = World(self.policy, self.clock(), 0)
        person = self._fitting(await self.store.person(person_id))
        if person is None or not _about(person, paper):
            return None
        language = person.language or FALLBACK
        words = self.words.at(zone_of(person))
        try:
            bodies = await self._bodies(person, paper, fetch)
            return await asyncio.to_thread(make_paper, person, paper, bodies, world, words, language)
        except Exception as failure:  # noqa: BLE001 - whoever waits for it is told
            log.error("the paper %s could not be made: %s", paper.kind, where(failure))  # noqa: TRY400
            return self._sorry(language)

    async def stands(self, person_id: int, paper: Paper) -> bool:
        """Whether what a paper is about is kept: nothing is handed over after a deletion."""
        return _about(await self.store.person(person_id), paper)

    async def regret(self, person_id: int) -> Show:
        """Says in the person's language that something could not be done."""
        return self._sorry(_language(await self.store.person(person_id), None))

    async def _bodies(self, person: Person, paper: Paper, fetch: Fetch) -> dict[int, bytes]:
        """The photos that a dossier shows, by the numbers of their exhibits, as far as they can be had."""
        bodies: dict[int, bytes] = {}
        if paper.kind != "dossier":
            return bodies
        exhibits = [
            one for number in paper.cases if number in person.cases for one in person.cases[number].exhibits
        ]
        room = LARGEST_SENT
        for exhibit in (one for one in exhibits if one.file_id):
            if exhibit.size <= min(LARGEST_FETCHED, room) and (body := await fetch(exhibit.file_id)):
                bodies[exhibit.number] = body
                room -= len(body)
        return bodies

    async def apologise(self, received: Received) -> None:
        """Ends an update that could not be handled: the person is told, and nothing else changes."""
        async with self._turn(received, self.clock()) as turn:
            if turn is None:
                return
            if isinstance(received.event, Queried):
                return
            language = _language(turn.person, received.language_code)
            if received.query_id:
                turn.send(Acknowledge(received.query_id))
            turn.send(self._sorry(language))

    def _sorry(self, language: Language) -> Show:
        return Show(self.words.say(Text("notice.sorry"), language), self._homeward(language))

    def _homeward(self, language: Language) -> tuple[tuple[Key, ...], ...]:
        return ((Key(self.words.plain(Text("button.home"), language), data="h"),),)

    async def left_out(self, person_id: int) -> None:
        """Tells somebody who sent more at once than is read; nothing else changes."""
        async with self.store.visit(person_id, self.clock()) as turn:
            language = _language(turn.person, None)
            turn.send(Show(self.words.say(Text("notice.crowd"), language), self._homeward(language)))

    async def _read(self, received: Received, event: Event, world: World) -> Event:
        """The event with its text understood: before the transaction, which is to be short."""
        picture = received.picture
        match event:
            case Typed(text):
                return replace(event, reading=await self._understood(text, "typed", world))
            case Shown():
                seen = picture.text if picture else ""
                event = replace(event, trouble=picture.trouble) if picture else event
                if text := "\n".join(filter(None, (seen, event.caption))):
                    how: How = "pictured" if seen else "forwarded" if event.kind == "forward" else "typed"
                    return replace(event, reading=await self._understood(text, how, world))
        return event

    async def _understood(self, text: str, how: How, world: World) -> Reading:
        """A long text takes a thirtieth of a second: it is read beside the others' turns, one at a time."""
        read = self.reader().read
        if len(text) <= LONGEST_READ_AT_ONCE:
            return read(text, how, world.now)
        async with self.aside:
            usual = sys.getswitchinterval()
            sys.setswitchinterval(SWITCH_SECONDS)
            try:
                return await asyncio.to_thread(read, text, how, world.now, _rest)
            finally:
                sys.setswitchinterval(usual)

    def _pressed(self, event: Event, person: Person, world: World) -> Event:
        """What the person typed themselves may be a button; what they forward or photograph never is.

        Their own words may also name an order of theirs.
        """
        if not isinstance(event, Typed | Shown):
            return event
        if isinstance(event, Typed) and (pressed := self.reader().labels.read(event.text, person, world)):
            return pressed
        if not event.reading.things:
            return event
        return replace(event, reading=self.reader().whose.named(event.reading, person))

    async def remind(self, person_id: int) -> bool:
        """Speaks to a person of what has come due, in one transaction; returns whether anything was said.

        Whoever comes second, in this process or another, finds that nothing is due any more.
        """
        world = World(self.policy, self.clock(), randbits(FRESH_BITS))
        async with self.store.visit(person_id, world.now) as turn:
            person = self._fitting(turn.person)
            if person is None or turn.due is None or turn.due > world.now:
                return False
            done = reminded(person, world)
            self._save(turn, done.person, world)
            if done.found:
                self._speak_up(turn, done, world)
            return bool(done.found)

    def _speak_up(self, turn: Turn, done: Reminded, world: World) -> None:
        screen = reminder(done.person, list(done.found), world)
        face = render(screen, done.person.language or FALLBACK, self.words, zone_of(done.person))
        turn.send(Show(face.html, face.keyboard, silent=not any(one.last for one in done.found)))

    def _keep(self, turn: Turn, done: Step, world: World) -> None:
        if done.erased:
            turn.erase()
            if turn.board_digest or turn.board is not None:
                turn.send(Unpin(turn.board))
        else:
            self._save(turn, done.person, world)

    def _save(self, turn: Turn, person: Person, world: World) -> None:
        """Keeps the person, when to look at them next, and their pinned dates as they are now."""
        turn.save(person, due_at(person, self.policy, world.now))
        if person.pinned:
            face = render(board(person, world), person.language or FALLBACK, self.words, zone_of(person))
            digest = blake2b(repr(face).encode(), digest_size=8).hexdigest()
            if digest != turn.board_digest:
                turn.send(Pin(face.html, face.keyboard))
                turn.board_digest = digest
        elif turn.board_digest:
            turn.send(Unpin(turn.board))
            turn.board_digest = ""

    def _send(self, turn: Turn, done: Step, received: Received, world: World) -> None:
        language = done.person.language or FALLBACK
        if received.query_id:
            toast = self.words.plain(done.notice, language)[:LONGEST_TOAST] if done.notice else ""
            turn.send(Acknowledge(received.query_id, toast, done.alert))
        if done.paper:
            turn.send(Hand(done.paper))
        shown = screen_of(done, world, with_notice=received.query_id is None)
        face = render(shown, language, self.words, zone_of(done.person))
        if done.redraw:
            turn.send(Redraw(face.html, face.keyboard))
            return
        pressed = received.message_id if received.message_id != turn.board else None
        turn.send(_show(face, pressed))


def _rest() -> None:
    time.sleep(REST_SECONDS)


def _about(person: Person | None, paper: Paper) -> bool:
    """Whether the person has an order that the paper is about, and the exhibit if it is one."""
    cases = [person.cases[number] for number in paper.cases if number in person.cases] if person else []
    return any(paper.kind != "exhibit" or exhibit_of(case, paper.number) for case in cases)


def _show(face: Face, edit: int | None) -> Show:
    return Show(face.html, face.keyboard, edit)


def _language(person: Person | None, code: str | None) -> Language:
    return (person.language if person else None) or language_of(code) or FALLBACK
