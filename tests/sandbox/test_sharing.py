"""Inline mode on the chat page: press, choose, pick, receive, follow the link."""

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    SwitchInlineQueryChosenChat,
)

from tests.sandbox.stage import Phone, Stage

pytestmark = pytest.mark.browser

SHARE = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton(
                "Share",
                switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat("card", allow_user_chats=True),
            )
        ],
        [InlineKeyboardButton("Anywhere", switch_inline_query="any")],
        [InlineKeyboardButton("Here", switch_inline_query_current_chat="here")],
        [
            InlineKeyboardButton(
                "To a group",
                switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat("g", allow_group_chats=True),
            )
        ],
    ]
)
UNDER = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Open", url="https://t.me/sandbox_bot?start=card_17")],
        [InlineKeyboardButton("Done", callback_data="done")],
    ]
)


def article(number: int, title: str) -> InlineQueryResultArticle:
    text = InputTextMessageContent(f"<b>{title}</b>: wait until Sunday", parse_mode="HTML")
    return InlineQueryResultArticle(f"card-{number}", title, text, UNDER, description=f"Order {number}")


CARDS = [article(17, "Headphones"), article(18, "Kettle")]


@pytest.fixture
def phone(driver: Chrome, stage: Stage) -> Phone:
    """Ann's chat with a message to share; Boris is here too and has never written to the bot."""
    phone = Phone(driver)
    phone.size(390, 844)
    ann = stage.on_loop(lambda: stage.sandbox.user(1, "Ann", "en"))
    stage.on_loop(lambda: stage.sandbox.user(2, "Boris", "ru"))
    stage.run(ann.send_text("/start"))
    stage.run(stage.bot.send_message(1, "Your order", reply_markup=SHARE))
    phone.open(stage)
    return phone


def asked(stage: Stage, query: str) -> InlineQuery:
    """The query that reaches the bot, which may be asked letter by letter."""
    while True:
        (update,) = stage.run(stage.bot.get_updates(offset=-1, timeout=50))
        stage.run(stage.bot.get_updates(offset=update.update_id + 1))
        if update.inline_query is not None and update.inline_query.query == query:
            return update.inline_query


def shared(stage: Stage, phone: Phone) -> None:
    """Ann has sent the card of the headphones to Boris."""
    phone.share("Share", to="Boris")
    stage.run(asked(stage, "card").answer(CARDS, cache_time=0))
    phone.pick("Headphones")
    phone.wait(phone.talk_texts)


def test_a_card_goes_from_one_person_to_another(stage: Stage, phone: Phone) -> None:
    phone.share("Share", to="Boris")
    query = asked(stage, "card")
    assert (query.from_user.id, query.chat_type) == (1, "private")
    assert phone.one("offers-status").text == "Asking the bot…"
    stage.run(query.answer(CARDS, cache_time=0, is_personal=True))
    assert phone.offers() == ["Headphones", "Kettle"]
    assert "Order 17" in phone.all("offer")[0].text
    phone.pick("Headphones")
    assert phone.wait(phone.talk_texts) == ["Headphones: wait until Sunday"]
    assert phone.one("via").text == "via @sandbox_bot"
    assert phone.talk_button("Open").is_displayed()
    phone.close_talk()
    assert phone.focused().text == "Share"
    assert phone.texts() == ["/start", "Your order"]
    assert "Chat: Boris" in phone.one("talk-with").text


def test_the_receiver_sees_it_and_follows_the_link(stage: Stage, phone: Phone) -> None:
    shared(stage, phone)
    phone.open(stage, user=2)
    assert phone.texts() == []
    phone.open_talk("Ann")
    assert phone.one("talk-note").text == "Чат двух людей. Бота в нём нет."
    assert phone.talk_texts() == ["Headphones: wait until Sunday"]
    assert phone.one("via").text == "через @sandbox_bot"
    phone.talk_button("Open").send_keys(Keys.ENTER)
    assert phone.wait(phone.texts) == ["/start card_17"]
    assert not phone.all("talk")[0].is_displayed()
    phone.wait(lambda: phone.focused_role() == "text")
    (update,) = stage.run(stage.bot.get_updates(offset=-1))
    assert update.message is not None
    assert (update.message.chat.id, update.message.text) == (2, "/start card_17")
    assert len(phone.driver.window_handles) == 1


def test_a_message_arrives_on_an_open_page(stage: Stage, phone: Phone) -> None:
    phone.open(stage, user=2)
    ann = stage.on_loop(lambda: stage.sandbox.user(1))
    offer = stage.run(ann.ask("card", to=2))
    stage.run(asked(stage, "card").answer(CARDS))
    stage.run(offer.pick("Kettle"))
    assert "Kettle: wait until Sunday" in phone.one("talk-with").text


def test_a_button_under_it_and_an_edit(stage: Stage, phone: Phone) -> None:
    shared(stage, phone)
    phone.talk_button("Done").click()
    query = stage.pressed()
    stage.run(query.answer("Noted"))
    assert phone.toast() == "Noted"
    again = InlineKeyboardMarkup([[InlineKeyboardButton("Not done", callback_data="undo")]])
    stage.run(query.edit_message_text("Done", reply_markup=again))
    assert phone.talk_button("Not done").is_displayed()
    assert phone.talk_texts() == ["Done"]
    assert phone.focused().text == "Not done"


def test_a_new_person_and_another_query(stage: Stage, phone: Phone) -> None:
    phone.share("Anywhere")
    stage.run(asked(stage, "any").answer([], cache_time=0))
    phone.wait(lambda: phone.one("offers-status").text == "Nothing found")
    assert phone.one("talk-name").text == "Carmen"
    assert phone.focused_role() == "query"
    phone.press(Keys.CONTROL + "a", "kettle")
    stage.run(asked(stage, "kettle").answer(CARDS[1:], cache_time=0, next_offset="1"))
    assert phone.offers() == ["Kettle"]
    phone.press(Keys.ARROW_DOWN)
    assert phone.focused_role() == "offer"
    phone.one("offers-more").click()
    query = asked(stage, "kettle")
    assert query.offset == "1"
    stage.run(query.answer(CARDS[:1], cache_time=0))
    phone.wait(lambda: phone.offers() == ["Kettle", "Headphones"])
    assert phone.focused().get_attribute("data-result-id") == "card-17"
    phone.press(Keys.ENTER)
    assert phone.wait(phone.talk_texts) == ["Headphones: wait until Sunday"]
    assert phone.one("query").get_attribute("value") == ""


def test_the_button_over_the_results_starts_the_bot(stage: Stage, phone: Phone) -> None:
    phone.share("Share", to="Boris")
    button = InlineQueryResultsButton("All my cards", start_parameter="cards")
    stage.run(asked(stage, "card").answer([], button=button))
    phone.one("offers-button").click()
    phone.wait(lambda: phone.texts()[-1] == "/start cards")


def test_in_the_chat_with_the_bot(stage: Stage, phone: Phone) -> None:
    phone.button("Here").click()
    query = asked(stage, "here")
    assert query.chat_type == "sender"
    stage.run(query.answer(CARDS))
    phone.pick("Kettle")
    phone.wait(lambda: phone.texts()[-1] == "Kettle: wait until Sunday")
    assert not phone.all("talk")[0].is_displayed()


def test_a_bot_that_does_not_answer(stage: Stage, phone: Phone) -> None:
    stage.sandbox.limits.answer_within = 0.2
    phone.share("Share", to="Boris")
    phone.wait(lambda: phone.one("offers-status").text == "The bot did not answer")


def test_there_are_no_groups(phone: Phone) -> None:
    phone.button("To a group").click()
    assert phone.one("chooser-note").text.startswith("This button is for groups")
    assert not phone.all("chosen")
    phone.press(Keys.ESCAPE)
    phone.wait(lambda: not phone.all("chooser")[0].is_displayed())
    assert phone.focused().text == "To a group"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_sticks_out_of_a_sheet(stage: Stage, phone: Phone, width: int, dark: bool) -> None:
    phone.size(width, 700, dark=dark)
    shared(stage, phone)
    phone.one("query").send_keys("l")
    stage.run(asked(stage, "l").answer([article(number, "Ж" * 60) for number in range(20)]))
    phone.offers()
    wide = phone.driver.execute_script(
        "const talk = document.querySelector('[data-role=talk]'), box = talk.getBoundingClientRect();"
        "return [talk.scrollWidth - talk.clientWidth, box.left >= 0, box.right <= innerWidth,"
        " talk.scrollHeight - talk.clientHeight]",
    )
    assert wide == [0, True, True, 0]
    names = phone.driver.find_elements(By.CSS_SELECTOR, "dialog[open] button, dialog[open] input")
    assert all(one.accessible_name for one in names)
    assert phone.complaints(stage) == []
