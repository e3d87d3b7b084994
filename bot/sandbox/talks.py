"""Chats of two people: the bot is in none of them, and knows its messages there only by inline_message_id."""

import secrets
from collections.abc import Callable

from bot.sandbox.journal import Journal, Shelf
from bot.sandbox.refusals import Json

Tell = Callable[[int, Json], None]


class Talks:
    """Messages sent through the bot. A row: inline_message_id, number, people (sender first), message."""

    def __init__(self, journal: Journal, now: Callable[[], float], tell: Tell) -> None:
        self._now = now
        self._tell = tell
        self._rows = Shelf(journal, "shared")

    def of(self, user_id: int) -> list[Json]:
        """Everything this person sent to others or got from them, oldest first."""
        own = [row for row in self._rows.rows.values() if user_id in row["people"]]
        return sorted(own, key=lambda row: int(row["number"]))

    def row(self, inline_message_id: str) -> Json | None:
        return self._rows.get(inline_message_id)

    def post(self, sender: Json, receiver: Json, content: Json) -> Json:
        """Put a message into the chat of two people and return its row."""
        number = len(self._rows.rows) + 1
        message: Json = {"message_id": number, "from": sender, "date": int(self._now()), **content}
        row: Json = {
            "inline_message_id": secrets.token_urlsafe(20),
            "number": number,
            "people": [sender["id"], receiver["id"]],
            "message": message,
        }
        self.keep(row)
        return row

    def keep(self, row: Json) -> None:
        self._rows.put(row["inline_message_id"], row)
        for user_id in row["people"]:
            self._tell(user_id, {"type": "shared", **row})
