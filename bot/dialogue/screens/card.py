"""The answer: what to do now, what to press, until when, what not to do, and why."""

from bot.dialogue import actions, routes
from bot.dialogue.deadlines import deadline_lines
from bot.dialogue.layout import button, in_rows, link, row
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import order_label, order_page, page
from bot.dialogue.naming import order_name, status_name
from bot.dialogue.reasoning import reasoning
from bot.dialogue.refunds import late_lines
from bot.dialogue.routes import Route
from bot.dialogue.screen import Block, Bullets, Button, Fold, Paragraph, Row, Screen, Style, Text, Title
from bot.dialogue.screens.question import before
from bot.dialogue.screens.refund import term
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.engine import Advice

MOST_WARNINGS = 3

Part = (
    type[routes.Reasons]
    | type[routes.Letters]
    | type[routes.Dispute]
    | type[routes.Refund]
    | type[routes.Rights]
)

MAIN: dict[str, Part] = {
    "cancel_unpaid": routes.Reasons,
    "cancel_now": routes.Reasons,
    "retry_when_verified": routes.Letters,
    "request_cancellation": routes.Reasons,
    "message_seller": routes.Letters,
    "wait_seller_answer": routes.Letters,
    "wait_ship_timer": routes.Letters,
    "wait_for_dispute_window": routes.Dispute,
    "open_dispute_refund_only": routes.Dispute,
    "open_dispute_received": routes.Dispute,
    "return_no_reason": routes.Letters,
    "stay_in_dispute": routes.Letters,
    "send_return": routes.Letters,
    "track_refund": routes.Refund,
    "bank_or_support": routes.Refund,
    "check_payment_wait": routes.Refund,
    "outside_routes": routes.Rights,
}
WRITTEN = {"appeal": "appeal", "contact_support": "help"}
"""The steps whose main button is a text to AliExpress, with the kind of it."""

RIGHTS_MATTER = {"return_no_reason", "message_seller", "open_dispute_received", "appeal", "shipped.old"}
"""The steps, and the words of steps, for which the law or a route outside may be needed."""

PAID_BACK = {"ended.refund", "dispute.won"}
"""The answers that say by when the money comes and where to, which the way of payment decides."""

LATE = "bank_or_support"
"""The step that is taken where the way of payment says."""

TALKING = "stay_in_dispute"
"""The step in which an offer of the seller is answered."""

LOOK_AGAIN = {
    "status.unclear": "status",
    "ended.unclear": "end",
    "delivered.unchecked": "condition",
    "received.unchecked": "condition",
}
"""Where the buyer is sent to look once more: the question to come back to."""

LABELS: dict[Part, str] = {
    routes.Reasons: "card.reasons",
    routes.Letters: "card.letters",
    routes.Dispute: "card.dispute",
    routes.Refund: "card.refund",
    routes.Rights: "card.rights",
}


def screen(case: Case, world: World) -> Screen:
    """The card of one order; of a closed one how it ended, and nothing to do."""
    body: list[Block] = [Title(Text("card.title", {"order": order_name(case), "status": status_name(case)}))]
    if case.outcome:
        body.append(Paragraph(Text("card.closed", {"outcome": Text(f"outcome.{case.outcome}")})))
        return framed(body, _closed_rows(case, world), routes.Orders())
    advice = world.advice(case)
    body += _answer(advice, case, world)
    return framed(body, _rows(advice, case, world), back(case))


def main_button(case: Case, advice: Advice) -> Button:
    """The next action of an order as a button: the part of it that the step needs, else its card."""
    return _main(case, advice, "primary") or button("remind.open", routes.Card(case.id), "primary")


def back(case: Case) -> Route:
    """The last question answered."""
    return before(case, "", "")


def _main(case: Case, advice: Advice, style: Style) -> Button | None:
    """The part of an order that the step needs, or the text to AliExpress; None if it needs neither."""
    if not advice.decided:
        return None
    if kind := WRITTEN.get(advice.step):
        return button(f"statement.{kind}.title", routes.Statement(case.id, kind), style)
    if _is_offered(case, advice):
        return button("offer.open", routes.Offer(case.id), style)
    main = MAIN.get(advice.step)
    return button(LABELS[main], main(case.id), style) if main else None


def _is_offered(case: Case, advice: Advice) -> bool:
    """Whether the step is about an offer of the seller, which is weighed first."""
    return advice.step == TALKING and case.value("dispute") == "offer"


def _answer(advice: Advice, case: Case, world: World) -> list[Block]:
    if not advice.decided:
        return [Paragraph(Text("card.undecided"))]
    blocks: list[Block] = [
        Paragraph(Text("card.step", {"step": Text(f"step.{advice.step}")})),
        Paragraph(Text(f"advice.{advice.words}")),
    ]
    if advice.words in PAID_BACK or (advice.step == LATE and case.knows("method")):
        blocks.append(Paragraph(term(case, world)))
    blocks.append(Paragraph(Text(f"press.{advice.press}")))
    if advice.step == LATE:
        blocks.append(late_lines(case, world))
    if lines := deadline_lines(advice, case, world):
        blocks.append(Bullets(lines, "⏳"))
    if advice.warnings:
        warnings = tuple(Text(f"warn.{name}") for name in advice.warnings[:MOST_WARNINGS])
        blocks.append(Bullets(warnings, "✋"))
    blocks.append(Fold(reasoning(advice, case, world)))
    return blocks


def _closed_rows(case: Case, world: World) -> list[Row]:
    rows = [row(button("card.heard", routes.Understood(case.id), "primary"))] if case.waits else []
    return [
        *rows,
        row(button("manage.reopen", actions.Reopen(case.id), "" if rows else "primary")),
        row(link(order_label(case), order_page(case, world.policy))),
        row(button("more.open", routes.More(case.id))),
    ]


def _rows(advice: Advice, case: Case, world: World) -> list[Row]:
    rows: list[Row] = []
    if case.waits:
        rows.append(row(button("card.heard", routes.Understood(case.id), "primary")))
    if question := world.open_question(case, ""):
        rows.append(row(button("card.continue", question, "" if rows else "primary")))
    if advice.words in LOOK_AGAIN:
        again = routes.Question(case.id, LOOK_AGAIN[advice.words], "C")
        rows.append(row(button("card.look_again", again, "" if rows else "primary")))
    if main := _main(case, advice, "" if rows else "primary"):
        rows.append(row(main))
    if advice.step == "contact_support":
        rows.append(row(link("button.help_centre", page("help_centre", world.policy))))
    rows.append(row(link(order_label(case), order_page(case, world.policy))))
    rest = [button(LABELS[part], part(case.id)) for part in _others(case, advice)]
    if case.value("dispute") == "offer" and not _is_offered(case, advice):
        rest.append(button("offer.open", routes.Offer(case.id)))
    rest += [button("card.stops", routes.Stops(case.id)), button("card.why", routes.Why(case.id))]
    rest += [button("happened.title", routes.Happened(case.id)), button("more.open", routes.More(case.id))]
    return rows + in_rows(rest)


def _others(case: Case, advice: Advice) -> list[Part]:
    """The parts that have something to say here, besides the main one."""
    ways = {way.name for way in advice.ways if way.state == "open"}
    parts: list[Part] = []
    if ways & {"cancel_alone", "request_cancellation"}:
        parts.append(routes.Reasons)
    if advice.offers:
        parts.append(routes.Letters)
    parts += [routes.Dispute, routes.Refund]
    if {advice.step, advice.words} & RIGHTS_MATTER:
        parts.append(routes.Rights)
    main = None if _is_offered(case, advice) else MAIN.get(advice.step)
    return [part for part in parts if part is not main]
