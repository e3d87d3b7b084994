"""The bot at one Bot API server."""

import logging
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import RequestData

from bot.telegram.transport import AiohttpRequest, Order

CONNECTIONS = 512
"""An answer to a tap and its edit go side by side, for as many people as `pace.AT_ONCE`; the rest is for
calls that are slow. Files that a process may have open are often 1024."""

LONG_POLL_SECONDS = 30
ANSWER_SECONDS = 15
"""How much longer than the poll itself an answer may take."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""A proxy that the system uses for the world would not find these."""

BATCH = 100
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")

log = logging.getLogger(__name__)


class Api(Bot):
    """python-telegram-bot's Bot over our transport, with updates as Telegram wrote them.

    Opened by `open`, which asks Telegram nothing, and closed by `close_connections`.
    """

    def __init__(self, token: str, root: str, connections: int = CONNECTIONS) -> None:
        proxy = urlsplit(root).hostname not in LOOPBACK
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=AiohttpRequest(connections, proxy),
            get_updates_request=AiohttpRequest(1, proxy),
        )

    async def own_name(self) -> str:
        """The name that links to the bot go by; asked of Telegram once. Raises what the library raises."""
        try:
            return self.username
        except RuntimeError:
            await self.get_me()
            return self.username

    async def open(self) -> None:
        """Makes ready without a call, so that a bot starts while Telegram is away."""
        for request in self._request:
            await request.initialize()

    async def close_connections(self) -> None:
        """Closes what `open` opened."""
        for request in self._request:
            await request.shutdown()

    async def ask(self, method: str, **parameters: Any) -> Any:
        """One call and its result, both as Telegram writes them; parameters that are None are left out.

        For the calls that every tap makes: building the library's objects costs more than sending them.
        Raises what the library raises, and Flooded.
        """
        return await self._request[1].post(f"{self.base_url}/{method}", _order(parameters))

    async def tell(self, method: str, **parameters: Any) -> None:
        """The same where nobody reads the result."""
        await self._request[1].post(f"{self.base_url}/{method}", _order(parameters, unread=True))

    async def fetched(self, file_id: str) -> bytes | None:
        """A file's bytes; None where Telegram does not give them: gone, or too large for a bot."""
        try:
            file = await self.get_file(file_id)
            return bytes(await file.download_as_bytearray()) if file.file_path else None
        except TelegramError as refusal:
            log.warning("a file was not given: %s", refusal.message)
            return None

    async def raw_updates(
        self, offset: int | None, seconds: int = LONG_POLL_SECONDS
    ) -> list[Mapping[str, Any]]:
        """The next updates as JSON objects, waiting up to `seconds` for one; confirms those before `offset`.

        Raises what the library raises: InvalidToken, Conflict, NetworkError, and Flooded.
        """
        wanted = _order(
            {"offset": offset, "limit": BATCH, "timeout": seconds, "allowed_updates": ALLOWED_UPDATES}
        )
        answer: Any = await self._request[0].post(
            f"{self.base_url}/getUpdates", wanted, read_timeout=seconds + ANSWER_SECONDS
        )
        return [update for update in answer if isinstance(update, dict)]


def _order(parameters: Mapping[str, Any], *, unread: bool = False) -> RequestData:
    """What the library hands on to the transport as it is: its own class may not be extended."""
    return cast("RequestData", Order(parameters, unread=unread))
