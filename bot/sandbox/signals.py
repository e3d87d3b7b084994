"""Waiting for something to happen without looking again and again."""

import asyncio


class Signal:
    """Wakes everybody who waits at the moment it is fired."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    def next(self) -> asyncio.Future[None]:
        """A future that is done at the next firing; cancelling it is how to stop waiting."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiter.add_done_callback(self._waiting.discard)
        self._waiting.add(waiter)
        return waiter

    async def wait(self) -> None:
        await self.next()
