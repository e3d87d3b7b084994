"""What a step comes to."""

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.routes import Route
from bot.dialogue.screen import Text
from bot.dialogue.state import Person


@dataclass(frozen=True, slots=True)
class Report:
    """What a buyer's screen shows otherwise than the answer says. It holds nothing of the person."""

    version: str
    rule: str
    language: str
    words: str


PaperKind = Literal["calendar", "timeline", "exhibit", "dossier"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that the person asked for, of so many of their orders; `number` is that of an exhibit."""

    kind: PaperKind
    cases: tuple[int, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """The person as known now, where to go, and what to say besides.

    `erased`: nothing of the person is to be kept. `alert`: the notice must be closed by hand.
    `silent`: nothing is to be shown. `redraw`: the screen that is there is to be shown anew.
    `report`: something for the operator.
    `warnings` stand in front of the screen. `paper` is a file that was asked for.
    """

    person: Person
    route: Route
    notice: Text | None = None
    alert: bool = False
    erased: bool = False
    silent: bool = False
    redraw: bool = False
    report: Report | None = None
    warnings: tuple[Text, ...] = ()
    paper: Paper | None = None
