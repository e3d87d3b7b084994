"""The assistant: a Telegram conversation over the rules."""
