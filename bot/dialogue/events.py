"""What a person can do, flat: press a button, type, start, or show something that is no text."""

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.actions import Action
from bot.dialogue.reading import NOTHING, Reading
from bot.dialogue.routes import Route

ShownKind = Literal[
    "photo", "voice", "video", "sticker", "document", "location", "contact", "forward", "edited", "other"
]


Trouble = Literal["", "unequipped", "too_large", "not_fetched", "unreadable"]
"""Why a picture was not read: nothing here can, it is too large, it was not given, or cannot be opened."""


@dataclass(frozen=True, slots=True)
class Started:
    """`/start`, with the payload of a deep link or an empty one."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Commanded:
    """Any other command, without its slash, in lower case."""

    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A text message as written, without personal data, and what was understood of it."""

    text: str
    reading: Reading = NOTHING


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a message, by Telegram's ids: one to get it by, one that is the same whoever sends it."""

    kind: str
    file_id: str
    unique_id: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """Anything that is not plain text; `caption` is its text, `reading` what was understood.

    Things sent together share an `album`: they are answered once. `trouble` says why a picture was not read.
    """

    kind: ShownKind
    caption: str = ""
    album: str = ""
    reading: Reading = NOTHING
    trouble: Trouble = ""
    attached: Attached | None = None


@dataclass(frozen=True, slots=True)
class Strayed:
    """A button whose address nobody can read: unknown, truncated or forged."""


@dataclass(frozen=True, slots=True)
class Queried:
    """Written after the assistant's name in another chat: what to put into that chat is asked for."""

    text: str


Event = Route | Action | Started | Commanded | Typed | Shown | Strayed
