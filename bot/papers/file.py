"""A paper as it is handed over."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class File:
    """A file with its name and a plain caption, or one that Telegram has, by its id (`body` is a text).

    Photos and videos are shown in the chat, documents are attached.
    """

    name: str
    body: bytes | str
    caption: str = ""
    kind: Literal["document", "photo", "video"] = "document"
