"""Letters to the bank and to a consumer body. What is not known stays a blank to fill in."""

from datetime import datetime

from bot.dialogue.evidence import fitting_claims
from bot.dialogue.screen import Dated, Prose, Shape, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World

KINDS = ("trace", "chargeback", "complaint", "platform")
"""Where a refund is, the payment back, help from a consumer body, and the money from the platform."""

BLANK = "____"


def outside_text(case: Case, kind: str, world: World) -> Text:
    """The letter with what is known of the case; blanks for the rest."""
    claims = fitting_claims(case, world)
    values: dict[str, Shape] = {
        "order": Text("letter.order.numbered", {"number": case.number or BLANK}),
        "sum": case.sums.get("paid", BLANK),
        "paid": _day(case, "paid_h"),
    }
    if kind == "trace":
        values["refunded"] = _day(case, "refund_bd")
    elif kind != "platform":
        values["claim"] = Text(f"claim.{claims[0].text('claim')}") if claims else BLANK
    return Text(f"outside.{kind}", values)


def _day(case: Case, fact: str) -> Shape:
    told = case.value(fact)
    return Dated(told) if isinstance(told, datetime) else BLANK


def has_blank(shape: Shape) -> bool:
    """Whether something in a text is left to be filled in."""
    match shape:
        case Text():
            return any(has_blank(value) for value in shape.values.values())
        case Prose(texts):
            return any(has_blank(text) for text in texts)
    return shape == BLANK
