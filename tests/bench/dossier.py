"""What a case file of 30 exhibits takes: `python -m tests.bench.dossier [rounds]`.

The photos are drawn as a phone takes them: 12 megapixels, noisy enough to be some megabytes each. Prints the
seconds of each round and the memory of this process after it: the first rounds load what makes papers, the
later ones must not go higher.
"""

import io
import random
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from types import MappingProxyType

from PIL import Image

from bot.dialogue.evidence import MOST_EXHIBITS
from bot.dialogue.state import Case, Exhibit, Sum
from bot.papers.dossier import dossier_file
from bot.texts.say import Words
from tests.bench.figures import against, say, share
from tests.dialogue.walk import NOW, world

WIDTH, HEIGHT = 4000, 3000
SHAPES, GRAIN, NOISE = 40, 1500, 0.06
LONGEST_SECONDS = 3.0
ROUNDS = 8
MOST_GROWTH_MB = 10.0
MEGABYTE = 1_000_000
PAGE_BYTES = 4096


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    words = Words.load()
    bodies = {number: photo(number) for number in range(1, MOST_EXHIBITS + 1)}
    size = sum(map(len, bodies.values())) / MEGABYTE
    say(f"{MOST_EXHIBITS} photos of 12 megapixels, {size:.0f} MB; the case file in Russian and English")
    spent, held = [], []
    for number in range(1, rounds + 1):
        begin = perf_counter()
        file = dossier_file(case(), bodies, world(NOW), words, "ru")
        spent.append(perf_counter() - begin)
        held.append(memory())
        say(
            f"round {number}: {spent[-1]:.2f} s, {len(file.body) / MEGABYTE:.1f} MB; memory {held[-1]:.0f} MB"
        )
    say(f"median {against(share(spent, 0.5), LONGEST_SECONDS)} s")
    half = len(held) // 2
    growth = max(held[half:]) - max(held[:half])
    say(f"peak of the second half over that of the first {against(growth, MOST_GROWTH_MB)} MB")


def case() -> Case:
    """An order with everything that a case file can say."""
    order = Case(1, 1, opened=NOW, name="Лампа", number="3041227611804521")
    for fact, value in (("status", "in_dispute"), ("condition", "damaged"), ("dispute", "seller_refused")):
        order = order.tell(fact, value, NOW, "tapped")
    for fact, days in (("paid_h", 40), ("shipped_d", 35), ("delivered_d", 9), ("dispute_d", 5)):
        order = order.tell(fact, NOW - timedelta(days=days), NOW, "tapped")
    exhibits = tuple(
        Exhibit(
            number, f"id{number}", f"unique{number}", "photo", 1, "photos", f"№ {number}, 到货时已损坏", NOW
        )
        for number in range(1, MOST_EXHIBITS + 1)
    )
    return replace(
        order,
        exhibits=exhibits,
        sums=MappingProxyType({"paid": Sum(2490, "€")}),
        wrote=MappingProxyType({"problem": NOW - timedelta(days=8)}),
    )


def photo(seed: int) -> bytes:
    """A photo with the size and the grain of a real one: smooth shapes, and the noise of a sensor."""
    drawn = random.Random(seed)  # noqa: S311 - the same photos every time
    shapes, grain = (
        Image.frombytes("RGB", (side, side), drawn.randbytes(3 * side * side)) for side in (SHAPES, GRAIN)
    )
    whole = grain.resize((WIDTH, HEIGHT), Image.Resampling.NEAREST)
    whole = Image.blend(shapes.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), whole, NOISE)
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=92)
    return out.getvalue()


def memory() -> float:
    """The megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES / MEGABYTE


if __name__ == "__main__":
    main()
