"""The edge: the only room that knows Telegram's library."""
