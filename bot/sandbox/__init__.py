"""A local stand-in for Telegram with a chat page."""

from bot.sandbox.api import Call
from bot.sandbox.bubbles import Bubble
from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox
from bot.sandbox.user import Press, User

__all__ = ["Bubble", "Call", "Limits", "Press", "Sandbox", "User"]
