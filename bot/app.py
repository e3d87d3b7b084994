"""The one place where everything is joined."""

import asyncio
import ctypes
import gc
import secrets
import socket
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

from bot.clock import Announcing, Ticking
from bot.config import Settings
from bot.desk import Desk
from bot.dialogue.screen import Text
from bot.dialogue.state import Language
from bot.store.contract import Store, StoreFault
from bot.store.places import open_store
from bot.telegram.edge import Edge, EdgeFault, Hook
from bot.telegram.pace import Pace
from bot.telegram.profile import Profile
from bot.telegram.sight import Look
from bot.texts.catalog import CatalogFault
from bot.texts.say import Words
from rules.loader import load
from rules.policy import Policy, PolicyFault

if TYPE_CHECKING:
    from bot.sandbox import Sandbox
    from bot.understand.reader import Reader

Made = TypeVar("Made")
ROOT = Path(__file__).resolve().parent.parent
POLICY = ROOT / "rules" / "policy"
LOCALES = ROOT / "locales"
PROFILES: tuple[tuple[str, Language], ...] = (("", "en"), ("en", "en"), ("ru", "ru"), ("es", "es"))
COMMANDS = ("start", "new", "orders", "deadlines", "help", "settings", "cancel")


class TryFault(Exception):
    """The chat on this machine cannot be opened; the sentence says why."""


FAULTS = (PolicyFault, CatalogFault, StoreFault, EdgeFault, TryFault)
"""What an operator can mend: each is one sentence."""

NEW_OBJECTS = 20_000
"""So many more objects are made than freed before garbage is looked for: some hundred taps' worth."""

TRY_FOLDER = Path("var/try")
TRY_TOKEN = "8077:a-chat-on-this-machine"  # noqa: S105 - opens nothing but the local chat
TRY_PORTS = range(8077, 8177)


class App:
    """The assistant, from its settings to its stop."""

    def __init__(
        self,
        store: Store,
        edge: Edge,
        reader: "Once[Reader]",
        ticking: Ticking,
        announcing: Announcing,
    ) -> None:
        self._store = store
        self._edge = edge
        self._reader = reader
        self._ticking = ticking
        self._announcing = announcing

    @classmethod
    async def start(cls, settings: Settings, pace: Pace | None = None) -> "App":
        """Loads, opens and starts everything.

        Raises PolicyFault, CatalogFault, StoreFault or EdgeFault, each with one sentence for the operator.
        """
        policy, words = load(POLICY), Words.load(LOCALES)
        async with AsyncExitStack() as undo:
            store = await open_store(settings.database)
            undo.push_async_callback(store.close)
            await store.leads()  # where only one process may work, another one is refused before it begins
            reader = Once(lambda: _reader(policy, words))
            desk = Desk(store, policy, words, _now, reader)
            eyes = Once(lambda: _look(reader))
            edge = Edge(
                store, desk, settings.token, settings.api_url, hook=_hook(settings), pace=pace, eyes=eyes
            )
            undo.push_async_callback(edge.stop)
            await edge.start(profiles(words))
            undo.pop_all()
        ticking = Ticking(store, desk.remind, edge.outbox.wake, _now)
        announcing = Announcing(store, policy.version, desk.revise, edge.outbox.wake)
        return cls(store, edge, reader, ticking, announcing)

    async def run(self, stopping: asyncio.Event) -> None:
        """Works until `stopping` is set; then ends what is under way.

        Raises EdgeFault if it cannot go on, CatalogFault if a file of words cannot be used.
        """
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.to_thread(self._reader))
                speaking = [group.create_task(one.run()) for one in (self._ticking, self._announcing)]
                await self._edge.run(stopping)
                for one in speaking:
                    one.cancel()
        except* FAULTS as faults:
            raise faults.exceptions[0] from None
        finally:
            await self._close()

    async def _close(self) -> None:
        await self._edge.stop()
        await self._store.close()


async def report_lines(settings: Settings) -> AsyncIterator[str]:
    """The buyers' reports, the newest first, a line each. Raises StoreFault."""
    store = await open_store(settings.database)
    try:
        for made, report in await store.reports():
            place = f"{report.version} {report.rule or '-'} {report.language}"
            yield f"{made:%Y-%m-%d %H:%M} {place}: {report.words}"
    finally:
        await store.close()


@asynccontextmanager
async def try_out(settings: Settings) -> AsyncIterator[tuple[App, str]]:
    """The assistant against a chat on this machine, which is kept over restarts; and the chat's address.

    Raises TryFault, and what `App.start` raises.
    """
    sandbox = _sandbox()
    try:
        await _open_chat(sandbox)
        settings = replace(settings, token=sandbox.token, api_url=sandbox.url, webhook_url="")
        yield await App.start(settings), sandbox.url
    finally:
        await sandbox.stop()


async def _open_chat(sandbox: "Sandbox") -> None:
    try:
        await sandbox.start(port=_free_port(TRY_FOLDER / "port"))
    except OSError as refusal:
        raise TryFault(f"The chat's page cannot be served: {refusal}") from refusal


def _sandbox() -> "Sandbox":
    from bot.sandbox import Sandbox

    try:
        TRY_FOLDER.mkdir(parents=True, exist_ok=True)
        return Sandbox(TRY_TOKEN, TRY_FOLDER / "chat.sqlite3")
    except (RuntimeError, OSError, sqlite3.Error) as refusal:
        raise TryFault(f"The chat in {TRY_FOLDER} cannot be opened: {refusal}") from refusal


def _free_port(remembered: Path) -> int:
    """The port used before if it is free, or else the first free one; remembered for the next time."""
    before = remembered.read_text(errors="replace") if remembered.exists() else ""
    wanted = [int(before)] if before.isascii() and before.isdecimal() else []
    port = next((port for port in (*wanted, *TRY_PORTS) if _is_free(port)), 0)
    remembered.write_text(str(port))
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def profiles(words: Words) -> tuple[Profile, ...]:
    """What people see of the bot before they write, in every language; English for all others."""
    return tuple(_profile(words, code, language) for code, language in PROFILES)


def _profile(words: Words, code: str, language: Language) -> Profile:
    return Profile(
        language=code,
        name=words.plain(Text("profile.name"), language),
        short=words.plain(Text("profile.short"), language),
        description=words.plain(Text("profile.description"), language),
        commands=tuple((name, words.plain(Text(f"command.{name}"), language)) for name in COMMANDS),
    )


class Once(Generic[Made]):
    """Made when it is first asked for, once, whichever thread asks."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: Made | None = None

    def __call__(self) -> Made:
        """What was made. Raises what making it raises."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


def _reader(policy: Policy, words: Words) -> "Reader":
    from bot.understand.reader import Reader

    reader = Reader(policy, words, LOCALES)
    _settle_in()
    return reader


def _settle_in() -> None:
    """What is loaded stays, so the collector of garbage need not look through it again, nor so often.

    What loading took and needs no more is returned to the system, where the C library can do that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _look(reader: "Once[Reader]") -> Look | None:
    """What reads pictures, where it is installed."""
    try:
        from bot.understand.pictures import equipped, read_picture
    except ImportError:
        return None
    return (lambda body: read_picture(body, reader().enough)) if equipped() else None


def _hook(settings: Settings) -> Hook | None:
    if not settings.webhook_url:
        return None
    return Hook(
        url=settings.webhook_url,
        path=urlsplit(settings.webhook_url).path or "/",
        secret=settings.webhook_secret or secrets.token_urlsafe(32),
        host=settings.webhook_listen.host,
        port=settings.webhook_listen.port,
    )


def _now() -> datetime:
    return datetime.now(UTC)
