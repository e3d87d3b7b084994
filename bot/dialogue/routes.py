"""Every place that a button can lead to: small frozen values. A route names a screen.

Fields are `int` or `str` only: an address must hold them in 64 bytes (see `address`).
"""

from dataclasses import dataclass
from typing import get_args


@dataclass(frozen=True, slots=True)
class Home:
    """The first screen: what can be done here."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The choice of language; `back` is the address to return to."""

    back: str = ""


@dataclass(frozen=True, slots=True)
class Orders:
    """My orders, a page at a time; with a `goal` each leads straight to that part of the order."""

    goal: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class NewOrder:
    """The status picker of an order that does not exist yet; `case` is the number kept free for it."""

    case: int
    goal: str = ""


@dataclass(frozen=True, slots=True)
class MoreStatuses:
    """The second page of the status picker."""

    case: int
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one fact. `goal` is where the answers lead in the end (see GOALS)."""

    case: int
    fact: str
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The answer: what to do now, until when, what not to do, and why."""

    case: int


@dataclass(frozen=True, slots=True)
class More:
    """What else there is to an order, besides what it is about now."""

    case: int


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a text, each thing to be corrected by a tap, before it is taken."""

    case: int


@dataclass(frozen=True, slots=True)
class Whose:
    """The choice of the order that what was understood for `case` is about, or of a new one."""

    case: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Pasting:
    """Asks for the seller's message; the next text is read as theirs."""

    case: int


@dataclass(frozen=True, slots=True)
class Reply:
    """A seller's message, decoded: the tricks in it, separated by commas. `case` 0 is no order."""

    case: int
    tricks: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The facts, the rule, the sources and the ways that are closed."""

    case: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """Cancellation reasons: who wants to cancel (`who` empty), then the list for me or the seller."""

    case: int
    who: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One cancellation reason: what it does to the buyer and to the seller, and how to send it."""

    case: int
    reason: str


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters that fit the case; `more`: those that fit any."""

    case: int
    more: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to the seller: its tone, its length, and whether it is shown in English or Chinese."""

    case: int
    kind: str
    tone: str = "polite"
    length: str = "short"
    written: str = "en"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Whether a dispute is open, from when, until when; and its types."""

    case: int


@dataclass(frozen=True, slots=True)
class DisputeKind:
    """The reasons of one type of dispute."""

    case: int
    kind: str


@dataclass(frozen=True, slots=True)
class DisputeForm:
    """One dispute reason: evidence, text for the form, the mistakes that lose it; `kind` is the remedy."""

    case: int
    reason: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Refund:
    """Where the money is: where to look, the stages, when it should be there, what if late."""

    case: int


@dataclass(frozen=True, slots=True)
class Watch:
    """The refund watched: what is due, what came, by when, and what to do about the rest."""

    case: int


@dataclass(frozen=True, slots=True)
class Rights:
    """What holds where the buyer lives, and the routes outside the shop."""

    case: int


@dataclass(frozen=True, slots=True)
class Recourse:
    """One route outside the shop."""

    case: int
    name: str


@dataclass(frozen=True, slots=True)
class Stops:
    """The stop signs."""

    case: int


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop sign before something that cannot be undone."""

    case: int
    act: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What the buyer told, each to be corrected by a tap."""

    case: int


@dataclass(frozen=True, slots=True)
class Manage:
    """Name, number, closing and deleting one order."""

    case: int


@dataclass(frozen=True, slots=True)
class Naming:
    """Asks for a name of the buyer's own."""

    case: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """Asks for the order number."""

    case: int


@dataclass(frozen=True, slots=True)
class Closing:
    """Asks how the order ended."""

    case: int


@dataclass(frozen=True, slots=True)
class Deleting:
    """Asks whether to delete the order here."""

    case: int


@dataclass(frozen=True, slots=True)
class Reporting:
    """Asks what looks different on the buyer's own screen; the next message typed is the answer."""

    case: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Language, privacy, deletion."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is kept and what is not."""


@dataclass(frozen=True, slots=True)
class Erasing:
    """Asks whether to delete everything."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """All open orders by their next date; `back` is the address of the settings it was opened from."""

    back: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """A letter to the bank or to a consumer body."""

    case: int
    kind: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A text to AliExpress itself: for its decision, against it, or about a refund."""

    case: int
    kind: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The seller's offer, weighed."""

    case: int


@dataclass(frozen=True, slots=True)
class SumOf:
    """Asks for a sum of an order, which is typed: for the offer, the refund's watch, or a letter."""

    case: int
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of an order; what is sent while it is shown is kept.

    `reason` and `kind` are those of the dispute's form that it was opened from.
    """

    case: int
    reason: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One thing that was sent as evidence."""

    case: int
    number: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """One order in time: what happened, today, what comes next."""

    case: int


@dataclass(frozen=True, slots=True)
class Happened:
    """Asks what happened to an order: one tap moves it on."""

    case: int


@dataclass(frozen=True, slots=True)
class Reminding:
    """When the assistant may speak up: which days, which hours, or not at all."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Asks what time it is for the person now; `more` shows every clock there is."""

    more: int = 0


@dataclass(frozen=True, slots=True)
class Quiet:
    """Asks for the quiet hours."""


@dataclass(frozen=True, slots=True)
class Help:
    """The help topics."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One help topic."""

    name: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """Help topics that may answer a question, separated by commas; and a part of an order, or a status."""

    topics: str
    goal: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Whose a web address or a contact is."""

    host: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Erased:
    """Says that everything is deleted, and what stays in the chat."""


Route = (
    Home
    | Languages
    | Orders
    | NewOrder
    | MoreStatuses
    | Question
    | Card
    | More
    | Understood
    | Whose
    | Pasting
    | Reply
    | Why
    | Reasons
    | Reason
    | Letters
    | Letter
    | Dispute
    | DisputeKind
    | DisputeForm
    | Refund
    | Watch
    | Rights
    | Recourse
    | Stops
    | Stop
    | Answers
    | Manage
    | Naming
    | Numbering
    | Closing
    | Deleting
    | Reporting
    | Settings
    | Privacy
    | Erasing
    | Deadlines
    | Happened
    | Timeline
    | Outside
    | Statement
    | Offer
    | SumOf
    | Evidence
    | Exhibit
    | Reminding
    | Zones
    | Quiet
    | Help
    | Topic
    | Suggested
    | Address
    | Erased
)

ROUTES: tuple[type[Route], ...] = get_args(Route)

Part = (
    type[Reasons]
    | type[Letters]
    | type[Dispute]
    | type[Refund]
    | type[Rights]
    | type[Understood]
    | type[Watch]
    | type[Answers]
    | type[Happened]
    | type[Card]
)

GOALS: dict[str, Part] = {
    "u": Understood,
    "r": Reasons,
    "m": Letters,
    "d": Dispute,
    "f": Refund,
    "y": Rights,
    "D": Dispute,
    "F": Refund,
    "Y": Rights,
    "W": Watch,
}
"""The parts of an order that questions can lead to, instead of the card."""

ASKERS: dict[str, Part] = {
    "u": Understood,
    "D": Dispute,
    "F": Refund,
    "Y": Rights,
    "W": Watch,
    "A": Answers,
    "H": Happened,
    "C": Card,
}
"""The screens that ask a question of their own: Back from it returns there."""
