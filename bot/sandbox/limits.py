"""The bounds Telegram sets, and those of its bounds that a test may want to move."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.refusals import too_many

TEXT_MAX = 4096
CAPTION_MAX = 1024
ENTITIES_MAX = 100
ANSWER_MAX = 200
QUERY_MAX = 256
CACHE_SECONDS = 300
CACHE_SECONDS_MAX = 24 * 3600
DATE_AHEAD_MAX = 3 * 365 * 24 * 3600
POLL_SECONDS_MAX = 50
POLL_UPDATES_MAX = 100
MEGABYTE = 1024 * 1024


@dataclass
class Limits:
    """Limits that can be changed while the sandbox runs. The flood limit is off when `burst` is 0."""

    burst: int = 20
    """Sends and edits that one chat may get at once."""
    per_second: float = 20.0
    """How fast a chat's allowance comes back. Telegram itself gives about 1."""
    answer_within: float = 15.0
    """Seconds in which a callback query or an inline query can be answered."""
    delete_within: float = 48 * 3600.0
    """Seconds in which a message can be deleted."""
    link_lives: float = 3600.0
    """Seconds for which a file's link can be downloaded."""
    document_max: int = 50 * MEGABYTE
    photo_max: int = 10 * MEGABYTE
    download_max: int = 20 * MEGABYTE
    files_kept: int = 256 * MEGABYTE
    """Bytes of files kept in all; the oldest are forgotten."""
    webhook_gap: float = 1.0
    """Seconds that must lie between two calls of setWebhook."""
    webhook_retry: float = 1.0
    """Seconds before an update that a webhook did not take is offered again."""


class Flood:
    """One allowance a chat, spent by sends and edits and refilled with time."""

    def __init__(self, limits: Limits, now: Callable[[], float]) -> None:
        self._limits = limits
        self._now = now
        self._spent: dict[int, tuple[float, float]] = {}

    def spend(self, chat_id: int) -> None:
        """Take one send from the chat's allowance, or refuse with the seconds to wait."""
        burst, speed = self._limits.burst, self._limits.per_second
        if burst <= 0:
            return
        now = self._now()
        spent, since = self._spent.get(chat_id, (0.0, now))
        spent = max(0.0, spent - (now - since) * speed)
        if spent + 1 > burst:
            self._spent[chat_id] = (spent, now)
            raise too_many(max(1, math.ceil((spent + 1 - burst) / speed)))
        self._spent[chat_id] = (spent + 1, now)
