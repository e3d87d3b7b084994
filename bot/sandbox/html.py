"""Telegram's HTML parse mode: a text with tags becomes plain text with entities.

It reads bytes, since Telegram names the place of a mistake by byte offset.
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.links import checked_link
from bot.sandbox.refusals import Json, RefusedError, bad_request

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
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|(lt|gt|amp|quot));?")
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_TAG_NAME = re.compile(rb"[^\s>]*")
_SPACE = re.compile(rb"\s*")
_ATTRIBUTE = re.compile(rb"""[^\s=>/"']*""")
_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_LAST_CODE_POINT = 0x10FFFF


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
            raise _mistake(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')

    def _plain(self, at: int) -> int:
        if reference := _REFERENCE.match(self.source, at):
            character = _referred(reference)
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
            raise _mistake(f"Unclosed start tag at byte offset {begin}")
        tag = self.source[begin + 1 : at].decode().lower()
        if tag not in _TAGS:
            raise _mistake(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes, at = _attributes(self.source, at, tag, begin)
        opened = _Open(tag, _argument(tag, attributes), self.offset, len(self.text), begin)
        opened.format = attributes.get("format", "") if tag == "tg-time" else ""
        _check_opened(opened)
        self.opened.append(opened)
        return at

    def _end_tag(self, begin: int) -> int:
        if not self.opened:
            raise _mistake(f"Unexpected end tag at byte offset {begin}")
        name = _TAG_NAME.match(self.source, begin + 2)
        end = name.end() if name else begin + 2
        found = self.source[begin + 2 : end].decode()
        at = _skip_space(self.source, end)
        if self.source[at : at + 1] != b">":
            raise _mistake(f"Unclosed end tag at byte offset {begin}")
        opened = self.opened.pop()
        if found and found != opened.tag:
            raise _mistake(
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
        raise _mistake(f'Tag "span" must have class "tg-spoiler" {where}')
    if opened.tag == "tg-emoji" and not opened.argument.isdigit():
        raise _mistake("Invalid custom emoji identifier specified")
    if opened.tag == "tg-time" and not opened.argument.isdigit():
        raise _mistake(f'Tag "tg-time" must have a valid attribute "unix" {where}')
    if opened.format and not _TIME_FORMAT.fullmatch(opened.format):
        raise _mistake(f"Invalid date time format specified {where}")


def _argument(tag: str, attributes: dict[str, str]) -> str:
    """The one attribute of a tag that Telegram looks at."""
    if tag == "blockquote":
        return "1" if "expandable" in attributes else ""
    name, prefix = _LOOKED_AT.get(tag, ("", ""))
    value = attributes.get(name, "")
    return value.removeprefix(prefix) if value.startswith(prefix) else ""


def _attributes(source: bytes, at: int, tag: str, begin: int) -> tuple[dict[str, str], int]:
    """Read `name="value"` up to the end of a start tag."""
    found: dict[str, str] = {}
    while source[at : at + 1] != b">":
        at = _skip_space(source, at)
        if source[at : at + 1] == b">":
            break
        name = _ATTRIBUTE.match(source, at)
        end = name.end() if name else at
        if end == at:
            raise _mistake(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        key, at = source[at:end].decode(), _skip_space(source, end)
        value = ""
        if source[at : at + 1] == b"=":
            value, at = _value(source, _skip_space(source, at + 1))
        if at >= len(source):
            raise _mistake(f'Unclosed start tag "{tag}" at byte offset {begin}')
        found[key] = value
    return found, at + 1


def _value(source: bytes, at: int) -> tuple[str, int]:
    quote = source[at : at + 1]
    if quote in (b'"', b"'"):
        end = source.find(quote, at + 1)
        if end < 0:
            return "", len(source)
        return _REFERENCE.sub(_written, source[at + 1 : end]).decode(), end + 1
    token = _TOKEN.match(source, at)
    end = token.end() if token else at
    if end < len(source) and not source[end : end + 1].isspace() and source[end : end + 1] != b">":
        raise _mistake(f"Unexpected end of name token at byte offset {at}")
    return source[at:end].decode().lower(), end


def _referred(reference: re.Match[bytes]) -> str:
    sixteen, ten, named = reference.groups()
    if named:
        return _NAMED[named]
    code = int(sixteen, 16) if sixteen else int(ten)
    usable = 0 < code <= _LAST_CODE_POINT and not 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 — surrogates
    return chr(code) if usable else ""


def _written(reference: re.Match[bytes]) -> bytes:
    return _referred(reference).encode() or reference[0]


def _skip_space(source: bytes, at: int) -> int:
    space = _SPACE.match(source, at)
    return space.end() if space else at


def _mistake(what: str) -> RefusedError:
    return bad_request(f"can't parse entities: {what}")
