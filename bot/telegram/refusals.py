"""What a refusal of Telegram means. Compared in lower case: the library rewrites the first letters."""

from telegram.error import TelegramError

NO_CHANGE = ("message is not modified",)
MESSAGE = (
    "message to edit not found",
    "message to pin not found",
    "message to unpin not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
    "message identifier is not specified",
)
ENTITIES = ("can't parse entities", "can't find end of", "entity_", "entities_", "unsupported start tag")
PERSON = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "bot was blocked")


def is_no_change(refusal: TelegramError) -> bool:
    """The message already stands as asked."""
    return _says(refusal, NO_CHANGE)


def is_about_message(refusal: TelegramError) -> bool:
    """The message is gone, too old, somebody else's or no text: a new one may stand in for it."""
    return _says(refusal, MESSAGE)


def is_about_entities(refusal: TelegramError) -> bool:
    """The marks in the text are refused: a plainer text may pass."""
    return _says(refusal, ENTITIES)


def is_about_person(refusal: TelegramError) -> bool:
    """Nothing will reach this person."""
    return _says(refusal, PERSON)


def _says(refusal: TelegramError, phrases: tuple[str, ...]) -> bool:
    said = refusal.message.lower()
    return any(phrase in said for phrase in phrases)
