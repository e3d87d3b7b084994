"""Papers are made beside the calls: what takes seconds holds up no tap."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from bot.desk import Fetch
from bot.dialogue.outcome import Paper
from bot.store.contract import Send, Show
from bot.telegram.api import Api
from bot.telegram.calls import Made


class PaperMaker(Protocol):
    """What makes papers, and what says that one will not come."""

    async def paper(self, person_id: int, paper: Paper, fetch: Fetch) -> Made:
        """The paper, made of what is kept now."""

    async def stands(self, person_id: int, paper: Paper) -> bool:
        """Whether what a paper is about is kept: nothing is handed over after a deletion."""

    async def regret(self, person_id: int) -> Show:
        """Says in the person's language that something could not be done."""


class Papers:
    """At most one paper in the making for each person; `wake` is called with who may have theirs now."""

    def __init__(self, maker: PaperMaker, api: Api, wake: Callable[[int], None]) -> None:
        self._maker = maker
        self._wake = wake
        self._fetch = api.fetched
        self._making: dict[int, tuple[int, asyncio.Task[Made]]] = {}

    def ready(self, send: Send, paper: Paper) -> bool:
        """Whether the paper has been made, or failed; from the first question on it is in the making.

        One that is no longer wanted is waited for first: impatient taps make one after the other.
        """
        begun, task = self._making.get(send.person_id, (None, None))
        if task is None or (begun != send.id and task.done()):
            self._making[send.person_id] = send.id, self._begin(send.person_id, paper)
            return False
        return begun == send.id and task.done()

    async def take(self, send: Send, paper: Paper) -> Made:
        """The paper of a send that is ready, once: whoever tries again has it made again.

        None if what it is about is gone meanwhile. Raises StoreFault.
        """
        _, task = self._making.pop(send.person_id)
        made = task.result()
        return made if await self._maker.stands(send.person_id, paper) else None

    def forget(self, person_id: int) -> None:
        """Nothing waits for this person: what was made for them is let go."""
        if (begun := self._making.get(person_id)) and begun[1].done():
            del self._making[person_id]

    async def stop(self) -> None:
        """Makes nothing any more; it is made again after the next start."""
        for _, task in self._making.values():
            task.cancel()
        await asyncio.gather(*(task for _, task in self._making.values()), return_exceptions=True)

    def _begin(self, person_id: int, paper: Paper) -> asyncio.Task[Made]:
        task = asyncio.create_task(self._maker.paper(person_id, paper, self._fetch))
        task.add_done_callback(lambda task: task.cancelled() or self._wake(person_id))
        return task
