"""One order's case as a picture: what happened, where it stands, and what comes next by when."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Final, Literal
from unicodedata import category, normalize

from bot.papers.typesetting import Page, typeset

StopKind = Literal["past", "today", "coming", "next"]
"""What a stop is to the reader; "next" is the one to act on."""

MOST_STOPS = 12
LONGEST = 300
"""Characters of one text that are looked at; how much of them is shown, the layout decides."""

WIDTH = 1080
"""Pixels; the template's page is 360 points wide, so a point of it is a pixel of a phone's screen."""

PIXELS_PER_INCH = WIDTH / 360 * 72
TEMPLATE = "timeline.typ"
STACKED_MARKS = 2
"""Accents on one letter that real writing has; more of them climb into the lines above."""

PALETTE: Final = {
    "paper": "#fbf8f2",
    "ink": "#1a2330",
    "quiet": "#545f6e",
    "rail": "#7b8694",
    "hairline": "#ddd6c9",
    "guard": "#0f766e",
    "act": "#b23a0c",
    "act_paper": "#ffeedd",
}
"""Every colour of the picture, by what it is for."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One date of the order, all of it in the reader's words; day and known may be empty."""

    day: str
    label: str
    known: str
    kind: StopKind
    guarded: bool
    """Whether the protection band runs from this stop on to the following one."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the picture says, from top to bottom; any text may be empty, stops are in their order in time."""

    title: str
    subtitle: str
    stops: tuple[Stop, ...]
    band: str
    """What the protection band is; it is named only where some stop is guarded."""
    footer: str


def timeline_picture(timeline: Timeline, set_page: Callable[[Page], bytes] = typeset) -> bytes:
    """A PNG that Telegram takes as a photo, the same bytes for the same timeline.

    Raises nothing for any text: what would break the lines is left out, what does not fit is cut with an
    ellipsis. Of more than MOST_STOPS stops the last ones are drawn.
    """
    said = json.dumps({"palette": PALETTE, "timeline": _drawn(timeline)})
    return set_page(Page(TEMPLATE, said, "png", resolution=PIXELS_PER_INCH))


def _drawn(timeline: Timeline) -> dict[str, object]:
    return {
        "title": _plain(timeline.title),
        "subtitle": _plain(timeline.subtitle),
        "stops": [_stop(stop) for stop in timeline.stops[-MOST_STOPS:]],
        "band": _plain(timeline.band),
        "footer": _plain(timeline.footer),
    }


def _stop(stop: Stop) -> dict[str, object]:
    said = {"day": _plain(stop.day), "label": _plain(stop.label), "known": _plain(stop.known)}
    return asdict(stop) | said


def _plain(text: str) -> str:
    # Only common spaces: one that does not break holds a day and its month together.
    visible = " ".join(word for word in "".join(_visible(text)).split(" ") if word)
    return visible if len(visible) <= LONGEST else f"{visible[:LONGEST]}…"


def _visible(text: str) -> Iterator[str]:
    stacked = 0
    for letter in normalize("NFC", text):
        sort = category(letter)
        stacked = stacked + 1 if sort in {"Mn", "Me"} else 0
        if sort in {"Cc", "Zl", "Zp"}:
            yield " "
        # Cf holds the marks that turn the direction of writing; a lone surrogate (Cs) is no text at all.
        elif sort not in {"Cf", "Cs", "Co", "Cn"} and stacked <= STACKED_MARKS:
            yield letter
