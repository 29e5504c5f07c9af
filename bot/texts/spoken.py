"""Plain words that stand for a command, for those who never write a slash; a community's name said as an answer."""

import re

HELP = frozenset({"帮助", "怎么用", "使用帮助", "使用说明"})
MINE = frozenset({"我的", "我的事项", "我的诉求", "进度", "查进度"})
RESTS = re.compile(
    r"^(我|俺)?(今天|今儿|今日)(我|俺)?(要|想|得|有事|就|先)*[，,\s]*"
    r"(休息|休班|歇班|歇一天|歇着|歇|(不接|不能接|接不了|没法接|别推|不要推|不出)(单|活|了)*)(一天|一下|了|吧|啊)*$"
)

TODAY = frozenset({"今天", "今日", "今日事项", "今天的事", "看板"})
OVERDUE = frozenset({"逾期", "超时", "超期", "拖着的", "没人接的"})
REPORT = frozenset({"周报", "月报", "报表", "本周数据", "本月数据", "数据", "统计"})
ROSTER = frozenset({"名册", "合伙人", "合伙人名册", "合伙人名单", "花名册"})
ASKS_DESK = re.compile(
    r"^(导出|打印|停用|启用|吹哨|看板|报表|名册|发公告|加合伙人|办事指南|教机器人)[^，。！？,!?]{0,12}$"
)
"""At the desk: words that ask the bot for something, perhaps something that there is not."""
WITH_NUMBER = re.compile(r"^(查|看|叫|找|吹哨|报到|派|改|转|合并|忽略|确认|答复|回复|跟进|办结|催)[^，。！？,!?]{0,8}$")
"""At the desk, before a matter's number: its card has the buttons."""

GIVES_UP = re.compile(
    r"^(算了|取消|作罢)?[吧了啊，,。\s]*((先|就)?(不|别)(发|写|答|问|回|要|报|填|弄)(复|公告|答复)?了?|算了|取消|作罢)[吧了啊哈。.!！~\s]*$"
)

_END = r"[啊呀哈啦了哦噢喽嘞滴哒您你们大家师傅老师\s。，,.!！~～🙏👍🌹🙂😊😀😄❤️]*$"
_THANKS = re.compile(rf"^(?:好的?[，,\s]*)?(?:太|非常|多)?(?:谢谢?|感谢|辛苦|麻烦)(?:您|你|你们|大家|师傅|了)?{_END}")
_FINE = re.compile(
    r"^(?!好了)(?:好|好的|好嘞|行|可以|嗯|哦|噢|收到|知道了?|明白了?|没事|不客气|再见|ok|okay|thanks?|thank you)+"
    rf"{_END}",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:您好|你好|hi|hello|嗨|喂|在吗|在不在|有人吗|早上?好?|上午好|中午好|下午好|晚上好|早安"
    rf"|你是(?:谁|机器人|什么|干什么的|干啥的))+[?？吗呢]*{_END}",
    re.IGNORECASE,
)
_SHORT = 20

AROUND = re.compile(r"^(我家|我们|我|家|住|在|是)*|(社区居委会|居委会|社区|这边|那边|的)*[\s。.!！~]*$")


def rests(said: str) -> bool:
    """Whether a partner says that they take no orders today: 今天休息, 我今天不接单。"""
    return RESTS.match(said.strip(" 。.!！~")) is not None


def asks_desk(said: str) -> bool:
    """Whether staff at their desk seem to ask the bot for something: 导出Excel, 停用红扳手。"""
    return ASKS_DESK.match(said.strip()) is not None


def before_number(said: str) -> bool:
    """Whether staff say what is to become of the matter whose number follows: 吹哨, 改派。"""
    return WITH_NUMBER.match(said.strip()) is not None


def gives_up(said: str) -> bool:
    """Whether somebody will not write, after all, what they were asked for: 算了, 算了不发了。"""
    return GIVES_UP.match(said.strip()) is not None


def thanks(said: str) -> bool:
    """Whether somebody only thanks, agrees or smiles."""
    said = said.strip()
    return bool(said) and (
        not any(letter.isalnum() for letter in said) or bool(_THANKS.match(said) or _FINE.match(said))
    )


def greets(said: str) -> bool:
    """Whether somebody only says hello, or asks who is there."""
    said = said.strip()
    return len(said) <= _SHORT and _GREETING.match(said) is not None


def same_place(said: str, name: str) -> bool:
    """Whether `said` is a community's name and nothing else, as people say it: 般阳, 我住般阳社区。"""
    return bool(bare := AROUND.sub("", said.strip())) and bare == AROUND.sub("", name)
