"""A screen in one language: Telegram's HTML and labelled buttons."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from bot.dialogue.address import encode
from bot.dialogue.screen import (
    Block,
    Bullets,
    Button,
    Copyable,
    Fold,
    Paragraph,
    Screen,
    Style,
    Text,
    Title,
)
from bot.dialogue.state import Language, Written
from bot.texts.say import Words

LONGEST_COPY = 256


@dataclass(frozen=True, slots=True)
class Key:
    """A button as Telegram takes it: one of `data`, `url`, `copy`, `start` and `share` is not empty."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    style: Style = ""
    start: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """A screen as it will be seen."""

    html: str
    keyboard: tuple[tuple[Key, ...], ...]


def render(screen: Screen, language: Language, words: Words, zone: tzinfo = UTC) -> Face:
    """The screen in a language, its moments in a zone. A text too long for a copy button leaves it out."""
    words = words.at(zone)
    html = "\n\n".join(_block(block, language, words) for block in screen.body)
    rows = (tuple(_keys(row, language, words)) for row in screen.rows)
    return Face(html, tuple(row for row in rows if row))


def _block(block: Block, language: Language, words: Words) -> str:
    match block:
        case Title(text):
            return f"<b>{words.say(text, language)}</b>"
        case Paragraph(text):
            return words.say(text, language)
        case Bullets(lines, mark):
            return "\n".join(f"{mark} {words.say(line, language)}" for line in lines)
        case Fold(lines):
            folded = "\n".join(words.say(line, language) for line in lines)
            return f"<blockquote expandable>{folded}</blockquote>"
        case Copyable(text, own):
            return f"<pre>{_bare(text, own or language, words)}</pre>"


def _bare(text: Text, language: Written, words: Words) -> str:
    return words.plain(text, language).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _keys(row: tuple[Button, ...], language: Language, words: Words) -> list[Key]:
    return [key for key in (_key(button, language, words) for button in row) if key]


def _key(button: Button, language: Language, words: Words) -> Key | None:
    text = words.plain(button.label, language)
    if button.target is not None:
        return Key(text, data=encode(button.target), style=button.style)
    if button.start or button.share:
        return Key(text, start=button.start, share=button.share, style=button.style)
    if button.url:
        return Key(text, url=button.url, style=button.style)
    if button.copy is None:
        return None
    copied = words.plain(button.copy, button.copy_language or language)
    return Key(text, copy=copied, style=button.style) if len(copied) <= LONGEST_COPY else None
