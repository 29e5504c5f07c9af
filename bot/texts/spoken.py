"""Plain words that stand for a command, for those who never write a slash; a community's name said as an answer."""

import re

HELP = frozenset({"帮助", "怎么用", "使用帮助", "使用说明"})
MINE = frozenset({"我的", "我的事项", "我的诉求", "进度", "查进度"})
RESTS = re.compile(
    r"^(我|俺)?(今天|今儿|今日)(我|俺)?(要|想|得|有事|就|先)*[，,\s]*"
    r"(休息|休班|歇班|歇一天|歇着|歇|(不接|不能接|接不了|没法接|别推|不要推|不出)(单|活|了)*)(一天|一下|了|吧|啊)*$"
)

AROUND = re.compile(r"^(我家|我们|我|家|住|在|是)*|(社区居委会|居委会|社区|这边|那边|的)*[\s。.!！~]*$")


def rests(said: str) -> bool:
    """Whether a partner says that they take no orders today: 今天休息, 我今天不接单。"""
    return RESTS.match(said.strip(" 。.!！~")) is not None


def same_place(said: str, name: str) -> bool:
    """Whether `said` is a community's name and nothing else, as people say it: 般阳, 我住般阳社区。"""
    return bool(bare := AROUND.sub("", said.strip())) and bare == AROUND.sub("", name)
