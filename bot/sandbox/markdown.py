"""Telegram's MarkdownV2 parse mode."""

import re
from contextlib import suppress
from dataclasses import dataclass, field

from bot.sandbox.html import utf16_length
from bot.sandbox.links import checked_link
from bot.sandbox.refusals import Json, RefusedError, bad_request

_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough"}
_TITLES = {
    "underline": "Underline", "spoiler": "Spoiler", "bold": "Bold", "italic": "Italic",
    "strikethrough": "Strikethrough", "text_link": "TextUrl", "code": "Code", "pre": "Pre",
}  # fmt: skip
_LANGUAGE = re.compile(r"([^\s`]*)\n")
_CODE = {mark: re.compile(rf"{mark}((?:\\.|[^\\])*?){mark}", re.DOTALL) for mark in ("```", "`")}
_ESCAPED = re.compile(r"\\([\x21-\x7e])")
_LINK_END = re.compile(r"\]\(((?:\\.|[^)\\])*)\)")


@dataclass
class _Parser:
    source: str
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    opened: list[tuple[str, int, int]] = field(default_factory=list)

    def run(self) -> None:
        at = 0
        while at < len(self.source):
            at = self._next(at)
        if self.opened:
            kind, _, where = self.opened[-1]
            raise self._not_closed(kind, where)

    def _next(self, at: int) -> int:
        rest = self.source[at:]
        if rest[0] == "\\" and rest[1:2] and rest[1].isascii():
            return self._write(rest[1], at + 2)
        if rest[0] == "`":
            return self._code(at, "```" if rest.startswith("```") else "`")
        if rest[0] == "[":
            return self._open("text_link", at, at + 1)
        if rest[0] == "]" and self.opened and self.opened[-1][0] == "text_link":
            return self._link(at)
        for mark, kind in _MARKS.items():
            if rest.startswith(mark):
                return self._mark(kind, at, at + len(mark))
        if rest[0] in _RESERVED:
            raise _mistake(f"Character '{rest[0]}' is reserved and must be escaped with the preceding '\\'")
        return self._write(rest[0], at + 1)

    def _write(self, text: str, at: int) -> int:
        self.text += text
        return at

    def _open(self, kind: str, begin: int, at: int) -> int:
        self.opened.append((kind, utf16_length(self.text), begin))
        return at

    def _mark(self, kind: str, begin: int, at: int) -> int:
        if not self.opened or self.opened[-1][0] != kind:
            return self._open(kind, begin, at)
        self._keep({"type": kind}, self.opened.pop()[1])
        return at

    def _keep(self, entity: Json, offset: int) -> None:
        length = utf16_length(self.text) - offset
        if length:
            self.entities.append({**entity, "offset": offset, "length": length})

    def _code(self, begin: int, mark: str) -> int:
        kind = "pre" if mark == "```" else "code"
        found = _CODE[mark].match(self.source, begin)
        if not found:
            raise self._not_closed(kind, begin)
        inner, entity = found[1], {"type": kind}
        if kind == "pre" and (language := _LANGUAGE.match(inner)):
            inner = inner[language.end() :]
            entity |= {"language": language[1]} if language[1] else {}
        offset = utf16_length(self.text)
        self._write(_ESCAPED.sub(r"\1", inner), begin)
        self._keep(entity, offset)
        return found.end()

    def _link(self, at: int) -> int:
        _, offset, begin = self.opened.pop()
        found = _LINK_END.match(self.source, at)
        if not found:
            raise self._not_closed("text_link", begin)
        url = _ESCAPED.sub(r"\1", found[1])
        with suppress(ValueError):  # Telegram drops a link it cannot use and keeps the text
            self._keep({"type": "text_link", "url": checked_link(url)}, offset)
        return found.end()

    def _not_closed(self, kind: str, begin: int) -> RefusedError:
        where = len(self.source[:begin].encode())
        return _mistake(f"Can't find end of {_TITLES[kind]} entity at byte offset {where}")


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """The text without its marks, and the entities; refuses as Telegram does. Quotations are not read."""
    parser = _Parser(source)
    parser.run()
    return parser.text, parser.entities


def _mistake(what: str) -> RefusedError:
    return bad_request(f"can't parse entities: {what}")
