"""A bot at work against the sandbox, with a desk that only echoes."""

import importlib.util
import sys
import types
from dataclasses import dataclass

if importlib.util.find_spec("bot.desk") is None:  # TEMPORARY until the desk is in place
    from bot.dialogue.events import Event

    @dataclass(frozen=True, slots=True)
    class Received:
        update_id: int
        person_id: int
        event: Event
        language_code: str | None
        message_id: int | None = None
        query_id: str | None = None

    shim = types.ModuleType("bot.desk")
    shim.Received = Received  # type: ignore[attr-defined]
    sys.modules["bot.desk"] = shim
