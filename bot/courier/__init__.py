"""Speaking: the only sender of messages that a chat sees (python-telegram-bot)."""

import os

os.environ["PTB_TIMEDELTA"] = "1"  # 不然每个 429 都会引出一条弃用警告
