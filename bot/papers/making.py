"""Every paper by its kind. What makes one is loaded when the first is asked for."""

from collections.abc import Mapping
from typing import Literal, assert_never

from bot.dialogue.evidence import exhibit_of
from bot.dialogue.outcome import Paper
from bot.dialogue.screen import Text
from bot.dialogue.state import Language, Person
from bot.dialogue.world import World
from bot.papers.file import File
from bot.texts.say import Words


def make_paper(
    person: Person,
    paper: Paper,
    bodies: Mapping[int, bytes],
    world: World,
    words: Words,
    language: Language,
) -> File:
    """The paper that was asked for, in a language; orders deleted since then are left out.

    `words` tell moments in the person's zone, `bodies` are exhibits by their numbers. Blocks for up to some
    seconds. Raises LookupError where nothing is left to make it of.
    """
    world = world.seen_by(person)
    cases = [person.cases[number] for number in paper.cases if number in person.cases]
    match paper.kind:
        case "calendar":
            from bot.papers.calendar_file import calendar_file

            name, caption = Text("calendar.file"), Text("calendar.caption")
            body = calendar_file(person, cases, world, words, language)
            return File(words.plain(name, language), body, words.plain(caption, language))
        case "timeline":
            from bot.papers.timeline import timeline_file

            return timeline_file(cases[0], world, words, language)
        case "exhibit":
            exhibit = exhibit_of(cases[0], paper.number)
            if exhibit is None:
                raise LookupError(f"the exhibit {paper.number} is gone")
            shown = Text("exhibit.name", {"number": str(exhibit.number)})
            kind: Literal["photo", "video", "document"] = (
                "photo" if exhibit.kind == "photo" else "video" if exhibit.kind == "video" else "document"
            )
            return File("", exhibit.file_id, words.plain(shown, language), kind)
        case "dossier":
            from bot.papers.dossier import dossier_file

            return dossier_file(cases[0], bodies, world, words, language)
        case _:
            assert_never(paper.kind)
