"""Pictures to text, by tesseract; where one look is not enough, another at what stands out."""

import io
import os
from collections.abc import Callable, Iterator

import pytesseract
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

MOST_PIXELS = 40_000_000
"""Larger than any phone's screen; what claims more is meant to do harm."""

NARROWEST = 1000
TALLEST = 6000
MIDDLE_GREY = 128
LOOK_SECONDS = 20
SURROUNDINGS = 14
"""How far, in pixels, the background of a letter is looked for: farther than its strokes are wide."""

LANGUAGES = "eng+rus+spa"


class BadPicture(ValueError):
    """The bytes are no picture that can be read here."""


def equipped() -> bool:
    """Whether tesseract is installed here with all three languages."""
    try:
        return set(pytesseract.get_languages()) >= set(LANGUAGES.split("+"))
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError):
        return False


def read_picture(body: bytes, enough: Callable[[str], bool]) -> str:
    """The text of a picture, the looks one under the other. Takes a second or two: not for the event loop.

    Raises BadPicture for what is no picture, is too large, or takes too long.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    grey = _opened(body)
    text = ""
    for look in _looks(grey):
        text = f"{text}\n{_written(look)}".strip()
        if enough(text):
            return text
    return text


def _looks(grey: Image.Image) -> Iterator[Image.Image]:
    """Dark letters on light, then every stroke that stands out from its surroundings, as on a banner."""
    yield ImageOps.invert(grey) if ImageStat.Stat(grey).mean[0] < MIDDLE_GREY else grey
    strokes = ImageChops.difference(grey, grey.filter(ImageFilter.BoxBlur(SURROUNDINGS)))
    yield ImageOps.invert(ImageOps.autocontrast(strokes, cutoff=1))


def _opened(body: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(body)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture("too many pixels")
            return _scaled(ImageOps.exif_transpose(picture).convert("L"))
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as failure:
        raise BadPicture(type(failure).__name__) from None


def _scaled(grey: Image.Image) -> Image.Image:
    """Wide enough for small letters, and never taller than can be read in the time there is."""
    if grey.width >= NARROWEST:
        return grey
    height = min(grey.height * NARROWEST // grey.width, TALLEST)
    return grey.resize((NARROWEST, max(height, 1)), Image.Resampling.LANCZOS)


def _written(picture: Image.Image) -> str:
    try:
        return str(pytesseract.image_to_string(picture, lang=LANGUAGES, timeout=LOOK_SECONDS))
    except (RuntimeError, pytesseract.TesseractError) as failure:
        raise BadPicture(type(failure).__name__) from None
