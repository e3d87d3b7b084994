"""Which links Telegram takes, and how it writes them."""

import ipaddress
import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_APP_SCHEMES = ("tg:", "ton:")


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
