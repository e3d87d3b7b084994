"""The chat page in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, ReactionTypeEmoji

from tests.ports import kept_port
from tests.sandbox.pictures import png
from tests.sandbox.stage import Phone, Stage

pytestmark = pytest.mark.browser
GO = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go", style="primary")]])


@pytest.fixture
def phone(driver: Chrome, stage: Stage) -> Phone:
    """Ann's chat, begun: message 1 is her /start."""
    phone = Phone(driver)
    phone.size(390, 844)
    ann = stage.on_loop(lambda: stage.sandbox.user(1, "Ann", "en"))
    stage.run(ann.send_text("/start"))
    phone.open(stage)
    return phone


def answer(stage: Stage, text: str, *, alert: bool = False) -> None:
    stage.run(stage.pressed().answer(text, show_alert=alert))


def test_an_empty_chat_begins_with_start(driver: Chrome, stage: Stage) -> None:
    phone = Phone(driver)
    stage.run(stage.bot.set_my_description("Gets your money back."))
    phone.open(stage, user=5, start="order-17")
    assert phone.one("description").text == "Gets your money back."
    assert not phone.all("composer")[0].is_displayed()
    phone.one("start").click()
    assert phone.wait(phone.texts) == ["/start order-17"]
    assert phone.one("composer")
    assert phone.focused_role() == "text"


def test_what_is_written_reaches_the_bot(stage: Stage, phone: Phone) -> None:
    phone.write("my <b>order</b>")
    phone.message(2)
    assert phone.texts() == ["/start", "my <b>order</b>"]
    updates = stage.run(stage.bot.get_updates())
    assert [one.message.text for one in updates if one.message] == ["/start", "my <b>order</b>"]


def test_formatting_is_shown(stage: Stage, phone: Phone) -> None:
    html = (
        "<b>bold</b> <i>it</i> <code>8123</code> <tg-spoiler>hid</tg-spoiler>"
        ' <a href="https://example.com/">site</a> <tg-time unix="1700000000" format="D">back then</tg-time>'
        "\n<blockquote expandable>one\ntwo\nthree\nfour\nfive</blockquote>"
        '\n<pre><code class="language-text">a &lt;b&gt;</code></pre>'
    )
    stage.run(stage.bot.send_message(1, html, parse_mode="HTML"))
    message = phone.message(2)
    assert message.find_element(By.TAG_NAME, "strong").text == "bold"
    assert message.find_element(By.TAG_NAME, "em").text == "it"
    assert message.find_element(By.TAG_NAME, "pre").text == "a <b>"
    link = message.find_element(By.TAG_NAME, "a")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (
        "https://example.com/",
        "noopener noreferrer",
    )
    moment = phone.one("moment")
    assert "November" in moment.text
    assert (moment.get_attribute("title") or "").startswith("back then (")
    spoiler = phone.one("spoiler")
    assert spoiler.text == ""
    spoiler.click()
    assert phone.wait(lambda: spoiler.text) == "hid"


def test_a_quotation_unfolds(stage: Stage, phone: Phone) -> None:
    quote = "<blockquote expandable>one\ntwo\nthree\nfour\nfive</blockquote>"
    stage.run(stage.bot.send_message(1, quote, parse_mode="HTML"))
    fold = phone.one("fold")
    folded = phone.one("quote").size["height"]
    fold.send_keys(Keys.ENTER)
    assert fold.get_attribute("aria-expanded") == "true"
    unfolded = phone.one("quote").size["height"]
    assert unfolded > folded
    phone.one("quote").find_element(By.CLASS_NAME, "quoted").click()
    assert phone.one("quote").size["height"] == folded


def test_a_short_quotation_has_nothing_to_unfold(stage: Stage, phone: Phone) -> None:
    stage.run(stage.bot.send_message(1, "<blockquote expandable>one</blockquote>", parse_mode="HTML"))
    phone.message(2)
    assert not phone.all("fold")[0].is_displayed()


def test_a_press_and_a_toast(stage: Stage, phone: Phone) -> None:
    stage.run(stage.bot.send_message(1, "Ready?", reply_markup=GO))
    button = phone.button("Go")
    assert button.get_attribute("data-style") == "primary"
    button.click()
    assert phone.wait(lambda: button.get_attribute("aria-busy")) == "true"
    answer(stage, "On it")
    assert phone.toast() == "On it"
    phone.wait(lambda: phone.is_idle(button))


def test_an_alert_holds_until_it_is_read(stage: Stage, phone: Phone) -> None:
    stage.run(stage.bot.send_message(1, "Ready?", reply_markup=GO))
    phone.button("Go").send_keys(Keys.SPACE)
    answer(stage, "Stop: do not confirm", alert=True)
    assert phone.one("alert-text").text == "Stop: do not confirm"
    assert phone.focused_role() == "alert-ok"
    phone.press(Keys.ESCAPE)
    phone.wait(lambda: not phone.all("alert")[0].is_displayed())
    assert phone.focused_role() == "button"


def test_edits_happen_in_place_and_keep_the_focus(stage: Stage, phone: Phone) -> None:
    sent = stage.run(stage.bot.send_message(1, "one", reply_markup=GO))
    stage.run(stage.bot.send_message(1, "after"))
    phone.button("Go").send_keys(Keys.ENTER)
    other = InlineKeyboardMarkup([[InlineKeyboardButton("Further", callback_data="f")]])
    stage.run(sent.edit_text("two", reply_markup=other))
    phone.button("Further")
    assert phone.texts() == ["/start", "two", "after"]
    assert phone.focused().text == "Further"
    stage.run(stage.bot.delete_message(1, sent.message_id))
    phone.wait(lambda: phone.texts() == ["/start", "after"])
    assert phone.focused_role() == "log"


def test_links_and_copies(stage: Stage, phone: Phone) -> None:
    keyboard = [
        [
            InlineKeyboardButton("Site", url="https://example.com/"),
            InlineKeyboardButton("Number", copy_text=CopyTextButton("8123")),
        ],
    ]
    stage.run(stage.bot.send_message(1, "x", reply_markup=InlineKeyboardMarkup(keyboard)))
    site = phone.button("Site")
    assert site.get_attribute("target") == "_blank"
    assert site.get_attribute("rel") == "noopener noreferrer"
    phone.button("Number").click()
    assert phone.toast() == "Copied"
    phone.one("text").send_keys(Keys.CONTROL + "v")
    assert phone.one("text").get_attribute("value") == "8123"


def test_pins_reactions_and_what_the_bot_is_doing(stage: Stage, phone: Phone) -> None:
    stage.run(stage.bot.pin_chat_message(1, 1))
    stage.run(stage.bot.set_message_reaction(1, 1, [ReactionTypeEmoji("👀")]))
    assert "/start" in phone.one("pinned").text
    assert phone.one("reaction").text == "👀"

    def types() -> bool:
        """Again and again: it is shown for five seconds."""
        stage.run(stage.bot.send_chat_action(1, "typing"))
        return phone.one("status").text == "typing…"

    phone.wait(types)
    stage.run(stage.bot.send_message(1, "done"))
    phone.wait(lambda: phone.one("status").text == "bot")


def test_files_both_ways(stage: Stage, phone: Phone, tmp_path: Path) -> None:
    stage.run(stage.bot.send_document(1, b"hello", filename="order.txt"))
    link = phone.one("document")
    assert "order.txt" in link.text
    assert link.get_attribute("download") == "order.txt"
    picture = tmp_path / "shot.png"
    picture.write_bytes(png(40, 30))
    phone.all("photo-input")[0].send_keys(str(picture))
    photo = phone.one("photo")
    phone.wait(lambda: phone.driver.execute_script("return arguments[0].naturalWidth", photo) == 40)
    updates = stage.run(stage.bot.get_updates(offset=-1))
    assert updates[0].message is not None
    assert updates[0].message.photo


def test_the_command_menu_by_keyboard(stage: Stage, phone: Phone) -> None:
    stage.run(stage.bot.set_my_commands([("start", "Begin"), ("help", "Help"), ("orders", "Orders")]))
    menu = phone.one("menu")
    menu.send_keys(Keys.ENTER)
    assert phone.focused().get_attribute("data-value") == "/start"
    phone.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert phone.focused().get_attribute("data-value") == "/orders"
    phone.press(Keys.ESCAPE)
    assert phone.focused_role() == "menu"
    field = phone.one("text")
    field.send_keys("/he")
    assert [one.get_attribute("data-value") for one in phone.all("command-item")] == ["/help"]
    field.send_keys(Keys.ARROW_DOWN)
    phone.press(Keys.ENTER)
    phone.message(2)
    assert phone.texts() == ["/start", "/help"]
    assert field.get_attribute("value") == ""
    assert phone.focused_role() == "text"


def test_a_whole_walk_by_keyboard(stage: Stage, phone: Phone) -> None:
    """From the text field to the button of the message and back, with Tab and Enter alone."""
    phone.one("text").send_keys("hello" + Keys.ENTER)
    stage.run(stage.bot.send_message(1, "Ready?", reply_markup=GO))
    phone.button("Go")
    seen: list[str | None] = []
    while phone.focused_role() != "button" and len(seen) < 20:
        phone.press(Keys.SHIFT + Keys.TAB)
        seen.append(phone.focused_role())
    assert phone.focused().text == "Go"
    phone.press(Keys.ENTER)
    answer(stage, "Pressed")
    assert phone.toast() == "Pressed"
    outline = phone.driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_people_side_by_side(stage: Stage, phone: Phone) -> None:
    phone.one("people-toggle").click()
    assert phone.focused_role() == "people-close"
    phone.one("add-person").click()
    phone.wait(lambda: phone.driver.find_element(By.CSS_SELECTOR, "body[data-ready='2']"))
    assert phone.texts() == []
    phone.one("language").send_keys("Русский")
    phone.wait(lambda: phone.one("banner").text.startswith("Это не Telegram"))
    phone.press(Keys.ESCAPE)
    phone.one("start").click()
    phone.wait(lambda: phone.texts() == ["/start"])
    updates = stage.run(stage.bot.get_updates(offset=-1))
    assert updates[0].effective_user is not None
    assert (updates[0].effective_user.id, updates[0].effective_user.language_code) == (2, "ru")
    phone.one("people-toggle").click()
    phone.driver.find_element(By.CSS_SELECTOR, "[data-user-id='1']").click()
    phone.wait(lambda: phone.driver.find_element(By.CSS_SELECTOR, "body[data-ready='1']"))
    assert phone.one("banner").text.startswith("A local stand-in, not Telegram")


@pytest.mark.parametrize(("language", "begins"), [("es", "Esto no es Telegram"), ("de", "A local stand-in")])
def test_the_banner_speaks_the_persons_language(
    driver: Chrome, stage: Stage, language: str, begins: str
) -> None:
    stage.on_loop(lambda: stage.sandbox.user(3, "Carmen", language))
    phone = Phone(driver)
    phone.open(stage, user=3)
    assert phone.one("banner").text.startswith(begins)


def test_blocking_and_coming_back(stage: Stage, phone: Phone) -> None:
    phone.one("people-toggle").click()
    phone.one("block").click()
    phone.press(Keys.ESCAPE)
    phone.one("unblock").click()
    assert phone.one("composer")
    changes = [one.my_chat_member for one in stage.run(stage.bot.get_updates()) if one.my_chat_member]
    assert [one.new_chat_member.status for one in changes] == ["kicked", "member"]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 360, 390, 1280])
def test_nothing_sticks_out_at_any_width(stage: Stage, phone: Phone, width: int, dark: bool) -> None:
    long = "Ж" * 60
    row = [InlineKeyboardButton(f"Long label {number}", callback_data="x") for number in range(4)]
    html = f"<b>{long}</b> <code>{long}</code>\n<pre>{long}{long}</pre>"
    stage.run(stage.bot.send_message(1, html, parse_mode="HTML", reply_markup=InlineKeyboardMarkup([row])))
    stage.run(stage.bot.send_document(1, b"x", filename=f"{long}.pdf"))
    phone.message(3)
    phone.size(width, 700, dark=dark)
    wide = phone.driver.execute_script(
        "const log = document.querySelector('#log');"
        "return [document.documentElement.scrollWidth - innerWidth, log.scrollWidth - log.clientWidth]",
    )
    assert wide == [0, 0]


@pytest.fixture
def port() -> Iterator[int]:
    with kept_port() as port:
        yield port


def test_the_server_goes_away_and_comes_back(driver: Chrome, tmp_path: Path, port: int) -> None:
    journal = tmp_path / "sandbox.sqlite"
    stage = Stage(journal, port)
    try:
        phone = Phone(driver)
        ann = stage.on_loop(lambda: stage.sandbox.user(1, "Ann", "en"))
        stage.run(ann.send_text("/start"))
        stage.run(stage.bot.send_message(1, "Ready?", reply_markup=GO))
        phone.open(stage)
        phone.button("Go")
    finally:
        stage.close()
    assert phone.one("reconnecting").text == "Reconnecting…"
    stage = Stage(journal, port)
    try:
        phone.wait(lambda: not phone.all("reconnecting")[0].is_displayed())
        phone.button("Go").click()
        answer(stage, "Back again")
        assert phone.toast() == "Back again"
    finally:
        stage.close()


def test_nothing_is_asked_of_anybody_else(stage: Stage, phone: Phone) -> None:
    names = phone.driver.execute_script(
        "return performance.getEntriesByType('resource').map((one) => one.name)",
    )
    assert names
    assert all(name.startswith(stage.sandbox.url) for name in names)
    assert phone.complaints(stage) == []
