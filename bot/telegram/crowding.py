"""One person's share of what waits and of the time there is, so that none takes everybody's."""

from collections.abc import Sequence

from bot.desk import Received
from bot.dialogue.events import Shown, Typed
from bot.store.contract import Incoming
from bot.telegram.pace import DROP_CHATS_ABOVE, Allowance, Pace

MOST_OF_ONE = 120
"""Updates of one person that wait; beyond it none is kept. A hundred forwarded at once fit, with comments."""

MOST_CHARACTERS_OF_ONE = 20_000
"""Nor more text than this, six messages of the greatest length: to mask one costs others time."""

BARE = 500
"""So many characters of an update as kept are not its text, at most."""

COUNTED_OF_ONE = 10
"""Of one person's waiting updates no more count against the room that there is for everybody."""

TURNS_A_CALL = 5
"""So many turns a second for each call a second that a chat may get; of more its person would see nothing."""

CHARACTERS_A_TURN = 100
TURNS_A_PICTURE = 25
"""What is read of texts and pictures costs so much: the longest text as much as forty taps."""


def effort(received: Received | None) -> float:
    """How many turns an update costs; a plain tap one."""
    match received:
        case Received(event=Typed(text) | Shown(caption=text), picture=picture):
            return 1 + len(text) // CHARACTERS_A_TURN + (TURNS_A_PICTURE if picture else 0)
    return 1


class Crowding:
    """Counts what waits of each person, and gives their turns a pace. Moments are in seconds."""

    def __init__(self, pace: Pace) -> None:
        self.counted = 0
        """What waits, with no more than `COUNTED_OF_ONE` of each person."""
        self._waiting: dict[int, int] = {}
        self._characters: dict[int, int] = {}
        self._left_out: set[int] = set()
        self._paces: dict[int, Allowance] = {}
        self._per_second = pace.chat_per_second * TURNS_A_CALL
        self._burst = pace.chat_burst

    def admits(self, person_id: int, beside: Sequence[Incoming] = ()) -> bool:
        """Whether one more update of a person may be kept; those `beside` are about to be."""
        theirs = [_length(one) for one in beside if one.person_id == person_id]
        size = self._characters.get(person_id, 0) + sum(theirs)
        if self._waiting.get(person_id, 0) + len(theirs) < MOST_OF_ONE and size < MOST_CHARACTERS_OF_ONE:
            return True
        self._left_out.add(person_id)
        return False

    def begun(self, person_id: int, update: Incoming) -> None:
        """One more update of a person waits."""
        self._characters[person_id] = self._characters.get(person_id, 0) + _length(update)
        waiting = self._waiting[person_id] = self._waiting.get(person_id, 0) + 1
        self.counted += waiting <= COUNTED_OF_ONE

    def ended(self, person_id: int, update: Incoming) -> None:
        """One update of a person waits no more."""
        self._characters[person_id] -= _length(update)
        waiting = self._waiting[person_id] = self._waiting[person_id] - 1
        self.counted -= waiting < COUNTED_OF_ONE
        if not waiting:
            del self._waiting[person_id], self._characters[person_id]

    def is_left_out(self, person_id: int) -> bool:
        """Whether something of a person was left out and they were not told."""
        return person_id in self._left_out

    def told(self, person_id: int) -> None:
        """A person was told that something was left out."""
        self._left_out.discard(person_id)

    def ready_at(self, person_id: int, now: float) -> float:
        """The moment from which a person may take their next turn; `now` or earlier means at once."""
        pace = self._paces.get(person_id)
        return pace.ready_at(now) if pace else now

    def is_ready(self, person_id: int, now: float) -> bool:
        """Whether a person may take their next turn at once."""
        return self.ready_at(person_id, now) <= now

    def use(self, person_id: int, now: float, turns: float = 1) -> None:
        """Counts one turn, or what costs as much as so many."""
        self._paces.setdefault(person_id, Allowance(self._per_second, self._burst)).use(now, turns)
        if len(self._paces) > DROP_CHATS_ABOVE:
            self._paces = {person: pace for person, pace in self._paces.items() if pace.full_at > now}


def _length(update: Incoming) -> int:
    """About how much text is in an update as kept, where a letter beyond ASCII stands as six."""
    return max(0, len(update.raw) - 5 * update.raw.count("\\u") - BARE)
