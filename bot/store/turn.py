"""One person's turn inside a transaction that the store opened and will end."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.dialogue.outcome import Report
from bot.dialogue.state import Case, Person
from bot.store import ledger
from bot.store.contract import Acknowledge, Call, Hand, Offer, Retire, Show
from bot.store.database import Database, Query, Row
from bot.store.overtaking import Waiting, overtaken
from bot.store.records import (
    call_of,
    call_text,
    case_of,
    case_text,
    moment_text,
    person_of,
    person_text,
    report_text,
)

FIND_PERSON = """
    SELECT orders.id, orders.record, person.record, screen, due, board, board_digest
    FROM person LEFT JOIN orders ON orders.person_id = person.id WHERE person.id = ? ORDER BY orders.id
"""
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
    UPDATE inbox SET done = TRUE, raw = NULL, person_id = NULL
    WHERE person_id = ? AND (done OR update_id <= ?)
"""
"""What arrived after the wish to be forgotten is a new beginning, and is answered."""

MOST_REPORTS = 10_000
OLD_REPORTS = "DELETE FROM report WHERE id <= (SELECT max(id) FROM report) - ?"
"""Nobody reads more, and one person can tap on: the oldest go."""

ANSWER = 2
"""The urgency of an answer to a tap or a query, which nothing overtakes."""

QUEUE = "SELECT id, tries > 0, call FROM outbox WHERE person_id = ? AND urgent < ? ORDER BY id"
SEND = "INSERT INTO outbox (person_id, urgent, call, made) VALUES (?, ?, ?, ?)"


class StoredTurn:
    """Remembers what the desk asks for; `finish` writes it, and only what changed.

    After `erase` and `save` in one turn the later one stands; sends of this turn always stay.
    """

    def __init__(
        self, db: Database, person_id: int, now: datetime, update_id: int | None, queue: Sequence[Row]
    ) -> None:
        self.person: Person | None = None
        self.screen: int | None = None
        self.due: datetime | None = None
        self.board: int | None = None
        self.board_digest = ""
        self.forgot = False
        self._db = db
        self._person_id = person_id
        self._now = now
        self._update_id = update_id
        self._waiting = queue
        self._kept: Person | None = None
        self._kept_beside: tuple[datetime | None, str] = (None, "")
        self._calls: list[Call] = []
        self._reports: list[Report] = []

    @classmethod
    async def begin(
        cls, db: Database, person_id: int, now: datetime, update_id: int | None = None
    ) -> "StoredTurn | None":
        """Reads the person and what waits for them, inside the transaction; None if the update is done."""
        done, rows, queue = await db.answers(
            Query(ledger.IS_DONE, (update_id,)),
            Query(FIND_PERSON, (person_id,)),
            Query(QUEUE, (person_id, ANSWER)),
        )
        if done:
            return None
        turn = cls(db, person_id, now, update_id, queue)
        if rows:
            turn.person = turn._kept = person_in(person_id, rows)
            *_, turn.screen, due, turn.board, turn.board_digest = rows[0]
            turn.due = None if due is None else datetime.fromtimestamp(due, UTC)
            turn._kept_beside = turn.due, turn.board_digest
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

    async def finish(self) -> None:
        """Writes everything of this turn."""
        if self.forgot:
            await self._forget()
        if self.person is not None and (self.person, self._beside) != (self._kept, self._kept_beside):
            await self._write(self.person)
        await self._queue()
        made = moment_text(self._now)
        rows = [(made, report_text(report)) for report in self._reports]
        await self._db.many("INSERT INTO report (made, record) VALUES (?, ?)", rows)
        if rows:
            await self._db.execute(OLD_REPORTS, MOST_REPORTS)

    async def _forget(self) -> None:
        for statement in FORGET:
            await self._db.execute(statement, self._person_id)
        if self.screen is not None and any(
            isinstance(call, Show) and call.edit is None for call in self._calls
        ):
            self._calls.append(Retire(self.screen))  # nobody will know of it any more
        if self._update_id is not None:
            await self._db.execute(FORGET_UPDATES, self._person_id, self._update_id)

    async def _write(self, person: Person) -> None:
        before = self._kept.cases if self._kept else {}
        if replace(person, cases=before) != self._kept or self._beside != self._kept_beside:
            due = None if self.due is None else math.ceil(self.due.timestamp())
            await self._db.execute(SAVE_PERSON, person.id, person_text(person), due, self.board_digest)
        changed = [case for case in person.cases.values() if case != before.get(case.id)]
        await self._db.many(SAVE_CASE, [_case_row(person, case) for case in changed])
        gone = [(person.id, case_id) for case_id in before.keys() - person.cases.keys()]
        await self._db.many("DELETE FROM orders WHERE person_id = ? AND id = ?", gone)

    async def _queue(self) -> None:
        """Puts the calls of this turn behind what waits, and takes out what they overtake."""
        if not self._calls:
            return
        waiting = [Waiting(place, bool(tried), call_of(text)) for place, tried, text in self._waiting]
        gone = overtaken(waiting, self._calls)
        await self._db.many("DELETE FROM outbox WHERE id = ?", [(place,) for place in sorted(gone)])
        await put(self._db, self._person_id, self._calls, self._now)


async def put(db: Database, person_id: int, calls: Sequence[Call], made: datetime) -> None:
    """Puts calls for a person into the outbox, behind those already there."""
    rows = [(person_id, _urgency(call), call_text(call), moment_text(made)) for call in calls]
    await db.many(SEND, rows)


def _urgency(call: Call) -> int:
    """Answers to taps go first, then what a tap changes on the screen; papers take their time and go last."""
    match call:
        case Acknowledge() | Offer():
            return ANSWER
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


def person_in(person_id: int, rows: Sequence[Row]) -> Person:
    """The person in the rows that `FIND_PERSON` found: one for each order, or one without an order."""
    cases = {row[0]: case_of(row[0], row[1]) for row in rows if row[0] is not None}
    return person_of(person_id, rows[0][2], cases)
