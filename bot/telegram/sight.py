"""Pictures looked at before their turn, few at a time, while everybody else goes on."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from bot.desk import Picture
from bot.dialogue.events import Trouble
from bot.failure import where
from bot.telegram.api import Api

AT_ONCE = 2
"""Reading a picture keeps one core busy for a second or two."""

LARGEST_BYTES = 10 * 1024 * 1024

log = logging.getLogger(__name__)

Look = Callable[[bytes], str]
"""The text of a picture. Raises ValueError for what cannot be read; it may take seconds."""

Eyes = Callable[[], Look | None]
"""What reads pictures here; None where nothing is installed that does. Asked when the first picture comes."""


class Sight:
    """Fetches and reads pictures. What was not read when the process ends is read after the next start."""

    def __init__(self, api: Api, eyes: Eyes) -> None:
        self._api = api
        self._eyes = eyes
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[int, asyncio.Task[Picture]] = {}

    def seen(self, update_id: int, picture: Picture, then: Callable[[], None]) -> Picture | None:
        """The picture with its text or why it has none; None while it is read, and `then` once it is."""
        if picture.size > LARGEST_BYTES:
            return replace(picture, trouble="too_large")
        task = self._under_way.get(update_id)
        if task is None:
            task = asyncio.create_task(self._read(picture))
            task.add_done_callback(lambda _: then())
            self._under_way[update_id] = task
        if not task.done() or task.cancelled():
            return None
        return task.result()

    def forget(self, update_id: int) -> None:
        """The update is done: its picture is needed no more."""
        self._under_way.pop(update_id, None)

    async def stop(self) -> None:
        """Looks at nothing any more."""
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _read(self, picture: Picture) -> Picture:
        """Whatever happens: one odd picture must not keep its person waiting."""
        async with self._slots:
            try:
                return await self._looked(picture)
            except ValueError:
                return _troubled(picture, "unreadable")
            except Exception as failure:  # noqa: BLE001
                log.error("a picture could not be read: %s", where(failure))  # noqa: TRY400
                return _troubled(picture, "unreadable")

    async def _looked(self, picture: Picture) -> Picture:
        look = await asyncio.to_thread(self._eyes)
        if look is None:
            return _troubled(picture, "unequipped")
        body = await self._api.fetched(picture.file_id)
        if body is None:
            return _troubled(picture, "not_fetched")
        if len(body) > LARGEST_BYTES:
            return _troubled(picture, "too_large")
        return replace(picture, text=await asyncio.to_thread(look, body))


def _troubled(picture: Picture, trouble: Trouble) -> Picture:
    return replace(picture, trouble=trouble)
