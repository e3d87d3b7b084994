"""A PostgreSQL server of the tests' own, on a socket in a folder of its own, started when first asked for."""

import asyncio
import atexit
import functools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import asyncpg

from bot.store.places import Server
from tests.patience import PATIENCE_SECONDS

ADDRESS = "TESTS_POSTGRES"
"""Where a test leaves the socket's folder for the processes it starts."""

RUNNING: dict[Path, subprocess.Popen[bytes]] = {}
MISSING = "no PostgreSQL server on this machine (Debian: postgresql)"
OTHERS = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
"""
SAFE = ("fsync=on", "full_page_writes=on", "synchronous_commit=on")
SETTINGS = ("listen_addresses=", "max_connections=300", "log_min_messages=fatal", *SAFE)


def binaries() -> Path | None:
    """Where the server's programs are: the newest of Debian's places, or the PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
    found = shutil.which("initdb")
    places = ([Path(found).resolve().parent] if found else []) + places
    return next((place for place in reversed(places) if (place / "postgres").exists()), None)


@functools.cache
def folder() -> Path:
    """The folder of the server's socket. It lives as long as the process that asked first."""
    if ADDRESS in os.environ:
        return Path(os.environ[ADDRESS])
    place = Path(tempfile.mkdtemp(prefix="postgres-"))
    RUNNING[place] = start(place)
    atexit.register(end)
    os.environ[ADDRESS] = str(place)
    return place


def start(place: Path) -> subprocess.Popen[bytes]:
    """A server with its data in `place`, made if there are none; it dies with this process."""
    programs = binaries()
    assert programs is not None, MISSING
    if os.geteuid() == 0:
        os.chown(place, *_nobody())
    if not (place / "data").exists():
        made = [str(programs / "initdb"), "-D", str(place / "data"), "-U", "bot", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*_without_root(), *made, "--locale=C"], check=True, capture_output=True, cwd=place)
    options = [part for setting in SETTINGS for part in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(place / "data"), "-k", str(place), *options]
    server = subprocess.Popen([*_without_root(), *command], cwd=place, stderr=subprocess.DEVNULL)
    _await(place)
    return server


def end() -> None:
    """Ends the server that was started here, if one was, and removes what it kept."""
    while RUNNING:
        place, server = RUNNING.popitem()
        halt(server)
        shutil.rmtree(place)


def halt(server: subprocess.Popen[bytes]) -> None:
    """Breaks a server off where it is: nothing is written any more, as in a crash."""
    server.send_signal(signal.SIGQUIT)
    with suppress(subprocess.TimeoutExpired):
        server.wait(PATIENCE_SECONDS)
    server.kill()
    server.wait()


def address(place: Path, database: str) -> Server:
    """A database of the server whose socket is in that folder."""
    return Server(f"postgresql:///{database}?host={place}&user=bot")


async def fresh(database: str) -> Server:
    """A database of the tests' server, made if it is not there."""
    place = folder()
    connection = await asyncpg.connect(address(place, "postgres").url)
    try:
        if not await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", database):
            await connection.execute(f'CREATE DATABASE "{database}"')
    finally:
        await connection.close()
    return address(place, database)


async def deserted(server: Server) -> None:
    """Returns when the server has ended all that those who were killed had begun."""
    connection = await asyncpg.connect(server.url)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await connection.fetchval(OTHERS):
                await asyncio.sleep(0.02)
    finally:
        await connection.close()


def _without_root() -> list[str]:
    """What stands before a command so that it is not root's, which the server refuses, and dies with us."""
    if os.geteuid() != 0:
        return ["setpriv", "--pdeathsig", "KILL"]
    user, group = _nobody()
    ids = ["--reuid", str(user), "--regid", str(group), "--clear-groups"]
    return ["setpriv", *ids, "--pdeathsig", "KILL"]


def _nobody() -> tuple[int, int]:
    """A user and group that are not root's."""
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    raise LookupError("neither postgres nor nobody is a user of this machine")


def _await(place: Path) -> None:
    ready = binaries()
    assert ready is not None
    until = time.monotonic() + PATIENCE_SECONDS
    while subprocess.run([ready / "pg_isready", "-q", "-h", place], check=False).returncode:
        assert time.monotonic() < until, "the PostgreSQL server does not come up"
        time.sleep(0.05)
