"""Trouble on demand: refusals, lost answers and slowness that a test asks for."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.sandbox.refusals import RefusedError


@dataclass
class Fault:
    """What goes wrong with one call."""

    refusal: RefusedError | None = None
    drop: str = ""
    """`before`: the connection closes and nothing has happened; `after`: it has, but nobody hears of it."""


@dataclass
class Faults:
    """What is to go wrong, by method. Faults of a method are used up one a call, in order."""

    _queued: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _seconds: dict[str, float] = field(default_factory=dict)

    def fail_next(
        self, method: str, code: int, description: str, *, retry_after: int | None, times: int
    ) -> None:
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        refusal = RefusedError(code, description, **parameters)
        self._queued[method.lower()].extend([Fault(refusal)] * times)

    def drop_next(self, method: str, *, after_effect: bool, times: int) -> None:
        self._queued[method.lower()].extend([Fault(drop="after" if after_effect else "before")] * times)

    def slow(self, method: str, seconds: float) -> None:
        self._seconds[method.lower()] = seconds

    def take(self, method: str) -> Fault:
        queued = self._queued.get(method)
        return queued.popleft() if queued else Fault()

    async def delay(self, method: str) -> None:
        seconds = self._seconds.get(method, 0.0)
        if seconds > 0:
            await asyncio.sleep(seconds)
