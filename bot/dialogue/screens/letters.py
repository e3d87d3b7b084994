"""Letters to the seller, from the facts of the case and nothing else."""

from bot.dialogue import routes
from bot.dialogue.layout import button, link, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.links import page
from bot.dialogue.naming import order_name
from bot.dialogue.screen import Block, Button, Copyable, Row, Screen, Shape, Text
from bot.dialogue.state import Case, Person
from bot.dialogue.world import World
from rules.facts import UNKNOWN

ANY = "hello"
"""The letter that fits every order: it only asks the seller to answer."""

REASONED = {"cancel_request", "cancel_again"}
REQUESTED = REASONED | {"cancel_reminder"}
"""Letters about a request that cancels by itself if the seller is silent."""
PROBLEMS = {"problem"}


def screen(case: Case, world: World) -> Screen:
    """The letters that fit, best first."""
    kinds = kinds_of(case, world)
    body: list[Block] = [title("letters.title", order=order_name(case)), paragraph("letters.intro")]
    rows: list[Row] = [
        row(button(f"letters.{kind}", routes.Letter(case.id, kind), "" if number else "primary"))
        for number, kind in enumerate(kinds)
    ]
    rows.append(row(button("letters.seller_wrote", routes.Pasting(case.id))))
    return framed(body, rows, routes.Card(case.id))


def kinds_of(case: Case, world: World) -> tuple[str, ...]:
    """The kinds of letter that fit a case; the general one last."""
    return (*dict.fromkeys(world.advice(case).offers), ANY)


def one(person: Person, case: Case, kind: str, world: World) -> Screen:
    """One letter: English for the seller, the same in the buyer's language, and how to send it."""
    if kind not in kinds_of(case, world):
        return screen(case, world)
    letter = letter_text(case, kind)
    body: list[Block] = [title(f"letters.{kind}"), paragraph("letters.english"), Copyable(letter, "en")]
    if person.language != "en":
        body += [paragraph("letters.own"), Copyable(letter)]
    body.append(paragraph("letters.send"))
    body.append(paragraph("letters.silence.request" if kind in REQUESTED else "letters.silence"))
    rows: list[Row] = [
        row(Button(Text("letters.copy"), copy=letter, copy_language="en", style="primary")),
        row(link("letters.chat", page("messages", world.policy))),
    ]
    if not case.number:
        rows.append(row(button("letters.add_number", routes.Numbering(case.id))))
    return framed(body, rows, routes.Letters(case.id))


def letter_text(case: Case, kind: str) -> Text:
    """The letter with the order's number if it is known, and the reason if it was told."""
    values: dict[str, Shape] = {"order": order_words(case)}
    if kind in REASONED:
        values["reason"] = Text(f"letter.reason.{_told(case, 'why')}")
    if kind in PROBLEMS:
        values["problem"] = Text(f"letter.problem.{_told(case, 'condition')}")
    return Text(f"letter.{kind}", values)


def order_words(case: Case) -> Text:
    """How a letter names the order: by its number, or only as the order."""
    return (
        Text("letter.order.numbered", {"number": case.number}) if case.number else Text("letter.order.plain")
    )


def _told(case: Case, fact: str) -> str:
    value = case.value(fact)
    return value if isinstance(value, str) else UNKNOWN
