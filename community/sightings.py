"""What others say around danger: that they have seen or found who is missing, or more of what touches them too."""

import re

MISSING = "走失寻人"
"""The service of a matter in which somebody is looked for."""

OF_PEOPLE = frozenset({"safety", "childcare", "eldercare", "health", "counselling", "mediation", "charity"})
"""Categories that who is found may sound like: 孩子在我店里，谁来接一下."""

_SIGNS = "水淹漏泡火烟烧气味电梯困塌"
_LOOKED_FOR = re.compile(r"走失|走丢|失踪|不见了|找不[到着]|没回[家来]")
_SOMEBODY = (
    r"(?:小?孩子?|娃娃?|小朋友|小姑娘|小男孩|闺女|儿子|妮子|小子|老人家?|老太太|老头|老爷子|大爷|大娘|奶奶|爷爷"
    r"|他|她|穿|[红蓝黑白黄绿灰粉]色?的?(?:上衣|衣服|毛衣|大衣|外套|棉袄|棉服|马甲|裤子?|裙子?|帽子?|鞋|书包|的孩子|的老人))"
)
_SEES = r"(?:看见|看到|瞅见|瞧见|见着|见过|碰[见到上着]|遇[见到上]|好像见)"
_AT_MINE = r"在(?:我|俺|咱)们?(?:家|这|车|店|旁边|身边|跟前|屋|里)"
_SEEN = re.compile(
    rf"{_SEES}[^，。！？]{{0,14}}{_SOMEBODY}|{_SOMEBODY}[^，。！？]{{0,10}}{_SEES}|{_SOMEBODY}[^，。！？]{{0,6}}{_AT_MINE}"
    rf"|(?:找到|找着|抱着|领着|拦住|跟着我)[^，。！？]{{0,6}}(?:了(?![吗么没])|{_SOMEBODY})"
    rf"|{_SOMEBODY}[^，。！？]{{0,6}}(?:找到|找着|抱着|跟着我|领着)(?!了?[吗么没])"
    rf"|{_SEES}(?:了)?人(?:了|$|[，。！])|(?<![有没别的家])人(?:就|正|现在)*{_AT_MINE}"
    r"|(?:给[你您]|把[他她孩])[^，。！？]{0,6}送(?:过去|回去|来|到)"
)


def sights(words: str) -> bool:
    """Whether `words` may tell that somebody who is looked for was seen or found: 孩子在我车里呢."""
    return _SEEN.search(words) is not None


def is_missing(service: str | None, summary: str) -> bool:
    """Whether it is a matter in which somebody is looked for."""
    return service == MISSING or _LOOKED_FOR.search(summary) is not None


def share_danger(one: str, other: str) -> bool:
    """Whether both speak of the same element: water, fire, gas, a lift."""
    return any(sign in one and sign in other for sign in _SIGNS)
