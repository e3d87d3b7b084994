"""Sending, editing, pressing and answering, as both sides see it."""

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest

from bot.sandbox import Sandbox, User
from tests.sandbox.conftest import Call

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Yes", callback_data="y", style="primary")],
        [
            InlineKeyboardButton("Copy", copy_text=CopyTextButton("8123")),
            InlineKeyboardButton("Site", url="https://example.com"),
        ],
    ]
)
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


async def test_a_message_looks_like_telegrams(bot: Bot, ann: User) -> None:
    sent = await bot.send_message(7, "<b>Hi</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    assert sent.chat.type == "private"
    assert (sent.chat.id, sent.message_id, sent.text) == (7, 2, "Hi")
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert sent.reply_markup is not None
    assert [[one.text for one in row] for row in sent.reply_markup.inline_keyboard] == [
        ["Yes"],
        ["Copy", "Site"],
    ]
    assert sent.reply_markup.inline_keyboard[1][1].url == "https://example.com/"
    assert ann.screen.labels == ["Yes", "Copy", "Site"]


async def test_a_reply_keyboard_is_taken_but_not_echoed(bot: Bot, ann: User) -> None:
    sent = await bot.send_message(7, "x", reply_markup=ReplyKeyboardMarkup([["Yes"]]))
    assert sent.reply_markup is None


async def test_replies_and_previews(bot: Bot, ann: User) -> None:
    sent = await bot.send_message(
        7,
        "x",
        reply_parameters=ReplyParameters(1),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled
    gone = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(7, "y", reply_parameters=gone)).reply_to_message is None


async def test_an_edit_without_keyboard_takes_it_away(bot: Bot, ann: User) -> None:
    sent = await bot.send_message(7, "one", reply_markup=KEYBOARD)
    await bot.edit_message_text("two", 7, sent.message_id)
    assert (ann.screen.text, ann.screen.labels, ann.screen.edited) == ("two", [], True)


async def test_editing_the_keyboard_alone(bot: Bot, ann: User) -> None:
    sent = await bot.send_message(7, "<i>one</i>", parse_mode="HTML", reply_markup=KEYBOARD)
    await bot.edit_message_reply_markup(7, sent.message_id)
    assert (ann.screen.text, ann.screen.labels) == ("one", [])
    assert ann.screen.raw["entities"]


async def test_deleting(bot: Bot, ann: User) -> None:
    sent = await bot.send_message(7, "one")
    await bot.delete_message(7, sent.message_id)
    await bot.delete_message(7, 1)
    assert ann.chat == []
    assert (await bot.send_message(7, "two")).message_id == 3


async def test_a_press_and_its_answer(bot: Bot, ann: User) -> None:
    await bot.send_message(7, "one", reply_markup=KEYBOARD)
    press = await ann.press(None, "Yes")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("y", 7, 2)
    await query.answer("Done", show_alert=True)
    assert await press.answer() == {"text": "Done", "show_alert": True, "url": ""}
    with pytest.raises(BadRequest, match=rf"(?i){TOO_OLD}"):
        await query.answer()


async def test_an_answer_that_comes_too_late(sandbox: Sandbox, call: Call, ann: User) -> None:
    moment = sandbox.now()
    sandbox.set_clock(lambda: moment)
    presses = [await ann.press_data(1, "a"), await ann.press_data(1, "b")]
    sandbox.set_clock(lambda: moment + 15)
    assert (await call("answerCallbackQuery", callback_query_id=presses[0].id))["ok"]
    sandbox.set_clock(lambda: moment + 15.5)
    refused = await call("answerCallbackQuery", callback_query_id=presses[1].id)
    assert refused["description"].lower() == f"bad request: {TOO_OLD}".lower()


async def test_forged_and_inaccessible_presses(bot: Bot, ann: User) -> None:
    await ann.press_data(1, "forged")
    await ann.press_data(99, "gone")
    await ann.press_data(1, "old", inaccessible=True)
    messages = [one.callback_query.message for one in await bot.get_updates() if one.callback_query]
    assert [message.is_accessible for message in messages if message] == [True, False, False]


async def test_a_button_that_is_not_there(bot: Bot, ann: User) -> None:
    await bot.send_message(7, "one", reply_markup=KEYBOARD)
    with pytest.raises(LookupError, match="no button 'No', only"):
        await ann.press(None, "No")
    with pytest.raises(LookupError, match="sends nothing"):
        await ann.press(None, "Copy")
    with pytest.raises(LookupError, match="no message 99"):
        await ann.press(99, "Yes")


async def test_reactions_and_pins(bot: Bot, ann: User) -> None:
    await bot.set_message_reaction(7, 1, [ReactionTypeEmoji("👀")])
    await bot.pin_chat_message(7, 1)
    assert (ann.chat[0].reactions, ann.chat[0].pinned) == (("👀",), True)
    await bot.set_message_reaction(7, 1, [])
    await bot.unpin_chat_message(7)
    assert (ann.chat[0].reactions, ann.chat[0].pinned) == ((), False)


async def test_blocking_is_told(bot: Bot, ann: User) -> None:
    await ann.block()
    await ann.block()
    await ann.unblock()
    changes = [one.my_chat_member for one in await bot.get_updates()]
    assert [(one.old_chat_member.status, one.new_chat_member.status) for one in changes if one] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_waiting_says_what_the_chat_shows(bot: Bot, ann: User) -> None:
    await bot.send_message(7, "one", reply_markup=KEYBOARD)
    assert (await ann.next_message()).text == "one"
    with pytest.raises(TimeoutError, match=r"within 0.01 s; the chat:\n#1 person: /start\n#2 bot: one\n"):
        await ann.next_message(timeout=0.01)


async def test_ids_are_counted_in_each_chat(sandbox: Sandbox, bot: Bot, ann: User) -> None:
    bob = sandbox.user(8, "Bob", "de")
    await bob.send_text("hello")
    assert (await bot.send_message(8, "x")).message_id == 2
    (update,) = await bot.get_updates()
    assert update.effective_user is not None
    assert (update.effective_user.first_name, update.effective_user.language_code) == ("Bob", "de")


async def test_a_language_that_changes(bot: Bot, ann: User) -> None:
    ann.set_language("ru")
    await ann.send_text("one")
    ann.set_language(None)
    await ann.send_text("two")
    users = [one.effective_user for one in await bot.get_updates()]
    assert [user.language_code for user in users if user] == ["ru", None]
