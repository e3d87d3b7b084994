"""Every act that a button can do: small frozen values.

An action sets something, so doing it twice changes nothing.
Fields are `int` or `str` only: an address must hold them in 64 bytes (see `address`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Open:
    """Begins an order with its status. If that order was begun before, it is shown and not changed."""

    case: int
    status: str
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """Sets a fact to a value; the value `unknown` is an answer like any other."""

    case: int
    fact: str
    value: str
    goal: str = ""


@dataclass(frozen=True, slots=True)
class TellHour:
    """Sets a moment, in whole hours since 1970 UTC: the same press means the same moment for ever."""

    case: int
    fact: str
    hour: int
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Agree:
    """Takes what was surely heard up to a reading. What was heard later is shown instead."""

    case: int
    reading: int


@dataclass(frozen=True, slots=True)
class Disagree:
    """Drops what was heard up to a reading."""

    case: int
    reading: int


@dataclass(frozen=True, slots=True)
class Attach:
    """What was heard for `case` is about the order `other`, a new one if that number is still free."""

    case: int
    other: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """A letter was sent to the seller in an hour, in whole hours since 1970 UTC."""

    case: int
    kind: str
    hour: int


@dataclass(frozen=True, slots=True)
class Sort:
    """Puts an exhibit to a line of the list."""

    case: int
    number: int
    line: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Forgets an exhibit."""

    case: int
    number: int


@dataclass(frozen=True, slots=True)
class Move:
    """The order moved on to a new status, as of the press; `end` is how, where it is known.

    Pressed again, nothing changes.
    """

    case: int
    status: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class Settle:
    """Sets the time zone, by one of the names offered."""

    zone: str


@dataclass(frozen=True, slots=True)
class Hush:
    """Sets the quiet hours of the day, from and to; the same hour twice is none."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rung:
    """Wants a reminder so many days before an end (`on` 1), or not (0)."""

    days: int
    on: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Stops all reminders (`on` 1), or lets them come again (0)."""

    on: int


@dataclass(frozen=True, slots=True)
class Pinned:
    """Keeps the dates ahead in a pinned message (`on` 1), or takes it down (0)."""

    on: int


@dataclass(frozen=True, slots=True)
class Mute:
    """Stops the reminders of one order (`on` 1), or lets them come again (0)."""

    case: int
    on: int


@dataclass(frozen=True, slots=True)
class Snooze:
    """Keeps still about an order until an hour, in whole hours since 1970 UTC, and then speaks of it."""

    case: int
    hour: int


@dataclass(frozen=True, slots=True)
class Take:
    """Asks for a paper: the dates as a calendar file, or one order's timeline as a picture.

    `case` 0 is all orders; `number` is that of an exhibit.
    """

    paper: str
    case: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Speak:
    """Chooses a language and goes back to the address `back`."""

    language: str
    back: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """Closes an order with its outcome."""

    case: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Differ:
    """Reports that the shop's screen differs from the answer: a kind of difference."""

    case: int
    kind: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Opens a closed order again."""

    case: int


@dataclass(frozen=True, slots=True)
class Delete:
    """Deletes one order here; the shop knows nothing of it."""

    case: int


@dataclass(frozen=True, slots=True)
class Erase:
    """Deletes everything kept of this person."""


Action = (
    Open
    | Tell
    | TellHour
    | Agree
    | Disagree
    | Attach
    | Wrote
    | Sort
    | Drop
    | Move
    | Settle
    | Hush
    | Rung
    | Pause
    | Pinned
    | Mute
    | Snooze
    | Take
    | Speak
    | Close
    | Differ
    | Reopen
    | Delete
    | Erase
)
