"""Plain words that stand for a command, for those who never write a slash; a community's name said as an answer."""

import re

HELP = frozenset({"帮助", "怎么用", "使用帮助", "使用说明"})
MINE = frozenset({"我的", "我的事项", "我的诉求", "进度", "查进度"})

AROUND = re.compile(r"^(我家|我们|我|家|住|在|是)*|(社区居委会|居委会|社区|这边|那边|的)*[\s。.!！~]*$")


def same_place(said: str, name: str) -> bool:
    """Whether `said` is a community's name and nothing else, as people say it: 般阳, 我住般阳社区。"""
    return bool(bare := AROUND.sub("", said.strip())) and bare == AROUND.sub("", name)
