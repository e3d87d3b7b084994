"""A Bot API server that does nothing but keep a bot busy: `python -m tests.bench.busy_telegram '{...}'`.

People press a button, and press again once the press is answered and the screen has changed. It checks
nothing and understands three methods; whatever else is called succeeds. It says a line of JSON for each: its
port, every mark that was passed, and what was measured.
"""

import asyncio
import json
import re
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Any

from tests.bench.figures import say, share

FIRST_PERSON = 1000
BATCH = 100
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"transfer-encoding: *chunked", re.IGNORECASE)
OFFSET, PERSON, QUERY = (
    re.compile(rb'(?:^|[&"{ ])%s(?:=|": "?|"\r\n(?:[^\r\n]+\r\n)*\r\n)(\d+)' % name)
    for name in (b"offset", b"chat_id", b"callback_query_id")
)
"""A number in a form, in JSON, or in parts."""

BOT = {"id": 7, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}

Reply = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen: `people` press `presses` times in all, `crowd` of them at the same time.

    The marks are numbers of presses after which a line is said. With a `rate` a press comes every so many
    parts of a second, whoever has been answered. `latency` is how long each answer takes, in seconds.
    """

    people: int
    crowd: int
    presses: int
    marks: tuple[int, ...]
    addresses: tuple[str, ...]
    """What the buttons say, pressed in turn."""

    screen: dict[str, Any]
    """The message that is pressed and edited, as Telegram writes it."""

    latency: float = 0.0
    rate: float = 0.0
    calm: float = 0.0
    """Seconds between the bot's first question for updates and the first press."""
    first_update: int = 1


@dataclass(slots=True)
class Press:
    """A button pressed and not yet dealt with."""

    person: int
    begun: float
    answered: bool = False
    edited: bool = False


@dataclass(slots=True)
class Telegram:
    """People on one side, the bot on the other."""

    plan: Plan
    answers: int = 0
    edits: int = 0
    ended: int = 0
    offered: int = 0
    numbered: int = 0
    free: deque[int] = field(default_factory=deque)
    pressed: dict[int, int] = field(default_factory=dict)
    open: dict[int, Press] = field(default_factory=dict)
    """By the number of the update, which is the number of the query too."""
    of_person: dict[int, int] = field(default_factory=dict)
    queue: deque[tuple[int, bytes]] = field(default_factory=deque)
    waiting: Reply | None = None
    waits: list[float] = field(default_factory=list)
    asked: bool = False
    first: float = 0.0

    def _begin(self) -> None:
        self.first = perf_counter()
        self.free.extend(range(FIRST_PERSON, FIRST_PERSON + self.plan.people))
        if self.plan.rate:
            asyncio.get_running_loop().call_soon(self._press_on, 0)
            return
        for _ in range(self.plan.crowd):
            self._press()

    def call(self, method: str, body: bytes, reply: Reply) -> None:
        """One call of the bot."""
        match method.lower():
            case "getupdates":
                self._poll(body, reply)
            case "answercallbackquery":
                self.answers += 1
                later(self.plan.latency, self._answered, _number(QUERY, body), reply)
            case "editmessagetext":
                self.edits += 1
                later(self.plan.latency, self._edited, _number(PERSON, body), reply)
            case "getme":
                reply(_good(BOT))
            case "getmyname" | "getmyshortdescription" | "getmydescription":
                reply(_good({"name": "", "short_description": "", "description": ""}))
            case "getmycommands":
                reply(_good([]))
            case _:
                reply(_good(result=True))

    def _press_on(self, number: int) -> None:
        """The next press of a steady stream, each at its own moment however late the one before was."""
        if self.offered < self.plan.presses:
            self._press()
            due = self.first + (number + 1) / self.plan.rate
            later(max(0.0, due - perf_counter()), self._press_on, number + 1)

    def _press(self) -> None:
        if self.offered >= self.plan.presses or not self.free:
            return
        person, number = self.free.popleft(), self._numbered()
        self.offered += 1
        times = self.pressed[person] = self.pressed.get(person, -1) + 1
        self.open[number] = Press(person, perf_counter())
        self.of_person[person] = number
        address = self.plan.addresses[times % len(self.plan.addresses)]
        self._offer(number, json.dumps(self._update(number, person, address)).encode())

    def _numbered(self) -> int:
        """The number of the next update."""
        self.numbered += 1
        return self.plan.first_update + self.numbered - 1

    def _offer(self, number: int, update: bytes) -> None:
        """An update for the bot, brought at once if it asks for one."""
        self.queue.append((number, update))
        if self.waiting:
            reply, self.waiting = self.waiting, None
            later(self.plan.latency, self._bring, reply)

    def _update(self, number: int, person: int, address: str) -> dict[str, Any]:
        author = {"id": person, "is_bot": False, "first_name": "Ann", "language_code": "en"}
        press = {
            "id": str(number),
            "from": author,
            "message": self._screen(person),
            "chat_instance": "1",
            "data": address,
        }
        return {"update_id": number, "callback_query": press}

    def _screen(self, person: int) -> dict[str, Any]:
        chat = {"id": person, "type": "private", "first_name": "Ann"}
        return {**self.plan.screen, "message_id": 9, "date": 1_795_000_000, "from": BOT, "chat": chat}

    def _poll(self, body: bytes, reply: Reply) -> None:
        if not self.asked:
            self.asked = True
            later(self.plan.calm, self._begin)
        offset = _number(OFFSET, body)
        while self.queue and self.queue[0][0] < offset:
            self.queue.popleft()
        if self.queue:
            later(self.plan.latency, self._bring, reply)
        else:
            self.waiting = reply

    def _bring(self, reply: Reply) -> None:
        some = b",".join(self.queue[place][1] for place in range(min(BATCH, len(self.queue))))
        reply(b'{"ok":true,"result":[' + some + b"]}")

    def _answered(self, query: int, reply: Reply) -> None:
        reply(_good(result=True))
        if press := self.open.get(query):
            press.answered = True
            self._end(query, press)

    def _edited(self, person: int, reply: Reply) -> None:
        reply(_good(self._screen(person)))
        query = self.of_person.get(person, 0)
        if press := self.open.get(query):
            press.edited = True
            self._end(query, press)

    def _end(self, query: int, press: Press) -> None:
        if not (press.answered and press.edited):
            return
        del self.open[query]
        self.free.append(press.person)
        self.waits.append(perf_counter() - press.begun)
        self.ended += 1
        if self.ended in self.plan.marks:
            tell(mark=self.ended, seconds=perf_counter() - self.first)
        if self.ended == self.plan.presses:
            tell(
                answers=self.answers,
                edits=self.edits,
                middle=share(self.waits, 0.5),
                p99=share(self.waits, 0.99),
                longest=max(self.waits),
            )
        elif not self.plan.rate:
            self._press()


class Line(asyncio.Protocol):
    """One connection of the bot: requests in, answers out."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while request := _request(self._got):
            method, body, self._got = request
            self._telegram.call(method, body, self._reply)

    def _reply(self, body: bytes) -> None:
        if not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % len(body) + body)


def _request(got: bytes) -> tuple[str, bytes, bytes] | None:
    """The method, the body and what comes after it; None while the request is not whole."""
    end = got.find(HEAD_END)
    if end < 0:
        return None
    head, start = got[:end], end + len(HEAD_END)
    method = head[: head.index(b"\r\n")].split(b" ")[1].rpartition(b"/")[2].decode()
    if CHUNKED.search(head):
        stop = got.find(b"\r\n0" + HEAD_END, start - 2)
        return None if stop < 0 else (method, got[start:stop], got[stop + 7 :])
    length = LENGTH.search(head)
    stop = start + (int(length[1]) if length else 0)
    return (method, got[start:stop], got[stop:]) if len(got) >= stop else None


def later(seconds: float, act: Callable[..., None], *arguments: Any) -> None:
    """Now, or after so many seconds."""
    if seconds:
        asyncio.get_running_loop().call_later(seconds, act, *arguments)
    else:
        act(*arguments)


def tell(**record: Any) -> None:
    """One line for whoever started this."""
    say(json.dumps(record))
    sys.stdout.flush()


def _good(result: Any) -> bytes:
    return json.dumps({"ok": True, "result": result}, separators=(",", ":")).encode()


def _number(pattern: re.Pattern[bytes], body: bytes) -> int:
    found = pattern.search(body)
    return int(found[1]) if found else 0


async def main(plan: Plan) -> None:
    """Serves until it is ended."""
    telegram = Telegram(plan)
    server = await asyncio.get_running_loop().create_server(lambda: Line(telegram), "127.0.0.1", 0)
    tell(port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


def written(plan: Plan) -> str:
    """The plan as an argument of this program."""
    return json.dumps(asdict(plan))


if __name__ == "__main__":
    asyncio.run(main(Plan(**json.loads(sys.argv[1]))))
