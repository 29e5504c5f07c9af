"""The commands that Telegram's menu shows, per scope. Display only: who may do what is decided by the actions."""

from collections.abc import Mapping
from enum import StrEnum

ALL = {
    "start": "开始",
    "my": "我的事项",
    "market": "合伙人大集",
    "help": "怎么用",
    "privacy": "我的信息给谁看",
    "mydata": "看、导出、删除我的数据",
    "setup": "设置街道、群和合伙人",
    "today": "今天的事",
    "overdue": "拖着的事",
    "report": "本周、本月的数",
    "roster": "合伙人名册",
    "publish": "发公告",
    "unsent": "没送到的",
    "guide": "办事指南",
    "teach": "教机器人",
}


class Scope(StrEnum):
    """Whose menu it is."""

    PRIVATE = "private"
    GROUPS = "groups"
    DESK = "desk"


MENUS: Mapping[Scope, tuple[str, ...]] = {
    Scope.PRIVATE: ("start", "my", "market", "help", "privacy", "mydata", "setup", "publish", "guide", "teach"),
    Scope.GROUPS: ("market",),
    Scope.DESK: ("today", "overdue", "publish", "report", "roster", "unsent", "guide", "teach", "market"),
}


def menu(scope: Scope) -> list[tuple[str, str]]:
    """(name, description) of each command of the menu."""
    return [(name, ALL[name]) for name in MENUS[scope]]
