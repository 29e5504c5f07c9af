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
_WHO = r"(?:我|俺|咱|偶|额|本人)(?:们|家|就|也|都|现在|一直|是)*"
_OWN = rf"{_WHO}(?:住在?|家住|在|是|属于|归)(?:的是)?"
_LIVES = rf"(?:(?:{_WHO}|^\s*|[，,。；;\s])(?:家住|住在?|家(?:就|现在|一直)?在)(?:的是)?)\s*"
_BELONGS = rf"(?:{_WHO}(?:在|是|属于|归)|^\s*在?)\s*"
"""What tells a home only if nothing but the name follows: 我在望湖上班, 望湖社区的电话 tell none."""
_TAIL = r"(?:社区居委会|居委会|社区|小区|街道)?(?:这边|那边|这里|这儿)?(?:的|哩|咧|呢|啊|呀|哈|嘞|了|滴|吧)*"
_END = r"\s*(?:[，,。.；;！!~～、\s]|$)"
_WORK = r"\s*(?:上班|上学|工作(?!人员)|打工|干活|做事|值班|开店|办事|开会)"
"""What takes people to where they do not live."""
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|er|an|en|in|un|ia|ua|uo|[aoeiuv])"
)
_SPELLED = re.compile(rf"(?:{_SYLLABLE}){{2,5}}", re.IGNORECASE)
_LATIN_HOME = re.compile(
    r"\b(?:live|living|stay|home|house|flat)\b.*?\b(?:in|at)\s+(?P<name>[a-z]{4,24})\b", re.IGNORECASE
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
    if others_live_in(words, name):
        return False
    bare = re.escape(bare_name(name))
    grid = rf"\s*(?:{_GRID.pattern})?"
    return re.search(rf"{_LIVES}{bare}|{_BELONGS}{bare}{_TAIL}{grid}{_TAIL}{_END}", words) is not None


def others_live_in(words: str, name: str) -> bool:
    """Whether `words` say of somebody of the speaker's that they live in `name`: 我妈住望湖社区, 我妈家在望湖."""
    there = rf"(?:{_KIN})(?:他|她|们|也|都|就|现在|一直|一个人|自己)*(?:家)?(?:住在?|在|家住|是)\s*"
    return at_anothers(words) or re.search(there + re.escape(bare_name(name)), words) is not None


def lies_in(words: str, name: str) -> bool:
    """Whether `words` give `name` as part of an address, whoever lives there: 留仙二区5号楼."""
    bare = re.escape(bare_name(name))
    return (
        re.search(
            rf"{bare}(?:(?:社区|小区|居委会)(?!{_WORK})|\s*[\d一二三四五六七八九十东西南北]+\s*(?:区|号|栋|幢|楼))",
            words,
        )
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
