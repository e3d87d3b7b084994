"""Photos made ready for a paper: upright, no larger than it shows, without what a camera writes into them."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 1600
QUALITY = 82
MOST_PIXELS = 64_000_000
"""A picture that unpacks to more than this is no photo of a phone."""


def prepared(body: bytes) -> bytes | None:
    """The photo as a JPEG; None for what is no picture, is damaged, or too large to open.

    Where and when it was taken, and on what, is left out: a paper goes to strangers.
    """
    try:
        with Image.open(io.BytesIO(body)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
