"""How fast messages may go out. Every number about speed stands here."""

from dataclasses import dataclass, field, replace

OVERALL_PER_SECOND = 30.0
OVERALL_BURST = 30
CHAT_PER_SECOND = 1.0
CHAT_BURST = 15
"""Edits count too. A person taps quickly at first, and Telegram bears a few calls at once."""

AT_ONCE = 64
"""People for whom calls are made at the same time."""

SLOW_SECONDS = 2.0
"""A call that takes longer is waited for beside those: Telegram being slow with some holds up nobody else."""

FIRST_RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 60.0
STORE_PAUSE_SECONDS = 2.0
"""How long to leave a database alone that cannot be used."""

FRESH_SECONDS = 0.2
"""How long the turn of an update may take before the update is kept for itself."""

OTHERS_SECONDS = 0.1
"""How soon to look again for what another process has in hand."""

RELIEF_SECONDS = 1.0
"""How soon to look again for what another process left behind."""

CONFLICT_SECONDS = 30.0
"""How long to leave the updates to another program that fetches them with the same token."""

HARDLY_USED = 1 / 3
"""Up to this part of its burst a chat cannot be what is too quick for Telegram."""

DROP_CHATS_ABOVE = 2_000
"""Idle chats are forgotten beyond this number, which keeps memory bounded."""


@dataclass(slots=True)
class Allowance:
    """Calls at `per_second` on average, the first `burst` of them at once. Moments are in seconds."""

    per_second: float
    burst: int
    full_at: float = 0.0

    def ready_at(self, now: float) -> float:
        """The moment from which one more call may go; `now` or earlier means at once."""
        return max(self.full_at, now) - (self.burst - 1) / self.per_second

    def use(self, now: float, calls: float = 1) -> None:
        """Counts one call, or what costs as much as so many."""
        self.full_at = max(self.full_at, now) + calls / self.per_second


@dataclass(slots=True)
class Pace:
    """The limits on all calls and on the calls to each chat."""

    overall: Allowance = field(default_factory=lambda: Allowance(OVERALL_PER_SECOND, OVERALL_BURST))
    chat_per_second: float = CHAT_PER_SECOND
    chat_burst: int = CHAT_BURST
    chats: dict[int, Allowance] = field(default_factory=dict)
    _whole: Allowance = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._whole = replace(self.overall)

    def share(self, processes: int) -> None:
        """Takes an equal part of what so many processes may send together."""
        self.overall.per_second = self._whole.per_second / processes
        self.overall.burst = max(1, self._whole.burst // processes)

    def chat_ready_at(self, person_id: int, now: float) -> float:
        """The moment from which this chat may get one more call."""
        chat = self.chats.get(person_id)
        return chat.ready_at(now) if chat else now

    def hardly_used(self, person_id: int, now: float) -> bool:
        """Whether this process lately made few calls to this chat."""
        chat = self.chats.get(person_id)
        return chat is None or (chat.full_at - now) * chat.per_second <= chat.burst * HARDLY_USED

    def book(self, person_id: int, now: float) -> float:
        """Takes the next free place among all calls for a chat that is ready; returns its moment."""
        moment = max(now, self.overall.ready_at(now))
        self.overall.use(now)
        self._prune(now)
        fresh = Allowance(self.chat_per_second, self.chat_burst)
        self.chats.setdefault(person_id, fresh).use(moment)
        return moment

    def _prune(self, now: float) -> None:
        if len(self.chats) > DROP_CHATS_ABOVE:
            self.chats = {person: chat for person, chat in self.chats.items() if chat.full_at > now}


def retry_seconds(tries: int) -> float:
    """How long to wait after that many failed tries (0: the first just failed): doubling, up to a minute."""
    return float(min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** min(tries, 10)))
