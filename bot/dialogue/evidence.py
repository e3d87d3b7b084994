"""What proves a case: a list of lines by the kind of problem, and what the buyer has sent for each."""

from dataclasses import replace
from zlib import crc32

from bot.dialogue.events import Attached
from bot.dialogue.state import Case, Exhibit, Person
from bot.dialogue.world import World
from rules.facts import UNKNOWN
from rules.policy import Row

MOST_EXHIBITS = 30
MOST_CHARACTERS = 60_000
"""So much may stand beside all exhibits of a person: whatever they tap, all of it is read."""

OTHER = "other"
"""The line of whatever fits no other."""

CHAT = "chat"
USUAL = ("photos", CHAT, "listing")
"""What helps while the problem is not known yet."""

MESSAGE = "message"
"""A forwarded text: kept by its words, since there is no file."""

PLAINLY = {"photo": "photos", "video": "fault_video", MESSAGE: CHAT}
"""What a thing of a kind shows unless the buyer says otherwise: it is not looked at."""

PROVING = frozenset({
    "wait_for_dispute_window", "open_dispute_refund_only", "open_dispute_received", "return_no_reason",
    "stay_in_dispute", "send_return", "appeal",
})  # fmt: skip
"""The steps in which what somebody photographs is meant as proof, if it shows no page of the shop."""


def lines_of(case: Case, world: World) -> tuple[str, ...]:
    """The lines of the list for this case, best first; then those that something was sent for besides."""
    wanted = [line for rule in fitting_claims(case, world) for line in rule.text("evidence").split("|")]
    sent = (one.line for one in case.exhibits)
    lines = dict.fromkeys((*(wanted or USUAL), *sent))
    return (*(line for line in lines if line != OTHER), OTHER)


def missing_lines(case: Case, world: World) -> tuple[str, ...]:
    """The lines for which nothing was sent yet."""
    covered = {one.line for one in case.exhibits}
    return tuple(line for line in lines_of(case, world) if line not in covered and line != OTHER)


def problem_of(case: Case) -> set[str]:
    """What is wrong, as the shop's form sorts it: with the goods that came, else with the parcel."""
    condition = str(case.value("condition") or UNKNOWN)
    if condition in (UNKNOWN, "unchecked"):
        return {str(case.value("tracking") or UNKNOWN)} - {UNKNOWN}
    return {condition}


def fitting_claims(case: Case, world: World) -> list[Row]:
    """The reasons of the shop's form that are true of this case."""
    problem = problem_of(case)
    return [rule for rule in world.rules("claims", case) if problem & set(rule.text("fits").split("|"))]


def has_room(person: Person, case: Case, caption: str) -> bool:
    """Whether one exhibit more may be kept with an order."""
    held = sum(len(exhibit.caption) for one in person.cases.values() for exhibit in one.exhibits)
    return len(case.exhibits) < MOST_EXHIBITS and held + len(caption) <= MOST_CHARACTERS


def kept(case: Case, attached: Attached, caption: str, world: World) -> Case:
    """The case with one exhibit more; the same thing sent again stays the one it was."""
    if any(one.unique_id == attached.unique_id for one in case.exhibits):
        return case
    number = case.next_exhibit
    line = suggested(case, attached, world)
    exhibit = Exhibit(
        number, attached.file_id, attached.unique_id, attached.kind, attached.size, line, caption, world.now
    )
    return replace(case, exhibits=(*case.exhibits, exhibit), next_exhibit=number + 1)


def quoted(text: str) -> Attached:
    """A forwarded text as a thing that can be kept: the same words are the same thing."""
    body = text.encode(errors="replace")
    return Attached(MESSAGE, "", f"{crc32(body):08x}-{len(body)}", len(body))


def suggested(case: Case, attached: Attached, world: World) -> str:
    """What such a thing plainly is, if the list has that; what else it shows only the buyer can say."""
    line = PLAINLY.get(attached.kind, OTHER)
    return line if line == CHAT or line in lines_of(case, world) else OTHER


def sorted_to(case: Case, number: int, line: str) -> Case:
    """The case with an exhibit put to another line."""
    exhibits = tuple(replace(one, line=line) if one.number == number else one for one in case.exhibits)
    return replace(case, exhibits=exhibits)


def without(case: Case, number: int) -> Case:
    """The case without an exhibit; the others keep their numbers."""
    return replace(case, exhibits=tuple(one for one in case.exhibits if one.number != number))


def exhibit_of(case: Case, number: int) -> Exhibit | None:
    """The exhibit of that number, if there is one."""
    return next((one for one in case.exhibits if one.number == number), None)
