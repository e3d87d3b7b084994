"""A paper as it is handed over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A file with its name and a plain caption; a `picture` is shown in the chat rather than attached."""

    name: str
    body: bytes
    caption: str = ""
    picture: bool = False
