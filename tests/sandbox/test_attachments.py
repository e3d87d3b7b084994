"""Files both ways, and everything else a person can send."""

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.sandbox import Sandbox, User
from bot.sandbox.pictures import picture_size
from tests.sandbox.pictures import png


async def only(bot: Bot) -> Update:
    (update,) = await bot.get_updates()
    return update


async def test_a_document_there_and_back(bot: Bot, ann: User) -> None:
    sent = await bot.send_document(7, b"hello", filename="a.txt", caption="<b>x</b>", parse_mode="HTML")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type, sent.document.file_size) == (
        "a.txt",
        "text/plain",
        5,
    )
    assert (sent.caption, sent.caption_entities[0].type) == ("x", "bold")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"hello"
    again = await bot.send_document(7, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id


async def test_a_photo_there_and_back(bot: Bot, ann: User) -> None:
    await ann.send_photo(png(200, 100), "look")
    message = (await only(bot)).message
    assert message is not None
    assert message.caption == "look"
    assert [(one.width, one.height) for one in message.photo] == [(90, 45), (200, 100)]
    file = await bot.get_file(message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == png(200, 100)
    again = await bot.send_photo(7, message.photo[-1].file_id, has_spoiler=True)
    assert again.has_media_spoiler


async def test_an_album(bot: Bot, ann: User) -> None:
    await ann.send_album([png(), png(5, 5)], "both sides")
    first, second = [one.message for one in await bot.get_updates()]
    assert first is not None
    assert second is not None
    assert first.media_group_id is not None
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("both sides", None)


async def test_files_that_are_refused(sandbox: Sandbox, bot: Bot, ann: User) -> None:
    sandbox.limits.document_max, sandbox.limits.photo_max = 10, 10
    with pytest.raises(BadRequest, match=r"(?i)file must be non-empty"):
        await bot.send_document(7, b"", filename="a.txt")
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(7, b"no photo")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(7, b"x" * 11)
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_photo(7, png())
    sent = await bot.send_document(7, b"x")
    assert sent.document is not None
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type document as photo"):
        await bot.send_photo(7, sent.document.file_id)


async def test_a_file_too_big_to_download_can_still_be_sent_again(bot: Bot, ann: User) -> None:
    await ann.send_video(size=20 * 1024 * 1024 + 1)
    await ann.send_document("big.zip", b"x", size=20 * 1024 * 1024 + 1)
    updates = await bot.get_updates()
    video = updates[0].message
    big = updates[1].message
    assert video is not None
    assert video.video is not None
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(video.video.file_id)
    assert big is not None
    assert big.document is not None
    await bot.send_document(7, big.document.file_id)


async def test_a_link_lives_an_hour(sandbox: Sandbox, bot: Bot, ann: User) -> None:
    sent = await bot.send_document(7, b"hello")
    assert sent.document is not None
    file = await bot.get_file(sent.document.file_id)
    moment = sandbox.now()
    sandbox.set_clock(lambda: moment + 3601)
    with pytest.raises(InvalidToken):
        await file.download_as_bytearray()
    fresh = await bot.get_file(sent.document.file_id)
    assert bytes(await fresh.download_as_bytearray()) == b"hello"


async def test_everything_else(bot: Bot, ann: User) -> None:
    await ann.send_voice()
    await ann.send_sticker("👍")
    await ann.send_location()
    await ann.send_contact()
    await ann.forward("Your order is on its way", origin_name="Seller")
    voice, sticker, location, contact, forward = [one.message for one in await bot.get_updates()]
    assert voice is not None
    assert voice.voice is not None
    assert sticker is not None
    assert sticker.sticker is not None
    assert sticker.sticker.emoji == "👍"
    assert location is not None
    assert location.location is not None
    assert contact is not None
    assert contact.contact is not None
    assert forward is not None
    assert forward.forward_origin is not None
    assert forward.forward_origin.type == "hidden_user"


async def test_an_edited_text(bot: Bot, ann: User) -> None:
    await ann.edit_text(1, "/help")
    update = await only(bot)
    assert update.edited_message is not None
    assert (update.edited_message.text, update.edited_message.message_id) == ("/help", 1)
    with pytest.raises(LookupError, match="no message 99"):
        await ann.edit_text(99, "x")


@pytest.mark.parametrize(
    ("body", "size"),
    [
        (png(300, 7), (300, 7)),
        (b"GIF89a\x05\x00\x06\x00", (5, 6)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x09\x00\x08rest", (8, 9)),
        (b"RIFF....WEBPVP8X" + bytes(8) + b"\x03\x00\x00\x04\x00\x00", (4, 5)),
        (b"\xff\xd8\xff", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_sizes_of_pictures(body: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(body) == size
