"""What a tap costs in each store, and a person on the disk: `python -m tests.bench.stores [taps]`.

The tap of somebody with one order is kept, loaded, saved, a message and an answer put out and sent.
"""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

import asyncpg

from bot.dialogue.state import Case, Person
from bot.store.contract import Acknowledge, Incoming, Show, Store
from bot.store.places import Place, Server, open_store
from tests.bench.figures import say
from tests.store import servers
from tests.store.stores import STORES, place_in

PEOPLE = 200
SIDE_BY_SIDE = 16
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SIZE = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN ('person', 'orders')"


async def tap(store: Store, update_id: int) -> None:
    """One tap from beginning to end."""
    person_id = 1 + update_id % PEOPLE
    await store.keep([Incoming(update_id, person_id, "{}" * 200)])
    async with store.turn(person_id, update_id, NOW) as turn:
        assert turn is not None
        person = turn.person or Person(person_id).with_case(Case(1, 1, NOW))
        case = person.cases[1].tell("paid_h", update_id, NOW, "tapped")
        turn.save(person.with_case(case), NOW)
        turn.send(Acknowledge(str(update_id)))
        turn.send(Show("x" * 600, edit=5))
    async with store.claim(person_id):
        while (send := await store.next_send(person_id)) is not None:
            await store.sent(send, None)


async def measured(place: Place, taps: int) -> tuple[float, float, float]:
    """Milliseconds of one tap alone; taps a second side by side, and milliseconds of our CPU for each."""
    store = await open_store(place)
    for number in range(PEOPLE):
        await tap(store, number)
    begun = perf_counter()
    for number in range(PEOPLE, PEOPLE + taps):
        await tap(store, number)
    alone = (perf_counter() - begun) / taps * 1000
    begun, burnt = perf_counter(), process_time()
    first = PEOPLE + taps
    await asyncio.gather(*(_some(store, first + part, first + taps) for part in range(SIDE_BY_SIDE)))
    seconds, cpu = perf_counter() - begun, process_time() - burnt
    await store.close()
    return alone, taps / seconds, cpu / taps * 1000


async def _some(store: Store, first: int, last: int) -> None:
    for number in range(first, last, SIDE_BY_SIDE):
        await tap(store, number)


async def bytes_a_person(place: Server, people: int) -> float:
    """What somebody with one order of five facts takes on the server's disk, with the indexes."""
    store = await open_store(place)
    case = Case(1, 1, NOW)
    for fact in ("status", "paid_h", "wait_h", "why", "seller"):
        case = case.tell(fact, "awaiting_shipment", NOW, "tapped")
    for number in range(people):
        async with store.visit(10_000 + number, NOW) as turn:
            turn.save(Person(10_000 + number, chosen="en").with_case(case), NOW)
    await store.close()
    connection = await asyncpg.connect(place.url)
    try:
        return float(await connection.fetchval(SIZE)) / people
    finally:
        await connection.close()


async def compared(taps: int, folder: Path) -> None:
    """Says the figures of each store."""
    for kind in sorted(STORES):
        place = await place_in(kind, folder)
        alone, a_second, cpu = await measured(place, taps)
        beside = f"{a_second:.0f} a second side by side, {cpu:.2f} ms of our CPU each"
        say(f"{kind}: {alone:.2f} ms a tap alone, {beside}")
    size = await bytes_a_person(await _other(folder), 5000)
    say(f"postgres: {size:.0f} bytes on the disk for a person with one order of five facts")


async def _other(folder: Path) -> Server:
    place = await place_in("postgres", folder / "size")
    assert isinstance(place, Server)
    return place


def main() -> None:
    taps = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(compared(taps, Path(folder)))
    servers.end()


if __name__ == "__main__":
    main()
