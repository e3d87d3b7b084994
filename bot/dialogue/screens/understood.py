"""What was understood, before it is taken."""

from bot.dialogue import actions, routes
from bot.dialogue.hearing import elsewhere, supposing
from bot.dialogue.layout import button, in_rows, paragraph, row, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.naming import fact_name, order_name, value_name
from bot.dialogue.reach import UNDERSTOOD
from bot.dialogue.screen import (
    Block,
    Bullets,
    Button,
    Row,
    Screen,
    Shape,
    Text,
)
from bot.dialogue.state import Case, Heard, Person, Sum
from bot.dialogue.world import World

MOST_ORDERS = 3


def screen(person: Person, case: Case, world: World) -> Screen:
    """Each thing with how it is understood; what is doubtful stands apart; one tap takes the rest."""
    sure = {fact: one for fact, one in case.heard.items() if one.sure}
    doubtful = {fact: one for fact, one in case.heard.items() if not one.sure}
    how = next((one.how for one in case.heard.values()), "typed")
    sums = tuple(_sum_line(case, name, one) for name, one in case.heard_sums.items())
    body: list[Block] = [title("understood.title", order=order_name(case)), paragraph(f"understood.{how}")]
    if sure or sums:
        body.append(Bullets((*(_line(case, fact, one) for fact, one in sure.items()), *sums), "✅"))
    if doubtful:
        body.append(Bullets(tuple(_line(case, fact, one) for fact, one in doubtful.items()), "❓"))
    body.append(paragraph("understood.tap"))
    body.append(_next(case, world))
    rows: list[Row] = (
        [row(button("understood.agree", actions.Agree(case.id, case.readings), "success"))]
        if sure or sums
        else []
    )
    corrections = [Button(fact_name(fact), routes.Question(case.id, fact, "u")) for fact in case.heard]
    corrections += [
        Button(Text(f"offer.tell.{name}"), routes.SumOf(case.id, name, UNDERSTOOD))
        for name in case.heard_sums
    ]
    rows += in_rows(corrections)
    rows += _others(person, case)
    rows.append(row(button("understood.disagree", actions.Disagree(case.id, case.readings))))
    return framed(body, rows, None)


def _line(case: Case, fact: str, one: Heard) -> Text:
    values = {"fact": fact_name(fact), "value": value_name(fact, one.value)}
    if fact in case.told:
        return Text("understood.changed", {**values, "before": value_name(fact, case.told[fact].value)})
    return Text("told.line", values)


def _sum_line(case: Case, name: str, one: Sum) -> Text:
    values: dict[str, Shape] = {"fact": Text(f"offer.tell.{name}"), "value": one}
    if name in case.sums:
        return Text("understood.changed", {**values, "before": case.sums[name]})
    return Text("told.line", values)


def _next(case: Case, world: World) -> Block:
    asked = world.advice(supposing(case)).ask
    if asked:
        return paragraph("understood.still", fact=fact_name(asked))
    return paragraph("understood.enough")


def _others(person: Person, case: Case) -> list[Row]:
    """The orders it may be about instead: right here where it was just begun, else behind a button."""
    others = elsewhere(person, case)
    if not case.fresh:
        new = actions.Attach(case.id, person.next_case)
        other = button("understood.other", routes.Whose(case.id))
        return [row(other if others else button("understood.new", new))]
    rows: list[Row] = [
        row(Button(Text("understood.about", {"order": order_name(one)}), actions.Attach(case.id, one.id)))
        for one in others[:MOST_ORDERS]
    ]
    more = [row(button("understood.other", routes.Whose(case.id)))] if len(others) > MOST_ORDERS else []
    return rows + more
