"""What the page sends: JSON, about a person who is here."""

import json

from aiohttp import web

from bot.sandbox.refusals import Json
from bot.sandbox.state import State


async def read_json(request: web.Request) -> Json:
    """The body, which must be a JSON object and say so: a form of another page cannot send that."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Send JSON.\n")
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="Send a JSON object.\n")
    return body


def user_of(state: State, request: web.Request) -> int:
    """The id of the person whose page it is."""
    user_id = int(request.match_info["user"])
    if state.chats.person(user_id) is None:
        raise web.HTTPNotFound(text=f"There is no person {user_id}.\n")
    return user_id
