"""Screenshots read by the real tesseract: order number and status in at least 95 %, and nothing made up."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import pytest
from PIL import Image

from bot.dialogue.reading import Reading
from bot.dialogue.state import LANGUAGES
from bot.understand.pictures import BadPicture, equipped, read_picture
from rules.facts import Value
from tests.understand.labelled import NOW, reader, value_of
from tests.understand.screenshots import Screenshot, screenshots

LEAST = 0.95
CORES = 2


@dataclass(frozen=True)
class Looked:
    shot: Screenshot
    reading: Reading

    @property
    def facts(self) -> dict[str, Value]:
        return {found.fact: value_of(found) for found in self.reading.sure}


@cache
def looked() -> tuple[Looked, ...]:
    shots = list(screenshots())
    with ThreadPoolExecutor(CORES) as threads:
        texts = list(threads.map(lambda shot: read_picture(shot.picture, reader().enough), shots))
    return tuple(
        Looked(shot, reader().read(text, "pictured", NOW)) for shot, text in zip(shots, texts, strict=True)
    )


def test_tesseract_is_here_with_every_language() -> None:
    assert equipped(), "apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-spa"


def test_there_are_enough_of_them_in_every_language() -> None:
    for language in LANGUAGES:
        assert sum(one.shot.language == language for one in looked()) >= 20
    assert len(looked()) >= 60


def test_the_order_number_is_read() -> None:
    numbered = [one for one in looked() if one.shot.number]
    right = sum(one.reading.number.digits == one.shot.number for one in numbered)
    assert right / len(numbered) >= LEAST


def test_the_status_is_read() -> None:
    labelled = [one for one in looked() if one.shot.status]
    right = sum(one.facts.get("status") == one.shot.status for one in labelled)
    assert right / len(labelled) >= LEAST


def test_no_status_is_made_up() -> None:
    wrong = [
        (one.shot.name, one.facts["status"])
        for one in looked()
        if one.facts.get("status", one.shot.status) != one.shot.status
    ]
    assert wrong == []


def test_countdowns_are_read() -> None:
    counted = [(one, fact, left) for one in looked() for fact, left in one.shot.facts.items()]
    right = sum(one.facts.get(fact) in (left, left + 1) for one, fact, left in counted)
    assert right / len(counted) >= 0.75


BAD = {
    "nothing": b"",
    "no picture": b"%PDF-1.7",
    "cut off": b"\x89PNG\r\n\x1a\n" + b"0" * 32,
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused(name: str) -> None:
    with pytest.raises(BadPicture):
        read_picture(BAD[name], reader().enough)


def test_a_picture_that_claims_to_be_enormous_is_refused() -> None:
    body = io.BytesIO()
    Image.new("1", (9000, 9000)).save(body, "PNG")
    assert len(body.getvalue()) < 100_000
    with pytest.raises(BadPicture):
        read_picture(body.getvalue(), reader().enough)


def test_a_picture_without_words_says_nothing() -> None:
    body = io.BytesIO()
    Image.new("RGB", (600, 800), "orange").save(body, "JPEG")
    reading = reader().read(read_picture(body.getvalue(), reader().enough), "pictured", NOW)
    assert (reading.sure, reading.number.kind) == ((), "none")
