"""One person's turn inside a transaction that the store opened and will end."""

import math
from datetime import UTC, datetime

import aiosqlite

from bot.dialogue.outcome import Report
from bot.dialogue.state import Case, Person
from bot.store import ledger
from bot.store.contract import Acknowledge, Call, Hand, Offer, Pin, Redraw, Retire, Show, Unpin
from bot.store.records import (
    call_text,
    case_of,
    case_text,
    moment_text,
    person_of,
    person_text,
    report_text,
)

SAVE_PERSON = """
    INSERT INTO person (id, record, due, board_digest) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE
    SET record = excluded.record, due = excluded.due, board_digest = excluded.board_digest
"""
SAVE_CASE = """
    INSERT INTO orders (person_id, id, version, record) VALUES (?, ?, ?, ?)
    ON CONFLICT (person_id, id) DO UPDATE SET version = excluded.version, record = excluded.record
"""
FORGET = (
    "DELETE FROM orders WHERE person_id = ?",
    "DELETE FROM person WHERE id = ?",
    "DELETE FROM outbox WHERE person_id = ?",
)
FORGET_UPDATES = """
    UPDATE inbox SET done = 1, raw = NULL, person_id = NULL
    WHERE person_id = ? AND (done OR update_id <= ?)
"""
"""What arrived after the wish to be forgotten is a new beginning, and is answered."""

SUPERSEDED_EDITS = """
    DELETE FROM outbox WHERE person_id = ? AND tries = 0
    AND json_extract(call, '$.show') IS NOT NULL AND json_extract(call, '$.edit') = ?
"""
REPEATED_RETIRES = "DELETE FROM outbox WHERE person_id = ? AND json_extract(call, '$.retire') = ?"
REPEATED_PAPERS = "DELETE FROM outbox WHERE person_id = ? AND tries = 0 AND call = ?"
SUPERSEDED_REDRAWS = """
    DELETE FROM outbox WHERE person_id = ? AND tries = 0 AND json_extract(call, '$.redraw') IS NOT NULL
"""
SUPERSEDED_PINS = """
    DELETE FROM outbox WHERE person_id = ? AND tries = 0
    AND (json_extract(call, '$.pin') IS NOT NULL OR json_extract(call, '$.unpin') = 0)
"""
CROWDED_SHOWS = """
    DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox WHERE person_id = ? AND tries = 0
        AND json_extract(call, '$.show') IS NOT NULL AND json_extract(call, '$.edit') IS NULL
        ORDER BY id DESC LIMIT -1 OFFSET ?
    )
"""
MOST_WAITING_SHOWS = 50
"""A person who writes faster than one may be answered gets the newest answers."""


class SqliteTurn:
    """Remembers what the desk asks for; `finish` writes it, and only what changed.

    After `erase` and `save` in one turn the later one stands; sends of this turn always stay.
    """

    def __init__(self, db: aiosqlite.Connection, person_id: int, now: datetime) -> None:
        self.person: Person | None = None
        self.screen: int | None = None
        self.due: datetime | None = None
        self.board: int | None = None
        self.board_digest = ""
        self.forgot = False
        self._db = db
        self._person_id = person_id
        self._now = now
        self._kept: Person | None = None
        self._kept_beside: tuple[datetime | None, str] = (None, "")
        self._calls: list[Call] = []
        self._reports: list[Report] = []

    @classmethod
    async def begin(cls, db: aiosqlite.Connection, person_id: int, now: datetime) -> "SqliteTurn":
        """Reads the person, inside the transaction."""
        turn = cls(db, person_id, now)
        query = "SELECT record, screen, due, board, board_digest FROM person WHERE id = ?"
        for record, screen, due, board, digest in await db.execute_fetchall(query, (person_id,)):
            turn.person = turn._kept = person_of(person_id, record, await cases_of(db, person_id))
            turn.screen, turn.board, turn.board_digest = screen, board, digest
            turn.due = None if due is None else datetime.fromtimestamp(due, UTC)
            turn._kept_beside = turn.due, digest
        return turn

    @property
    def _beside(self) -> tuple[datetime | None, str]:
        """What is kept beside a person's record."""
        return self.due, self.board_digest

    def save(self, person: Person, due: datetime | None = None) -> None:
        if person.id != self._person_id:
            raise ValueError("a turn saves its own person only")
        self.person, self.due = person, due

    def erase(self) -> None:
        self.person = self._kept = None
        self.forgot = True

    def report(self, report: Report) -> None:
        self._reports.append(report)

    def send(self, call: Call) -> None:
        self._calls.append(call)

    async def finish(self, update_id: int | None) -> None:
        """Writes everything of this turn and ends its update, if it has one."""
        if self.forgot:
            await self._forget(update_id)
        if self.person is not None and (self.person, self._beside) != (self._kept, self._kept_beside):
            await self._write(self.person)
        await self._queue()
        made = moment_text(self._now)
        rows = [(made, report_text(report)) for report in self._reports]
        await self._db.executemany("INSERT INTO report (made, record) VALUES (?, ?)", rows)
        if update_id is not None:
            await ledger.mark_done(self._db, update_id)

    async def _forget(self, update_id: int | None) -> None:
        for statement in FORGET:
            await self._db.execute(statement, (self._person_id,))
        if update_id is not None:
            await self._db.execute(FORGET_UPDATES, (self._person_id, update_id))

    async def _write(self, person: Person) -> None:
        record = person_text(person)
        if self._kept is None or self._beside != self._kept_beside or record != person_text(self._kept):
            due = None if self.due is None else math.ceil(self.due.timestamp())
            await self._db.execute(SAVE_PERSON, (person.id, record, due, self.board_digest))
        before = self._kept.cases if self._kept else {}
        changed = [case for case in person.cases.values() if case != before.get(case.id)]
        await self._db.executemany(SAVE_CASE, [_case_row(person, case) for case in changed])
        gone = [(person.id, case_id) for case_id in before.keys() - person.cases.keys()]
        await self._db.executemany("DELETE FROM orders WHERE person_id = ? AND id = ?", gone)

    async def _make_room(self, call: Call) -> None:
        """Takes out what waits and is overtaken by a call, so that nobody's queue grows without end."""
        match call:
            case Show(edit=None):
                await self._db.execute(CROWDED_SHOWS, (self._person_id, MOST_WAITING_SHOWS))
            case Show(edit=message_id):
                await self._db.execute(SUPERSEDED_EDITS, (self._person_id, message_id))
            case Retire(message_id):
                await self._db.execute(REPEATED_RETIRES, (self._person_id, message_id))
            case Pin():
                await self._db.execute(SUPERSEDED_PINS, (self._person_id,))
            case Redraw():
                await self._db.execute(SUPERSEDED_REDRAWS, (self._person_id,))
            case Hand():
                await self._db.execute(REPEATED_PAPERS, (self._person_id, call_text(call)))
            case Acknowledge() | Offer() | Unpin():
                return

    async def _queue(self) -> None:
        for call in self._calls:
            await self._make_room(call)
        rows = [
            (self._person_id, _urgency(call), call_text(call), moment_text(self._now)) for call in self._calls
        ]
        await self._db.executemany(
            "INSERT INTO outbox (person_id, urgent, call, made) VALUES (?, ?, ?, ?)", rows
        )


def _urgency(call: Call) -> int:
    """Answers to taps go first, then what a tap changes on the screen; papers take their time and go last."""
    match call:
        case Acknowledge() | Offer():
            return 2
        case Show(edit=int()):
            return 1
        case Hand():
            return -1
        case _:
            return 0


def _case_row(person: Person, case: Case) -> tuple[int, int, str, str]:
    """The order with the version it was last advised under; none for one that is closed."""
    version = case.advised.version if case.advised and case.outcome is None else ""
    return person.id, case.id, version, case_text(case)


async def cases_of(db: aiosqlite.Connection, person_id: int) -> dict[int, Case]:
    """A person's orders by their numbers."""
    query = "SELECT id, record FROM orders WHERE person_id = ? ORDER BY id"
    rows = await db.execute_fetchall(query, (person_id,))
    return {case_id: case_of(case_id, record) for case_id, record in rows}
