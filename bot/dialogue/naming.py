"""How an order, a fact and a told value are named on every screen."""

from datetime import datetime

from bot.dialogue.asking import OWN_UNKNOWN
from bot.dialogue.screen import Day, Shape, Text
from bot.dialogue.state import Case
from rules.facts import UNKNOWN, Choice, Fact, Value

TAIL = 4


def order_name(case: Case) -> Text:
    """The buyer's own name, else the order's place in the list, with the end of its number if that is known.

    The end alone would not do: two orders may end alike.
    """
    if case.name:
        return Text("order.named", {"name": case.name})
    if case.number:
        return Text("order.numbered", {"n": case.ordinal, "tail": case.number[-TAIL:]})
    return Text("order.ordinal", {"n": case.ordinal})


def status_name(case: Case) -> Text:
    """The status as the shop shows it, if it is known."""
    known = case.value("status") if case.knows("status") else None
    return value_name("status", known) if known else Text("status.none")


def fact_name(fact: str) -> Text:
    """What a fact is called."""
    return Text(f"fact.{fact}")


def value_name(fact: str, value: Value | datetime) -> Text:
    """What a told value is called; a moment by its day."""
    if isinstance(value, datetime):
        return Text("value.day", {"day": Day(value)})
    if value == UNKNOWN and fact not in OWN_UNKNOWN:
        return Text("value.unknown")
    return Text(f"value.{fact}.{value}") if isinstance(value, str) else Text("value.count", {"n": value})


def amount_name(fact: Fact, value: Value) -> Text:
    """A value as the rules see it: a counter's amount with its unit and its side of now."""
    if isinstance(fact, Choice) or isinstance(value, str):
        return value_name(fact.name, value)
    if fact.unit == "business_days":
        return Text("span.business_days", {"n": value})
    side = "left" if fact.down else "ago"
    return Text(f"{side}.{fact.unit}" if value else f"{side}.none", {"n": value})


def told_line(case: Case, fact: str) -> Text:
    """One told fact, or one that follows from them, as a line: name and value."""
    facts = case.facts()
    value = facts.moments.get(fact) or facts.values.get(fact)
    told: Shape = Text("value.unknown") if value is None else value_name(fact, value)
    return Text("told.line", {"fact": fact_name(fact), "value": told})
