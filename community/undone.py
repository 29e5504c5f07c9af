"""What neighbours say who have it too and are told that it is done: not with us. Pure."""

import re

_DONE = (
    "修|弄|搞|解决|处理|换|清|亮|动静|动(?!手)|来(?![得不往])|好(?![吃看像几多])|通(?![知过])|热(?!闹)|办(?!法)"
    "|管(?![子道])"
)
_THERE = r"[水电气网暖]|信号"
_STILL = re.compile(
    rf"还(?:是)?[没不未](?:有)?(?:人)?(?:来)?(?:(?:{_DONE}|{_THERE})好?|行|能用|好使|(?=[呢啊呀嘛吧]?\W*$))"
    r"|还(?:是)?(?:黑|坏|漏|堵|停|断|响|臭|堆|那样|这样|老样)|(?<!天)还(?:是)?[冷凉]|仍|依[然旧]|照样|老样子"
    r"|没(?:人)?(?:来)?(?:修|好(?![吃看像几多])|通(?![知过])|亮|弄|解决|换|办(?!法)|动静?|管(?![子道]))好?"
    rf"|又[不没](?:有)?(?:{_DONE}|{_THERE})|又(?:坏|停|黑|漏|堵|断)|白修|不[亮通]|(?<!天)不热"
)
_PLAIN = re.compile(
    r"没(?:人)?(?:来)?(?:[修弄搞]好?|好|解决|处理|动静)|还(?:是)?(?:坏|那样|这样|老样)|老样子|白修|没人管"
)
"""What says by itself that the work is not done, and can't be said of the weather or of a meal."""
_FILLING = re.compile(r"根本|压根|一直|到现在|目前|确实|好像|感觉|[嘛呗哎唉诶喽嘞咧]")
_AKIN = ("黑亮灯电照", "冷凉热暖", "停断水电气网", "漏滴渗水", "堵通水溢", "臭味堆垃圾", "响吵噪")
"""What is said of the same thing, in other words."""
_OF_THE_SKY = re.compile(r"(?<![今昨前几这两三四五六七八九十半些好多\d])天(?:还|又|不|依|仍)")
LONGEST = 40


def still_so(words: str) -> bool:
    """Whether something is said to be as it was: 还没好, 我们2单元还是黑的呀."""
    return len(words) <= LONGEST and _STILL.search(words) is not None and _OF_THE_SKY.search(words) is None


def says_no_more(words: str) -> bool:
    """Whether it says that of the work, where nothing is named: 还没好, 还那样."""
    return _PLAIN.search(words) is not None


def besides_still(words: str) -> str:
    """What is said besides, which may name the thing."""
    return _FILLING.sub("", _STILL.sub(" ", words))


def is_akin(words: str, summary: str) -> bool:
    """Whether how it still is, is said of such a thing: 还黑着 of a lamp, 还冷 of the heating."""
    signs = "".join(_STILL.findall(words))
    return any(any(sign in signs for sign in group) and any(sign in summary for sign in group) for group in _AKIN)
