"""The chat page and what it asks of the server, all under /page."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.sandbox import attachments, person
from bot.sandbox.page_requests import read_json, user_of
from bot.sandbox.pictures import picture_size, picture_type
from bot.sandbox.refusals import Json, RefusedError
from bot.sandbox.state import State
from bot.sandbox.stream import Stream

_FOLDER = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_NAME_MAX = 64
_CAPTION_MAX = 1024


class Pages:
    """The page, its events and what the person does on it."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._streams: set[Stream] = set()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._index),
            web.get("/page/{name:[a-z]+[.](?:css|js|svg)}", self._static),
            web.get("/page/people", self._people),
            web.get("/page/file/{file_id}", self._file),
            web.get("/page/{user:\\d+}/events", self._events),
            web.post("/page/people", self._admit),
            web.post("/page/{user:\\d+}/send", self._send),
            web.post("/page/{user:\\d+}/press", self._press),
            web.post("/page/{user:\\d+}/upload", self._upload),
            web.post("/page/{user:\\d+}/item", self._item),
            web.post("/page/{user:\\d+}/block", self._block),
        ]

    def close(self) -> None:
        for stream in self._streams:
            stream.close()

    async def _index(self, _: web.Request) -> web.Response:
        return _page_file("index.html")

    async def _static(self, request: web.Request) -> web.Response:
        return _page_file(request.match_info["name"])

    async def _people(self, _: web.Request) -> web.Response:
        return web.json_response([row["user"] for row in self._state.chats.people()])

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = Stream(self._state, user_of(self._state, request))
        self._streams.add(stream)
        try:
            return await stream.run(request)
        finally:
            self._streams.discard(stream)

    async def _admit(self, request: web.Request) -> web.Response:
        """Add a person, or change the name or language of one who is there."""
        asked = await read_json(request)
        taken = [row["user"]["id"] for row in self._state.chats.people()]
        user_id = asked.get("id") or max([0, *taken]) + 1
        name = str(asked.get("first_name") or "").strip()[:_NAME_MAX]
        if not isinstance(user_id, int) or user_id < 0 or not name:
            raise web.HTTPBadRequest(text="A person needs a name and a positive number.\n")
        user: Json = {"id": user_id, "is_bot": False, "first_name": name}
        if language := str(asked.get("language_code") or "")[:16]:
            user["language_code"] = language
        self._state.chats.admit(user)
        return web.json_response(user)

    async def _send(self, request: web.Request) -> web.Response:
        asked = await read_json(request)
        reply_to = asked.get("reply_to") if isinstance(asked.get("reply_to"), int) else None
        return self._written(request, lambda: person.text_of(str(asked.get("text", ""))), reply_to)

    async def _press(self, request: web.Request) -> web.Response:
        asked, user_id = await read_json(request), user_of(self._state, request)
        if not isinstance(asked.get("message_id"), int) or not isinstance(asked.get("data"), str):
            raise web.HTTPBadRequest(text="A press needs a message_id and data.\n")
        return web.json_response(
            {"query_id": person.press(self._state, user_id, asked["message_id"], asked["data"])},
        )

    async def _upload(self, request: web.Request) -> web.Response:
        try:
            form = await request.post()
        except web.HTTPRequestEntityTooLarge:
            raise web.HTTPBadRequest(text="This file is too large.\n") from None
        sent = form.get("file")
        if not isinstance(sent, web.FileField):
            raise web.HTTPBadRequest(text="There is no file in this request.\n")
        body, caption = sent.file.read(), str(form.get("caption", ""))[:_CAPTION_MAX]
        sent.file.close()
        if form.get("as") == "photo" and picture_size(body):
            return self._written(request, lambda: attachments.photo(self._state, body, caption))
        name, mime = Path(sent.filename).name, sent.content_type
        return self._written(
            request, lambda: attachments.a_file(self._state, name, body, mime, caption=caption)
        )

    async def _item(self, request: web.Request) -> web.Response:
        """Something to try the bot with that needs no file."""
        kind = (await read_json(request)).get("kind")
        makers: dict[str, Callable[[], Json]] = {
            "voice": lambda: attachments.voice(self._state),
            "sticker": lambda: attachments.sticker(self._state),
            "location": attachments.location,
            "contact": attachments.contact,
        }
        if kind not in makers:
            raise web.HTTPBadRequest(text=f"There is nothing to send called {kind}.\n")
        return self._written(request, makers[kind])

    async def _block(self, request: web.Request) -> web.Response:
        blocked = bool((await read_json(request)).get("blocked"))
        person.set_blocked(self._state, user_of(self._state, request), blocked=blocked)
        return web.json_response({"blocked": blocked})

    async def _file(self, request: web.Request) -> web.Response:
        row = self._state.files.row(request.match_info["file_id"])
        body = self._state.files.body(row) if row else None
        if row is None or body is None:
            raise web.HTTPNotFound(text="This file is no longer here.\n")
        shown = picture_type(body) if row["kind"] == "photo" else None
        name = quote(str(row.get("name", "photo.jpg")))
        kind = "inline" if shown else "attachment"
        headers = {**_SECURITY, "Content-Disposition": f"{kind}; filename*=UTF-8''{name}"}
        return web.Response(body=body, content_type=shown or "application/octet-stream", headers=headers)

    def _written(
        self, request: web.Request, content: Callable[[], Json], reply_to: int | None = None
    ) -> web.Response:
        user_id = user_of(self._state, request)
        try:
            message = person.write(self._state, user_id, content(), reply_to)
        except (ValueError, RefusedError) as reason:
            raise web.HTTPBadRequest(text=f"{reason}\n") from None
        return web.json_response({"message_id": message["message_id"]})


def _page_file(name: str) -> web.Response:
    path = _FOLDER / name
    if not path.is_file():
        raise web.HTTPNotFound(text="There is no such page.\n")
    kind = _TYPES[path.suffix]
    return web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8", headers=_SECURITY)
