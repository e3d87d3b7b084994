"""From the parameters of a call to the text Telegram keeps: parsed, trimmed, measured, links found."""

import re
from collections.abc import Iterator

from bot.sandbox.html import parse_html, utf16_length
from bot.sandbox.limits import ENTITIES_MAX
from bot.sandbox.markdown import parse_markdown
from bot.sandbox.params import Params
from bot.sandbox.refusals import Json, bad_request

_FOUND = {
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}"),
    "url": re.compile(r"(?<![\w@])https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]"),
    "mention": re.compile(r"(?<![\w@.])@[A-Za-z]\w{3,31}\b"),
}
_CLOSED = frozenset({"code", "pre", "text_link", "url", "email"})
_PRIORITY = ("expandable_blockquote", "blockquote", "pre", "code", "text_link", "date_time")


def formatted(params: Params, name: str) -> tuple[str, list[Json]]:
    """A text parameter with its parse mode or its entities, as Telegram keeps it."""
    text, entities = _parsed(params, name)
    text, entities = trimmed(text.replace("\r", "").replace("\0", " "), entities)
    return text, complete(text, entities)


def complete(text: str, entities: list[Json]) -> list[Json]:
    """Entities in Telegram's order, with the commands, links and addresses found in the text."""
    solid = [one for one in entities if one["type"] in {"code", "pre"}]
    kept = [one for one in entities if one in solid or not any(_within(one, block) for block in solid)]
    kept += [one for one in _found(text) if not any(_touch(one, other) for other in kept)]
    return sorted(kept, key=_order)[:ENTITIES_MAX]


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space at its ends, the entities moved and cut accordingly."""
    body = text.strip()
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(body)
    kept = []
    for one in entities:
        start = max(0, one["offset"] - lead)
        length = min(end, one["offset"] + one["length"] - lead) - start
        if length > 0:
            kept.append({**one, "offset": start, "length": length})
    return body, kept


def _parsed(params: Params, name: str) -> tuple[str, list[Json]]:
    text, mode = params.text(name), params.text("parse_mode").lower()
    if mode == "html":
        return parse_html(text)
    if mode == "markdownv2":
        return parse_markdown(text)
    if mode:
        raise bad_request("unsupported parse_mode")
    listed = params.listed("entities" if name == "text" else f"{name}_entities") or []
    return text, [one for one in listed if isinstance(one, dict) and {"type", "offset", "length"} <= set(one)]


def _found(text: str) -> Iterator[Json]:
    taken: list[Json] = []
    for kind in ("url", "email", "bot_command", "mention"):
        for match in _FOUND[kind].finditer(text):
            offset = utf16_length(text[: match.start()])
            entity: Json = {"type": kind, "offset": offset, "length": utf16_length(match[0])}
            if not any(_overlap(entity, other) for other in taken):
                taken.append(entity)
                yield entity


def _touch(found: Json, other: Json) -> bool:
    return other["type"] in _CLOSED and _overlap(found, other)


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"]
    )


def _within(one: Json, block: Json) -> bool:
    starts = one["offset"] >= block["offset"]
    return bool(starts and one["offset"] + one["length"] <= block["offset"] + block["length"])


def _order(entity: Json) -> tuple[int, int, int, str]:
    kind = entity["type"]
    priority = _PRIORITY.index(kind) if kind in _PRIORITY else len(_PRIORITY)
    return entity["offset"], -entity["length"], priority, kind
