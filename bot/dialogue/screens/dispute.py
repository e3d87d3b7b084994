"""The dispute: open, too early or late; then type, reason, evidence, text, and the mistakes that lose it."""

from bot.dialogue import actions, routes
from bot.dialogue.deadlines import deadline_moment
from bot.dialogue.evidence import problem_of
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.letters import order_words
from bot.dialogue.links import order_label, order_page
from bot.dialogue.naming import order_name
from bot.dialogue.outside import BLANK, has_blank
from bot.dialogue.reasoning import named_sources
from bot.dialogue.screen import Block, Bullets, Button, Copyable, Day, Fold, Prose, Row, Screen, Shape, Text
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World
from rules.policy import Row as Rule

OPENABLE = {
    "open_not_received": "not_received",
    "perhaps_not_received": "not_received",
    "open_received": "received",
}
"""The answers by which a dispute can be opened, with the kind of it."""

OWN_SUM = {"incomplete", "other_service"}
"""Reasons that name what is asked for by themselves, as long as the goods are kept."""

MISTAKES = ("confirm", "close", "outside", "delete")
MEANS = ("money", "time", "risk")
SPANS = {
    "answer": "dispute_seller_answer_d",
    "platform": "dispute_platform_d",
    "longest": "dispute_longest_d",
    "ship": "return_ship_d",
}


def screen(case: Case, world: World) -> Screen:
    """Whether a dispute is open; too early says from which day, late says what is left."""
    ruling = world.ruling(case, "disputes")
    body: list[Block] = [title("dispute.title", order=order_name(case))]
    if ruling.row is None:
        ask = routes.Question(case.id, ruling.ask or "status", "D")
        return framed(
            [*body, paragraph("dispute.unclear")], [row(button("card.continue", ask, "primary"))], _card(case)
        )
    outcome = ruling.row.text("dispute")
    body.append(paragraph(f"dispute.{outcome}"))
    if when := _when(outcome, case, world):
        body.append(Bullets((when,), "⏳"))
    remedies = _remedies(OPENABLE.get(outcome, ""), world)
    if len(remedies) > 1:
        body.append(Bullets(tuple(Text("remedy.line", _named(one)) for one in remedies), "▫️"))
    return framed(body, _rows(outcome, remedies, case), _card(case))


def kind(case: Case, name: str, world: World) -> Screen:
    """One remedy: what it means in money, time and risk; and the reasons for it, the one that fits marked."""
    remedies = {one.text("remedy"): one for one in world.rules("remedies")}
    if name not in remedies or outcome_of(case, world) not in OPENABLE:
        return screen(case, world)
    rules = [rule for rule in world.rules("claims", case) if rule.text("kind") == remedies[name].text("kind")]
    spans: dict[str, Shape] = {key: world.number(number) for key, number in SPANS.items()}
    means = tuple(Text(f"remedy.{one}", {"said": Text(f"remedy.{name}.{one}", spans)}) for one in MEANS)
    body: list[Block] = [
        title(f"dispute.kind.{name}"),
        Bullets(means, "▫️"),
        paragraph("dispute.pick"),
        Fold(named_sources(remedies[name].sources, world)),
    ]
    rows: list[Row] = [row(_claim(case, rule, name)) for rule in rules]
    return framed(body, rows, routes.Dispute(case.id))


def form(person: Person, case: Case, reason: str, remedy: str, world: World) -> Screen:
    """One reason: the evidence to have, the text for the form with its remedy, and what loses the case."""
    rule = next((rule for rule in world.rules("claims", case) if rule.text("claim") == reason), None)
    if rule is None or outcome_of(case, world) not in OPENABLE:
        return screen(case, world)
    remedy = remedy if remedy in _remedies(rule.text("kind"), world) else ""
    text = _form_text(case, rule, remedy)
    body: list[Block] = [
        title(f"claim.{reason}"),
        paragraph("dispute.evidence"),
        Bullets(tuple(Text(f"evidence.{item}") for item in rule.text("evidence").split("|")), "☐"),
        paragraph("dispute.text"),
        Copyable(text, "en"),
    ]
    if person.language != "en":
        body += [paragraph("letters.own"), Copyable(text)]
    if has_blank(text):
        body.append(paragraph("outside.blanks"))
    body += [
        paragraph("dispute.mistakes"),
        Bullets(tuple(Text(f"mistake.{name}") for name in MISTAKES), "✋"),
    ]
    rows: list[Row] = [
        row(Button(Text("dispute.copy"), copy=text, copy_language="en", style="primary")),
        row(link(order_label(case), order_page(case, world.policy))),
        row(button("dispute.opened", actions.Move(case.id, "in_dispute"), "success")),
    ]
    rows.append(row(button("evidence.collect", routes.Evidence(case.id, reason, remedy))))
    rows.append(row(button("card.report", routes.Reporting(case.id))))
    back = routes.DisputeKind(case.id, remedy) if remedy else routes.Dispute(case.id)
    return framed(body, rows, back)


def outcome_of(case: Case, world: World) -> str:
    """What the rules say of a dispute for this case; empty while facts are missing."""
    ruling = world.ruling(case, "disputes")
    return ruling.row.text("dispute") if ruling.row else ""


def _form_text(case: Case, rule: Rule, remedy: str) -> Text:
    """What happened, and what is asked for: the whole where nothing came, else as the remedy has it."""
    claim = rule.text("claim")
    happened = Text(f"form.{claim}", {"order": order_words(case)})
    if rule.text("kind") == "not_received":
        return happened
    asked = claim if claim in OWN_SUM and remedy != "return_refund" else remedy or "refund"
    return Text("form.text", {"said": Prose((happened, Text(f"form.ask.{asked}", {"sum": BLANK})))})


def _card(case: Case) -> routes.Card:
    return routes.Card(case.id)


def _remedies(kind: str, world: World) -> list[str]:
    """What can be asked for in a dispute of a kind, the best for the buyer first."""
    found = world.rules("remedies")
    return [one.text("remedy") for one in found if one.text("kind") == kind]


def _named(remedy: str) -> dict[str, Shape]:
    return {"remedy": Text(f"dispute.kind.{remedy}"), "said": Text(f"remedy.{remedy}.money")}


def _rows(outcome: str, remedies: list[str], case: Case) -> list[Row]:
    rows: list[Row] = [
        row(button(f"dispute.kind.{name}", routes.DisputeKind(case.id, name), "" if number else "primary"))
        for number, name in enumerate(remedies)
    ]
    rows += [row(target) for target in _inside(outcome, case)]
    if outcome in ("early", "moving", "not_shipped", "part_shipped", "return_instead"):
        rows.append(row(button("card.letters", routes.Letters(case.id), "primary")))
    if outcome == "status_first":
        rows.append(row(button("dispute.status", routes.NewOrder(case.id, "d"), "primary")))
    return rows


def _inside(outcome: str, case: Case) -> list[Button]:
    """What can be done in a dispute that is open, or was decided."""
    match outcome:
        case "already_open":
            return [
                button("offer.open", routes.Offer(case.id)),
                button("statement.statement.title", routes.Statement(case.id, "statement"), "primary"),
                button("evidence.collect", routes.Evidence(case.id)),
            ]
        case "decided_against":
            return [
                button("statement.appeal.title", routes.Statement(case.id, "appeal"), "primary"),
                button("card.rights", routes.Rights(case.id)),
            ]
        case "decided_for":
            return [button("card.refund", routes.Refund(case.id), "primary")]
    return []


def _when(outcome: str, case: Case, world: World) -> Text | None:
    """The day that matters: from when, or until when; the span where the day is not known."""
    advice = world.advice(case)
    if outcome == "early":
        opens = deadline_moment(advice, "dispute_opens")
        return (
            Text("dispute.from", {"day": Day(opens)}) if opens else Text("dispute.from.open", _opens(world))
        )
    if outcome == "moving":
        ends = deadline_moment(advice, "delivery_ends")
        return Text("dispute.from.moving", {"day": Day(ends)}) if ends else Text("dispute.from.countdown")
    if outcome in OPENABLE:
        closes = deadline_moment(advice, "dispute_closes")
        return (
            Text("dispute.until", {"day": Day(closes)})
            if closes
            else Text("dispute.until.open", _closes(world))
        )
    return None


def _opens(world: World) -> dict[str, Shape]:
    return {"n": world.number("dispute_opens_d")}


def _closes(world: World) -> dict[str, Shape]:
    return {"n": world.number("dispute_after_completed_d")}


def _claim(case: Case, rule: Rule, remedy: str) -> Button:
    label = Text(f"claim.{rule.text('claim')}")
    target = routes.DisputeForm(case.id, rule.text("claim"), remedy)
    if problem_of(case) & set(rule.text("fits").split("|")):
        return Button(Text("button.fits", {"label": label}), target, style="primary")
    return Button(label, target)
