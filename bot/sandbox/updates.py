"""Updates that wait for the bot: made in order, kept until the bot confirms them."""

from itertools import islice

from bot.sandbox.journal import Journal, Shelf
from bot.sandbox.refusals import Json
from bot.sandbox.signals import Signal

_FIRST_ID = 700_000_001
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """The queue. Ids only grow, also over a restart; `arrived` and `confirmed` fire when it changes."""

    def __init__(self, journal: Journal) -> None:
        self.arrived = Signal()
        self.confirmed = Signal()
        self._settings = Shelf(journal, "updates")
        self._queue = Shelf(journal, "update")
        self._queue.rows = dict(sorted(self._queue.rows.items(), key=lambda item: int(item[0])))

    @property
    def allowed(self) -> list[str]:
        """Kinds of updates the bot asked for last; empty means all that are given unasked."""
        return list((self._settings.get("allowed") or {}).get("kinds", []))

    @allowed.setter
    def allowed(self, kinds: list[str]) -> None:
        self._settings.put("allowed", {"kinds": kinds})

    def wants(self, kind: str) -> bool:
        allowed = self.allowed
        return kind in allowed if allowed else kind not in _ONLY_WHEN_ASKED

    def add(self, kind: str, body: Json) -> Json | None:
        """Queue an update, unless the bot did not ask for its kind."""
        if not self.wants(kind):
            return None
        update_id = (self._settings.get("next") or {"id": _FIRST_ID})["id"]
        update: Json = {"update_id": update_id, kind: body}
        self._settings.put("next", {"id": update_id + 1})
        self._queue.put(str(update_id), update)
        self.arrived.fire()
        return update

    def pending(self, limit: int | None = None) -> list[Json]:
        return list(islice(self._queue.rows.values(), limit))

    def confirm(self, update_id: int) -> None:
        """Forget one update: the bot has it."""
        self._queue.drop(str(update_id))
        self.confirmed.fire()

    def confirm_before(self, offset: int) -> None:
        """Forget all updates below the offset; a negative offset counts from the end of the queue."""
        ids = [int(key) for key in self._queue.rows]
        gone = ids[:offset] if offset < 0 else [one for one in ids if one < offset]
        for one in gone:
            self.confirm(one)

    def clear(self) -> None:
        for update in self.pending():
            self.confirm(update["update_id"])
