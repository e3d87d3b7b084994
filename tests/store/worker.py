"""A process that keeps updates, takes turns and sends, until it is killed.

Says on stdout which update is surely kept (`k 7`), and writes what went out into a file before saying so to
the store, as a network does.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.dialogue.state import Person
from bot.store.contract import Incoming, Show, Store
from tests.store.stores import STORES

PERSON = 1
BATCH = 3
NOW = datetime(2026, 11, 21, tzinfo=UTC)


async def work(store: Store, out: Path, most: int) -> None:
    """Keeps updates up to the id `most` and brings everything kept to its end."""
    while (first := await store.next_offset() or 1) <= most:
        await finish(store, out)
        batch = [Incoming(number, PERSON, f'{{"n":{number}}}') for number in range(first, first + BATCH)]
        await store.keep(batch)
        sys.stdout.write("".join(f"k {update.update_id}\n" for update in batch))
        sys.stdout.flush()
    await finish(store, out)


async def finish(store: Store, out: Path) -> None:
    for update in await store.pending():
        await count(store, update.update_id)
    while (send := await store.next_send(PERSON)) is not None:
        if isinstance(send.call, Show):
            with out.open("a") as file:
                file.write(send.call.html + "\n")
        await store.sent(send, send.id if isinstance(send.call, Show) else None)


async def count(store: Store, update_id: int) -> None:
    async with store.turn(PERSON, update_id, NOW) as turn:
        if turn is not None:
            person = turn.person or Person(PERSON)
            turn.save(replace(person, next_case=person.next_case + 1))
            turn.send(Show(str(update_id)))


async def main(kind: str, folder: Path, most: int) -> None:
    store = await STORES[kind](folder)
    await work(store, folder / "out", most)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
