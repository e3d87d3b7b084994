"""What every store promises, whatever database is under it."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.dialogue.outcome import Paper, Report
from bot.dialogue.state import Person
from bot.texts.render import Key

__all__ = [
    "EVERYBODY",
    "Acknowledge",
    "Call",
    "Hand",
    "Incoming",
    "Key",
    "Offer",
    "Piece",
    "Pin",
    "Redraw",
    "Retire",
    "Send",
    "Sends",
    "Show",
    "Store",
    "StoreFault",
    "Turn",
    "Unpin",
]


EVERYBODY = 0
"""Nobody's id: what is noted under it holds for all."""


class StoreFault(Exception):
    """The store cannot be opened or used; the sentence names the setting and the file."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as it came: its id, whose turn it is (None: nobody's), and the raw JSON text."""

    update_id: int
    person_id: int | None
    raw: str


@dataclass(frozen=True, slots=True)
class Show:
    """A screen on its way out: edits the message `edit`, or is a new message if that is None.

    The new message becomes the person's live screen once it is out, and the one before it loses its keyboard;
    a `silent` one makes no sound.
    """

    html: str
    keyboard: tuple[tuple[Key, ...], ...] = ()
    edit: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Redraw:
    """The live screen shown anew, whichever message it is when the call goes: then `edit` is filled in."""

    html: str
    keyboard: tuple[tuple[Key, ...], ...] = ()
    edit: int | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The answer to a pressed button: nothing, a toast, or an alert to be closed."""

    query_id: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Retire:
    """Takes the keyboard off an old message."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Hand:
    """A paper on its way out: what was asked for. It is made when it goes, of what is known then."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class Pin:
    """The pinned message with the person's dates: edits it, or puts a new one up where there is none.

    `message_id` is filled in when the call is about to be made: by then it is known.
    """

    html: str
    keyboard: tuple[tuple[Key, ...], ...] = ()
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unpin:
    """Takes the pinned message down; `message_id` as with `Pin`, unless it is given."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing offered to be put into another chat: what the person sees of it first, then the message."""

    id: str
    title: str
    about: str
    html: str
    keyboard: tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """The answer to an inline query: what can be put into the chat; `otherwise` where there is nothing."""

    query_id: str
    pieces: tuple[Piece, ...]
    otherwise: str


Call = Offer | Show | Redraw | Acknowledge | Retire | Hand | Pin | Unpin


@dataclass(frozen=True, slots=True)
class Send:
    """A call waiting to be made: its place in the queue, to whom, and how often it was tried."""

    id: int
    person_id: int
    call: Call
    tries: int
    made: datetime


class Sends(NamedTuple):
    """What may go to a person side by side, and whether `more` may wait behind it."""

    now: Sequence[Send]
    more: bool


class Turn(Protocol):
    """One person's turn inside one transaction, which is taken for writing before anything is read."""

    person: Person | None
    """The person as kept, or None for somebody new."""
    screen: int | None
    """The message id of the person's live screen, if there is one."""

    due: datetime | None
    """When the person is next to be spoken to, as kept."""
    board: int | None
    """The message id of the pinned message, if it is up."""
    board_digest: str
    """What stands for the contents of the pinned message, kept with the person; empty while there is none."""

    def save(self, person: Person, due: datetime | None = None) -> None:
        """Keeps the person and their cases as they are now, and when to speak to them next, if ever.

        `board_digest` is kept with them.
        """

    def erase(self) -> None:
        """Forgets the person, their cases, their other kept updates and waiting sends.

        What this turn itself sends is kept; the live screen stays readable, and a new
        one takes its keyboard.
        """

    def report(self, report: Report) -> None:
        """Keeps a report for the operator, apart from the person."""

    def send(self, call: Call) -> None:
        """Puts a call into the outbox, behind those already there."""


class Store(Protocol):
    """The durable state. Every method commits before it returns.

    Several processes may work on a `shared` one. What came to a process, an update that it kept or a send of
    a turn that it took, is its own to bring to an end, and passes to another once it lives no more.
    """

    shared: bool
    """Whether other processes may be at work on the same state."""

    left: asyncio.Event
    """Set when another process has left updates to whoever takes them up."""

    async def leads(self) -> bool:
        """Whether it falls to this process to fetch updates. One has that right at a time, and keeps it.

        It is taken where nobody has it, and ends with the process. Raises StoreFault if another process has
        it and only one may be at work on this state.
        """

    async def keep(self, updates: Sequence[Incoming]) -> None:
        """Keeps raw updates; one that waits or was done is left as it is.

        An id done before that comes back with other content is new: ids may start again.
        """

    async def share(self, updates: Sequence[Incoming]) -> Sequence[Incoming]:
        """Keeps, for each other process at work, an equal part of the updates that came to this one.

        Returns the rest, which is ours and is not kept yet.
        """

    async def next_offset(self) -> int | None:
        """One more than the highest update id ever kept, or None."""

    async def pending(self) -> Sequence[Incoming]:
        """The updates kept and not done, in the order of their ids."""

    async def adopt_updates(self) -> Sequence[Incoming]:
        """Makes ours the pending updates that no living process holds, in the order of their ids.

        A part of them, if there are many. Where no other process works, all that are pending.
        """

    async def adopt_sends(self) -> Sequence[int]:
        """Makes ours the sends that no living process holds; for whom they are, the longest-waiting first.

        Where no other process works, all that wait.
        """

    async def earlier(self, person_id: int, update_id: int) -> bool:
        """Whether another process has yet to end an update that the person sent before this one."""

    def claim(self, person_id: int) -> AbstractAsyncContextManager[bool]:
        """The right to make calls for a person, which one process has at a time; False if another has it now.

        It ends with the process that has it.
        """

    async def companions(self) -> int:
        """How many processes are at work on this state, this one among them."""

    def turn(
        self, person_id: int, update_id: int, now: datetime, fresh: Incoming | None = None
    ) -> AbstractAsyncContextManager["Turn | None"]:
        """A transaction that ends the update: kept on a clean exit, undone on an exception.

        None where the update was done before: nothing is to be done again. `now` dates the sends.
        `fresh` is the update itself where it may not be kept yet: then this keeps it too, as done.
        """

    async def skip(self, update_id: int, reason: str) -> None:
        """Marks an update done without a turn: nobody's, or unreadable. The raw text is dropped."""

    async def failed(self, update_id: int) -> int:
        """Counts a failed try of an update; returns how many there were."""

    async def waiting(self) -> Sequence[int]:
        """The people for whom a send waits, the longest-waiting first."""

    async def next_send(self, person_id: int) -> Send | None:
        """The first call waiting for a person; answers to taps and queries go before all others."""

    async def next_sends(self, person_id: int) -> Sends:
        """What may go to a person side by side: the answers to taps that wait, then the first other call."""

    async def sent(self, send: Send, message_id: int | None) -> bool:
        """The call is out. A new message's id becomes the live screen, or the pinned message, of a person.

        Returns whether more waits because of it: a screen that was live before is to lose its keyboard.
        """

    async def dropped(self, send_id: int, reason: str) -> None:
        """The call will never be out (refused for good); it is taken from the queue."""

    async def retried(self, send_id: int) -> None:
        """Counts a try that may succeed later."""

    async def pause(self, person_id: int, seconds: float) -> None:
        """Telegram wants nothing said to a person, or to EVERYBODY, for so long; a longer pause stands."""

    async def pauses(self) -> Mapping[int, float]:
        """Who is not to be spoken to, whichever process was told so, and for how many seconds yet."""

    def visit(self, person_id: int, now: datetime) -> AbstractAsyncContextManager["Turn"]:
        """A turn without an update: for what the assistant says of its own accord."""

    async def advised_otherwise(self, version: str) -> Sequence[int]:
        """The people with an open order that was last advised under another version of the policy."""

    async def due(self, now: datetime, most: int) -> Sequence[int]:
        """The people who are to be spoken to by `now`, the longest-waiting first, at most so many."""

    async def put_off(self, person_id: int, due: datetime) -> None:
        """Speaks to a person later: what is due for them could not be said."""

    async def unreachable(self, person_id: int) -> None:
        """Nothing reaches this person: nothing is due for them until they come back."""

    async def person(self, person_id: int) -> Person | None:
        """The person as kept now, with their cases."""

    async def reports(self) -> Sequence[tuple[datetime, Report]]:
        """All kept reports, the newest first."""

    async def close(self) -> None:
        """Finishes what is under way and closes the database."""
