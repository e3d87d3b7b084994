"""Everything the sandbox knows, joined: people, chats, updates, files and the bot's own profile."""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from pathlib import Path

from bot.sandbox.chats import Chats
from bot.sandbox.files import Files
from bot.sandbox.journal import Journal, Shelf
from bot.sandbox.limits import Flood, Limits
from bot.sandbox.poll import Poll
from bot.sandbox.refusals import Json
from bot.sandbox.signals import Signal
from bot.sandbox.talks import Talks
from bot.sandbox.updates import Updates

Listener = Callable[[int, Json], None]
_ANSWERS_KEPT = 1000


class State:
    """What is true in this little Telegram. All changes happen on the event loop, one at a time."""

    def __init__(self, token: str, journal: Path | None) -> None:
        self.token = token
        self.now: Callable[[], float] = time.time
        self.limits = Limits()
        self.journal = Journal(journal)
        self.flood = Flood(self.limits, self._time)
        self.updates = Updates(self.journal)
        self.chats = Chats(self.journal, self._time, self.tell)
        self.talks = Talks(self.journal, self._time, self.tell)
        self.files = Files(self.journal, self.limits, self._time)
        self.queries = Shelf(self.journal, "query")
        self.asked = Shelf(self.journal, "inline_query")
        self.profile = Shelf(self.journal, "profile")
        self.webhook = Shelf(self.journal, "webhook")
        self.webhook_set_at = 0.0
        self.poll = Poll()
        self.answers: OrderedDict[str, Json] = OrderedDict()
        self.listeners: list[Listener] = []
        self.changed: dict[int, Signal] = defaultdict(Signal)
        self.closing = False

    def _time(self) -> float:
        return self.now()

    def tell(self, chat_id: int, event: Json) -> None:
        """Let the page and whoever waits on this chat know of a change."""
        for listener in list(self.listeners):
            listener(chat_id, event)
        self.changed[chat_id].fire()

    def answered(self, query_id: str, answer: Json) -> None:
        self.answers[query_id] = answer
        if len(self.answers) > _ANSWERS_KEPT:
            self.answers.popitem(last=False)

    def bot(self) -> Json:
        """The bot as a user."""
        name = (self.profile.get("name/") or {}).get("text") or "Bot"
        return {
            "id": int(self.token.split(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": "sandbox_bot",
        }
