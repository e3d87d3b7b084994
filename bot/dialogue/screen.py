"""A screen is a value: blocks of text keys with typed values, and rows of buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.dialogue.address import Target
from bot.dialogue.state import Sum, Written

Style = Literal["", "primary", "success", "danger"]


@dataclass(frozen=True, slots=True)
class Text:
    """A message of the catalog with its values; how they are written is the language's business."""

    key: str
    values: Mapping[str, "Shape"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day: of a moment, or a day as such."""

    moment: datetime | date


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of a moment with its year, where the reader lives: as strangers are told it."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts in a row, separated as the language separates a list."""

    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Sentences, one after another."""

    texts: tuple[Text, ...]


Shape = int | str | datetime | Day | Dated | Sum | Joined | Prose | Text


@dataclass(frozen=True, slots=True)
class Title:
    """The first line, in bold."""

    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short lines, each with the mark in front."""

    lines: tuple[Text, ...]
    mark: str = "•"


@dataclass(frozen=True, slots=True)
class Fold:
    """A quotation folded until tapped."""

    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Copyable:
    """A block that copies when tapped, in the reader's language or in the one given."""

    text: Text
    language: Written | None = None


Block = Title | Paragraph | Bullets | Fold | Copyable


@dataclass(frozen=True, slots=True)
class Button:
    """One button: a target of ours, a web address, or a text to copy (in `language` if given).

    `start` opens the assistant with a payload; `share` asks for a chat to put a card into.
    """

    label: Text
    target: Target | None = None
    url: str = ""
    copy: Text | None = None
    copy_language: Written | None = None
    style: Style = ""
    start: str = ""
    share: str = ""


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What the person sees: blocks from top to bottom, then rows of buttons."""

    body: tuple[Block, ...]
    rows: tuple[Row, ...]
