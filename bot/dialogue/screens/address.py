"""Whose a web address or a contact is."""

from bot.dialogue.layout import paragraph, title
from bot.dialogue.layout import screen as framed
from bot.dialogue.screen import Screen


def screen(host: str, verdict: str) -> Screen:
    """Whose an address is, and what never to enter there."""
    known = verdict if verdict in ("lookalike", "other") else "other"
    return framed(
        [title("address.title", host=host), paragraph(f"address.{known}"), paragraph("address.never")],
        [],
        None,
    )
