"""Files as the bot asks for them."""

from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import State


def get_file(state: State, params: Params) -> Json:
    """Where a file can be downloaded for the next hour."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    return state.files.link(file_id)
