"""What `hehuo health` says."""

from collections.abc import Mapping, Sequence

WELL = "在正常运行。"
NOT_RUNNING = "没有在运行。"

WRONG: Mapping[str, str] = {
    "database": "连不上数据库",
    "inbox": "收到的消息办不过来",
    "outbox": "要发的消息积压了",
    "silent": "问它它不答",
}
"""What can be wrong, by `bot.ailments` (silent: its port answers nothing sensible)."""


def not_well(wrong: Sequence[str]) -> str:
    """It runs, but."""
    return f"在运行，但是{'，'.join(WRONG.get(what, what) for what in wrong)}；请运行 hehuo doctor 看详情。"
