"""Setting the address to which updates are posted."""

import re
from urllib.parse import urlsplit

from bot.sandbox.guard import is_loopback
from bot.sandbox.methods.polling import remember_allowed
from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, RefusedError, bad_request, too_many
from bot.sandbox.state import State

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_SECRET_MAX = 256
_PORTS = frozenset({80, 88, 443, 8443})
_CONNECTIONS = 40


def set_webhook(state: State, params: Params) -> bool:
    """Post updates to this address from now on; an empty address ends that."""
    url = params.text("url")
    if not url:
        return delete_webhook(state, params)
    _check_url(url)
    secret = _checked_secret(params.text("secret_token"))
    if state.now() - state.webhook_set_at < state.limits.webhook_gap:
        raise too_many(1)
    state.webhook_set_at = state.now()
    remember_allowed(state, params)
    _drop_pending(state, params)
    connections = min(max(params.number("max_connections", _CONNECTIONS), 1), 100)
    state.webhook.put("set", {"url": url, "secret": secret, "max_connections": connections})
    state.webhook.drop("error")
    state.poll.end("terminated by setWebhook request")
    state.updates.arrived.fire()
    return True


def delete_webhook(state: State, params: Params) -> bool:
    """Go back to long polling."""
    _drop_pending(state, params)
    state.webhook.drop("set")
    state.webhook.drop("error")
    return True


def get_webhook_info(state: State, _: Params) -> Json:
    """Where updates are posted, and what went wrong last."""
    hook = state.webhook.get("set") or {"url": ""}
    allowed = state.updates.allowed
    return {
        "url": hook["url"],
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending()),
        **({"max_connections": hook["max_connections"]} if hook["url"] else {}),
        **(state.webhook.get("error") or {}),
        **({"allowed_updates": allowed} if allowed else {}),
    }


def _drop_pending(state: State, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        state.updates.clear()


def _checked_secret(secret: str) -> str:
    if len(secret) > _SECRET_MAX:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        port = parts.port
    except ValueError:
        raise _bad_url() from None
    if not parts.hostname or any(letter.isspace() for letter in url):
        raise _bad_url()
    if is_loopback(parts.hostname):  # Telegram would refuse it; here it is the only place that can be reached
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port is not None and port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    raise bad_request("bad webhook: this stand-in posts updates to this machine only (http://127.0.0.1:PORT)")


def _bad_url() -> RefusedError:
    return bad_request("invalid webhook URL specified")
