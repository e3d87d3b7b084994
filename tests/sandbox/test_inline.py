"""Inline mode: queries, what may be answered to them, and what two people then see."""

from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    SwitchInlineQueryChosenChat,
)
from telegram.error import BadRequest

from bot.sandbox import Sandbox, User
from bot.sandbox.links import start_payload
from tests.sandbox.conftest import Call

OPEN = InlineKeyboardButton("Open", url="https://t.me/sandbox_bot?start=card_17")
DONE = InlineKeyboardButton("Done", callback_data="done")
CARD = InlineQueryResultArticle(
    "card-17",
    "Headphones",
    InputTextMessageContent("<b>Headphones</b>: wait until Sunday", parse_mode="HTML"),
    InlineKeyboardMarkup([[OPEN], [DONE]]),
    description="Order 17",
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
UNREAD = "can't parse inline query result: "
BAD_BUTTON = "can't parse inline query results button: "


@pytest.fixture
async def bob(sandbox: Sandbox) -> User:
    """Somebody who has never written to the bot."""
    return sandbox.user(8, "Bob", "es")


def article(**changes: Any) -> dict[str, Any]:
    given = {"type": "article", "id": "1", "title": "x", "input_message_content": {"message_text": "x"}}
    return {key: value for key, value in {**given, **changes}.items() if value is not None}


def says(**content: Any) -> dict[str, Any]:
    return {"results": [article(input_message_content=content)]}


def shows(**button: Any) -> dict[str, Any]:
    return {"results": [article(reply_markup={"inline_keyboard": [[{"text": "x", **button}]]})]}


async def query_of(bot: Bot) -> Any:
    (update,) = await bot.get_updates(offset=-1)
    assert update.inline_query is not None
    return update.inline_query


async def test_a_query_reaches_the_bot(bot: Bot, ann: User, bob: User) -> None:
    assert (await bot.get_me()).supports_inline_queries
    offer = await ann.ask("ж" * 300, to=bob.id)
    query = await query_of(bot)
    assert (query.id, query.from_user.id, query.query) == (offer.id, 7, "ж" * 256)
    assert (query.offset, query.chat_type) == ("", "private")
    await ann.ask("card", offset="20")
    query = await query_of(bot)
    assert (query.query, query.offset, query.chat_type) == ("card", "20", "sender")


async def test_only_updates_that_are_allowed(bot: Bot, ann: User, bob: User) -> None:
    await bot.get_updates(allowed_updates=["message"])
    offer = await ann.ask("card", to=bob.id)
    assert await bot.get_updates() == ()
    with pytest.raises(TimeoutError, match="no answer to inline query"):
        await offer.answer(0.05)


async def test_a_card_from_one_to_the_other(bot: Bot, ann: User, bob: User) -> None:
    chosen = SwitchInlineQueryChosenChat("card:17", allow_user_chats=True)
    share = InlineKeyboardButton("Share", switch_inline_query_chosen_chat=chosen)
    await bot.send_message(7, "Yours", reply_markup=InlineKeyboardMarkup([[share]]))
    offer = await ann.switch(None, "Share", to=bob.id)
    query = await query_of(bot)
    assert query.query == "card:17"
    more = InlineQueryResultsButton("All cards", start_parameter="cards")
    await query.answer([CARD], cache_time=0, is_personal=True, button=more, next_offset="1")
    answer = await offer.answer()
    assert [(one["title"], one["description"]) for one in answer["results"]] == [("Headphones", "Order 17")]
    assert answer["button"] == {"text": "All cards", "start_parameter": "cards"}
    assert answer["next_offset"] == "1"
    sent = await offer.pick("Headphones")
    assert ann.talk(8) == bob.talk(7) == [sent]
    assert sent.text == "Headphones: wait until Sunday"
    assert sent.labels == ["Open", "Done"]
    assert (sent.raw["from"]["id"], sent.raw["via_bot"]["username"]) == (7, "sandbox_bot")
    assert bob.chat == []
    assert not (await bot.get_updates(offset=-1))[0].message


async def test_the_link_starts_the_bot_for_whoever_follows_it(bot: Bot, ann: User, bob: User) -> None:
    offer = await ann.ask("card", to=bob.id)
    await (await query_of(bot)).answer([CARD])
    await offer.pick("card-17")
    with pytest.raises(LookupError, match="does not start the bot"):
        await bob.follow(bob.talk(7)[0], "Done")
    started = await bob.follow(bob.talk(7)[0], "Open")
    assert started.text == "/start card_17"
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert (message.chat.id, message.text) == (8, "/start card_17")
    await bot.send_message(8, "Hello")


async def test_a_button_between_two_people(bot: Bot, ann: User, bob: User) -> None:
    offer = await ann.ask("card", to=bob.id)
    await (await query_of(bot)).answer([CARD])
    await offer.pick("card-17")
    press = await bob.press(bob.talk(7)[0], "Done")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query is not None
    assert (query.from_user.id, query.data, query.message) == (8, "done", None)
    assert await query.edit_message_text("Done by Bob")
    await query.answer("Thanks")
    assert (await press.answer())["text"] == "Thanks"
    (seen,) = ann.talk(8)
    assert (seen.text, seen.labels, seen.edited) == ("Done by Bob", [], True)
    with pytest.raises(BadRequest, match="not modified"):
        await query.edit_message_text("Done by Bob")
    with pytest.raises(BadRequest, match=r"(?i)wrong inline message identifier specified"):
        await bot.edit_message_text("x", inline_message_id="unknown")


async def test_a_card_into_the_chat_with_the_bot(bot: Bot, ann: User) -> None:
    offer = await ann.ask("card")
    await (await query_of(bot)).answer([CARD])
    await offer.pick("Headphones")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.via_bot is not None
    assert (message.text, message.from_user and message.from_user.id) == (ann.chat[-1].text, 7)


async def test_only_once_and_in_time(sandbox: Sandbox, call: Call, ann: User, bob: User) -> None:
    offer = await ann.ask("one", to=bob.id)
    assert (await call("answerInlineQuery", inline_query_id=offer.id, results=[]))["ok"]
    late = await ann.ask("two", to=bob.id)
    moment = sandbox.now()
    sandbox.set_clock(lambda: moment + 16)
    for query_id in (offer.id, late.id, "1", ""):
        refused = await call("answerInlineQuery", inline_query_id=query_id, results=[article()])
        assert refused == {"ok": False, "error_code": 400, "description": TOO_OLD}


@pytest.mark.parametrize(
    ("settings", "ann_again", "bob_too"),
    [
        ({}, True, True),
        ({"is_personal": True}, True, False),
        ({"cache_time": 0}, False, False),
    ],
)
async def test_answers_are_reused_as_the_bot_allows(
    sandbox: Sandbox, call: Call, ann: User, bob: User,
    settings: dict[str, Any], ann_again: bool, bob_too: bool,
) -> None:  # fmt: skip
    async def is_asked(user: User, to: User, query: str = "card") -> bool:
        sandbox.state.updates.clear()
        offer = await user.ask(query, to=to.id)
        asked = bool(sandbox.state.updates.pending())
        assert asked or (await offer.answer())["results"][0]["id"] == "1"
        return asked

    moment = sandbox.now()
    sandbox.set_clock(lambda: moment)
    offer = await ann.ask("card", to=bob.id)
    assert (await call("answerInlineQuery", inline_query_id=offer.id, results=[article()], **settings))["ok"]
    assert await is_asked(ann, bob) is not ann_again
    assert await is_asked(bob, ann) is not bob_too
    assert await is_asked(ann, bob, "other")
    sandbox.set_clock(lambda: moment + 301)
    assert await is_asked(ann, bob)


REFUSED = [
    ({"results": "["}, "can't parse JSON encoded inline query results"),
    ({"results": {}}, "expected an Array of inline query results"),
    ({"results": [article()] * 51}, "too many inline query results specified"),
    ({"results": ["x"]}, f"{UNREAD}Inline query result must be an object"),
    ({"results": [article(type=None)]}, f'{UNREAD}Can\'t find field "type"'),
    ({"results": [article(id=None)]}, f'{UNREAD}Can\'t find field "id"'),
    ({"results": [article(title=None)]}, f'{UNREAD}Can\'t find field "title"'),
    ({"results": [article(title=["x"])]}, f'{UNREAD}Field "title" must be of type String'),
    ({"results": [article(type="poem")]}, f'{UNREAD}type "poem" is unsupported for the inline query result'),
    ({"results": [article(type="photo")]}, f'{UNREAD}this stand-in knows results of type "article" only'),
    ({"results": [article(input_message_content=None)]}, f'{UNREAD}Can\'t find field "message_text"'),
    (says(), f"{UNREAD}Input message content is not specified"),
    (says(message_text=""), f"{UNREAD}Input message content is not specified"),
    (says(message_text=" "), "text must be non-empty"),
    (says(message_text="я" * 4097), "message is too long"),
    (says(message_text="x", parse_mode="BBCode"), f"{UNREAD}Unsupported parse_mode"),
    (
        says(message_text="<b>x", parse_mode="HTML"),
        f"{UNREAD}Can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        says(message_text='<tg-time unix="4000000000">x</tg-time>', parse_mode="HTML"),
        "ENTITY_DATE_INVALID",
    ),
    (
        shows(),
        f"{UNREAD}Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (shows(callback_data="ж" * 33), "BUTTON_DATA_INVALID"),
    (shows(url="http://localhost/"), "inline keyboard button URL 'http://localhost/' is invalid"),
    (shows(switch_inline_query_chosen_chat={}), "at least one chat type must be allowed"),
    ({"results": [article(reply_markup={"keyboard": []})]}, "inline keyboard expected"),
    ({"results": [article(id="")]}, "RESULT_ID_INVALID"),
    ({"results": [article(id="ж" * 33)]}, "RESULT_ID_INVALID"),
    ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
    ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
    ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    ({"button": "{"}, "can't parse inline query results button JSON object"),
    ({"button": []}, f"{BAD_BUTTON}InlineQueryResultsButton must be an Object"),
    ({"button": {"start_parameter": "x"}}, f'{BAD_BUTTON}Can\'t find field "text"'),
    ({"button": {"text": "x"}}, f"{BAD_BUTTON}InlineQueryResultsButton must have exactly one optional field"),
    ({"button": {"text": "x", "start_parameter": ""}}, "can't use empty start_parameter"),
    ({"button": {"text": "x", "start_parameter": "x" * 65}}, "too long start_parameter specified"),
    (
        {"button": {"text": "x", "start_parameter": "a b"}},
        "unallowed characters in start_parameter are used",
    ),
]


@pytest.mark.parametrize(("params", "reason"), REFUSED)
async def test_refusals(call: Call, ann: User, params: dict[str, Any], reason: str) -> None:
    offer = await ann.ask("card")
    answer = await call("answerInlineQuery", inline_query_id=offer.id, **params)
    assert answer["error_code"] == 400
    assert answer["description"].startswith(f"Bad Request: {reason}")
    assert (await call("answerInlineQuery", inline_query_id=offer.id))["ok"]


async def test_what_just_fits_is_taken(call: Call, ann: User) -> None:
    fits = article(id="ж" * 32, input_message_content={"message_text": "я" * 4096})
    fifty = [fits, *(article(id=number) for number in range(48)), article(message_text="old")]
    button = {"text": "x", "start_parameter": "x" * 64}
    offer = await ann.ask("card")
    params = {"results": fifty, "button": button, "next_offset": "x" * 64}
    assert (await call("answerInlineQuery", inline_query_id=offer.id, **params)) == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: RESULT_ID_DUPLICATE",
    }
    fifty[-1] = {"type": "Article", "id": "old", "title": "x", "message_text": "the old way"}
    assert (await call("answerInlineQuery", inline_query_id=offer.id, **params))["ok"]
    with pytest.raises(LookupError, match="no result 'new'"):
        await offer.pick("new")
    assert (await offer.pick("old")).text == "the old way"


async def test_what_cannot_be_asked(bot: Bot, ann: User) -> None:
    for to in (7, 99):
        with pytest.raises(LookupError):
            await ann.ask("card", to=to)
    await bot.send_message(7, "x", reply_markup=InlineKeyboardMarkup([[DONE]]))
    with pytest.raises(LookupError, match="does not switch"):
        await ann.switch(None, "Done")


@pytest.mark.parametrize(
    ("url", "payload"),
    [
        ("https://t.me/sandbox_bot?start=card_17", "card_17"),
        ("http://telegram.me/Sandbox_Bot?start=a-b", "a-b"),
        ("tg://resolve?domain=sandbox_bot&start=x", "x"),
        ("https://t.me/sandbox_bot", ""),
        ("https://t.me/sandbox_bot?start=a%20b", ""),
        (f"https://t.me/sandbox_bot?start={'x' * 65}", ""),
        ("https://t.me/another_bot?start=x", ""),
        ("https://example.com/sandbox_bot?start=x", ""),
        ("https://[t.me/sandbox_bot?start=x", ""),
    ],
)
def test_what_a_link_starts_the_bot_with(url: str, payload: str) -> None:
    assert start_payload(url, "sandbox_bot") == payload
