"""What kind of thing a message shows."""

from telegram import Message

from bot.desk import Picture
from bot.dialogue.events import Attached, ShownKind

KINDS: tuple[tuple[str, ShownKind], ...] = (
    ("forward_origin", "forward"),
    ("photo", "photo"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("video_note", "voice"),
    ("video", "video"),
    ("animation", "video"),
    ("sticker", "sticker"),
    ("document", "document"),
    ("venue", "location"),
    ("location", "location"),
    ("contact", "contact"),
)
"""Looked up from the top: an animation is a document too, a venue a location, and a forward anything."""


def kind_of(message: Message) -> ShownKind | None:
    """The kind of what is shown; None for a plain text."""
    for attribute, kind in KINDS:
        if getattr(message, attribute):
            return kind
    return None if message.text else "other"


def picture_of(message: Message) -> Picture | None:
    """The picture in a message, in its largest size; a document counts if it says that it is one."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Picture(largest.file_id, largest.file_size or 0)
    document = message.document
    if document and (document.mime_type or "").startswith("image/"):
        return Picture(document.file_id, document.file_size or 0)
    return None


ATTACHED = ("video", "animation", "video_note", "document", "audio", "voice")


def attached_to(message: Message) -> Attached | None:
    """The file in a message, a photo in its largest size; None for what has none."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Attached("photo", largest.file_id, largest.file_unique_id, largest.file_size or 0)
    for name in ATTACHED:
        if file := getattr(message, name):
            kind = "video" if name in ("video", "animation", "video_note") else "document"
            return Attached(kind, file.file_id, file.file_unique_id, file.file_size or 0)
    return None


NOTICES = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "users_shared",
    "chat_shared",
)
"""What Telegram itself writes into a private chat: said to nobody, so nobody answers."""


def is_notice(message: Message) -> bool:
    """Whether the message is Telegram's own note about the chat."""
    return any(getattr(message, attribute) for attribute in NOTICES)
