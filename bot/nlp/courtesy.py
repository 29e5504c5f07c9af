"""What is said out of courtesy around a matter: 大家好，谁能修洗衣机，谢谢."""

import re
from collections.abc import Set as AbstractSet

from bot.nlp.needed import needed

_WHOM = "大家|各位|邻居|业主|家人|街坊|朋友|兄弟|姐妹|群里?的?|亲|您|你|老师|师傅|社区|物业|网格员?|管家|领导|同志"
_HEAD = re.compile(
    rf"\s*(?:(?:{_WHOM}|们)*(?:早上|上午|中午|下午|晚上)?(?:好|早)[呀啊哇哈]?|早安|(?P<all>各位(?:{_WHOM}|们)+)"
    r"|(?:早上|上午|中午|下午|晚上)好[呀啊哇哈]?|打扰(?:了|一下|大家|下){0,2}|不好意思(?:打扰(?:了|一下)?)?"
    r"|(?:喂[^\w一-鿿]*)*(?:你好|您好)?[^\w一-鿿]*(?:我|俺|咱)?想?[说讲](?:个事儿?|一下子?|一声|句话)[呀啊哇哈哦]?|喂"
    r"|hello|hi|good (?:morning|evening|afternoon)|dear (?:all|neighbou?rs))[^\w一-鿿]+"
)
_NOTICE = re.compile(r"请|通知|敬告|提醒|提示")
_TAIL = re.compile(
    r"[^\w一-鿿]+(?:(?:先|提前|万分|非常|十分|多)?(?:谢谢|感谢|多谢|谢啦|谢了|拜托|辛苦|麻烦|thanks|thank you)"
    r"(?:大家|各位|您|你|邻居|们|啦|了|哈|呀|啊){0,3})[^\w一-鿿]*$"
)
_LEAST = 4  # characters that must be said besides
_NEAR_END = 24
_HEAD_NEEDED, _TAIL_NEEDED = needed(_HEAD.pattern), needed(_TAIL.pattern)


def courtesies(text: str, clues: AbstractSet[str]) -> tuple[int, int]:
    """Where what is meant begins and ends in a normalised text; all of it where there is nothing else.

    `clues`: see `needed`.
    """
    start, end = 0, len(text)
    head = None if _HEAD_NEEDED.isdisjoint(clues) else _HEAD.match(text)
    if head and not (head["all"] and _NOTICE.search(text)):  # 各位业主，…请… is how notices begin
        start = head.end()
    if not _TAIL_NEEDED.isdisjoint(clues):
        tail = _TAIL.search(text, max(start, end - _NEAR_END))
        end = tail.start() if tail else end
    return (start, end) if end - start >= _LEAST else (0, len(text))
