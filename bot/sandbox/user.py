"""A person at their phone, for tests: writes, presses, waits and looks at the chat."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox import attachments, inline, person
from bot.sandbox.bubbles import Bubble
from bot.sandbox.refusals import Json
from bot.sandbox.state import State

Chat = list[Bubble]
PATIENCE = 120.0
"""Seconds: long, as it costs nothing where what is waited for comes."""


@dataclass(frozen=True)
class Press:
    """A pressed button, and the answer that the bot gives to it."""

    id: str
    _user: "User"

    async def answer(self, timeout: float = PATIENCE) -> Json:  # noqa: ASYNC109 — part of what is offered
        """The bot's answer: text, show_alert, url. TimeoutError if it stays out."""
        answers = self._user.state.answers
        await self._user.until(lambda: self.id in answers, timeout, f"no answer to callback query {self.id}")
        return answers[self.id]


@dataclass(frozen=True)
class Offer:
    """An inline query, and what the bot offers for it."""

    id: str
    _user: "User"

    async def answer(self, timeout: float = PATIENCE) -> Json:  # noqa: ASYNC109 — part of what is offered
        """The bot's answer: results, button, next_offset. TimeoutError if it stays out."""
        state = self._user.state
        complaint = f"no answer to inline query {self.id}"
        await self._user.until(lambda: inline.offered(state, self.id) is not None, timeout, complaint)
        return inline.offered(state, self.id) or {}

    async def pick(self, title_or_id: str) -> Bubble:
        """Send one of the results; LookupError with what there is instead."""
        results = (await self.answer())["results"]
        for key in ("title", "id"):
            for one in results:
                if one[key] == title_or_id:
                    return _shared(inline.pick(self._user.state, self._user.id, self.id, one["id"]))
        raise LookupError(f"no result {title_or_id!r}, only {[one['title'] for one in results]}")


class User:
    """One person in a private chat with the bot. Everything they do reaches the bot as an update."""

    def __init__(self, state: State, user_id: int) -> None:
        self.state = state
        self.id = user_id
        self._seen = 0

    @property
    def chat(self) -> Chat:
        """The chat as this person sees it now, oldest first."""
        pinned = (self.state.chats.person(self.id) or {"pinned": []})["pinned"]
        return [
            Bubble(row["message"], tuple(row["reactions"]), row["message"]["message_id"] in pinned)
            for row in self.state.chats.messages(self.id)
        ]

    @property
    def screen(self) -> Bubble:
        """The last message of the bot."""
        for bubble in reversed(self.chat):
            if bubble.from_bot:
                return bubble
        raise LookupError(f"the bot has not written to {self.id} yet")

    def talk(self, with_whom: int) -> Chat:
        """What this person and somebody else sent each other through the bot, oldest first."""
        rows = self.state.talks.of(self.id)
        return [_shared(row) for row in rows if with_whom in row["people"] and with_whom != self.id]

    def set_language(self, language_code: str | None) -> None:
        """Change the language of this person's Telegram, from the next update on."""
        user = dict((self.state.chats.person(self.id) or {})["user"])
        user.pop("language_code", None)
        self.state.chats.admit(user | ({"language_code": language_code} if language_code else {}))

    async def send_text(self, text: str, reply_to: int | None = None) -> Bubble:
        return self._write(person.text_of(text), reply_to)

    async def send_photo(self, body: bytes, caption: str = "") -> Bubble:
        return self._write(attachments.photo(self.state, body, caption))

    async def send_album(self, bodies: list[bytes], caption: str = "") -> list[Bubble]:
        """Several photos at once: each is a message and an update of its own, with one media_group_id."""
        group = {"media_group_id": str(self.state.chats.next_id(self.id))}
        captions = [caption, *[""] * len(bodies)]
        photos = [
            attachments.photo(self.state, body, one) for body, one in zip(bodies, captions, strict=False)
        ]
        return [self._write({**group, **photo}) for photo in photos]

    async def send_document(
        self,
        name: str,
        body: bytes,
        mime: str = "application/octet-stream",
        caption: str = "",
        size: int | None = None,
    ) -> Bubble:
        """Send a file; `size` claims another size than the bytes have, to try the limits."""
        return self._write(attachments.a_file(self.state, name, body, mime, caption=caption, size=size))

    async def send_video(self, body: bytes = b"video", caption: str = "", size: int | None = None) -> Bubble:
        return self._write(attachments.video(self.state, body, caption, size))

    async def send_voice(self) -> Bubble:
        return self._write(attachments.voice(self.state))

    async def send_sticker(self, emoji: str = "👍") -> Bubble:
        return self._write(attachments.sticker(self.state, emoji))

    async def send_location(self) -> Bubble:
        return self._write(attachments.location())

    async def send_contact(self) -> Bubble:
        return self._write(attachments.contact())

    async def forward(self, text: str, origin_name: str = "Somebody", photo: bytes = b"") -> Bubble:
        """Forward a text, or a photo with the text below it, of somebody who hides their account."""
        origin = {"type": "hidden_user", "sender_user_name": origin_name, "date": int(self.state.now())}
        content = attachments.photo(self.state, photo, text) if photo else person.text_of(text)
        return self._write(attachments.forwarded(content, origin))

    async def edit_text(self, message_id: int, text: str) -> Bubble:
        return Bubble(person.edit(self.state, self.id, message_id, text))

    async def press(self, message: Bubble | int | None, label_or_data: str) -> Press:
        """Press a button that is there now; None means the bot's last message."""
        bubble = message if isinstance(message, Bubble) else self._bubble(message)
        data = bubble.button(label_or_data).get("callback_data")
        if data is None:
            raise LookupError(f"the button {label_or_data!r} sends nothing to the bot")
        if bubble.inline_message_id:
            return Press(person.press_shared(self.state, self.id, bubble.inline_message_id, data), self)
        return await self.press_data(bubble.message_id, data)

    async def press_data(self, message_id: int, data: str, *, inaccessible: bool = False) -> Press:
        """Press a button that need not exist, with any data; `inaccessible` as on a message gone too old."""
        query_id = person.press(self.state, self.id, message_id, data, inaccessible=inaccessible)
        return Press(query_id, self)

    async def ask(self, query: str, to: int | None = None, offset: str = "") -> Offer:
        """Ask the bot in inline mode, from the chat with somebody or else from the chat with the bot."""
        return Offer(inline.ask(self.state, self.id, query, to, offset), self)

    async def switch(self, message: Bubble | int | None, label: str, to: int | None = None) -> Offer:
        """Press a button that switches to inline mode, and choose the chat with somebody."""
        button = (message if isinstance(message, Bubble) else self._bubble(message)).button(label)
        chosen = button.get("switch_inline_query_chosen_chat", {}).get("query")
        plain = button.get("switch_inline_query", button.get("switch_inline_query_current_chat"))
        if chosen is None and plain is None:
            raise LookupError(f"the button {label!r} does not switch to inline mode")
        return await self.ask(chosen if plain is None else plain, to)

    async def follow(self, message: Bubble | int | None, label: str) -> Bubble:
        """Press a link button that starts the bot, and return the /start it sent."""
        bubble = message if isinstance(message, Bubble) else self._bubble(message)
        sent = person.follow(self.state, self.id, bubble.button(label).get("url", ""))
        if sent is None:
            raise LookupError(f"the button {label!r} does not start the bot")
        return Bubble(sent)

    async def block(self) -> None:
        person.set_blocked(self.state, self.id, blocked=True)

    async def unblock(self) -> None:
        person.set_blocked(self.state, self.id, blocked=False)

    async def wait(self, condition: Callable[[Chat], object], timeout: float = PATIENCE) -> Chat:  # noqa: ASYNC109
        """Wait until the condition holds for the chat, and return the chat."""
        await self.until(lambda: bool(condition(self.chat)), timeout, "what was waited for did not come")
        return self.chat

    async def next_message(self, timeout: float = PATIENCE) -> Bubble:  # noqa: ASYNC109
        """The next message of the bot that this method has not returned yet."""
        fresh = await self.wait(self._unseen, timeout)
        bubble = self._unseen(fresh)[0]
        self._seen = bubble.message_id
        return bubble

    async def until(self, holds: Callable[[], bool], timeout: float, complaint: str) -> None:  # noqa: ASYNC109
        """Wait for changes of this chat until something holds; TimeoutError shows the chat."""
        try:
            async with asyncio.timeout(timeout):
                while not holds():
                    await self.state.changed[self.id].wait()
        except TimeoutError:
            shown = "\n".join(str(bubble) for bubble in self.chat) or "(empty)"
            raise TimeoutError(f"{complaint} within {timeout} s; the chat:\n{shown}") from None

    def _unseen(self, chat: Chat) -> Chat:
        return [bubble for bubble in chat if bubble.from_bot and bubble.message_id > self._seen]

    def _bubble(self, message_id: int | None) -> Bubble:
        if message_id is None:
            return self.screen
        for bubble in self.chat:
            if bubble.message_id == message_id:
                return bubble
        raise LookupError(f"there is no message {message_id} in the chat of {self.id}")

    def _write(self, content: Json, reply_to: int | None = None) -> Bubble:
        return Bubble(person.write(self.state, self.id, content, reply_to))


def _shared(row: Json) -> Bubble:
    return Bubble(row["message"], inline_message_id=row.get("inline_message_id", ""))
