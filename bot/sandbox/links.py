"""Which links Telegram takes, and how it writes them."""

import ipaddress
import re
from urllib.parse import parse_qs, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_APP_SCHEMES = ("tg:", "ton:")
_OWN_HOSTS = frozenset({"t.me", "telegram.me"})
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def checked_link(url: str) -> str:
    """The link as Telegram keeps it; ValueError with Telegram's reason if it does not take the link."""
    url = url.strip()
    if not url:
        raise ValueError("URL must be non-empty")
    if url.lower().startswith(_APP_SCHEMES):
        return url
    if not re.match(r"https?://", url, re.IGNORECASE):
        if _SCHEME.match(url) and not re.match(r"[^/]+\.[^/]+:\d", url):
            raise ValueError("Unsupported URL protocol")
        url = f"http://{url}"
    return _checked_http(url)


def start_payload(url: str, username: str) -> str:
    """What a link to this bot starts it with; empty for other links and for those that only open it."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.scheme.lower() == "tg":
        name = asked.get("domain", "") if parts.netloc.lower() == "resolve" else ""
    else:
        name = parts.path.strip("/") if parts.netloc.lower() in _OWN_HOSTS else ""
    payload = asked.get("start", "") if name.lower() == username.lower() else ""
    return payload if _PAYLOAD.fullmatch(payload) else ""


def _checked_http(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise ValueError("Wrong HTTP URL") from None
    if not _is_public_name(host) or any(letter.isspace() for letter in parts.netloc):
        raise ValueError("Wrong HTTP URL")
    path = parts.path or "/"
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=path).geturl()


def _is_public_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host.strip(".") and ".." not in host
    return True
