"""An update that came just now and is kept by its own turn: one commit instead of two."""

import asyncio
from dataclasses import dataclass, field

from bot.desk import Received
from bot.store.contract import Incoming, StoreFault


@dataclass(eq=False, slots=True)
class Fresh:
    """What nobody keeps yet but Telegram, until `safe`; with the fault that kept it from being so."""

    update: Incoming
    received: Received
    safe: asyncio.Event = field(default_factory=asyncio.Event)
    fault: StoreFault | None = None

    def settle(self, fault: StoreFault | None = None) -> None:
        """It is kept or done, or cannot be."""
        self.fault = fault
        self.safe.set()
