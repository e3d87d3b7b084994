"""What a process that died leaves behind is taken up by those that live."""

import logging

from bot.failure import where
from bot.store.contract import Store, StoreFault
from bot.telegram.clock import Clock
from bot.telegram.outbox import Outbox
from bot.telegram.pace import RELIEF_SECONDS
from bot.telegram.turns import Turns

log = logging.getLogger(__name__)


class Relief:
    """Looks again and again for what nobody living holds, and shares the pace with those who do."""

    def __init__(self, store: Store, turns: Turns, outbox: Outbox, clock: Clock) -> None:
        self._store = store
        self._turns = turns
        self._outbox = outbox
        self._clock = clock

    async def run(self) -> None:
        """Looks for ever, at once when something is left for us; what fails is tried again."""
        while True:
            await self._clock.wait(self._store.left, self._clock.now() + RELIEF_SECONDS)
            self._store.left.clear()
            try:
                await self.look()
            except StoreFault as fault:
                log.error("%s", fault)  # noqa: TRY400 - a sentence for the operator, not a trace
            except Exception as failure:  # noqa: BLE001 - whoever stops looking leaves people unanswered
                log.error("unforeseen: %s", where(failure))  # noqa: TRY400

    async def look(self) -> None:
        """Takes up what is left, as far as there is room for it."""
        self._outbox.share(await self._store.companions())
        for person_id in await self._store.adopt_sends():
            self._outbox.wake(person_id)
        await self._turns.room()
        self._turns.accept(await self._store.adopt_updates())
