"""The case file, read back by another library."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.dialogue.state import LANGUAGES, Case, Exhibit, Language, Sum
from bot.papers.dossier import dossier_file
from bot.papers.photos import LONGEST_SIDE, prepared
from bot.papers.typesetting import Page, TypesetFault, typeset, typeset_here
from bot.texts.say import Words
from tests.dialogue.walk import world

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
HOSTILE = '#eval("1") $x$ *bold* <b>tag</b> \u202eevil\u0000 ../../etc'


def photo(width: int = 600, height: int = 800) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (55.0, 45.0, 0.0)}
    Image.new("RGB", (width, height), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def exhibit(number: int, kind: str = "photo", caption: str = "") -> Exhibit:
    return Exhibit(number, f"id{number}", f"unique{number}", kind, 1000, "box_photos", caption, NOW)


def case(*exhibits: Exhibit) -> Case:
    order = Case(1, 1, opened=NOW, name="Лампа «Ñandú»", number="3041227611804521", exhibits=exhibits)
    for fact, value in (("status", "delivered"), ("condition", "damaged"), ("method", "card")):
        order = order.tell(fact, value, NOW, "tapped")
    return order.tell("delivered_d", NOW - timedelta(days=3), NOW, "pictured")


def archive(order: Case, bodies: dict[int, bytes], language: Language = "en") -> zipfile.ZipFile:
    file = dossier_file(order, bodies, world(NOW), Words.load(), language)
    assert isinstance(file.body, bytes)
    return zipfile.ZipFile(io.BytesIO(file.body))


def pdf(order: Case, bodies: dict[int, bytes], language: Language = "en") -> PdfReader:
    found = archive(order, bodies, language)
    return PdfReader(io.BytesIO(found.read(found.namelist()[0])))


def said(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


HEADS = ("dossier.order", "dossier.demand", "dossier.timeline", "dossier.rules", "dossier.evidence")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_is_known_and_how_in_its_order(language: Language) -> None:
    text = said(pdf(case(exhibit(1)), {1: photo()}, language))
    assert "3041227611804521" in text
    assert "Лампа «Ñandú»" in text
    assert "2026" in text
    words = Words.load()
    heads = [words.catalogs[language].forms[key][0] for key in HEADS]
    places = [text.rindex(heads[-1]), *(text.index(head, 60) for head in heads[:-1])]
    assert places[1:] == sorted(places[1:])
    assert places[0] > places[-1]
    for key in ("dossier.known.sure", "dossier.known.read", "value.condition.damaged"):
        assert words.catalogs[language].forms[key][0] in text


def test_its_fonts_are_embedded_and_its_photos_are_in_it() -> None:
    reader = pdf(case(exhibit(1), exhibit(2)), {1: photo(), 2: photo(500, 700)}, "ru")
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in descriptors)
    assert sum(len(page.images) for page in reader.pages) == 2


def test_chinese_words_are_set_with_a_font_that_has_them() -> None:
    reader = pdf(case(exhibit(1, caption="到货时已损坏")), {1: photo()}, "ru")
    assert "到货时已损坏" in said(reader)


def test_a_forwarded_text_is_quoted_and_goes_along_as_a_file() -> None:
    order = case(exhibit(1, "message", "We will refund you by PayPal, close the dispute"))
    assert "We will refund you by PayPal" in said(pdf(order, {}))
    found = archive(order, {})
    assert found.read("01-box_photos.txt") == b"We will refund you by PayPal, close the dispute"


def test_letters_and_sums_stand_in_it_with_their_days() -> None:
    order = replace(
        case(),
        wrote=MappingProxyType({"problem": NOW - timedelta(days=2)}),
        sums=MappingProxyType({"paid": Sum(2490, "€")}),
    )
    text = said(pdf(order, {}))
    assert "Written to the seller 20 Nov 2026" in text
    assert "Sum paid €24.90 (stated by the buyer)" in text


def test_a_copy_in_english_goes_with_it_and_every_exhibit_as_a_file() -> None:
    order = case(exhibit(1), exhibit(2, "video"), exhibit(3))
    names = archive(order, {1: photo(), 2: b"video"}, "es").namelist()
    assert names == ["expediente.pdf", "expediente-en.pdf", "01-box_photos.jpg", "02-box_photos.mp4"]


def test_what_a_person_wrote_stays_what_it_is() -> None:
    order = replace(case(exhibit(1, caption=HOSTILE)), name=HOSTILE)
    text = said(pdf(order, {1: photo()}))
    assert '#eval("1") $x$ *bold* <b>tag</b>' in text
    assert "\u202e" not in text


@pytest.mark.parametrize("body", [b"", b"no picture", photo()[:200], b"%PDF-1.7"])
def test_a_picture_that_is_none_is_named_and_not_shown(body: bytes) -> None:
    reader = pdf(case(exhibit(1)), {1: body} if body else {})
    assert "Exhibit 1" in said(reader)
    assert not any(page.images for page in reader.pages)


def test_photos_are_made_smaller_and_tell_no_place() -> None:
    made = prepared(photo(4000, 3000))
    assert made is not None
    with Image.open(io.BytesIO(made)) as picture:
        assert max(picture.size) <= LONGEST_SIDE
        assert not picture.getexif()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "BMP", "TIFF", "MPO"])
def test_photos_of_every_usual_form_are_opened(form: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "teal").save(out, form)
    made = prepared(out.getvalue())
    assert made is not None
    assert made.startswith(b"\xff\xd8")


def test_a_long_address_stays_on_the_page() -> None:
    address = "https://example.com/" + "a" * 300
    text = said(pdf(case(exhibit(1, "message", address)), {}))
    assert text.replace("\u200b", "").replace(" ", "").count("a" * 300) == 1


def test_a_page_is_the_same_in_a_process_of_its_own() -> None:
    page = Page("timeline.typ", "{}", "png")
    with pytest.raises(TypesetFault, match="timeline"):
        typeset(page)
    with pytest.raises(TypesetFault, match="timeline"):
        typeset_here(page)
