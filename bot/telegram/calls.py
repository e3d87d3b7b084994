"""One call of the outbox made at the Bot API."""

import html
import logging
import re
from collections.abc import Iterator
from typing import Any, assert_never

from telegram import InputFile
from telegram.constants import InlineKeyboardButtonLimit, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.helpers import create_deep_linked_url

from bot.dialogue.address import MAX_BYTES
from bot.papers.file import File
from bot.store.contract import Acknowledge, Call, Hand, Key, Offer, Piece, Pin, Redraw, Retire, Show, Unpin
from bot.telegram.api import Api
from bot.telegram.refusals import is_about_entities, is_about_message, is_about_person, is_no_change
from bot.telegram.transport import Flooded

NO_PREVIEW = {"is_disabled": True}
PEOPLE = {"allow_user_chats": True, "allow_group_chats": True}
"""Where a card may go: a bot has no use for it, and a channel is for everybody."""

DATE_TAG = re.compile(r"</?tg-time\b[^>]*>")
ANY_TAG = re.compile(r"<[^>]*>")
MAX_COPY = 256
MAX_BARE = 4000

log = logging.getLogger(__name__)

Made = File | Show | None
"""A paper; a message where it could not be made; None where there is nobody to have it."""


class OutAndFlooded(Flooded):
    """A message is out under this id, and Telegram asked for a pause before all was done with it."""

    def __init__(self, message_id: int, seconds: float) -> None:
        super().__init__(seconds)
        self.message_id = message_id


async def make(api: Api, person_id: int, call: Call, made: Made = None) -> int | None:
    """Makes the call; returns the id of a new message, None where there is none.

    An edit that changes nothing is done; one that is refused otherwise becomes a new message; a text
    whose marks are refused goes without date marks, then without any; what is refused for another reason
    goes bare, so that nobody is left without an answer. `made` is what a Hand hands over.
    Raises what Telegram refuses even then, Flooded, and OutAndFlooded.
    """
    match call:
        case Show():
            return await _show(api, person_id, call)
        case Redraw(html_text, keys, edit):
            return await _show(api, person_id, Show(html_text, keys, edit))
        case Acknowledge(query_id, text, alert):
            await api.tell(
                "answerCallbackQuery", callback_query_id=query_id, text=text or None, show_alert=alert or None
            )
            return None
        case Offer():
            await _offer(api, call)
            return None
        case Retire(message_id):
            await _retire(api, person_id, message_id)
            return None
        case Hand():
            await _hand(api, person_id, made)
            return None
        case Pin():
            return await _pin(api, person_id, call)
        case Unpin(message_id):
            if message_id is not None:
                await _unpin(api, person_id, message_id)
            return None
        case _:
            assert_never(call)


async def _show(api: Api, person_id: int, show: Show) -> int | None:
    if show.edit is None:
        return await _new(api, person_id, show)
    try:
        await _edited(api, person_id, show.edit, show)
    except BadRequest as refusal:
        if is_no_change(refusal):
            return None
        if is_about_person(refusal):
            raise
        return await _new(api, person_id, show)
    return None


async def _offer(api: Api, offer: Offer) -> None:
    """Offers the pieces; they are the person's own, and may be others a moment later."""
    name = await api.own_name()
    nothing = {"text": offer.otherwise, "start_parameter": "share"}
    await api.tell(
        "answerInlineQuery",
        inline_query_id=offer.query_id,
        results=[_article(piece, name) for piece in offer.pieces],
        cache_time=0,
        is_personal=True,
        button=None if offer.pieces else nothing,
    )


def _article(piece: Piece, name: str) -> dict[str, Any]:
    content = {
        "message_text": piece.html, "parse_mode": ParseMode.HTML, "link_preview_options": NO_PREVIEW
    }  # fmt: skip
    return {
        "type": "article",
        "id": piece.id,
        "title": piece.title,
        "description": piece.about,
        "input_message_content": content,
        "reply_markup": keyboard(piece.keyboard, name),
    }


async def _hand(api: Api, person_id: int, made: Made) -> None:
    if made is None:
        return
    if isinstance(made, Show):
        await _new(api, person_id, made)
        return
    file = made.body if isinstance(made.body, str) else InputFile(made.body, filename=made.name)
    caption = made.caption or None
    match made.kind:
        case "photo":
            await api.send_photo(person_id, file, caption=caption)
        case "video":
            await api.send_video(person_id, file, caption=caption)
        case _:
            await api.send_document(person_id, file, caption=caption)


async def _pin(api: Api, person_id: int, pin: Pin) -> int | None:
    """Edits the pinned message; one that the person has deleted stays away until it is asked for again."""
    show = Show(pin.html, pin.keyboard, pin.message_id, silent=True)
    if pin.message_id is not None:
        try:
            await _edited(api, person_id, pin.message_id, show)
        except BadRequest as refusal:
            if not (is_no_change(refusal) or is_about_message(refusal)):
                raise
        return None
    message_id = await _new(api, person_id, show)
    if message_id is not None:
        await _fasten(api, person_id, message_id)
    return message_id


async def _fasten(api: Api, person_id: int, message_id: int) -> None:
    """Pins a message that is out; were a refusal raised, the same message would be sent again.

    Raises OutAndFlooded.
    """
    try:
        await api.pin_chat_message(person_id, message_id, disable_notification=True)
    except Flooded as pause:
        raise OutAndFlooded(message_id, pause.seconds) from None
    except TelegramError as refusal:
        log.warning("the dates were sent and could not be pinned: %s", refusal.message)


async def _unpin(api: Api, person_id: int, message_id: int) -> None:
    """Takes the message down, its button too; one that is gone is as good."""
    await _retire(api, person_id, message_id)
    try:
        await api.unpin_chat_message(person_id, message_id)
    except BadRequest as refusal:
        if not is_about_message(refusal):
            raise


async def _new(api: Api, person_id: int, show: Show) -> int | None:
    markup = keyboard(show.keyboard)
    for text, mode in _renditions(show.html):
        try:
            sent = await api.ask(
                "sendMessage",
                chat_id=person_id,
                text=text,
                parse_mode=mode,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
                disable_notification=show.silent or None,
            )
        except BadRequest as refusal:
            if is_about_person(refusal):
                raise
            if mode is None or not is_about_entities(refusal):
                return await _bare(api, person_id, text, refusal)
        else:
            return int(sent["message_id"])
    return None


async def _bare(api: Api, person_id: int, text: str, refusal: BadRequest) -> int:
    """The last to try for a message refused for a reason nobody foresaw: its words, and nothing else.

    Raises BadRequest if that is refused too.
    """
    log.error("a message was refused and goes bare: %s", refusal.message)
    plain = html.unescape(ANY_TAG.sub("", text))[:MAX_BARE]
    sent = await api.ask("sendMessage", chat_id=person_id, text=plain, link_preview_options=NO_PREVIEW)
    return int(sent["message_id"])


async def _edited(api: Api, person_id: int, message_id: int, show: Show) -> None:
    markup = keyboard(show.keyboard)
    for text, mode in _renditions(show.html):
        try:
            await api.tell(
                "editMessageText",
                chat_id=person_id,
                message_id=message_id,
                text=text,
                parse_mode=mode,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as refusal:
            if mode is None or not is_about_entities(refusal):
                raise
        else:
            return


def _renditions(text: str) -> Iterator[tuple[str, str | None]]:
    """The text with everything; then what may stand in for it, the richer first."""
    yield text, ParseMode.HTML
    dateless = DATE_TAG.sub("", text)
    if dateless != text:
        yield dateless, ParseMode.HTML
    yield html.unescape(ANY_TAG.sub("", text)), None


async def _retire(api: Api, person_id: int, message_id: int) -> None:
    """Takes a keyboard off; a message that is gone or has none is as good."""
    try:
        await api.tell("editMessageReplyMarkup", chat_id=person_id, message_id=message_id)
    except BadRequest as refusal:
        if not (is_no_change(refusal) or is_about_message(refusal)):
            raise


def keyboard(rows: tuple[tuple[Key, ...], ...], name: str = "") -> dict[str, Any] | None:
    """Rows of keys as Telegram takes them; None for no rows. `name` is the bot's own, for links to it."""
    return {"inline_keyboard": [[_button(key, name) for key in row] for row in rows]} if rows else None


def _button(key: Key, name: str) -> dict[str, Any]:
    size = len(key.data.encode())
    if size > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA or size > MAX_BYTES:
        raise ValueError(f"button data of {size} bytes is longer than {MAX_BYTES}")
    button: dict[str, Any] = {"text": key.label}
    if key.data:
        button["callback_data"] = key.data
    if key.url or key.start:
        button["url"] = create_deep_linked_url(name, key.start) if key.start else key.url
    if key.copy:
        button["copy_text"] = {"text": key.copy[:MAX_COPY]}
    if key.share:
        button["switch_inline_query_chosen_chat"] = {"query": key.share, **PEOPLE}
    if key.style:
        button["style"] = key.style
    return button
