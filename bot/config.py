"""The only reader of the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from bot.store.places import Place, Server

TELEGRAM = "https://api.telegram.org"
KNOWN = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "DATABASE_URL",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "WEBHOOK_LISTEN",
    "LOG_LEVEL",
)
OURS = ("TELEGRAM_", "WEBHOOK_")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
PATH = re.compile(r"[A-Za-z0-9._~/-]*")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")


class ConfigFault(Exception):
    """A setting cannot be used; the sentence names it and never quotes a secret."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Where the webhook's server listens."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment asks for. Secrets are left out of its printed form."""

    token: str = field(default="", repr=False)
    api_url: str = TELEGRAM
    database: Place = Path("var/bot.sqlite3")
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    webhook_listen: Listen = Listen("127.0.0.1", 8080)
    log_level: str = "INFO"
    warnings: tuple[str, ...] = ()


def read(environment: Mapping[str, str], database: str = "sqlite:///var/bot.sqlite3") -> Settings:
    """The settings of an environment; `database` stands where DATABASE_URL is not set.

    An empty value counts as not set. Raises ConfigFault.
    """
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    api_url = _api_url(given.get("TELEGRAM_API_URL", TELEGRAM))
    place = place_of(given.get("DATABASE_URL", database))
    return Settings(
        token=_token(given.get("TELEGRAM_BOT_TOKEN", "")),
        api_url=api_url,
        database=place,
        webhook_url=_webhook_url(given.get("WEBHOOK_URL", ""), api_url),
        webhook_secret=_secret(given.get("WEBHOOK_SECRET", "")),
        webhook_listen=_listen(given.get("WEBHOOK_LISTEN", "127.0.0.1:8080")),
        log_level=_level(given.get("LOG_LEVEL", "INFO")),
        warnings=(*_unknown(given), *_shut_out(given, place)),
    )


def _token(value: str) -> str:
    if value and not TOKEN.fullmatch(value):
        raise ConfigFault("TELEGRAM_BOT_TOKEN is not a token: it should be digits, a colon, then letters.")
    return value


def _api_url(value: str) -> str:
    parts = _split("TELEGRAM_API_URL", value)
    if parts.query or parts.fragment:
        raise ConfigFault("TELEGRAM_API_URL must be a server's root without a query.")
    return value.rstrip("/")


def place_of(value: str, name: str = "DATABASE_URL") -> Place:
    """Where an address keeps the state; `name` is what the sentence of a ConfigFault begins with."""
    if value.startswith(POSTGRES):
        return _server(value, name)
    path = value.removeprefix(SQLITE)
    if not value.startswith(SQLITE) or not path:
        raise ConfigFault(
            f"{name} must look like sqlite:///var/bot.sqlite3, sqlite:////absolute/path "
            "or postgresql://user:password@host/database."
        )
    if path == ":memory:":
        raise ConfigFault(f"{name}: a database in memory would forget everything at a restart; name a file.")
    return Path(path)


def _server(value: str, name: str) -> Server:
    try:
        parts = urlsplit(value)
        usable = bool(parts.path.strip("/")) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigFault(f"{name} must look like postgresql://user:password@host:5432/database.")
    return Server(value)


def _webhook_url(value: str, api_url: str) -> str:
    if not value:
        return ""
    parts = _split("WEBHOOK_URL", value)
    if parts.scheme != "https" and api_url == TELEGRAM:
        raise ConfigFault("WEBHOOK_URL must begin with https://, or Telegram will not use it.")
    if not PATH.fullmatch(parts.path):
        raise ConfigFault("WEBHOOK_URL: its path may hold letters, digits and the characters . _ ~ / - only.")
    return value


def _secret(value: str) -> str:
    if value and not SECRET.fullmatch(value):
        raise ConfigFault("WEBHOOK_SECRET may hold 1 to 256 of the characters A-Z, a-z, 0-9, _ and -.")
    return value


def _listen(value: str) -> Listen:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not port.isascii() or int(port) > 65535:  # noqa: PLR2004
        raise ConfigFault(f"WEBHOOK_LISTEN must look like 127.0.0.1:8080, not {value}.")
    return Listen(host.strip("[]"), int(port))


def _level(value: str) -> str:
    if value.upper() not in LEVELS:
        raise ConfigFault(f"LOG_LEVEL must be one of {', '.join(LEVELS)}, not {value}.")
    return value.upper()


def _split(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    raise ConfigFault(f"{name} must be an address such as https://example.org.")


def _shut_out(given: Mapping[str, str], place: Place) -> list[str]:
    if not isinstance(place, Server) or "WEBHOOK_URL" not in given or "WEBHOOK_SECRET" in given:
        return []
    return ["WEBHOOK_SECRET is not set: of several processes only the last one begun would be listened to"]


def _unknown(given: Mapping[str, str]) -> list[str]:
    return [
        f"{name} is set, but there is no such setting"
        for name in sorted(given)
        if name.startswith(OURS) and name not in KNOWN
    ]
