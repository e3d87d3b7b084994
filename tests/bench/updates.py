"""Updates that nobody has thought of: `python -m tests.bench.updates [how many]`.

Each is made of the Bot API's own fields, as the library's classes name them, with values that fit, that do
not, or that are of another kind altogether. None may raise, name another person than the one it came from,
make what is kept longer than what came, or lead the conversation nowhere. Prints what they came to.
"""

import json
import logging
import random
import sys
from collections import Counter
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    Contact,
    Document,
    InlineQuery,
    Location,
    Message,
    MessageEntity,
    MessageOriginUser,
    PhotoSize,
    Sticker,
    TelegramObject,
    Update,
    User,
    Video,
    Voice,
)

from bot.dialogue.events import Queried
from bot.dialogue.step import newcomer, screen_of, step
from bot.telegram.inbox import LARGEST, incoming, read
from tests.bench.figures import say
from tests.dialogue.walk import world

COUNT = 100_000
DEEPEST, WITH_TEXT = 4, 0.6
PERSON = 7
LUCK = random.Random(20261122)  # noqa: S311 - the same updates every time

KINDS: dict[str, type[TelegramObject]] = {
    "message": Message, "edited_message": Message, "callback_query": CallbackQuery,
    "inline_query": InlineQuery, "chat": Chat, "from": User, "from_user": User, "user": User,
    "photo": PhotoSize, "document": Document, "video": Video, "voice": Voice, "sticker": Sticker,
    "contact": Contact, "location": Location, "entities": MessageEntity, "caption_entities": MessageEntity,
    "forward_origin": MessageOriginUser, "sender_user": User, "reply_to_message": Message,
}  # fmt: skip
MANY = {"photo", "entities", "caption_entities"}
TEXTS = (
    "", "/start", "/start s10000a00", "/cancel@bot x", "paid 3 days ago", "4111 1111 1111 1111", "a" * 5000,
    "\u202eevil\u0000", "\ud800", "<b>&amp;", "заказ 3041227611804521", "c|1", "T|1|status|shipped", "zz|",
    "private",
)  # fmt: skip
NUMBERS = (0, 1, PERSON, -5, 2**31, 2**53, LARGEST, LARGEST * 9, 1.5, -0.0, 1e308)
ODDS = 0.06
"""How often a value is of another kind than its field wants, or a field is left out that must be there."""


def names(kind: type[TelegramObject]) -> list[str]:
    """The fields of a class, as the Bot API spells them."""
    slots = {name for base in kind.__mro__ for name in getattr(base, "__slots__", ())}
    return sorted({"from" if name == "from_user" else name for name in slots if not name.startswith("_")})


NAMES = {kind: names(kind) for kind in {*KINDS.values(), Update}}


def main() -> None:
    """Prints the counts. Raises AssertionError for an update that breaks a promise."""
    logging.disable(logging.CRITICAL)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    fates = Counter(fate(made()) for _ in range(count))
    say(f"{count} updates: " + ", ".join(f"{many} {what}" for what, many in fates.most_common()))


def fate(update: dict[str, Any]) -> str:
    """What an update comes to."""
    kept = incoming(update)
    if kept is None:
        return "without an id"
    if len(kept.raw) > 2 * len(json.dumps(update)) + 1000:
        raise AssertionError(f"kept is longer than {update}")
    received = read(kept)
    if received is None:
        return "nobody's or unreadable"
    if received.person_id != kept.person_id:
        raise AssertionError(f"{received.person_id} is not {kept.person_id} in {update}")
    if received.language_code is not None and not isinstance(received.language_code, str):
        raise AssertionError(f"{received.language_code!r} is no language")
    if not isinstance(received.event, Queried):
        done = step(newcomer(PERSON, world()), received.event, world())
        screen_of(done, world(), with_notice=True)
    return type(received.event).__name__


def made() -> dict[str, Any]:
    """One update: an id, and mostly one thing that happened."""
    happened = LUCK.choice(("message", "message", "callback_query", "inline_query", "edited_message"))
    update: dict[str, Any] = {"update_id": LUCK.choice((1, 5, 10**9)), happened: thing(KINDS[happened], 0)}
    if LUCK.random() < ODDS:
        update[LUCK.choice(NAMES[Update])] = value("", 0)
    if LUCK.random() < ODDS:
        update["update_id"] = value("", 0)
    return update


def thing(kind: type[TelegramObject], depth: int) -> Any:
    """An object of the API with some of its fields; those without which it means nothing are mostly there."""
    if LUCK.random() < ODDS:
        return anything(depth)
    fields = LUCK.sample(NAMES[kind], min(len(NAMES[kind]), LUCK.randint(0, 5)))
    known = {name: value(name, depth + 1) for name in fields}
    if kind is Chat:
        known |= {"id": PERSON, "type": "private"}
    elif kind is User:
        known |= {"id": PERSON, "is_bot": False, "first_name": "Ann"}
    elif kind is Message:
        known |= {"message_id": 3, "date": 1795000000, "chat": thing(Chat, depth + 1)}
        known |= {"text": value("text", depth + 1)} if LUCK.random() < WITH_TEXT else {}
    elif kind in (CallbackQuery, InlineQuery):
        known |= {"id": "9", "from": thing(User, depth + 1)}
    if known and LUCK.random() < ODDS:
        known.pop(LUCK.choice(sorted(known)))
    return known


def value(name: str, depth: int) -> Any:
    """A value for a field of that name."""
    if LUCK.random() < ODDS or depth > DEEPEST:
        return anything(depth)
    if kind := KINDS.get(name):
        return [thing(kind, depth) for _ in range(LUCK.randint(0, 3))] if name in MANY else thing(kind, depth)
    return LUCK.choice((*TEXTS, *NUMBERS, True, None))


def anything(depth: int) -> Any:
    """A value of any kind at all."""
    if depth > DEEPEST or LUCK.random() < 0.6:
        return LUCK.choice((*TEXTS, *NUMBERS, True, False, None))
    if LUCK.random() < 0.5:
        return [anything(depth + 1) for _ in range(LUCK.randint(0, 3))]
    return {LUCK.choice(NAMES[Message]): anything(depth + 1) for _ in range(LUCK.randint(0, 3))}


if __name__ == "__main__":
    main()
