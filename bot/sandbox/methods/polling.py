"""Long polling: updates wait here until the bot fetches and confirms them."""

from bot.sandbox.limits import POLL_SECONDS_MAX, POLL_UPDATES_MAX
from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, conflict
from bot.sandbox.state import State

_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


async def get_updates(state: State, params: Params) -> list[Json]:
    """Updates from the offset on, as soon as there are any; an older call that still waits is ended."""
    if state.webhook.get("set"):
        raise conflict(_WEBHOOK_ACTIVE)
    state.poll.end(_OTHER_POLL)
    remember_allowed(state, params)
    if params.number("offset"):
        with state.journal.together():
            state.updates.confirm_before(params.number("offset"))
    limit = min(max(params.number("limit", POLL_UPDATES_MAX), 1), POLL_UPDATES_MAX)
    seconds = min(max(params.number("timeout"), 0), POLL_SECONDS_MAX)
    if seconds and not state.closing and not state.updates.pending(1):
        await state.poll.wait(state.updates.arrived, seconds)
    return state.updates.pending(limit)


def remember_allowed(state: State, params: Params) -> None:
    """Keep the kinds of updates asked for until others are asked for."""
    allowed = params.listed("allowed_updates")
    if allowed is not None:
        state.updates.allowed = [str(kind) for kind in allowed]
