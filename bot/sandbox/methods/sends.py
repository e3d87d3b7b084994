"""Methods that put a new message into a chat."""

from bot.sandbox.entities import formatted
from bot.sandbox.files import document, photo_size
from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.limits import CAPTION_MAX, DATE_AHEAD_MAX, TEXT_MAX
from bot.sandbox.methods.target import known_chat, replied_to
from bot.sandbox.params import Params, Upload
from bot.sandbox.refusals import Json, bad_request, too_large
from bot.sandbox.state import State


def send_message(state: State, params: Params) -> Json:
    """Send a text."""
    return _send(state, params, text_content(params))


def send_document(state: State, params: Params) -> Json:
    """Send a file, uploaded or already known by its file_id."""
    caption = caption_content(params)
    sent = params.file("document")
    if isinstance(sent, Upload):
        _check_size(sent, state.limits.document_max)
        sent_type = sent.type or "application/octet-stream"
        row = state.files.keep("document", sent.body, name=sent.name or "file", type=sent_type)
    else:
        row = _known_file(state, sent, "document")
    return _send(state, params, {"document": document(row), **caption})


def send_video(state: State, params: Params) -> Json:
    """Send a video already known by its file_id."""
    row = _known_file(state, params.text("video"), "video")
    shown = {**document(row), "width": 720, "height": 1280, "duration": 12}
    return _send(state, params, {"video": shown, **caption_content(params)})


def send_photo(state: State, params: Params) -> Json:
    """Send a picture, uploaded or already known by its file_id."""
    caption = caption_content(params)
    spoiler = {"has_media_spoiler": True} if params.flag("has_spoiler") else {}
    sent = params.file("photo")
    if isinstance(sent, Upload):
        _check_size(sent, state.limits.photo_max)
        sizes = state.files.keep_photo(sent.body)
    else:
        sizes = [photo_size(_known_file(state, sent, "photo"))]
    return _send(state, params, {"photo": sizes, **caption, **spoiler})


def text_content(params: Params) -> Json:
    """The text of a message as Telegram keeps it."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(params, "text")
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > TEXT_MAX:
        raise bad_request("message is too long")
    preview = params.mapping("link_preview_options")
    return {
        "text": text,
        **({"entities": entities} if entities else {}),
        **({"link_preview_options": preview} if preview else {}),
    }


def caption_content(params: Params) -> Json:
    """The caption under a file as Telegram keeps it; it may be empty."""
    text, entities = formatted(params, "caption")
    if len(text) > CAPTION_MAX:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, **({"caption_entities": entities} if entities else {})}


def _send(state: State, params: Params, content: Json) -> Json:
    check_dates(state, content)
    keyboard = inline_keyboard(params)
    chat_id = known_chat(state, params)
    if params.text("message_thread_id"):
        raise bad_request("message thread not found")
    reply = replied_to(state, params, chat_id)
    state.flood.spend(chat_id)
    protect = {"has_protected_content": True} if params.flag("protect_content") else {}
    shown = {"reply_markup": keyboard} if keyboard else {}
    return state.chats.post(chat_id, state.bot(), {**reply, **content, **protect, **shown})


def check_dates(state: State, content: Json) -> None:
    """Telegram shows dates in the reader's zone only up to about three years ahead."""
    for entity in [*content.get("entities", []), *content.get("caption_entities", [])]:
        if entity.get("unix_time", 0) > state.now() + DATE_AHEAD_MAX:
            raise bad_request("ENTITY_DATE_INVALID")


def _check_size(upload: Upload, most: int) -> None:
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > most:
        raise too_large()


def _known_file(state: State, file_id: str, kind: str) -> Json:
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    row = state.files.row(file_id)
    if row is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if row["kind"] != kind:
        raise bad_request(f"can't use file of type {row['kind'].title()} as {kind.title()}")
    return row
