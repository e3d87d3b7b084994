"""What a person can do, flat: press a button, type, start, or show something that is no text."""

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.routes import Action, Route

ShownKind = Literal[
    "photo", "voice", "video", "sticker", "document", "location", "contact", "forward", "edited", "other"
]


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
    """A text message, exactly as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Anything that is not plain text; `caption` is its text, if it has one.

    Things sent together share an `album`: they are answered once.
    """

    kind: ShownKind
    caption: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class Strayed:
    """A button whose address nobody can read: unknown, truncated or forged."""


Event = Route | Action | Started | Commanded | Typed | Shown | Strayed
