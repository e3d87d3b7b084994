"""The timeline of an order as a picture, with the same in words beneath it."""

from bot.dialogue.naming import order_name
from bot.dialogue.screen import Text
from bot.dialogue.screens.timeline import day_of, stop_line
from bot.dialogue.state import Case, Language
from bot.dialogue.timeline import Stop, timeline
from bot.dialogue.world import World
from bot.papers import timeline_picture as drawing
from bot.papers.file import File
from bot.texts.say import Words

LONGEST_CAPTION = 1024


def timeline_file(case: Case, world: World, words: Words, language: Language) -> File:
    """The picture; its caption says the same for those who hear it, as far as a caption is long."""
    stops = timeline(case, world)
    said = Text("timeline.title", {"order": order_name(case)})
    picture = drawing.Timeline(
        title=words.plain(order_name(case), language),
        subtitle=words.plain(Text("timeline.subtitle"), language),
        stops=tuple(_drawn(stop, words, language) for stop in stops),
        band=words.plain(Text("timeline.band"), language),
        footer=words.plain(Text("timeline.footer"), language),
    )
    lines = [words.plain(text, language) for text in (said, *(stop_line(stop) for stop in stops))]
    name = words.plain(Text("timeline.file"), language)
    return File(name, drawing.timeline_picture(picture), _fitting(lines), "photo")


def _drawn(stop: Stop, words: Words, language: Language) -> drawing.Stop:
    known = words.plain(Text(f"known.{stop.known}"), language) if stop.known else ""
    day, label = words.plain(day_of(stop), language), words.plain(stop.label, language)
    return drawing.Stop(day, label, known, stop.kind, stop.guarded)


def _fitting(lines: list[str]) -> str:
    """As many lines as a caption holds."""
    kept: list[str] = []
    for line in lines:
        if sum(len(one) + 1 for one in kept) + len(line) > LONGEST_CAPTION:
            break
        kept.append(line)
    return "\n".join(kept)
