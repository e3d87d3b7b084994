"""The private chats with the bot: who each is with, and the messages in it."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.journal import Journal, Shelf
from bot.sandbox.refusals import Json

Tell = Callable[[int, Json], None]


class Chats:
    """People and messages. A person's row: user, blocked, wrote, next_id, pinned.

    A message's row: the message as the Bot API shows it, and the reactions under it.
    """

    def __init__(self, journal: Journal, now: Callable[[], float], tell: Tell) -> None:
        self._now = now
        self._tell = tell
        self._people = Shelf(journal, "person")
        self._messages = Shelf(journal, "message")
        self._by_chat: dict[int, dict[int, Json]] = {}
        for row in self._messages.rows.values():
            message = row["message"]
            self._by_chat.setdefault(message["chat"]["id"], {})[message["message_id"]] = row

    def people(self) -> list[Json]:
        return sorted(self._people.rows.values(), key=lambda row: int(row["order"]))

    def person(self, user_id: int) -> Json | None:
        return self._people.get(str(user_id))

    def admit(self, user: Json) -> Json:
        """Make somebody known, or bring what is known of them up to date."""
        row = self.person(user["id"]) or {
            "blocked": False,
            "wrote": False,
            "next_id": 1,
            "pinned": [],
            "order": len(self._people.rows),
        }
        row["user"] = user
        self.keep_person(row)
        return row

    def keep_person(self, row: Json) -> None:
        user_id = row["user"]["id"]
        self._people.put(str(user_id), row)
        self._tell(user_id, {"type": "people"})

    def messages(self, chat_id: int) -> list[Json]:
        """The rows of a chat, oldest first."""
        return [row for _, row in sorted(self._by_chat.get(chat_id, {}).items())]

    def message(self, chat_id: int, message_id: int) -> Json | None:
        return self._by_chat.get(chat_id, {}).get(message_id)

    def post(self, chat_id: int, sender: Json, content: Json) -> Json:
        """Put a new message into a chat and return it as the Bot API shows it."""
        person = self._people.rows[str(chat_id)]
        message: Json = {
            "message_id": person["next_id"],
            "from": sender,
            "chat": chat_of(person["user"]),
            "date": int(self._now()),
            **content,
        }
        person["next_id"] += 1
        self._people.put(str(chat_id), person)
        self.keep(chat_id, {"message": message, "reactions": []})
        return message

    def next_id(self, chat_id: int) -> int:
        """The id that the next message of this chat will have."""
        return int(self._people.rows[str(chat_id)]["next_id"])

    def keep(self, chat_id: int, row: Json) -> None:
        message_id = row["message"]["message_id"]
        self._by_chat.setdefault(chat_id, {})[message_id] = row
        self._messages.put(f"{chat_id}/{message_id}", row)
        self._tell(chat_id, {"type": "message", **row})

    def remove(self, chat_id: int, message_id: int) -> None:
        self._by_chat.get(chat_id, {}).pop(message_id, None)
        self._messages.drop(f"{chat_id}/{message_id}")
        self.pin(chat_id, lambda pinned: [one for one in pinned if one != message_id])
        self._tell(chat_id, {"type": "deleted", "message_id": message_id})

    def pin(self, chat_id: int, change: Callable[[list[int]], list[int]]) -> None:
        """Change the list of pinned messages, the newest last."""
        person = self._people.rows[str(chat_id)]
        pinned = change(person["pinned"])
        if pinned != person["pinned"]:
            person["pinned"] = pinned
            self._people.put(str(chat_id), person)
            self._tell(chat_id, {"type": "pinned", "pinned": pinned})


def chat_of(user: Json) -> Json:
    """The private chat with a user, as the Bot API shows it."""
    known: dict[str, Any] = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
    return {"id": user["id"], **known, "type": "private"}
