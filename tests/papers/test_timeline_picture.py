"""Timelines as pictures, looked at: by pixel, by contrast, and by tesseract at half the size."""

import io
import re
from dataclasses import replace
from itertools import combinations
from typing import get_args

import pytesseract
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageColor, ImageOps, ImageStat

from bot.papers.timeline_picture import (
    MOST_STOPS,
    PALETTE,
    TEMPLATE,
    WIDTH,
    Stop,
    StopKind,
    Timeline,
    timeline_picture,
)
from bot.papers.typesetting import FOLDER, Page, typeset_here

POINT = 3
"""Pixels of the picture in one pixel of a phone's screen."""

MARGIN = 15 * POINT
RAIL = slice(38 * POINT, 68 * POINT)
BAND = 29 * POINT
WORDS = 74 * POINT
KINDS: tuple[StopKind, ...] = get_args(StopKind)

ENGLISH = Timeline(
    "Order 2 · headphones",
    "Not received",
    (
        Stop("3 Oct 2026", "You ordered and paid", "read from your screen", "past", guarded=True),
        Stop("12 Nov 2026", "You opened a dispute", "you told me", "past", guarded=True),
        Stop("21 Nov 2026", "Today", "", "today", guarded=True),
        Stop("24 Nov, 14:30", "Answer the offer of the seller", "estimated", "next", guarded=True),
        Stop("2 Dec 2026", "Buyer protection ends", "estimated", "coming", guarded=False),
        Stop("12–19 Dec 2026", "The money is back on your card", "estimated", "coming", guarded=False),
    ),
    "Buyer protection",
    "The date on your own order page counts more than an estimate.",
)
RUSSIAN = Timeline(
    "Заказ 2 · наушники",
    "Не пришёл, спор открыт",
    (
        Stop("3 октября 2026", "Вы заказали и оплатили", "с вашего экрана", "past", guarded=True),
        Stop("12 ноября 2026", "Вы открыли спор", "с ваших слов", "past", guarded=True),
        Stop("21 ноября 2026", "Сегодня", "", "today", guarded=True),
        Stop("24 ноября, 14:30", "Ответьте на предложение продавца", "примерно", "next", guarded=True),
        Stop("2 декабря 2026", "Заканчивается защита покупателя", "примерно", "coming", guarded=False),
    ),
    "Защита покупателя",
    "Срок на странице вашего заказа важнее примерного.",
)
SPANISH = Timeline(
    "Pedido 2 · auriculares",
    "No ha llegado, disputa abierta",
    (
        Stop("3 oct 2026", "Hiciste el pedido y pagaste", "de tu pantalla", "past", guarded=True),
        Stop("12 nov 2026", "Abriste una disputa", "me lo dijiste", "past", guarded=True),
        Stop("21 nov 2026", "Hoy", "", "today", guarded=True),
        Stop("24 nov, 14:30", "Responde a la oferta del vendedor", "estimado", "next", guarded=True),
        Stop("2 dic 2026", "Termina la protección al comprador", "estimado", "coming", guarded=False),
    ),
    "Protección al comprador",
    "La fecha de la página de tu pedido vale más que una estimación.",
)
SPOKEN = {"eng": ENGLISH, "rus": RUSSIAN, "spa": SPANISH}

HOSTILE = (
    "",
    "W" * 300,
    "я" * 300,
    "word " * 200,
    '#eval("1") $x$ *b* _i_ `c` @ref <label> // gone \\ #import "x"',
    "\u202eevil\u2066 \u200f\u0000\u0007\ud800\u2028\n\t end",
    "a" + "\u0301\u0316" * 100,
    "\ufdfd" * 20 + "\U0001242b" * 20,
    "😀👨\u200d👩\u200d👧🏳️" * 30,
    "مرحبا שלום 漢字 ไทย" * 10,
    '"}]}; \\u0000 </script>',
)


def painted(timeline: Timeline) -> bytes:
    """The picture, set in this process: a test of its own sets one in another."""
    return timeline_picture(timeline, typeset_here)


def opened(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    return image.convert("RGB")


def drawn(timeline: Timeline) -> Image.Image:
    return opened(painted(timeline))


def filled(text: str, *kinds: StopKind) -> Timeline:
    """The text wherever one can stand, on as many stops as there may be."""
    of_kinds = kinds or KINDS
    stops = tuple(Stop(text, text, text, kind, guarded=True) for kind in of_kinds)
    return Timeline(text, text, stops * (MOST_STOPS // len(stops)), text, text)


def smaller(image: Image.Image, width: int) -> Image.Image:
    height = image.height * width // WIDTH
    return image.resize((image.width * width // WIDTH, height), Image.Resampling.LANCZOS)


def pill(image: Image.Image) -> Image.Image:
    """What is said of today, dark on light: tesseract takes the pill it stands in for a picture."""
    (rows,) = (run for run in coloured_runs(image, WORDS + 8 * POINT, "ink") if run[1] - run[0] > 15 * POINT)
    strip = image.crop((WORDS, rows[0], image.width, rows[1]))
    box = ImageChops.difference(strip, Image.new("RGB", strip.size, PALETTE["paper"])).getbbox()
    return ImageOps.invert(strip.crop(box))


def read_back(image: Image.Image, language: str, width: int) -> str:
    return str(pytesseract.image_to_string(smaller(image, width), lang=language, config="--psm 11"))


def read_whole(image: Image.Image, language: str, width: int) -> str:
    return read_back(image, language, width) + read_back(pill(image), language, width)


def squeezed(text: str) -> str:
    return re.sub(r"[\s–—-]", "", text).casefold()


def texts_of(timeline: Timeline) -> list[str]:
    of_stops = [text for stop in timeline.stops for text in (stop.day, stop.known, stop.label)]
    return [timeline.title, timeline.subtitle, *of_stops, timeline.band, timeline.footer]


def unread(timeline: Timeline, seen: str) -> list[str]:
    """Words of the timeline that were not seen; dots and capitals are too small a thing to ask for."""
    words = [word.strip(".,·") for text in texts_of(timeline) for word in text.split()]
    return [word for word in words if squeezed(word) not in squeezed(seen)]


def fits_a_photo(image: Image.Image) -> bool:
    return image.width == WIDTH and sum(image.size) <= 10_000 and image.height <= image.width * 20


def empty_frame(image: Image.Image) -> bool:
    """Whether nothing but paper is in the outer margin."""
    width, height = image.size
    paper = Image.new("RGB", image.size, PALETTE["paper"])
    strange = ImageChops.difference(image, paper)
    sides = (
        (0, 0, width, MARGIN),
        (0, height - MARGIN, width, height),
        (0, 0, MARGIN, height),
        (width - MARGIN, 0, width, height),
    )
    return all(strange.crop(side).getbbox() is None for side in sides)


def coloured_runs(image: Image.Image, x: int, colour: str) -> list[tuple[int, int]]:
    """From where to where, going down at x, the picture has exactly this colour."""
    wanted = ImageColor.getrgb(PALETTE[colour])
    hits = [y for y in range(image.height) if image.getpixel((x, y)) == wanted]
    runs: list[tuple[int, int]] = []
    for y in hits:
        if runs and runs[-1][1] == y - 1:
            runs[-1] = (runs[-1][0], y)
        else:
            runs.append((y, y))
    return runs


def long_runs(image: Image.Image, x: int, colour: str) -> list[tuple[int, int]]:
    """The band, and not the shields that stand above it and in the legend."""
    return [run for run in coloured_runs(image, x, colour) if run[1] - run[0] > 24 * POINT]


def luminance(colour: str) -> float:
    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in ImageColor.getrgb(colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(PALETTE[one]), luminance(PALETTE[other])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("timeline", SPOKEN.values(), ids=SPOKEN)
def test_telegram_takes_it_as_a_photo(timeline: Timeline) -> None:
    picture = painted(timeline)
    assert fits_a_photo(opened(picture))
    assert len(picture) < 500_000


def test_the_same_content_gives_the_same_bytes() -> None:
    first = painted(ENGLISH)
    assert painted(RUSSIAN) != first
    assert painted(ENGLISH) == first


@pytest.mark.parametrize("language", SPOKEN)
def test_every_word_is_read_back_at_half_the_size(language: str) -> None:
    seen = read_whole(drawn(SPOKEN[language]), language, WIDTH // 2)
    assert not unread(SPOKEN[language], seen), seen


def test_it_is_read_where_no_font_is_installed() -> None:
    def bundled(page: Page) -> bytes:
        return typeset_here(replace(page, bundled=True))

    for language, timeline in SPOKEN.items():
        image = opened(timeline_picture(timeline, bundled))
        assert fits_a_photo(image)
        assert not unread(timeline, read_whole(image, language, WIDTH))


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("ink", "paper"),
        ("quiet", "paper"),
        ("guard", "paper"),
        ("act", "act_paper"),
        ("ink", "act_paper"),
        ("quiet", "act_paper"),
        ("paper", "ink"),
    ],
)
def test_words_stand_out(front: str, back: str) -> None:
    assert contrast(front, back) >= 4.5


@pytest.mark.parametrize("mark", ["quiet", "ink", "rail", "guard", "act"])
def test_marks_stand_out(mark: str) -> None:
    assert contrast(mark, "paper") >= 3


def test_the_template_has_no_colour_of_its_own_and_no_small_print() -> None:
    template = (FOLDER / TEMPLATE).read_text("utf-8")
    used = set(re.findall(r"colour\.(\w+)", template))
    assert used == set(PALETTE)
    assert template.count("rgb(") == 1
    assert not re.findall(r"luma\(|cmyk\(|oklch\(|black|white|red\b|gradient", template)
    assert min(float(size) for size in re.findall(r"\bsize: ([\d.]+)pt", template)) >= 13


def test_each_kind_has_a_shape_of_its_own() -> None:
    def mark(kind: StopKind) -> Image.Image:
        alone = Timeline("", "", (Stop("1 May", "Stop", "", kind, guarded=False),), "", "")
        column = drawn(alone).crop((RAIL.start, 0, RAIL.stop, 60 * POINT)).convert("L")
        shape = column.point(lambda grey: 255 if grey < 200 else 0)
        box = shape.getbbox()
        assert box is not None
        return shape.crop(box).resize((48, 48))

    shapes = {kind: mark(kind) for kind in KINDS}
    for one, other in combinations(KINDS, 2):
        difference = ImageStat.Stat(ImageChops.difference(shapes[one], shapes[other])).mean[0]
        assert difference > 255 * 0.05, (one, other)


def test_the_band_runs_along_the_guarded_stops_without_a_gap() -> None:
    image = drawn(ENGLISH)
    (band,) = long_runs(image, BAND, "guard")
    shields = [run for run in coloured_runs(image, BAND, "guard") if run[0] > band[1]]
    assert shields, "the legend has the sign of the band"
    marks = long_runs(drawn(replace(ENGLISH, stops=ENGLISH.stops[:3])), BAND, "guard")
    assert marks[0][0] == band[0]
    assert marks[0][1] < band[1]


def test_a_band_may_stop_and_begin_again() -> None:
    stops = tuple(replace(stop, guarded=place in {0, 3}) for place, stop in enumerate(ENGLISH.stops))
    assert len(long_runs(drawn(replace(ENGLISH, stops=stops)), BAND, "guard")) == 2


def test_nothing_is_said_of_a_band_that_is_not_there() -> None:
    bare = replace(ENGLISH, stops=tuple(replace(stop, guarded=False) for stop in ENGLISH.stops))
    assert painted(bare) == painted(replace(bare, band=""))
    assert not coloured_runs(drawn(bare), BAND, "guard")


def test_the_next_day_is_written_largest() -> None:
    def day_height(kind: StopKind) -> int:
        alone = Timeline("", "", (Stop("24", "", "", kind, guarded=False),), "", "")
        image = drawn(alone)
        colour = PALETTE["act" if kind == "next" else "ink"]
        words = image.crop((85 * POINT, 0, WIDTH - 30 * POINT, image.height))
        away = ImageChops.difference(words, Image.new("RGB", words.size, colour)).convert("L")
        near = away.point(lambda grey: 255 if grey < 30 else 0)
        # Between the card's upper and lower edge, where there is a card.
        inside = near.crop((0, 28 * POINT, near.width, near.height - 27 * POINT))
        box = inside.getbbox()
        assert box is not None
        return box[3] - box[1]

    assert day_height("next") > 1.4 * day_height("coming")


def test_markup_is_shown_as_it_was_written() -> None:
    label = '#eval("7*6") $alpha$ *bold* _it_'
    said = Timeline("", "", (Stop("1 May", label, "", "coming", guarded=False),), "", "")
    seen = squeezed(read_back(drawn(said), "eng", WIDTH))
    for piece in ("#eval", "7*6", "$alpha$", "*bold*", "_it_"):
        assert piece in seen


@pytest.mark.parametrize("marks", ["\u202e", "\u2067", "\u200f", "\u0000", "\u001b", "\u00ad", "\ud800"])
def test_what_turns_or_breaks_the_lines_is_left_out(marks: str) -> None:
    said = replace(ENGLISH, title=f"{marks}Order{marks} 2 · head{marks}phones{marks}")
    clean = replace(ENGLISH, title="Order 2 · headphones")
    # A control character leaves a space behind: only inside a word does that show.
    if marks in "\u0000\u001b":
        said = replace(ENGLISH, title=f"{marks}Order{marks}2 · {marks}headphones{marks}\n")
    assert painted(said) == painted(clean)


def test_a_word_wider_than_the_column_goes_on_in_the_next_line() -> None:
    number = "3041227611804521" * 4
    said = Timeline("", "", (Stop("", number, "", "past", guarded=False),), "", "")
    assert number in squeezed(read_back(drawn(said), "eng", WIDTH))


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    short, long = drawn(filled("word " * 60)), drawn(filled("word " * 3000))
    assert short.size == long.size
    told = Timeline("", "", (Stop("", "word " * 3000, "", "past", guarded=False),), "", "")
    assert re.search(r"(…|\.\.\.?)\s*$", read_back(drawn(told), "eng", WIDTH).strip())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_out_of_the_frame(text: str) -> None:
    picture = painted(filled(text))
    image = opened(picture)
    assert fits_a_photo(image)
    assert empty_frame(image)
    assert len(picture) < 5_000_000


@pytest.mark.parametrize("kind", KINDS)
def test_twelve_full_stops_of_the_tallest_kind_fit(kind: StopKind) -> None:
    assert fits_a_photo(drawn(filled("W" * 300, kind)))


def test_of_too_many_stops_the_last_are_drawn() -> None:
    many = tuple(Stop(f"{day} May", f"Stop {day}", "", "past", guarded=False) for day in range(1, 21))
    said = Timeline("Order", "", many, "", "")
    assert painted(said) == painted(replace(said, stops=many[-MOST_STOPS:]))


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)
ANY_STOP = st.builds(Stop, ANY_TEXT, ANY_TEXT, ANY_TEXT, st.sampled_from(KINDS), st.booleans())


@settings(max_examples=20, deadline=None)
@given(
    st.builds(
        Timeline, ANY_TEXT, ANY_TEXT, st.lists(ANY_STOP, max_size=MOST_STOPS).map(tuple), ANY_TEXT, ANY_TEXT
    )
)
def test_any_text_makes_a_picture(timeline: Timeline) -> None:
    image = drawn(timeline)
    assert fits_a_photo(image)
    assert empty_frame(image)
