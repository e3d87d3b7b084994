"""Two people for the tests of what one may learn of the other: a buyer full of marks, and a stranger."""

import io
import random
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pypdf
from hypothesis import strategies as st
from PIL import Image

from bot.desk import Desk
from bot.dialogue import routes
from bot.dialogue.address import encode
from bot.dialogue.remind import due_at
from bot.dialogue.routes import Route
from bot.dialogue.screens import screen_after
from bot.dialogue.sharing import link_of
from bot.dialogue.state import Case, Exhibit, Heard, Person, Sum
from bot.papers.file import File
from bot.store.contract import Acknowledge, Call, Hand, Incoming, Pin, Retire, Show
from bot.store.sql import SqlStore
from bot.telegram.inbox import incoming, read
from bot.texts.say import Words
from tests.dialogue.walk import NOW, policy, targets, world
from tests.understand.labelled import reader

BUYER, STRANGER = 4_711_000_321, 4_711_000_654
CASE = 1001
"""The number of an order of the buyer's; a stranger's own order may have the same."""

NAME, NUMBER, LETTERS, CAPTION, ALBUM = "Zephyrlamp", "8190034417265530", "Quixotry", "Marmoreal", "albumzz"
SUM = "731937"
FILE, UNIQUE = "AgACAgIAAxkBuyersfile", "AQADbuyersfile"
MARKS = (NAME, NUMBER, LETTERS, CAPTION, FILE, UNIQUE, ALBUM, SUM, str(BUYER), "Anadyr")
SCREEN, BOARD, BOUND_UPDATE = 31_337, 31_338, 900_001
FIRST_UPDATE = 1_000_000


ALL_OF = (
    "SELECT * FROM person WHERE id = ?",
    "SELECT * FROM orders WHERE person_id = ? ORDER BY id",
    "SELECT * FROM outbox WHERE person_id = ? ORDER BY id",
    "SELECT * FROM inbox WHERE person_id = ? ORDER BY update_id",
)


def buyer() -> Person:
    """Somebody of whom everything that can be kept is kept, and is theirs alone."""
    told = {
        "status": "shipped", "tracking": "stuck", "method": "card", "region": "ru", "why": "too_slow",
        "paid_h": NOW - timedelta(days=31), "shipped_d": NOW - timedelta(days=29),
    }  # fmt: skip
    case = Case(CASE, 1, opened=NOW - timedelta(days=33), name=NAME, number=NUMBER)
    for fact, value in told.items():
        assert isinstance(value, str | datetime)
        case = case.tell(fact, value, NOW - timedelta(hours=5), "typed")
    exhibits = (
        Exhibit(1, FILE, UNIQUE, "photo", 900, "photos", CAPTION, NOW),
        Exhibit(2, "", "quoted", "message", 900, "chat", f"{LETTERS} said the seller", NOW),
    )
    heard = {"condition": Heard("damaged", NOW, "typed", sure=False)}
    case = replace(
        case, sums={"paid": Sum(731_937, "€"), "offered": Sum(73_193, "€")}, exhibits=exhibits,
        next_exhibit=3, wrote={"no_tracking": NOW - timedelta(hours=60)}, heard=heard, readings=1,
    )  # fmt: skip
    return Person(
        BUYER, chosen="en", next_case=CASE + 2, zone="Asia/Anadyr", pinned=True, album=ALBUM,
        viewing=encode(routes.Evidence(CASE)),
    ).with_case(case).with_case(replace(case, id=CASE + 1, ordinal=2))  # fmt: skip


def stranger_with_an_order() -> Person:
    """A stranger whose own order bears the same number as one of the buyer's."""
    case = Case(CASE, 1, opened=NOW, name="my own").tell("status", "awaiting_shipment", NOW, "tapped")
    return Person(STRANGER, chosen="en", next_case=CASE + 1, viewing=encode(routes.Card(CASE))).with_case(
        case
    )


def stranger_who_collects() -> Person:
    """A stranger in whose view the evidence of their own order is: what they send now is kept."""
    return replace(stranger_with_an_order(), viewing=encode(routes.Evidence(CASE)))


@cache
def own_addresses() -> tuple[str, ...]:
    """All addresses on the buyer's own screens, followed as far as they lead without anything being told."""
    person, shown = buyer(), dict[str, None]()
    to_see: list[Route] = [routes.Home(), routes.Orders(), routes.Evidence(CASE), routes.Understood(CASE)]
    seen = set(to_see)
    while to_see:
        for target in targets(screen_after(person, to_see.pop(), world())):
            shown[encode(target)] = None
            if isinstance(target, Route) and target not in seen and _is_there(target, person):
                seen.add(target)
                to_see.append(target)
    return tuple(shown)


def _is_there(route: Route, person: Person) -> bool:
    """Whether a route can be shown as it is: not the one of an order that is yet to be begun."""
    if isinstance(route, routes.Understood) and not person.cases[route.case].heard:
        return False
    return getattr(route, "case", CASE) in (0, *person.cases)


def mutated(address: str, luck: random.Random) -> str:
    """The same with something changed."""
    place = luck.randrange(len(address) + 1)
    match luck.randrange(4):
        case 0:
            return address[:place]
        case 1:
            return address[:place] + luck.choice("|~abc0189Z'\"; ") + address[place:]
        case 2:
            return address[:place] + luck.choice("0123456789abcdefgTHZ|") + address[place + 1 :]
        case _:
            return address.split("|", maxsplit=1)[0] + "|" + "|".join(luck.sample(address.split("|"), 1))


@dataclass(frozen=True)
class Scene:
    """A desk on a store, with or without the buyer in it; all it lacks is Telegram."""

    store: SqlStore
    desk: Desk

    async def does(self, update: dict[str, Any]) -> None:
        """One update, the whole way in."""
        kept = incoming(update)
        if kept is None or kept.person_id is None:
            return
        await self.store.keep([kept])
        received = read(kept)
        if received is None:
            await self.store.skip(kept.update_id, "unreadable")
        else:
            await self.desk.handle(received)

    async def hears(self, person_id: int = STRANGER) -> list[Call | File | str]:
        """All that goes to a person, the stranger if nobody is named; papers are made and read."""
        said: list[Call | File | str] = []
        while send := await self.store.next_send(person_id):
            said.append(send.call)
            if isinstance(send.call, Hand):
                made = await self.desk.paper(person_id, send.call.paper, fetched)
                said.append(contents(made) if isinstance(made, File) else made or "nothing")
            await self.store.sent(send, None)
        return said

    async def state_of(self, person_id: int) -> list[Any]:
        """All that is kept of a person."""
        async with self.store._reading() as db:
            found = [await db.rows(query, person_id) for query in ALL_OF]
            found.append(await db.rows("SELECT * FROM inbox WHERE update_id = ?", BOUND_UPDATE))
        return found


async def scene(store: SqlStore, stranger: Person | None, *, with_buyer: bool) -> Scene:
    """A store with what is to be in it."""
    desk = Desk(store, policy(), words(), lambda: NOW, reader)
    if with_buyer:
        async with store.visit(BUYER, NOW) as turn:
            turn.save(buyer(), due_at(buyer(), policy(), NOW))
            turn.board_digest = "of the board"
            for call in (Show(f"<b>{NAME}</b>"), Pin(NUMBER), Acknowledge("7"), Retire(SCREEN)):
                turn.send(call)
        await store.keep([Incoming(BOUND_UPDATE, BUYER, f'{{"message": "{LETTERS}"}}')])
        async with store._transaction() as db:
            await db.execute("UPDATE person SET screen = ?, board = ? WHERE id = ?", SCREEN, BOARD, BUYER)
    if stranger:
        async with store.visit(STRANGER, NOW) as turn:
            turn.save(stranger, due_at(stranger, policy(), NOW))
    return Scene(store, desk)


@cache
def words() -> Words:
    return Words.load()


async def fetched(file_id: str) -> bytes:
    """A picture, whatever is asked for: it tells its id by its size."""
    body = io.BytesIO()
    Image.new("RGB", (40 + len(file_id), 30)).save(body, "PNG")
    return body.getvalue()


def contents(file: File) -> str:
    """What a file says, to whoever opens it."""
    if isinstance(file.body, str):
        return f"{file.name} {file.caption} {file.body}"
    return f"{file.name} {file.caption} {_opened(file.name, file.body)}"


def _opened(name: str, body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return " ".join(f"{one} {_opened(one, archive.read(one))}" for one in archive.namelist())
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if body.startswith((b"\x89PNG", b"\xff\xd8")):
        return f"a picture of {Image.open(io.BytesIO(body)).size}"
    return body.decode(errors="replace")


def marks_in(said: object) -> list[str]:
    """The buyer's marks in something that was said, however sums and numbers are written."""
    text = str(said)
    bare = "".join(letter for letter in text if letter not in " .,\u00a0\u202f\\")
    return [mark for mark in MARKS if mark in text or mark in bare]


# What a stranger may send.

AUTHOR = {"id": STRANGER, "is_bot": False, "first_name": "Eve", "language_code": "en"}
THE_BUYER = {"id": BUYER, "is_bot": False, "first_name": "Ann", "language_code": "en"}
OWN_CHAT = {"id": STRANGER, "type": "private", "first_name": "Eve"}
BUYERS_CHAT = {"id": BUYER, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100_500, "type": "supergroup", "title": "Both of them"}
BUYERS_GROUP = {**BUYERS_CHAT, "type": "group"}
BOT = {"id": 7, "is_bot": True, "first_name": "Bot", "username": "our_bot"}
THEIRS = {"message_id": SCREEN, "date": 1, "chat": BUYERS_CHAT, "from": BOT, "text": f"{NAME} {NUMBER}"}
LINK = link_of(buyer().cases[CASE], world())
AT = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())


def addresses() -> st.SearchStrategy[str]:
    own = st.sampled_from(own_addresses())
    changed = st.builds(mutated, own, st.randoms(use_true_random=False))
    return st.one_of(own, changed, st.text(max_size=70))


def payloads() -> st.SearchStrategy[str]:
    """What may stand behind /start: the buyer's link, changed ones, and anything."""
    changed = st.builds(mutated, st.just(LINK), st.randoms(use_true_random=False))
    others = (
        str(BUYER),
        f"s{CASE}",
        f"order_{CASE}",
        f"share_{BUYER}_1",
        "topic_frozen",
        encode(routes.Card(CASE)),
    )
    return st.one_of(st.just(LINK), changed, st.sampled_from(others))


def texts() -> st.SearchStrategy[str]:
    marks = (
        "1",
        "2",
        NAME,
        NUMBER,
        f"order {NUMBER} shipped 3 days ago",
        FILE,
        UNIQUE,
        str(BUYER),
        "/orders",
        "/deadlines",
    )
    commands = (
        "/refund",
        "/dispute",
        "/message",
        "/delete",
        "/settings",
        f"/orders@our_bot {BUYER}",
        "my orders",
        "yes",
        "back",
    )
    started = payloads().map(lambda payload: f"/start {payload}")
    return st.one_of(st.sampled_from((*marks, *commands)), started, addresses())


def contents_of_messages() -> st.SearchStrategy[dict[str, Any]]:
    photo = {"file_id": FILE, "file_unique_id": UNIQUE, "width": 9, "height": 9, "file_size": 9}
    document = {"file_id": FILE, "file_unique_id": UNIQUE, "file_name": "a.pdf", "file_size": 9}
    origins = (
        {"type": "user", "date": 1, "sender_user": THE_BUYER},
        {"type": "chat", "date": 1, "sender_chat": BUYERS_CHAT},
    )
    besides = st.sampled_from((
        {},
        {"reply_to_message": THEIRS},
        {"external_reply": {"origin": origins[0], "chat": BUYERS_CHAT, "message_id": SCREEN}},
        {"forward_origin": origins[0]},
        {"forward_origin": origins[1]},
        {"via_bot": BOT},
        {"sender_chat": BUYERS_CHAT},
        {"media_group_id": ALBUM, "photo": [photo]},
        {"photo": [photo]},
        {"document": document},
        {"message_id": SCREEN},
        {"users_shared": {"request_id": 1, "users": [{"user_id": BUYER}]}},
        {"contact": {"phone_number": "1", "first_name": "Ann", "user_id": BUYER}},
    ))  # fmt: skip
    written = st.one_of(texts().map(lambda text: {"text": text}), texts().map(lambda text: {"caption": text}))
    return st.builds(lambda first, second: {**first, **second}, written, besides)


def happenings() -> st.SearchStrategy[dict[str, Any]]:
    """What a stranger does, as Telegram would say it; and as it never would, in the buyer's name or chat."""
    others = ((BUYERS_CHAT, AUTHOR), (OWN_CHAT, THE_BUYER), (GROUP, AUTHOR), (BUYERS_GROUP, AUTHOR))
    where = st.sampled_from((*[(OWN_CHAT, AUTHOR)] * 6, *others))
    message = st.builds(
        lambda place, content: {"message_id": 5, "date": AT, "chat": place[0], "from": place[1], **content},
        where,
        contents_of_messages(),
    )
    shown = st.sampled_from((5, SCREEN, BOARD))
    press = st.builds(
        lambda place, data, shown: {
            "id": "9", "from": place[1], "chat_instance": "1", "data": data,
            "message": {"message_id": shown, "date": AT, "chat": place[0], "from": BOT},
        },
        where, addresses(), shown,
    )  # fmt: skip
    elsewhere = addresses().map(
        lambda data: {
            "id": "9",
            "from": AUTHOR,
            "chat_instance": "1",
            "data": data,
            "inline_message_id": LINK,
        }
    )
    asked = texts().map(lambda text: {"id": "9", "from": AUTHOR, "query": text, "offset": ""})
    chosen = texts().map(lambda text: {"result_id": f"{CASE}-en", "from": AUTHOR, "query": text})
    return st.one_of(
        press.map(lambda one: {"callback_query": one}),
        message.map(lambda one: {"message": one}),
        message.map(lambda one: {"edited_message": {**one, "edit_date": AT}}),
        st.one_of(press, elsewhere).map(lambda one: {"callback_query": one}),
        asked.map(lambda one: {"inline_query": one}),
        st.builds(lambda one, two: {"inline_query": one, "callback_query": two}, asked, press),
        chosen.map(lambda one: {"chosen_inline_result": one}),
    )
