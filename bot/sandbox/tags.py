"""Reading one tag of Telegram's HTML: its attributes, their values, character references."""

import re

from bot.sandbox.refusals import RefusedError, bad_request

REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|(lt|gt|amp|quot));?")
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACE = re.compile(rb"\s*")
_ATTRIBUTE = re.compile(rb"""[^\s=>/"']*""")
_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_LAST_CODE_POINT = 0x10FFFF


def read_attributes(source: bytes, at: int, tag: str, begin: int) -> tuple[dict[str, str], int]:
    """Read `name="value"` up to the end of a start tag."""
    found: dict[str, str] = {}
    while source[at : at + 1] != b">":
        at = skip_space(source, at)
        if source[at : at + 1] == b">":
            break
        name = _ATTRIBUTE.match(source, at)
        end = name.end() if name else at
        if end == at:
            raise mistake(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        key, at = source[at:end].decode(), skip_space(source, end)
        value = ""
        if source[at : at + 1] == b"=":
            value, at = _value(source, skip_space(source, at + 1))
        if at >= len(source):
            raise mistake(f'Unclosed start tag "{tag}" at byte offset {begin}')
        found[key] = value
    return found, at + 1


def _value(source: bytes, at: int) -> tuple[str, int]:
    quote = source[at : at + 1]
    if quote in (b'"', b"'"):
        end = source.find(quote, at + 1)
        if end < 0:
            return "", len(source)
        return REFERENCE.sub(_written, source[at + 1 : end]).decode(), end + 1
    token = _TOKEN.match(source, at)
    end = token.end() if token else at
    if end < len(source) and not source[end : end + 1].isspace() and source[end : end + 1] != b">":
        raise mistake(f"Unexpected end of name token at byte offset {at}")
    return source[at:end].decode().lower(), end


def referred(reference: re.Match[bytes]) -> str:
    """The character that a reference stands for; empty when there is no such character."""
    sixteen, ten, named = reference.groups()
    if named:
        return _NAMED[named]
    code = int(sixteen, 16) if sixteen else int(ten)
    usable = 0 < code <= _LAST_CODE_POINT and not 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 — surrogates
    return chr(code) if usable else ""


def _written(reference: re.Match[bytes]) -> bytes:
    return referred(reference).encode() or reference[0]


def skip_space(source: bytes, at: int) -> int:
    space = _SPACE.match(source, at)
    return space.end() if space else at


def mistake(what: str) -> RefusedError:
    """The refusal of a text that cannot be parsed."""
    return bad_request(f"can't parse entities: {what}")
