"""At somebody else's: 我妈家 is not where its speaker lives."""

import re
from collections.abc import Iterable

_KIN = (
    "妈妈?|爸爸?|爸妈|父母|父亲|母亲|老[妈爸娘爹]|爹娘?|婆婆|公公|公婆|岳[父母]|丈母娘|老丈人|奶奶|爷爷|姥姥|姥爷|外[婆公]|女儿|闺女|儿子"
    "|姐姐?|哥哥?|弟弟?|妹妹?|[大二三小][姑姨舅叔伯爷娘]|姑姑?|姨妈?|舅舅?|叔叔?|伯伯?|孙女?|亲戚|朋友|同事|同学|房客|租客"
)
_THERE = r"(?:他|她|们)?(?:自己|现在|一个人)?(?:的?家|家里|那边|那里|那儿|的?房子|的?老?屋|住的)"
_ELSEWHERE = re.compile(rf"(?:{_KIN}){_THERE}(?!政|具|电|属|教|常|务|长|庭)")
_CALLED = re.compile(r"(?:社区|居委会|村|小区|街道)+$")


def at_anothers(words: str) -> bool:
    """Whether it is about the home of somebody of the speaker's, and not about their own."""
    return _ELSEWHERE.search(words) is not None


def named_among(words: str, names: Iterable[str]) -> str | None:
    """The one of `names`, of communities, that `words` name; None for none, and for more than one."""
    found = [name for name in names if len(_CALLED.sub("", name)) > 1 and _CALLED.sub("", name) in words]
    return found[0] if len(found) == 1 else None
