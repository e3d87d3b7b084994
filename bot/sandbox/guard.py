"""Who may talk to the sandbox: programs and pages of this machine, not pages of other sites."""

import ipaddress
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

_SAME = frozenset({"same-origin", "none"})


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other host names, which a page on the internet can point here, and other pages' requests."""
    if not is_loopback(_host(request)):
        raise web.HTTPForbidden(text="This sandbox answers to 127.0.0.1 and localhost only.\n")
    if _is_cross_origin(request):
        raise web.HTTPForbidden(text="This sandbox does not answer to other pages.\n")
    return await handler(request)


def _host(request: web.Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_cross_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.headers.get('Host', '')}":
        return True
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site not in _SAME and request.path != "/"
