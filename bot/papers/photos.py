"""Photos made ready for a paper: upright, no larger than it shows, without what a camera writes into them."""

import io

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
LONGEST_SIDE = 1600
QUALITY = 82
MOST_PIXELS, MOST_PIXELS_AT_ONCE = 64_000_000, 24_000_000
"""A picture of more is no photo of a phone; only a JPEG can be opened smaller than it is."""


def prepared(body: bytes) -> bytes | None:
    """The photo as a JPEG; None for what is no picture, is damaged, or too large to open.

    Where and when it was taken, and on what, is left out: a paper goes to strangers.
    """
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as picture:
            most = MOST_PIXELS if picture.format in ("JPEG", "MPO") else MOST_PIXELS_AT_ONCE
            if picture.width * picture.height > most:
                return None
            picture.draft("RGB", _wanted(picture.size))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Exception:  # noqa: BLE001 - what damaged files raise in Pillow has no end
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _wanted(size: tuple[int, int]) -> tuple[int, int]:
    """The size that is shown: a JPEG is opened at the half or quarter that is still larger."""
    share = min(1.0, LONGEST_SIDE / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))
