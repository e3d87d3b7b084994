"""Which waiting calls a new one overtakes, so that nobody's queue grows without end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.store.contract import Acknowledge, Call, Hand, Offer, Pin, Redraw, Retire, Show, Unpin

MOST_WAITING_SHOWS = 50
"""A person who writes faster than one may be answered gets the newest answers."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call of the queue: its place, and whether it was tried before, so that it may be out already."""

    id: int
    tried: bool
    call: Call


def overtaken(waiting: Sequence[Waiting], calls: Sequence[Call]) -> set[int]:
    """The places of those calls that need not be made any more once `calls` stand behind them."""
    gone: set[int] = set()
    for call in calls:
        left = [one for one in waiting if one.id not in gone]
        gone.update(one.id for one in _overtaken_by(call, left))
    return gone


def _overtaken_by(call: Call, waiting: Sequence[Waiting]) -> Iterator[Waiting]:
    untried = [one for one in waiting if not one.tried]
    match call:
        case Show(edit=None):
            news = [one for one in untried if isinstance(one.call, Show) and one.call.edit is None]
            yield from news[: max(len(news) - MOST_WAITING_SHOWS, 0)]
        case Show(edit=message_id):
            yield from (one for one in untried if isinstance(one.call, Show) and one.call.edit == message_id)
        case Pin():
            yield from (one for one in untried if isinstance(one.call, Pin) or one.call == Unpin())
        case Redraw():
            yield from (one for one in untried if isinstance(one.call, Redraw))
        case Hand():
            yield from (one for one in untried if one.call == call)
        case Acknowledge() | Offer() | Retire() | Unpin():
            return
