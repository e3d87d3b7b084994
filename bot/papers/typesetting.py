"""Pages set by typst, in a process of its own: what it takes of memory ends with the page.

A long file takes some hundred megabytes that typst does not give back; a bot that runs for months cannot
spend them once and keep them for ever.
"""

import json
import subprocess
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from shutil import copyfile
from typing import Literal

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
LONGEST_SECONDS = 60


class TypesetFault(Exception):
    """A page could not be set; the sentence is typst's own."""


@dataclass(frozen=True, slots=True)
class Page:
    """A template of this folder, what it says as JSON text, and pictures by the names it uses.

    `bundled` leaves the system's fonts out: only those that typst brings are used.
    `moment` is written into a PDF as when it was made, in seconds since 1970; `resolution` is a picture's, in
    pixels an inch.
    """

    template: str
    said: str
    form: Literal["pdf", "png"]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    resolution: float = 144.0
    moment: int = 0
    bundled: bool = False


def typeset(page: Page) -> bytes:
    """The page, set in another process. Raises TypesetFault."""
    record = asdict(page) | {
        "pictures": {name: b64encode(body).decode() for name, body in page.pictures.items()}
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot.papers.typesetting"],
        input=json.dumps(record).encode(), cwd=ROOT, timeout=LONGEST_SECONDS, capture_output=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise TypesetFault(done.stderr.decode(errors="replace").strip()[-500:])
    return done.stdout


def typeset_here(page: Page) -> bytes:
    """The page, set in this process. Raises TypesetFault."""
    from typst import Compiler, TypstError

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        copyfile(FOLDER / page.template, place / page.template)
        for name, body in page.pictures.items():
            (place / name).write_bytes(body)
        try:
            made = Compiler(place / page.template, root=place, ignore_system_fonts=page.bundled).compile(
                format=page.form, ppi=page.resolution, sys_inputs={"said": page.said}, timestamp=page.moment
            )
        except TypstError as refusal:
            raise TypesetFault(str(refusal)) from refusal
    if not isinstance(made, bytes):
        raise TypesetFault(f"{page.template} makes more than one file")
    return made


def main() -> None:
    """Sets the page that comes on standard input."""
    record = json.load(sys.stdin)
    pictures = {name: b64decode(body) for name, body in record.pop("pictures").items()}
    sys.stdout.buffer.write(typeset_here(Page(**record, pictures=pictures)))


if __name__ == "__main__":
    main()
