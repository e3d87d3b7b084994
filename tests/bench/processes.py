"""The product under kill -9: by polling and webhook, on SQLite and PostgreSQL, one process and three.

`python -m tests.bench.processes [kills] [people] [cell ...]`: everybody writes and taps on; at random moments
one process is killed and begun again. A line for each cell says what was lost, said twice or out of order,
which answers were forgotten, and how long the answers to ten updates took. Cells are named as in
`polling-sqlite-1`; all of them if none is.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.store.contract import StoreFault
from bot.store.places import open_store
from tests.bench.figures import say
from tests.store import servers
from tests.telegram.kills import CELLS, Found, killed

COLUMNS = (
    "kills",
    "updates",
    "lost",
    "pending",
    "doubled",
    "in flight",
    "doubled otherwise",
    "out of order",
    "facts lost",
    "middle s",
    "longest s",
)


async def _second_on_a_file(folder: Path) -> str:
    """What a second process on one SQLite file is told."""
    file = folder / "bot.sqlite3"
    one, two = await open_store(file), await open_store(file)
    await one.leads()
    try:
        await two.leads()
    except StoreFault as refusal:
        return str(refusal)
    finally:
        await two.close()
        await one.close()
    return "nothing, and may do harm"


def _figures(found: Found) -> tuple[str, ...]:
    waits = sorted(found.waits)
    counts = (
        found.kills,
        found.updates,
        found.lost,
        found.pending,
        found.doubled,
        found.in_flight,
        found.strays,
        found.disordered,
        found.facts_lost,
    )
    return *map(str, counts), f"{waits[len(waits) // 2]:.1f}", f"{waits[-1]:.1f}"


def main() -> None:
    kills, people = [
        int(sys.argv[place]) if len(sys.argv) > place else usual for place, usual in ((1, 100), (2, 6))
    ]
    wanted = sys.argv[3:]
    say(" | ".join(("cell", *COLUMNS)))
    for cell in CELLS:
        if not wanted or str(cell).replace(" ", "-") in wanted:
            with tempfile.TemporaryDirectory() as folder:
                found = asyncio.run(killed(cell, kills, people, Path(folder)))
            say(" | ".join((str(cell), *_figures(found))))
    with tempfile.TemporaryDirectory() as folder:
        say(f"sqlite 3: {asyncio.run(_second_on_a_file(Path(folder)))}")
    servers.end()


if __name__ == "__main__":
    main()
