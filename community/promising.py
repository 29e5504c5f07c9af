"""Which of the times in a sentence is promised, only proposed, or refused; and what is said besides.

Pure tests of words. They read text as `bot.nlp.normal.normalise` leaves it; what a time means is read elsewhere.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from community.clock import SHANGHAI

_CLAUSE = re.compile(r"[^,.;!?\n]+[,.;!?\n]*")
_REFUSES = re.compile(
    r"没(?:有)?空|没(?:有)?时间|不得空|(?<!行)不行(?![吗么嘛])|[去来到]不了|[过赶]不[去来过及]|(?<!在)不在|有事|(?<!方便)不方便|排满|(?<!能)不能"
    r"|(?<![去来过要还好么咋])不[去来](?![电水气暖掉除]|了?[吗么嘛?])了?|不过[去来](?:了(?![吗么嘛?])|(?=[您你]|[^\w]|$))|[去来到]不成|别等我"
    r"|出差|要?出[门去](?!诊)|外出|请假|开会|上课|值班|有别的|有约|没法"
    r"|(?:得|要|须)(?:先|再)?(?:去|回|上|到|跑)(?!.{0,8}(?<!我[妈爸姐哥婆])(?:家|店)|您|你|恁|给|修|看看|来|大[娘爷妈]|门|一趟)"
)
_STAYS_AWAY = re.compile(
    r"[去来到]不[了成]|[过赶]不[去来过]|别等我|(?:^|(?<=[我俺咱家天午晚上儿,，]))不过?[去来]了(?![吗么嘛?？])"
)
_PROPOSES = re.compile(
    r"[行成中好][不吗么嘛](?!行|成|中|好|了|容)|行不行|成不成|中不中|好不好|可不可以|可以[不吗么]|能不能|咋样|怎么样|合适[吗不]|不合适|能行[吗不]?"
    r"|方便[吗不么]|方不方便|[在有][家人空][吗不么没]|在不在|有没有[人空]|要不|或者|还是|\?|[吗么]\W*$|[您你]看|(?<!着)呢\W*$"
)
_TAG = re.compile(
    r"^(?:那|这样)?[您你恁]?(?:家)?(?:看|觉得|说)?(?:这样|那时候|到时候?)?"
    r"(?:[行成中好][不吗么嘛]|行不行|成不成|中不中|好不好|可不可以|可以[不吗么]|咋样|怎么样|合适[吗不]|合不合适|能行[吗不]|[您你]看呢)\W*$"
)
_AGREES = re.compile(
    r"^(?:行|好|可以|成|中|嗯|没问题|没事|同意|ok|okay|就这样|就那天|就那时候)+(?:的|了|吧|啊|呀|嘞|嘛|呢|您|你|师傅|谢谢|[,.!~\s])*$",
    re.IGNORECASE,
)
_PARTS = r"(?:早上|上午|中午|下午|傍晚|晚上|晚饭后|午饭后|饭后|[今明]早|[今明]晚|夜里)"
_DAYS = r"(?:[今明后][天日儿]个?|大后天|[这本下]{0,2}个?(?:周|星期|礼拜)[一二三四五六日天末]|\d{1,2}[号日])"
_HALVES = re.compile(
    rf"(?P<first>(?:{_DAYS}|{_PARTS}))(?:也?(?:行|可以|成|中)|吧|呢|呗|啊|的话|都行|那)+,?\s*(?P<next>{_PARTS}|[\d零一二三四五六七八九十两]{{1,3}}[点时:])"
    rf"|(?P<early>{_DAYS}?{_PARTS}),\s*(?P<clock>[\d零一二三四五六七八九十两]{{1,3}}[点时:])"
)
_SOMEBODYS = re.compile(
    rf"(?P<day>{_DAYS})(?P<home>[一-鿿]{{1,6}}?家(?:那边|那)?)(?=的?(?:{_PARTS}|[\d零一二三四五六七八九十两]{{1,3}}[点时:]))"
)
_THIS_HOUR = re.compile(
    r"(?P<day>[明后]天|大后天|[下这]?(?:周|星期|礼拜)[一二三四五六日天])的?这个?(?:时候|时间|点儿?|钟点)"
)
_NEXT_WEEK = re.compile(r"下个?(?=周|星期|礼拜)")
_BARE_WEEKDAY = re.compile(r"(?<![这本下上个每])(?=(?:周|星期|礼拜)[一二三四五六日天])")
_NAMES_A_DAY = re.compile(rf"{_DAYS}|[今明][早晚]")
_ONLY_COMING = re.compile(
    r"[一-鿿0-9]{1,6}那[家边个户]|(?:[一-鿿]{0,2}(?:大娘|大爷|大妈|大叔|大婶|大姐|大哥|阿姨|叔叔?|奶奶|爷爷|婆婆|姐|哥|老师|师傅))"
    r"|不好意思|抱歉|对不起|麻烦|谢谢|堵车|路上|有点|稍微|可能|应该|大概|大约|左右|差不多|前后|一会儿?|待会儿?|马上|上门|出发|动身|推迟|提前|可以|改成|改到"
    r"|[我俺咱您你恁们家那这边儿门口楼下来去到赶过走送给就才能会再晚早迟点堵要得还先吧呢啊呀了的好行在哈嗯嘞哦等约定往后上开始时候间]"
)


class Clause(NamedTuple):
    """A part of a sentence. asks: the time in it is only proposed."""

    text: str
    asks: bool


def clauses(plain: str) -> list[Clause]:
    """The parts of a sentence, one that only asks about the part before it (周四,行不) with that part."""
    found: list[Clause] = []
    for text in _CLAUSE.findall(plain):
        if found and _TAG.match(text.strip(" ,.;!?\n")):
            found[-1] = Clause(found[-1].text + text, True)
        else:
            found.append(Clause(text, proposes(text)))
    return found


def refuses(text: str) -> bool:
    """Whether somebody can't then: 明天我没空, 下周三得去济南."""
    return _REFUSES.search(text) is not None


def cant_get_there(text: str) -> bool:
    """Whether somebody says that they can't come, whenever: 来不了了."""
    return _STAYS_AWAY.search(text) is not None


def as_if_able(text: str) -> str:
    """`text` as if they could then, so that it can be read when: 明天不行 → 明天来."""
    return _REFUSES.sub("来", text)


def proposes(text: str) -> bool:
    """Whether it asks if a time will do: 周四行不."""
    return _PROPOSES.search(text) is not None


def agrees(text: str) -> bool:
    """Whether it agrees and says nothing else: 行, 好的可以."""
    return _AGREES.match(text.strip()) is not None


def whole_times(plain: str, now: datetime) -> str:
    """`plain` with times that are said in halves put together (晚饭后吧七点 → 晚饭后七点), 这个时候 as the hour that it
    is, a day beside its hour (明天刘敏家三点), and a weekday after one of next week in that week."""
    local = now.astimezone(SHANGHAI)
    plain = _THIS_HOUR.sub(lambda found: f"{found['day']}{local.hour}点{local.minute:02d}分", plain)
    plain = _HALVES.sub(lambda f: f"{f['first']}{f['next']}" if f["first"] else f"{f['early']}{f['clock']}", plain)
    plain = _SOMEBODYS.sub(lambda found: found["home"] + found["day"], plain)
    next_week = _NEXT_WEEK.search(plain)
    if next_week is None:
        return plain
    begins = next_week.end() + len("周三")  # 它自己已经是下周的
    return plain[:begins] + _BARE_WEEKDAY.sub("下", plain[begins:])


def with_day(texts: Sequence[str]) -> list[str]:
    """Clauses that each name a time; those that name no day are of the one that is named before them."""
    day, told = "", []
    for text in texts:
        own = _NAMES_A_DAY.search(text)
        told.append(text if own or not day else day + text)
        day = own[0] if own else day
    return told


def besides(text: str) -> str:
    """What is said besides that and when somebody comes; "" if nothing."""
    left = "".join(filter(str.isalnum, _ONLY_COMING.sub("", text)))
    return left if len(left) > 1 else ""
