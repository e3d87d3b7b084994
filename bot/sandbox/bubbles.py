"""Messages as a person sees them."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.refusals import Json


@dataclass(frozen=True)
class Bubble:
    """One message in the chat; `raw` is the message as the Bot API shows it."""

    raw: Json
    reactions: tuple[str, ...] = ()
    pinned: bool = False
    inline_message_id: str = ""
    """Set for a message between two people, sent through the bot."""

    @property
    def message_id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def from_bot(self) -> bool:
        return bool(self.raw["from"]["is_bot"])

    @property
    def text(self) -> str:
        """The text, or the caption under a file."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def edited(self) -> bool:
        return "edit_date" in self.raw

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        """The inline keyboard, row by row."""
        return list(self.raw.get("reply_markup", {}).get("inline_keyboard", []))

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]

    def button(self, label_or_data: str) -> dict[str, Any]:
        """The button with this label or else this callback data; LookupError with what there is instead."""
        buttons = [button for row in self.rows for button in row]
        for key in ("text", "callback_data"):
            for button in buttons:
                if button.get(key) == label_or_data:
                    return button
        raise LookupError(f"message {self.message_id} has no button {label_or_data!r}, only {self.labels}")

    def __str__(self) -> str:
        who = "bot" if self.from_bot else "person"
        keyboard = "".join(f"\n    {[button['text'] for button in row]}" for row in self.rows)
        return f"#{self.message_id} {who}: {self.text}{keyboard}"
