"""Cancellation reasons: first who wants to cancel, then the reasons the shop offers at this status."""

from bot.dialogue import actions, routes
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import order_label, order_page
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Bullets, Button, Row, Screen, Text
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.facts import UNKNOWN
from rules.policy import Row as Rule

SELLER_WANTS = "seller_asks"
REQUESTED = {"awaiting_shipment", "group_pending"}
"""Statuses in which cancelling is a request that the seller answers."""

ENDS = {
    "unpaid": "cancelled_unpaid",
    "verifying": "cancelled_verifying",
    "payment_review": "cancelled_verifying",
}
"""Statuses in which the buyer cancels alone, and how the order has ended then."""


def screen(case: Case, who: str, world: World) -> Screen:
    """Who wants to cancel; or, once that is known, the reasons."""
    rules = world.rules("reasons", case)
    if not rules:
        rows = [row(button("card.back_to", routes.Card(case.id), "primary"))]
        return framed([title("reasons.title", order=order_name(case)), paragraph("reasons.none")], rows, None)
    who = who or _who(case)
    if not who and case.value("status") != "unpaid":
        return _ask_who(case)
    return _list(case, who or "me", rules)


def one(case: Case, reason: str, world: World) -> Screen:
    """One reason: what it does to the buyer, what to the seller, and the steps to send it."""
    rule = next((rule for rule in world.rules("reasons", case) if rule.text("reason") == reason), None)
    if rule is None:
        return screen(case, "", world)
    requested = case.value("status") in REQUESTED
    body: list[Block] = [title("reasons.one", reason=Text(f"reason.{reason}")), _consequences(case, rule)]
    body.append(paragraph("reasons.send.request" if requested else "reasons.send.alone"))
    rows: list[Row] = [row(link(order_label(case), order_page(case, world.policy)))]
    if requested:
        body.append(paragraph("reasons.after.request"))
        rows.append(row(button("card.letters", routes.Letters(case.id))))
        sent = actions.Move(case.id, "cancel_requested")
        rows.append(row(button("reasons.sent", sent, "success")))
    elif end := ENDS.get(str(case.value("status"))):
        rows.append(row(button("reasons.done", actions.Move(case.id, "closed", end), "success")))
    rows.append(row(button("card.report", routes.Reporting(case.id))))
    return framed(body, rows, routes.Reasons(case.id, "seller" if rule.text("fault") == "seller" else "me"))


def _consequences(case: Case, rule: Rule) -> Block:
    """What the reason does; nothing to anybody where nobody has to agree."""
    if case.value("status") not in REQUESTED:
        return paragraph(
            "reasons.alone.unpaid" if case.value("status") == "unpaid" else "reasons.alone.verifying"
        )
    fault = rule.text("fault")
    return Bullets((Text(f"reason.you.{fault}"), Text(f"reason.seller.{fault}")))


def _who(case: Case) -> str:
    why = case.value("why")
    if why in (None, UNKNOWN):
        return ""
    return "seller" if why == SELLER_WANTS else "me"


def _ask_who(case: Case) -> Screen:
    rows: list[Row] = [
        row(button("reasons.who.me", routes.Reasons(case.id, "me"))),
        row(button("reasons.who.seller", routes.Reasons(case.id, "seller"))),
    ]
    body: list[Block] = [title("reasons.title", order=order_name(case)), paragraph("reasons.who")]
    return framed(body, rows, routes.Card(case.id))


def _list(case: Case, who: str, rules: list[Rule]) -> Screen:
    other = "buyer" if who == "seller" else "seller"
    rules = [rule for rule in rules if rule.text("fault") != other]
    fitting = _fitting(case, rules)
    body: list[Block] = [
        title("reasons.title", order=order_name(case)),
        paragraph(f"reasons.intro.{_intro(case, who)}"),
    ]
    if who == "seller":
        body.append(paragraph("reasons.intro.timer"))
    rows: list[Row] = [row(_button(case, rule, rule.id == fitting)) for rule in rules]
    swap = "me" if who == "seller" else "seller"
    if any(rule.text("fault") != "buyer" for rule in rules) and case.value("status") != "unpaid":
        rows.append(row(button(f"reasons.swap.{swap}", routes.Reasons(case.id, swap))))
    return framed(body, rows, routes.Card(case.id))


def _intro(case: Case, who: str) -> str:
    return who if who == "seller" or case.value("status") in REQUESTED else "alone"


def _fitting(case: Case, rules: list[Rule]) -> str:
    why = str(case.value("why") or UNKNOWN)
    return next((rule.id for rule in rules if why in rule.text("fits").split("|")), "")


def _button(case: Case, rule: Rule, fitting: bool) -> Button:
    label = Text(f"reason.{rule.text('reason')}")
    target = routes.Reason(case.id, rule.text("reason"))
    if not fitting:
        return Button(label, target)
    return Button(Text("button.fits", {"label": label}), target, style="primary")
