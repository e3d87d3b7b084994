"""The refund watched: what is due against what came, by when, and whom to ask for the rest."""

from bot.dialogue import routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.reach import WATCH
from bot.dialogue.reasoning import named_sources
from bot.dialogue.refunds import Term, Verdict, late_lines, late_steps, money_back, refund_term
from bot.dialogue.screen import Block, Bullets, Day, Fold, Paragraph, Row, Screen, Style, Text
from bot.dialogue.screens import refund
from bot.dialogue.screens.offer import told
from bot.dialogue.state import Case
from bot.dialogue.sums import WATCHED
from bot.dialogue.world import World
from rules.policy import Row as Rule

BANK = "bank"
"""What is to be asked where a letter to the bank helps."""


def screen(case: Case, world: World) -> Screen:
    """The sums, the term, and what to do where the money is late, short, or both."""
    term, verdict = refund_term(case, world), money_back(case).verdict
    late = term is not None and term.is_over(world.now)
    body: list[Block] = [title("watch.title", order=order_name(case)), _sums(case)]
    if term and verdict != "whole":
        body.append(Bullets((_term(term, late=late),), "⏳"))
    sources = []
    if verdict == "less":
        reasons = _shortfalls(case, world)
        body += [
            paragraph("watch.why"),
            Bullets(tuple(Text(f"shortfall.{one.text('shortfall')}") for one in reasons)),
        ]
        sources = [key for one in reasons for key in one.sources]
    if late and verdict != "whole":
        body += [paragraph("watch.late"), late_lines(case, world, part_came=verdict == "less")]
    rule = world.ruling(case, "refunds").row
    if rule and rule.text("refund") in refund.WITHOUT_WAIT:
        body.append(Paragraph(refund.term(case, world)))
    if keys := dict.fromkeys((*sources, *(rule.sources if rule else ()))):
        body.append(Fold(named_sources(keys, world)))
    return framed(body, _rows(case, world, verdict, term, late=late), routes.Refund(case.id))


def _sums(case: Case) -> Paragraph:
    back = money_back(case)
    values = {
        "due": back.due or "",
        "came": case.sums.get("received", ""),
        "rest": back.rest or "",
    }
    return Paragraph(Text(f"watch.{back.verdict}", values))


def _term(term: Term, *, late: bool) -> Text:
    if late:
        return Text("watch.overdue", {"latest": Day(term.latest)})
    return Text("refund.due", {"at": Day(term.at), "latest": Day(term.latest)})


def _shortfalls(case: Case, world: World) -> list[Rule]:
    return world.rules("shortfalls", case)


def _rows(case: Case, world: World, verdict: Verdict, term: Term | None, *, late: bool) -> list[Row]:
    """The sums, and what the term lacks; then the letters, the first one marked where it is time for it."""
    rows: list[Row] = [row(told(case, name, WATCH)) for name in WATCHED]
    if verdict == "whole":
        return [*rows, row(button("manage.close", routes.Closing(case.id), "primary"))]
    if term is None:
        asked = "method" if not case.knows("method") else "refund_bd"
        rows.append(row(button(f"watch.ask.{asked}", routes.Question(case.id, asked, "W"))))
    first: Style = "primary" if late or verdict == "less" else ""
    if BANK in late_steps(case, world):
        rows.append(row(button("outside.trace.title", routes.Outside(case.id, "trace"), first)))
        first = ""
    rows.append(row(button("statement.support.title", routes.Statement(case.id, "support"), first)))
    return rows
