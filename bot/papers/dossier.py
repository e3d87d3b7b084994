"""The case file: what is known and how, what was done, what is asked for, and the evidence."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.dialogue.deadlines import READ
from bot.dialogue.evidence import MESSAGE, fitting_claims
from bot.dialogue.naming import fact_name, order_name, value_name
from bot.dialogue.reasoning import ranked
from bot.dialogue.screen import Day, Text
from bot.dialogue.state import Case, Exhibit, Language, Told
from bot.dialogue.timeline import Stop, timeline
from bot.dialogue.world import World
from bot.papers.file import File
from bot.papers.photos import prepared
from bot.papers.typesetting import Page, typeset
from bot.texts.formats import money
from bot.texts.say import Words
from rules.facts import UNKNOWN

TEMPLATE = "dossier.typ"
COPY: Language = "en"
"""The language of the copy for the shop and the bank."""

AT_ONCE = 2
"""Photos and papers made at the same time: their libraries work outside of Python."""

UNBROKEN, MAY_BREAK = re.compile(r"\S{40}(?=\S)"), "\u200b"
ENDINGS = {"photo": "jpg", "video": "mp4", MESSAGE: "txt"}
BEGINNINGS = ((b"\xff\xd8\xff", "jpg"), (b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"PK\x03\x04", "zip"))


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: pairs of a name and what is said of it, then lines."""

    head: str
    intro: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def dossier_file(
    case: Case, bodies: Mapping[int, bytes], world: World, words: Words, language: Language
) -> File:
    """A ZIP of the case file in the buyer's language and in English, and of the exhibits (photos smaller).

    A photo that cannot be opened is named and not shown; one that could not be had is left out of the ZIP.
    """
    name = words.plain(Text("dossier.file"), language)
    body = io.BytesIO()
    with ThreadPoolExecutor(AT_ONCE) as side_by_side:
        opened = zip(bodies, side_by_side.map(prepared, bodies.values()), strict=True)
        photos = {number: photo for number, photo in opened if photo}
        languages = dict.fromkeys((language, COPY))
        papers = side_by_side.map(lambda one: dossier_pdf(case, photos, world, words, one), languages)
        papers_of = dict(zip(languages, papers, strict=True))
    with zipfile.ZipFile(body, "w", zipfile.ZIP_STORED) as archive:
        for one, paper in papers_of.items():
            archive.writestr(f"{name}.pdf" if one == language else f"{name}-{one}.pdf", paper)
        for exhibit in case.exhibits:
            if sent := photos.get(exhibit.number) or bodies.get(exhibit.number) or _words(exhibit):
                archive.writestr(f"{exhibit.number:02}-{exhibit.line}.{_ending(exhibit, sent)}", sent)
    return File(f"{name}.zip", body.getvalue(), words.plain(Text("dossier.caption"), language))


def dossier_pdf(
    case: Case, photos: Mapping[int, bytes], world: World, words: Words, language: Language
) -> bytes:
    """The case file in one language; the same for the same case, photos and moment. Raises TypesetFault."""
    said = json.dumps(_said(case, photos, world, words, language)).encode("ascii", "replace").decode()
    pictures = {_picture(number): photo for number, photo in photos.items()}
    return typeset(Page(TEMPLATE, said, "pdf", pictures, moment=int(world.now.timestamp())))


def _said(
    case: Case, photos: Mapping[int, bytes], world: World, words: Words, language: Language
) -> dict[str, object]:
    def say(text: Text) -> str:
        return _plain(words.plain(text, language))

    return {
        "language": language,
        "title": say(Text("dossier.title", {"order": order_name(case)})),
        "note": say(Text("dossier.note", {"day": _day(world.now, words)})),
        "parts": [asdict(part) for part in _parts(case, world, words, language)],
        "evidence": say(Text("dossier.evidence")),
        "unshown": say(Text("dossier.unshown")),
        "exhibits": [
            {
                "name": say(Text("exhibit.name", {"number": str(one.number)})),
                "said": " · ".join(filter(None, (say(_about(one, words)), _caption(one)))),
                "words": _plain(one.caption) if one.kind == MESSAGE else "",
                "picture": _picture(one.number) if one.number in photos else "",
            }
            for one in case.exhibits
        ],
    }


def _parts(case: Case, world: World, words: Words, language: Language) -> Iterator[Part]:
    def say(text: Text) -> str:
        return words.plain(text, language)

    yield Part(say(Text("dossier.order")), rows=tuple(_facts(case, words, language)))
    if demand := _demand(case, world):
        yield Part(say(Text("dossier.demand")), say(demand))
    if letters := tuple(_letters(case, words, language)):
        yield Part(say(Text("dossier.letters")), rows=letters)
    stops = tuple(say(_line(stop, words)) for stop in timeline(case, world))
    yield Part(say(Text("dossier.timeline")), lines=stops)
    if sources := tuple(_sources(case, world)):
        yield Part(say(Text("dossier.rules")), say(Text("dossier.rules.intro")), lines=sources)


def _facts(case: Case, words: Words, language: Language) -> Iterator[tuple[str, str]]:
    if case.number:
        yield words.plain(Text("dossier.number"), language), case.number
    for fact, told in case.told.items():
        if told.value != UNKNOWN:
            value = words.plain(_value(fact, told, words), language)
            known = words.plain(Text(f"dossier.known.{_known(told)}"), language)
            yield words.plain(fact_name(fact), language), f"{value} ({known})"
    known = words.plain(Text("dossier.known.sure"), language)
    for name, told_sum in case.sums.items():
        yield words.plain(Text(f"dossier.sum.{name}"), language), f"{money(told_sum, language)} ({known})"


def _letters(case: Case, words: Words, language: Language) -> Iterator[tuple[str, str]]:
    """What was written to the seller, by the day, as far as the buyer noted it."""
    for kind, at in sorted(case.wrote.items(), key=lambda pair: pair[1]):
        yield (
            words.plain(Text("value.day", {"day": _day(at, words)}), language),
            words.plain(Text(f"letters.{kind}"), language),
        )


def _known(told: Told) -> str:
    return "read" if told.how in READ else "sure"


def _value(fact: str, told: Told, words: Words) -> Text:
    if isinstance(told.value, datetime):
        return Text("value.day", {"day": _day(told.value, words)})
    return value_name(fact, told.value)


def _line(stop: Stop, words: Words) -> Text:
    """A moment as a stranger reads it: with its year, and by whose word it is known."""
    day = Text("timeline.day", {"at": _day(stop.at, words)})
    if stop.latest:
        days = {"at": _day(stop.at, words), "latest": _day(stop.latest, words)}
        day = Text("timeline.between", days)
    line = Text("timeline.line", {"day": day, "what": stop.label})
    return (
        Text("dossier.line", {"line": line, "known": Text(f"dossier.known.{stop.known}")})
        if stop.known
        else line
    )


def _day(moment: datetime, words: Words) -> Day:
    return Day(moment.astimezone(words.zone).date())


def _demand(case: Case, world: World) -> Text | None:
    """The reason for the shop's form that is true of this case, if one is, and what follows from it."""
    fitting = fitting_claims(case, world)
    return Text("dossier.asks", {"claim": Text(f"claim.{fitting[0].text('claim')}")}) if fitting else None


def _sources(case: Case, world: World) -> Sequence[str]:
    found = ranked(world.advice(case), world.policy)
    return [", ".join(filter(None, (one.title, one.dated, one.url))) for one in found]


def _about(exhibit: Exhibit, words: Words) -> Text:
    return Text(
        "exhibit.kept", {"line": Text(f"evidence.{exhibit.line}.short"), "day": _day(exhibit.at, words)}
    )


def _words(exhibit: Exhibit) -> bytes:
    """The words of a forwarded text, which is all there is of it."""
    return exhibit.caption.encode() if exhibit.kind == MESSAGE else b""


def _caption(exhibit: Exhibit) -> str:
    return "" if exhibit.kind == MESSAGE else _plain(exhibit.caption)


def _plain(text: str) -> str:
    """What a person wrote, on one line, without marks that turn or break it; long words may break."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return UNBROKEN.sub(lambda found: found[0] + MAY_BREAK, line)


def _picture(number: int) -> str:
    return f"exhibit-{number}.jpg"


def _ending(exhibit: Exhibit, sent: bytes) -> str:
    """By what a file begins with: its name was never kept."""
    found = (ending for start, ending in BEGINNINGS if sent.startswith(start))
    return next(found, ENDINGS.get(exhibit.kind, "bin"))
