"""The parts that every screen shares: Back and Home always in the last row, left and right."""

from collections.abc import Sequence

from bot.dialogue import routes
from bot.dialogue.address import Target
from bot.dialogue.routes import Route
from bot.dialogue.screen import Block, Button, Paragraph, Row, Screen, Style, Text, Title


def screen(body: list[Block], rows: list[Row], back: Route | None) -> Screen:
    """A screen with its footer; without a way back there is only Home."""
    footer = [button("button.back", back)] if back else []
    return Screen(tuple(body), (*rows, (*footer, button("button.home", routes.Home()))))


def button(key: str, target: Target, style: Style = "") -> Button:
    """A button with a label of the catalog."""
    return Button(Text(key), target, style=style)


def link(key: str, url: str) -> Button:
    """A button that opens a page of the shop."""
    return Button(Text(key), url=url)


def in_rows(buttons: Sequence[Button], most: int = 2) -> list[Row]:
    """Buttons with short labels, so many in a row."""
    return [tuple(buttons[start : start + most]) for start in range(0, len(buttons), most)]


def chosen(label: Text, is_chosen: bool) -> Text:
    """The label of one of several choices, marked if it is the one that holds."""
    return Text("button.chosen", {"label": label}) if is_chosen else label


def row(*buttons: Button) -> Row:
    """One row of buttons."""
    return buttons


def title(key: str, **values: Text | str | int) -> Title:
    """The first line of a screen."""
    return Title(Text(key, values))


def paragraph(key: str, **values: Text | str | int) -> Paragraph:
    """A paragraph of the catalog."""
    return Paragraph(Text(key, values))
