"""Speaking: the only sender of messages that a chat sees (python-telegram-bot)."""
