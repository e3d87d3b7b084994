"""Telegram's HTML parse mode: a text with tags becomes plain text with entities.

It reads bytes, since Telegram names the place of a mistake by byte offset.
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.links import checked_link
from bot.sandbox.refusals import Json
from bot.sandbox.tags import REFERENCE, mistake, read_attributes, referred, skip_space

_PLAIN_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS = {*_PLAIN_TAGS, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
_LOOKED_AT = {
    "a": ("href", ""), "code": ("class", "language-"), "span": ("class", "tg-"),
    "tg-emoji": ("emoji-id", ""), "tg-time": ("unix", ""),
}  # fmt: skip
_TAG_NAME = re.compile(rb"[^\s>]*")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    """A tag that is not closed yet."""

    tag: str
    argument: str
    offset: int
    start: int
    at: int
    format: str = ""


@dataclass
class _Parser:
    source: bytes
    text: str = ""
    offset: int = 0
    entities: list[Json] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)

    def run(self) -> None:
        at = 0
        while at < len(self.source):
            if self.source[at : at + 1] != b"<":
                at = self._plain(at)
            elif self.source[at + 1 : at + 2] == b"/":
                at = self._end_tag(at)
            else:
                at = self._start_tag(at)
        if self.opened:
            raise mistake(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')

    def _plain(self, at: int) -> int:
        if reference := REFERENCE.match(self.source, at):
            character = referred(reference)
            if character:
                self._write(character)
                return reference.end()
        until = len(self.source)
        for stop in (b"<", b"&"):
            found = self.source.find(stop, at + 1)
            until = found if 0 <= found < until else until
        self._write(self.source[at:until].decode())
        return until

    def _write(self, text: str) -> None:
        self.text += text
        self.offset += utf16_length(text)

    def _start_tag(self, begin: int) -> int:
        name = _TAG_NAME.match(self.source, begin + 1)
        at = name.end() if name else begin + 1
        if at >= len(self.source):
            raise mistake(f"Unclosed start tag at byte offset {begin}")
        tag = self.source[begin + 1 : at].decode().lower()
        if tag not in _TAGS:
            raise mistake(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes, at = read_attributes(self.source, at, tag, begin)
        opened = _Open(tag, _argument(tag, attributes), self.offset, len(self.text), begin)
        opened.format = attributes.get("format", "") if tag == "tg-time" else ""
        _check_opened(opened)
        self.opened.append(opened)
        return at

    def _end_tag(self, begin: int) -> int:
        if not self.opened:
            raise mistake(f"Unexpected end tag at byte offset {begin}")
        name = _TAG_NAME.match(self.source, begin + 2)
        end = name.end() if name else begin + 2
        found = self.source[begin + 2 : end].decode()
        at = skip_space(self.source, end)
        if self.source[at : at + 1] != b">":
            raise mistake(f"Unclosed end tag at byte offset {begin}")
        opened = self.opened.pop()
        if found and found != opened.tag:
            raise mistake(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{found}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)
        return at + 1

    def _close(self, opened: _Open) -> None:
        place: Json = {"offset": opened.offset, "length": self.offset - opened.offset}
        last = self.entities[-1] if self.entities else {}
        if opened.tag in {"pre", "code"} and _is_code_block(last, place, opened):
            language = opened.argument or last.get("language", "")
            self.entities[-1] = {**place, "type": "pre", "language": language}
            return
        entity = _entity(opened, self.text[opened.start :])
        if entity:
            self.entities.append({**place, **entity})


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text without its tags, and the entities with offsets in UTF-16 units; refuses as Telegram does."""
    parser = _Parser(source.encode())
    parser.run()
    for entity in parser.entities:
        if not entity.get("language", "-"):
            del entity["language"]
        elif entity["type"] == "code":
            entity.pop("language", None)
    return parser.text, parser.entities


def _is_code_block(last: Json, place: Json, closing: _Open) -> bool:
    """A language is only told by `code` and `pre` around exactly the same text."""
    other = "code" if closing.tag == "pre" else "pre"
    same = last.get("type") == other and (last["offset"], last["length"]) == (
        place["offset"],
        place["length"],
    )
    return same and bool(closing.argument or last.get("language"))


def _entity(opened: _Open, inner: str) -> Json | None:
    if opened.tag in _PLAIN_TAGS:
        return {"type": _PLAIN_TAGS[opened.tag]}
    match opened.tag:
        case "a":
            return _link(opened.argument or inner)
        case "blockquote":
            return {"type": "expandable_blockquote" if opened.argument else "blockquote"}
        case "tg-time":
            shown = {"date_time_format": opened.format} if opened.format else {}
            return {"type": "date_time", "unix_time": int(opened.argument), **shown}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": opened.argument}
        case _:
            return {"type": opened.tag, "language": opened.argument}


def _link(url: str) -> Json | None:
    try:
        return {"type": "text_link", "url": checked_link(url)}
    except ValueError:
        return None  # Telegram drops a link it cannot use and keeps the text


def _check_opened(opened: _Open) -> None:
    where = f"at byte offset {opened.at}"
    if opened.tag == "span" and opened.argument != "spoiler":
        raise mistake(f'Tag "span" must have class "tg-spoiler" {where}')
    if opened.tag == "tg-emoji" and not opened.argument.isdigit():
        raise mistake("Invalid custom emoji identifier specified")
    if opened.tag == "tg-time" and not opened.argument.isdigit():
        raise mistake(f'Tag "tg-time" must have a valid attribute "unix" {where}')
    if opened.format and not _TIME_FORMAT.fullmatch(opened.format):
        raise mistake(f"Invalid date time format specified {where}")


def _argument(tag: str, attributes: dict[str, str]) -> str:
    """The one attribute of a tag that Telegram looks at."""
    if tag == "blockquote":
        return "1" if "expandable" in attributes else ""
    name, prefix = _LOOKED_AT.get(tag, ("", ""))
    value = attributes.get(name, "")
    return value.removeprefix(prefix) if value.startswith(prefix) else ""
