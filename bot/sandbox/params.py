"""A call's parameters, however they came: query, form, JSON or multipart."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.refusals import bad_request

_ATTACHED = "attach://"


@dataclass(frozen=True)
class Upload:
    """A file in the body of a call."""

    name: str
    type: str
    body: bytes


@dataclass
class Params:
    """Parameters by name; values that are no text are kept as the JSON they stand for."""

    values: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.values.get(name, default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def listed(self, name: str) -> list[Any] | None:
        """A JSON array, or None where it was not given or is none."""
        try:
            value = json.loads(self.values[name]) if self.values.get(name) else None
        except ValueError:
            return None
        return value if isinstance(value, list) else None

    def mapping(self, name: str) -> dict[str, Any]:
        """A JSON object; empty where it was not given."""
        if not self.text(name):
            return {}
        try:
            value = json.loads(self.text(name))
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
        if not isinstance(value, dict):
            raise bad_request(f"object expected as {name}")
        return value

    def file(self, name: str) -> Upload | str:
        """A file that was sent along, or else the text given in its place: a file_id or a URL."""
        value = self.text(name)
        if value.startswith(_ATTACHED):
            return self.uploads.get(value.removeprefix(_ATTACHED), "")
        return self.uploads.get(name, value)


async def read_params(request: web.Request) -> Params:
    """Read the parameters of a call; those in the body win over those in the query."""
    params = Params(dict(request.query))
    if request.method == "POST" and request.can_read_body:
        if request.content_type == "application/json":
            params.values.update(await _from_json(request))
        else:
            await _read_form(request, params)
    return params


async def _from_json(request: web.Request) -> dict[str, str]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise bad_request("can't parse the request body as JSON") from None
    if not isinstance(body, dict):
        raise bad_request("object expected as the request body")
    return params_of(body).values


def params_of(body: dict[str, Any]) -> Params:
    """Parameters that came as one JSON object."""
    return Params(
        {
            key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for key, value in body.items()
            if value is not None
        }
    )


async def _read_form(request: web.Request, params: Params) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            params.uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            value.file.close()
        else:
            params.values[name] = value if isinstance(value, str) else value.decode()
