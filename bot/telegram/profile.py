"""What people see of the bot before they write to it: name, texts and commands, in each language."""

import logging
from dataclasses import dataclass

from telegram import BotCommand
from telegram.error import TelegramError

from bot.telegram.api import Api
from bot.telegram.transport import Flooded

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile in one language; an empty `language` is for all that have none of their own."""

    language: str
    name: str
    short: str
    description: str
    commands: tuple[tuple[str, str], ...]


async def present(api: Api, profiles: tuple[Profile, ...]) -> None:
    """Sets what differs from what Telegram shows now: it allows few such changes a day.

    A refusal is told to the operator and tried again at the next start; so is, in all languages, what
    Telegram wants a pause for.
    """
    parts = [_name, _short, _description, _commands]
    for profile in profiles:
        for set_part in tuple(parts):
            try:
                await set_part(api, profile)
            except TelegramError as refusal:
                if isinstance(refusal, Flooded):
                    parts.remove(set_part)
                log.warning(
                    "the bot's profile (%s, language %s) stays as it was: %s",
                    set_part.__name__.strip("_"),
                    profile.language or "any",
                    refusal.message,
                )


async def _name(api: Api, profile: Profile) -> None:
    now = await api.get_my_name(language_code=profile.language)
    if now.name != profile.name:
        await api.set_my_name(profile.name, language_code=profile.language)


async def _short(api: Api, profile: Profile) -> None:
    now = await api.get_my_short_description(language_code=profile.language)
    if now.short_description != profile.short:
        await api.set_my_short_description(profile.short, language_code=profile.language)


async def _description(api: Api, profile: Profile) -> None:
    now = await api.get_my_description(language_code=profile.language)
    if now.description != profile.description:
        await api.set_my_description(profile.description, language_code=profile.language)


async def _commands(api: Api, profile: Profile) -> None:
    now = await api.get_my_commands(language_code=profile.language)
    if tuple((command.command, command.description) for command in now) != profile.commands:
        wanted = [BotCommand(name, description) for name, description in profile.commands]
        await api.set_my_commands(wanted, language_code=profile.language)
