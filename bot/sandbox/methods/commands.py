"""The bot's command menu, by scope and language."""

import re
from typing import Any

from bot.sandbox.methods.profile import language_of
from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, RefusedError, bad_request
from bot.sandbox.state import State

_COMMANDS_MAX = 100
_NAME_MAX = 32
_DESCRIPTION_MAX = 256
_NAME = re.compile(r"[a-z0-9_]+")
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})


def set_my_commands(state: State, params: Params) -> bool:
    """Set the menu of one scope and language."""
    given = params.listed("commands")
    if given is None:
        raise bad_request("can't parse commands: Expected an Array of BotCommand")
    if len(given) > _COMMANDS_MAX:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(one) for one in given]
    state.profile.put(_key(params), {"commands": commands})
    state.tell(0, {"type": "profile"})
    return True


def get_my_commands(state: State, params: Params) -> list[Json]:
    """The menu of exactly this scope and language."""
    row = state.profile.get(_key(params))
    return list(row["commands"]) if row else []


def delete_my_commands(state: State, params: Params) -> bool:
    """Forget the menu of one scope and language."""
    state.profile.drop(_key(params))
    state.tell(0, {"type": "profile"})
    return True


def shown_commands(state: State, chat_id: int, language: str) -> list[Json]:
    """The menu that a person sees: the narrowest scope wins, and within a scope their own language."""
    for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
        for code in (language, ""):
            row = state.profile.get(f"commands/{scope}/{code}")
            if row and row["commands"]:
                return list(row["commands"])
    return []


def _key(params: Params) -> str:
    scope = params.mapping("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind == "chat":
        return f"commands/chat:{scope.get('chat_id')}/{language_of(params)}"
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return f"commands/{kind}/{language_of(params)}"


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise _unreadable()
    name, description = str(given.get("command", "")).removeprefix("/"), str(given.get("description", ""))
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > _NAME_MAX:
        raise bad_request("command length must not exceed 32")
    if not description.strip():
        raise bad_request("command description must be non-empty")
    if len(description) > _DESCRIPTION_MAX:
        raise bad_request("command description length must not exceed 256")
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description.strip()}


def _unreadable() -> RefusedError:
    return bad_request("can't parse BotCommand: expected an Object")
