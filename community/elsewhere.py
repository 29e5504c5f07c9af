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
_SHORTEST = 2
_OWN = r"(?:我|俺|咱|偶|额|本人)(?:们|家|就|也|都|现在|一直|是)*(?:住在?|家住|在|是|属于|归)(?:的是)?"
_HOME = rf"(?:{_OWN}|^(?:家住|住在?|家在|在)|[，,。；;\s](?:家住|住在?|家在))\s*"
_TAIL = r"(?:社区居委会|居委会|社区|小区|街道)?(?:这边|那边|这里|这儿)?(?:的|哩|咧|呢|啊|呀|哈|嘞|了|滴)*"
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|er|an|en|in|un|ia|ua|uo|[aoeiuv])"
)
_SPELLED = re.compile(rf"(?:{_SYLLABLE}){{2,5}}", re.IGNORECASE)
_LATIN_HOME = re.compile(
    r"\b(?:live|living|stay|home|house|flat)\b.*\b(?:in|at)\s+(?P<name>[a-z]{4,24})\b", re.IGNORECASE
)
_LATIN_NAMED = re.compile(r"\b(?P<name>[a-z]{4,24})\s+(?:community|shequ)\b", re.IGNORECASE)
_GRID = re.compile(r"(?P<number>\d{1,2}|十?[一二三四五六七八九]|十)\s*号?\s*网格")
_DIGITS = "零一二三四五六七八九十"


def at_anothers(words: str) -> bool:
    """Whether it is about the home of somebody of the speaker's, and not about their own."""
    return _ELSEWHERE.search(words) is not None


def bare_name(name: str) -> str:
    """A community's name as people say it: 般阳 for 般阳社区."""
    return _CALLED.sub("", name)


def named_among(words: str, names: Iterable[str]) -> str | None:
    """The one of `names`, of communities, that `words` name; None for none, and for several. 不是般阳 names none."""
    found = [name for name in names if _names(words, bare_name(name))]
    longest = [
        name for name in found if not any(name != other and bare_name(name) in bare_name(other) for other in found)
    ]
    return longest[0] if len(longest) == 1 else None


def _names(words: str, bare: str) -> bool:
    return len(bare) >= _SHORTEST and re.search(rf"(?<!不是)(?<!不在)(?<!不住){re.escape(bare)}", words) is not None


def lives_in(words: str, name: str) -> bool:
    """Whether `words` say of the speaker themself that they live in `name`: 俺住望湖, 俺是南苑哩, 望湖社区，谢谢."""
    if at_anothers(words):
        return False
    bare = re.escape(bare_name(name))
    return (
        re.search(rf"{_HOME}{bare}", words) is not None
        or re.match(rf"\s*{bare}(?:社区|小区|居委会|\s*$)", words) is not None
    )


def lies_in(words: str, name: str) -> bool:
    """Whether `words` give `name` as part of an address, whoever lives there: 留仙二区5号楼."""
    bare = re.escape(bare_name(name))
    return (
        re.search(rf"{bare}(?:社区|小区|居委会|\s*[\d一二三四五六七八九十东西南北]+\s*(?:区|号|栋|幢|楼))", words)
        is not None
    )


def besides(words: str, name: str) -> str:
    """What `words` say besides that their speaker lives in `name`, and in which grid; "" if nothing."""
    home = rf"(?:{_OWN}|(?:我们|我家|俺家|我|俺|家)?(?:住在?|家住|家在|在|是))?\s*{re.escape(bare_name(name))}{_TAIL}"
    return _GRID.sub(" ", re.sub(home, " ", words)).strip(" \n。.，,、；;!！~～")


def spelled_in_latin(words: str) -> str | None:
    """The first letters of the syllables of a community named in Latin letters: SJ for Shuangjing; None if none is."""
    told = _LATIN_HOME.search(words) or _LATIN_NAMED.search(words)
    if told is None or _SPELLED.fullmatch(told["name"]) is None:
        return None
    return "".join(syllable[0] for syllable in re.findall(_SYLLABLE, told["name"], re.IGNORECASE)).upper()


def grid_in(words: str) -> int | None:
    """The number of the grid that `words` name: 3 for 三号网格."""
    told = _GRID.search(words)
    if told is None:
        return None
    number = told["number"]
    return int(number) if number.isdigit() else sum(map(_DIGITS.index, number))
