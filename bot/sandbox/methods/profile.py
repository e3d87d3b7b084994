"""What the bot is and says about itself, in each language."""

import re

from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, bad_request
from bot.sandbox.state import State

_LONGEST = {"name": 64, "description": 512, "short_description": 120}
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


def get_me(state: State, _: Params) -> Json:
    """The bot as it sees itself."""
    missing = ("can_join_groups", "can_read_all_group_messages", "can_connect_to_business")
    return {**state.bot(), **dict.fromkeys(missing, False), "supports_inline_queries": True}


def language_of(params: Params) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def told(state: State, field: str, language: str) -> str:
    """What people who speak this language are shown; the text for all others where there is none."""
    for key in (f"{field}/{language}", f"{field}/"):
        row = state.profile.get(key)
        if row and row["text"]:
            return str(row["text"])
    return ""


def _set(state: State, params: Params, field: str) -> bool:
    language, text = language_of(params), params.text(field)
    if len(text) > _LONGEST[field]:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    state.profile.put(f"{field}/{language}", {"text": text})
    state.tell(0, {"type": "profile"})
    return True


def set_my_name(state: State, params: Params) -> bool:
    return _set(state, params, "name")


def get_my_name(state: State, params: Params) -> Json:
    return {"name": told(state, "name", language_of(params)) or state.bot()["first_name"]}


def set_my_description(state: State, params: Params) -> bool:
    return _set(state, params, "description")


def get_my_description(state: State, params: Params) -> Json:
    return {"description": told(state, "description", language_of(params))}


def set_my_short_description(state: State, params: Params) -> bool:
    return _set(state, params, "short_description")


def get_my_short_description(state: State, params: Params) -> Json:
    return {"short_description": told(state, "short_description", language_of(params))}


def set_chat_menu_button(state: State, params: Params) -> bool:
    button = params.mapping("menu_button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("MENU_BUTTON_TYPE_INVALID")
    state.profile.put(f"menu/{params.text('chat_id')}", {"button": button})
    return True


def get_chat_menu_button(state: State, params: Params) -> Json:
    row = state.profile.get(f"menu/{params.text('chat_id')}") or {"button": {"type": "default"}}
    return dict(row["button"])
