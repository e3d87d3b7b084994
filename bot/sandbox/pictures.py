"""Enough of the picture formats to know a picture from another file, and how large it is."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def picture_type(body: bytes) -> str | None:
    """The content type of a picture, or None for everything else."""
    if body.startswith(_PNG):
        return "image/png"
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    return "image/webp" if body[:4] == b"RIFF" and body[8:12] == b"WEBP" else None


def picture_size(body: bytes) -> tuple[int, int] | None:
    """Width and height of a picture; None when the file is no picture that can be read."""
    try:
        match picture_type(body):
            case "image/png":
                width, height = struct.unpack(">II", body[16:24])
            case "image/gif":
                width, height = struct.unpack("<HH", body[6:10])
            case "image/jpeg":
                width, height = _jpeg_size(body)
            case "image/webp":
                width, height = _webp_size(body)
            case _:
                return None
    except (struct.error, IndexError, ValueError):
        return None
    return (width, height) if width and height else None


def _jpeg_size(body: bytes) -> tuple[int, int]:
    at = 2
    while body[at] == 0xFF:  # noqa: PLR2004 — every JPEG marker begins with this byte
        marker, length = body[at + 1], struct.unpack(">H", body[at + 2 : at + 4])[0]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise ValueError("no frame in this JPEG")


def _webp_size(body: bytes) -> tuple[int, int]:
    kind = body[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)
    width, height = struct.unpack("<HH", body[26:30])
    return width & 0x3FFF, height & 0x3FFF
