"""Whom Telegram wants nothing said to, and until when."""

import logging
from collections.abc import Mapping

from bot.store.contract import EVERYBODY, Store
from bot.telegram.clock import Clock

PAUSE = "Telegram asks for a pause of %d seconds %s"
IN_ONE, IN_ALL = "in one chat; it is kept", "in several chats at once; it is kept in all"

log = logging.getLogger(__name__)


class Silence:
    """The pauses that Telegram asked this process or another one for, by the clock of this process.

    Telegram does not say whether a chat or the whole bot has been too quick. A chat that was hardly spoken to
    and is told to wait while another one waits already is not the cause: then it is the bot.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._until: dict[int, float] = {}

    def until(self, person_id: int) -> float:
        """The moment from which a person may be spoken to; one that has passed means at once."""
        return max(self._until.get(person_id, 0.0), self._until.get(EVERYBODY, 0.0))

    async def recall(self) -> None:
        """Learns what other processes were told, or this one before it was begun anew. Raises StoreFault."""
        self._learn(await self._store.pauses())

    async def begin(self, person_id: int, seconds: float, *, hardly_spoken_to: bool) -> None:
        """Telegram wants a pause: here from now on, and noted for all. Raises StoreFault if it is not."""
        self._learn({person_id: seconds})
        whom = EVERYBODY if hardly_spoken_to and self._others_wait(person_id) else person_id
        log.warning(PAUSE, seconds, IN_ALL if whom == EVERYBODY else IN_ONE)
        self._learn({whom: seconds})
        await self._store.pause(whom, seconds)

    def _others_wait(self, person_id: int) -> bool:
        return any(whom != person_id for whom in self._until)

    def _learn(self, pauses: Mapping[int, float]) -> None:
        """Takes pauses in seconds from now; those that are over are forgotten."""
        now = self._clock.now()
        self._until = {whom: moment for whom, moment in self._until.items() if moment > now}
        for whom, seconds in pauses.items():
            self._until[whom] = max(self._until.get(whom, now), now + seconds)
