"""A local stand-in for Telegram with a chat page.

In a test::

    sandbox = Sandbox("123456:any-token")
    await sandbox.start()                   # a bot is pointed at sandbox.url
    ann, bob = sandbox.user(7, "Ann", "ru"), sandbox.user(8, "Bob", "en")
    await ann.send_text("/start")
    screen = await ann.next_message()
    press = await ann.press(screen, "Yes")  # by label or callback data
    assert (await press.answer())["text"] == "Saved"
    offer = await ann.switch(screen, "Share", to=8)   # inline mode: 8 is somebody else
    await offer.pick("My card")                       # by title or id
    await bob.follow(bob.talk(7)[0], "Open")          # a t.me link with a start payload
    await sandbox.stop()
"""

from bot.sandbox.api import Call
from bot.sandbox.bubbles import Bubble
from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox
from bot.sandbox.user import Offer, Press, User

__all__ = ["Bubble", "Call", "Limits", "Offer", "Press", "Sandbox", "User"]
