"""The methods of the Bot API that the sandbox knows, by name in lower case."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.methods import (
    actions,
    callbacks,
    commands,
    edits,
    files,
    inline,
    polling,
    profile,
    sends,
    webhook,
)
from bot.sandbox.params import Params
from bot.sandbox.state import State

Method = Callable[[State, Params], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    "answerCallbackQuery": callbacks.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "deleteMessage": edits.delete_message,
    "deleteMessages": edits.delete_messages,
    "deleteMyCommands": commands.delete_my_commands,
    "deleteWebhook": webhook.delete_webhook,
    "editMessageCaption": edits.edit_message_caption,
    "editMessageReplyMarkup": edits.edit_message_reply_markup,
    "editMessageText": edits.edit_message_text,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getFile": files.get_file,
    "getMe": profile.get_me,
    "getMyCommands": commands.get_my_commands,
    "getMyDescription": profile.get_my_description,
    "getMyName": profile.get_my_name,
    "getMyShortDescription": profile.get_my_short_description,
    "getUpdates": polling.get_updates,
    "getWebhookInfo": webhook.get_webhook_info,
    "pinChatMessage": actions.pin_chat_message,
    "sendChatAction": actions.send_chat_action,
    "sendDocument": sends.send_document,
    "sendMessage": sends.send_message,
    "sendPhoto": sends.send_photo,
    "sendVideo": sends.send_video,
    "setChatMenuButton": profile.set_chat_menu_button,
    "setMessageReaction": actions.set_message_reaction,
    "setMyCommands": commands.set_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyName": profile.set_my_name,
    "setMyShortDescription": profile.set_my_short_description,
    "setWebhook": webhook.set_webhook,
    "unpinAllChatMessages": actions.unpin_all_chat_messages,
    "unpinChatMessage": actions.unpin_chat_message,
}
_BY_NAME = {name.lower(): (name, method) for name, method in METHODS.items()}


def find_method(name: str) -> tuple[str, Method] | None:
    """The method and its name as documented; Telegram does not mind upper and lower case here."""
    return _BY_NAME.get(name.lower())
