"""What `hehuo replay` and `hehuo doctor` say of updates that could not be handled."""

from collections.abc import Sequence

from community.clock import SHANGHAI
from storage.quarantine import Stuck

NONE_OF_THEM = "这些编号不在隔离里，或者原文已经清掉了。不写编号可以看清单：hehuo replay"
NOTHING = "没有隔离的消息。"
ERROR_SHOWN = 60


def line(one: Stuck) -> str:
    """12 · message · 11-26 09:00 · 试了 3 次 · KeyError; what an error says may hold somebody's words."""
    at = one.at.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
    gone = "" if one.whole else " · 原文已清，不能重放"
    return (
        f"{one.id} · {one.kind or '?'} · {at} · 试了 {one.tries} 次 · {one.error.partition(':')[0][:ERROR_SHOWN]}{gone}"
    )


def listed(waiting: Sequence[Stuck]) -> str:
    """All of them, and what to do."""
    if not waiting:
        return NOTHING
    lines = [f"隔离了 {len(waiting)} 条（编号 · 种类 · 时间 · 次数 · 错在哪）："]
    return "\n".join(
        [*lines, *(line(one) for one in waiting), "修好以后重放：hehuo replay 编号，或 hehuo replay --all"]
    )


def replayed(rows: Sequence[int]) -> str:
    """Done."""
    if not rows:
        return NOTHING
    return f"已放回 {len(rows)} 条：{'、'.join(map(str, rows))}。机器人在运行的话马上会办，没运行的话下次启动就办。"
