"""Letters to the bank or to a consumer body, and texts to AliExpress itself: to be copied and filled in."""

from bot.dialogue import routes
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.outside import KINDS, has_blank, outside_text
from bot.dialogue.screen import Block, Button, Copyable, Fold, Paragraph, Row, Screen, Text
from bot.dialogue.screens import card, dispute, refund
from bot.dialogue.screens.offer import told
from bot.dialogue.state import Case, Person
from bot.dialogue.statements import KINDS as STATEMENTS
from bot.dialogue.statements import statement_text
from bot.dialogue.world import World

SUPPORT = "contact_support"
"""The step in which support is asked for help."""

WHEN = {"statement": "already_open", "appeal": "decided_against"}
"""In which answer about the dispute a text has its place; the others have it in any."""

BACK: dict[str, type[routes.Watch] | type[routes.Card]] = {"support": routes.Watch, "help": routes.Card}
"""Where the texts that are not about a dispute came from."""

SUMS_OF = {"statement": ("offered",), "appeal": (), "support": ("paid", "received"), "help": ()}


def screen(case: Case, kind: str, world: World) -> Screen:
    """One letter, when it helps, and the sum it needs."""
    if kind not in KINDS:
        return refund.screen(case, world)
    text = outside_text(case, kind, world)
    body: list[Block] = [
        title(f"outside.{kind}.title"),
        paragraph(f"outside.{kind}.when"),
        Copyable(text),
        _care(text),
    ]
    rows: list[Row] = [row(told(case, "paid", kind))]
    if not case.number:
        rows.append(row(button("letters.add_number", routes.Numbering(case.id))))
    back = routes.Watch(case.id) if kind == "trace" else routes.Rights(case.id)
    return framed(body, rows, back)


def statement(person: Person, case: Case, kind: str, world: World) -> Screen:
    """One text to AliExpress: in English, and beneath it in the buyer's own language."""
    outcome = dispute.outcome_of(case, world)
    if kind not in STATEMENTS or WHEN.get(kind, outcome) != outcome:
        return dispute.screen(case, world)
    if kind == "help" and world.advice(case).step != SUPPORT:
        return card.screen(case, world)
    text = statement_text(case, kind, world)
    body: list[Block] = [
        title(f"statement.{kind}.title"),
        paragraph(f"statement.{kind}.when"),
        Copyable(text, "en"),
    ]
    if person.language != "en":
        body.append(Fold((Text("letters.own"), text)))
    body.append(_care(text))
    rows: list[Row] = [row(Button(Text("dispute.copy"), copy=text, copy_language="en", style="primary"))]
    rows += [row(told(case, name, kind)) for name in SUMS_OF[kind]]
    if kind in WHEN:
        rows.append(row(button("evidence.collect", routes.Evidence(case.id))))
    if not case.number:
        rows.append(row(button("letters.add_number", routes.Numbering(case.id))))
    return framed(body, rows, BACK.get(kind, routes.Dispute)(case.id))


def _care(text: Text) -> Paragraph:
    return paragraph("outside.blanks" if has_blank(text) else "outside.check")
