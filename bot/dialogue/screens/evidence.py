"""The evidence of an order: the list with what is there and what is missing, and one exhibit."""

from bot.dialogue import actions, routes
from bot.dialogue.evidence import MESSAGE, MOST_EXHIBITS, exhibit_of, lines_of, missing_lines
from bot.dialogue.layout import button, chosen, in_rows, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Bullets, Button, Day, Fold, Paragraph, Row, Screen, Text
from bot.dialogue.state import Case, Exhibit
from bot.dialogue.world import World

IN_A_ROW = 3
LONGEST_SHOWN = 1500
"""Of a forwarded text that is shown again; the case file has all of it."""


def screen(case: Case, world: World, reason: str = "", kind: str = "") -> Screen:
    """What is asked for and what came; whatever is sent while this is shown is kept as evidence."""
    body: list[Block] = [
        title("evidence.title", order=order_name(case)),
        paragraph("evidence.send" if len(case.exhibits) < MOST_EXHIBITS else "evidence.full"),
    ]
    lines = lines_of(case, world)
    found = {line: [one.number for one in case.exhibits if one.line == line] for line in lines}
    loose = [one.number for one in case.exhibits if one.line not in lines]
    there = [
        _line(line, [*numbers, *loose] if line == lines[-1] else numbers) for line, numbers in found.items()
    ]
    body.append(
        Bullets(tuple(text for text in there if text), "☑️") if any(there) else paragraph("evidence.none")
    )
    if missing := tuple(Text(f"evidence.{line}") for line in missing_lines(case, world)):
        body += [paragraph("evidence.missing"), Bullets(missing, "☐")]
    rows = in_rows([_exhibit(case, one) for one in case.exhibits], IN_A_ROW)
    if case.exhibits:
        rows.append(row(button("dossier.take", actions.Take("dossier", case.id), "primary")))
    rows.append(row(button("card.dispute", routes.Dispute(case.id))))
    back = routes.DisputeForm(case.id, reason, kind) if reason else routes.Card(case.id)
    return framed(body, rows, back)


def _line(line: str, numbers: list[int]) -> Text | None:
    if not numbers:
        return None
    listed = ", ".join(map(str, sorted(numbers)))
    return Text("evidence.there", {"line": Text(f"evidence.{line}.short"), "numbers": listed})


def _exhibit(case: Case, one: Exhibit) -> Button:
    return Button(Text("exhibit.name", {"number": str(one.number)}), routes.Exhibit(case.id, one.number))


def one(case: Case, number: int, world: World) -> Screen:
    """One exhibit: which line it is for, a tap each to change that; to see it again, or to drop it."""
    exhibit = exhibit_of(case, number)
    if exhibit is None:
        return screen(case, world)
    body: list[Block] = [
        title("exhibit.name", number=str(number)),
        Paragraph(
            Text("exhibit.kept", {"line": Text(f"evidence.{exhibit.line}.short"), "day": Day(exhibit.at)})
        ),
        paragraph("exhibit.ask"),
    ]
    drop = button("exhibit.drop", actions.Drop(case.id, number), "danger")
    rows: list[Row] = [row(_choice(case, exhibit, line)) for line in lines_of(case, world)]
    if exhibit.kind == MESSAGE:
        words = exhibit.caption[:LONGEST_SHOWN] + "…" * (len(exhibit.caption) > LONGEST_SHOWN)
        body.append(Fold((Text("exhibit.words", {"words": words}),)))
        rows.append(row(drop))
    else:
        rows.append(row(button("exhibit.show", actions.Take("exhibit", case.id, number)), drop))
    return framed(body, rows, routes.Evidence(case.id))


def _choice(case: Case, exhibit: Exhibit, line: str) -> Button:
    label = Text(f"evidence.{line}.short")
    return Button(chosen(label, line == exhibit.line), actions.Sort(case.id, exhibit.number, line))
