"""One order's name, number, end and deletion."""

from bot.dialogue import actions, routes
from bot.dialogue.act import DIFFERENCES
from bot.dialogue.layout import button, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Row, Screen, Text
from bot.dialogue.screens.reminding import watching
from bot.dialogue.sharing import share_button
from bot.dialogue.state import OUTCOMES, Case, Person
from bot.dialogue.world import World


def screen(person: Person, case: Case, world: World) -> Screen:
    """What can be done with the order here, and when the assistant will speak of it."""
    rows: list[Row] = [
        row(button("manage.name", routes.Naming(case.id))),
        row(button("manage.number", routes.Numbering(case.id))),
    ]
    if case.outcome:
        rows.append(row(button("manage.reopen", actions.Reopen(case.id))))
    else:
        rows.append(row(button("manage.close", routes.Closing(case.id))))
        if case.told:
            rows.append(row(share_button(case)))
    rows.append(
        row(
            button(
                "remind.unmute" if case.muted else "remind.mute_order",
                actions.Mute(case.id, int(not case.muted)),
            )
        )
    )
    rows.append(row(button("manage.delete", routes.Deleting(case.id), "danger")))
    number = Text("manage.number_is", {"number": case.number}) if case.number else Text("manage.no_number")
    body: list[Block] = [
        title("manage.title", order=order_name(case)),
        paragraph("manage.intro", number=number),
    ]
    if coming := watching(person, case, world):
        body.append(coming)
    return framed(body, rows, routes.More(case.id))


def naming(case: Case) -> Screen:
    """Asks for a name; the next message typed is it."""
    body: list[Block] = [title("manage.name"), paragraph("manage.ask_name", order=order_name(case))]
    return framed(body, [], routes.Manage(case.id))


def numbering(case: Case) -> Screen:
    """Asks for the order number; the next message typed is it."""
    return framed([title("manage.number"), paragraph("manage.ask_number")], [], routes.Manage(case.id))


def reporting(case: Case) -> Screen:
    """Asks what looks different; a tap or the next message typed is the answer."""
    rows: list[Row] = [row(button(f"report.{kind}", actions.Differ(case.id, kind))) for kind in DIFFERENCES]
    return framed([title("report.title"), paragraph("report.ask")], rows, routes.Card(case.id))


def closing(case: Case) -> Screen:
    """Asks how it ended."""
    rows: list[Row] = [row(button(f"outcome.{one}", actions.Close(case.id, one))) for one in OUTCOMES]
    return framed([title("manage.close"), paragraph("manage.ask_outcome")], rows, routes.Manage(case.id))


def deleting(case: Case) -> Screen:
    """Asks before deleting: it cannot be undone."""
    body: list[Block] = [title("manage.delete"), paragraph("manage.ask_delete", order=order_name(case))]
    rows: list[Row] = [row(button("manage.delete_yes", actions.Delete(case.id), "danger"))]
    return framed(body, rows, routes.Manage(case.id))
