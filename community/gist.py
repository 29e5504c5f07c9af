"""The part of a long message that says what is wanted, without who somebody is and how they live."""

import re

from community.door_parts import mended, parts_in
from community.privacy import mask
from community.understanding import Understanding

LONGEST = 60

_CLAUSE = re.compile(r"[^，,。！!？?；;\n]+[，,。！!？?；;\n]*")
_ABOUT_ONESELF = re.compile(
    r"(?:大家|各位|邻居们?|您|你们?)+好呀?"
    r"|我(?:是|叫)[\w*]{0,12}(?:居民|住户|业主|老人|家属|大爷|大妈|大娘|奶奶|爷爷|阿姨|叔叔?|岁|\*{3}|的)"
    r"|(?:我叫|我是)[一-鿿*]{2,4}"
    r"|(?:我|俺)?(?:今年|都)?(?:快|有)?[\d一二三四五六七八九十*]{1,4}(?:多|来)?岁?了?"
    r"|(?:我|俺)?今年[\d一二三四五六七八九十*]{1,4}(?:多|来)?岁?了?"
    r"|(?:我|俺)?(?:家)?(?:老头子?|老伴儿?|老太婆|老公|丈夫|爱人|老婆)(?:也|都|早就?|已经)*(?:走得早|走的早|去世|过世|不在了|没了)[一-鿿]{0,4}"
    r"|(?:我|俺)?(?:家)?(?:孩子们?|儿女|子女|儿子|闺女|女儿)(?:们|也|都|又)*(?:在外地|在外面|在国外|不在身边|不在家|在外头|不在跟前)[一-鿿]{0,4}"
    r"|(?:我|俺|家里)?(?:就|只有|只|现在)*(?:我|俺)?(?:一个人|自己|独自)(?:一个人)?(?:住|过|生活|在家)(?:着|的)?"
)
_WANTS = re.compile(r"想|要|请|找|问|求|帮|坏|漏|堵|停|丢")
_EDGES = "，,；; \n"


def gist(text: str) -> str:
    """`text` without the clauses in which the speaker tells of themself; all of it if nothing else is said."""
    kept = [clause for clause in _CLAUSE.findall(text) if not _tells_of_oneself(clause)]
    return "".join(kept).strip(_EDGES) or text


def summary_of(text: str, meaning: Understanding) -> str:
    """What is shown of `text`, masked, at most LONGEST characters; danger to life is passed on as it was said."""
    told = gist(text[:400])
    if told == text or meaning.urgent:
        return meaning.summary
    plain = " ".join(mask(told).split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def moved(summary: str, was: str | None, now: str | None) -> str:
    """`summary` of what is at `now`, and not at `was` as it says; both as all may read them."""
    if now is None or was == now:
        return summary
    if was and was in summary:
        return re.sub(rf"(?<![\dA-Za-z零一二三四五六七八九十百]){re.escape(was)}", lambda _: now, summary)
    return mended(summary, parts_in(now)) if any(parts_in(summary)) else summary


def _tells_of_oneself(clause: str) -> bool:
    said = clause.strip("，,。！!？?；; \n呀啊呢哈")
    return _ABOUT_ONESELF.fullmatch(said) is not None and not _WANTS.search(said)
