"""One route outside the shop: what it does, what it cannot, until when, where to go, and who says so."""

from bot.dialogue import routes
from bot.dialogue.layout import button, link, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.reasoning import named_sources
from bot.dialogue.recourses import open_until, recourses, span
from bot.dialogue.screen import Block, Bullets, Day, Fold, Paragraph, Row, Screen, Shape, Style, Text
from bot.dialogue.screens import rights
from bot.dialogue.state import Case
from bot.dialogue.world import World
from rules.policy import Row as Rule

BODIES = (
    "rospotrebnadzor",
    "omic",
    "ecc_net",
    "profeco",
    "concilianet",
    "sernac",
    "indecopi",
    "consumidor_gov",
    "procon",
    "ftc",
)
LETTER = {"chargeback": "chargeback", "mir": "chargeback", "ru_platform": "platform"} | dict.fromkeys(
    BODIES, "complaint"
)


def screen(case: Case, name: str, world: World) -> Screen:
    """The route of that name, if it concerns this order; else all of them."""
    rule = next((one for one in recourses(case, world)[0] if one.text("recourse") == name), None)
    if rule is None:
        return rights.screen(case, world)
    values: dict[str, Shape] = {key: span(rule, key, world) or 0 for key in ("limit", "answer")}
    body: list[Block] = [
        title(f"recourse.{name}"),
        Paragraph(Text(f"recourse.{name}.says", values)),
        Paragraph(Text("recourse.limits", {"said": Text(f"recourse.{name}.cannot", values)})),
    ]
    if until := open_until(case, rule, world):
        key = "recourse.until" if until > world.now else "recourse.over"
        body.append(Bullets((Text(key, {"day": Day(until)}),), "⏳"))
    body.append(Fold(named_sources(rule.sources, world)))
    return framed(body, _rows(case, name, rule, world), routes.Rights(case.id))


def _rows(case: Case, name: str, rule: Rule, world: World) -> list[Row]:
    rows: list[Row] = []
    if page := rule.text("link"):
        rows.append(row(link("recourse.open", world.policy.links[page].of())))
    if (letter := LETTER.get(name)) and case.value("chargeback") != "yes":
        first: Style = "" if case.value("status") == "in_dispute" else "primary"
        rows.append(row(button(f"outside.{letter}.title", routes.Outside(case.id, letter), first)))
    rows.append(row(button("evidence.collect", routes.Evidence(case.id))))
    return rows
