"""The command line: `run` on Telegram, `try` on this machine, `reports` and `migrate` for the operator."""

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable

from bot.app import FAULTS, App, report_lines, try_out
from bot.config import ConfigFault, Settings, place_of, read
from bot.store.moving import move
from bot.store.places import password_of

USAGE = """\
usage: python -m bot run    the assistant on Telegram, as the environment says (TELEGRAM_BOT_TOKEN, ...)
       python -m bot try    the assistant on this machine, with a chat page in the browser and no Telegram
       python -m bot reports    what buyers say looks different on their screens
       python -m bot migrate --from URL --to URL    all that is kept, into another database"""
TRY_DATABASE = "sqlite:///var/try/bot.sqlite3"
FAULT = 1
MISUSE = 2
ECHO_SECONDS = 60.0

log = logging.getLogger("bot")


class PlainLines(logging.Formatter):
    """One line a record, from which every secret is taken out whatever wrote it there."""

    def __init__(self, *hidden: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._hidden = [secret for secret in hidden if secret]

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._hidden:
            line = line.replace(secret, "<secret>")
        return line


class NoEcho(logging.Filter):
    """Lets a line through once a minute: an outage says the same for every person it meets.

    What is said below WARNING, and what is said otherwise each time, passes.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        now, line = self._now(), record.getMessage()
        self._said = {known: at for known, at in self._said.items() if now - at < ECHO_SECONDS}
        if line in self._said:
            return False
        self._said[line] = now
        return True


def main(arguments: list[str] | None = None) -> int:
    """Runs a command. 0: done, 1: something is broken (one sentence on stderr), 2: called wrongly."""
    match sys.argv[1:] if arguments is None else arguments:
        case ["run"]:
            return _command(_run)
        case ["try"]:
            return _command(_try)
        case ["reports"]:
            return _command(_reports)
        case ["migrate", "--from", source, "--to", target]:
            return _command(lambda: _migrate(source, target))
        case [] | ["-h" | "--help" | "help"]:
            sys.stdout.write(USAGE + "\n")
            return 0
    sys.stderr.write(USAGE + "\n")
    return MISUSE


def keep_journal(settings: Settings) -> None:
    """Plain lines on stderr: ours from the level asked for, the libraries' warnings only.

    What python-telegram-bot logs may quote people or the token, so none of it is shown.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(NoEcho())
    handler.setFormatter(PlainLines(settings.token, settings.webhook_secret, password_of(settings.database)))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(settings.log_level)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)


def _command(command: Callable[[], Awaitable[int]]) -> int:
    try:
        return asyncio.run(_awaited(command))
    except (ConfigFault, *FAULTS) as fault:
        sys.stderr.write(" ".join(str(fault).split()) + "\n")
        return FAULT


async def _awaited(command: Callable[[], Awaitable[int]]) -> int:
    return await command()


async def _run() -> int:
    settings = read(os.environ)
    if not settings.token:
        sys.stderr.write(
            "TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather, or try: python -m bot try\n"
        )
        return MISUSE
    keep_journal(settings)
    stopping = _stop_on_signals()
    app = await App.start(settings)
    _begin(settings)
    await app.run(stopping)
    log.info("the assistant has stopped; nothing is left half done")
    return 0


async def _try() -> int:
    settings = read(os.environ, TRY_DATABASE)
    keep_journal(settings)
    stopping = _stop_on_signals()
    async with try_out(settings) as (app, address):
        sys.stdout.write(f"Talk to the assistant at {address}\n")
        sys.stdout.flush()
        _begin(settings)
        await app.run(stopping)
    return 0


async def _reports() -> int:
    async for line in report_lines(read(os.environ)):
        sys.stdout.write(line + "\n")
    return 0


async def _migrate(source: str, target: str) -> int:
    counts = await move(place_of(source, "--from"), place_of(target, "--to"))
    rows = ", ".join(f"{count} of {table}" for table, count in counts.items())
    sys.stdout.write(f"moved and compared, rows: {rows}\n")
    return 0


def _begin(settings: Settings) -> None:
    for warning in settings.warnings:
        log.warning("%s", warning)
    log.info("the assistant is at work")


def _stop_on_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


if __name__ == "__main__":
    sys.exit(main())
