"""Everything but text that a person can send: the content of such messages."""

from bot.sandbox.files import document
from bot.sandbox.refusals import Json
from bot.sandbox.state import State

_SOUND = b"OggS"
_IDS = ("file_id", "file_unique_id", "file_size")


def _captioned(caption: str) -> Json:
    return {"caption": caption} if caption else {}


def photo(state: State, body: bytes, caption: str = "") -> Json:
    return {"photo": state.files.keep_photo(body), **_captioned(caption)}


def a_file(
    state: State, name: str, body: bytes, mime: str, *, caption: str = "", size: int | None = None
) -> Json:
    row = state.files.keep("document", body, name=name, type=mime, **_claimed(size))
    return {"document": document(row), **_captioned(caption)}


def video(state: State, body: bytes, caption: str = "", size: int | None = None) -> Json:
    row = state.files.keep("video", body, name="video.mp4", type="video/mp4", **_claimed(size))
    shown = {**document(row), "width": 720, "height": 1280, "duration": 12}
    return {"video": shown, **_captioned(caption)}


def voice(state: State, body: bytes = _SOUND) -> Json:
    row = state.files.keep("voice", body, name="voice.ogg", type="audio/ogg")
    return {"voice": {**_ids(document(row)), "duration": 3, "mime_type": "audio/ogg"}}


def sticker(state: State, emoji: str = "👍") -> Json:
    row = state.files.keep("sticker", b"RIFF", name="sticker.webp", type="image/webp")
    flags = {"is_animated": False, "is_video": False, "type": "regular"}
    return {"sticker": {**_ids(document(row)), **flags, "width": 512, "height": 512, "emoji": emoji}}


def location(latitude: float = 40.4168, longitude: float = -3.7038) -> Json:
    return {"location": {"latitude": latitude, "longitude": longitude}}


def contact(phone_number: str = "+10000000000", first_name: str = "Somebody") -> Json:
    return {"contact": {"phone_number": phone_number, "first_name": first_name}}


def forwarded(content: Json, origin: Json) -> Json:
    """A forwarded message; the origin is a MessageOrigin as the Bot API describes it."""
    return {"forward_origin": origin, **content}


def _claimed(size: int | None) -> dict[str, int]:
    return {} if size is None else {"size": size}


def _ids(shown: Json) -> Json:
    return {key: shown[key] for key in _IDS}
