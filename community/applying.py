"""What somebody who wants to be a partner writes: a name, a better name, a question, or what they do."""

import re

from community.understanding import Band, Kind, Understanding

LONGEST_NAME = 20
_ASKS = re.compile(
    r"[?？]|[吗呢么]\W*$|怎么|怎样|咋|什么|啥|多久|几天|多少钱?|哪[里儿个些]?|能不能|可不可以|行不行|为什么|为啥|谁"
)
_SENTENCE = re.compile(
    r"^(?:我|你|您|咱|俺|他|她|不是|不要|不用|没|别|请|谢|好的?$|嗯|行$|想|要|写错|错了|已经|刚才|在吗|是的?$)"
    r"|(?:了|啊|吧|呀|哦|的话|一下)\W*$|申请|合伙人"
)
_CALLED = re.compile(
    r"^(?:(?:我们?|咱们?|俺们?)(?:家|的)?|本)?(?:这个|这)?(?:店名?|队伍?名?|单位|公司|铺子|名字|名称|店铺)?(?:的?名字)?(?:就|是)?(?:叫做?|名叫|是|为)[:：\s]*"
)
_WRONG = r"(?:写错了?|打错了?|名字(?:写|打)?错了?|错了|不对|更正)"
_RENAMED = re.compile(
    rf"^(?:{_WRONG}[，,。.!！\s]*)?(?:请|帮我|麻烦)?(?:改名(?:为|成|叫)?|改叫|应该叫|叫做?"
    rf"|(?:我们?的?)?(?:店名|名字|名称)(?:{_WRONG}?[，,。.!！\s]*)(?:应该|要)?(?:改成|改为|改叫|是|叫))[:：\s“\"]*(?P<name>[^，,。.!！?？”\"]+)[”\"。.!！]*$"
)
_AT_OWN = re.compile(r"(?:我|俺|咱)们?家|家里|^家")
_WISHES = frozenset({"want", "ask_someone", "ask_help", "please"})
_OFFERS = frozenset({"offer_self", "giving", "advert"})
_WORKS = re.compile(r"的活|接活|接单|我家的?店")
_COMMA = re.compile(r"[，,。;；\n!！]")


def asks(said: str) -> bool:
    """Whether it is a question: 啥时候能批下来啊, 需要准备啥材料."""
    return _ASKS.search(said.strip()) is not None


def needs_help(said: str, meaning: Understanding) -> bool:
    """Whether they want somebody to come to them, and do not tell what they do for others: 我家水管漏了，找人修修."""
    sure = meaning.kind is Kind.NEED and meaning.band is Band.TAKE and meaning.service is not None
    if not sure or not _OFFERS.isdisjoint(meaning.cues) or _WORKS.search(said):
        return False
    broken = "broken" in meaning.cues and ("door" in meaning.cues or _AT_OWN.search(said) is not None)
    return broken or not _WISHES.isdisjoint(meaning.cues)


def name_told(said: str) -> tuple[str, str] | None:
    """The shop's name and what follows it: 海涛修车铺，修电动车 → both. None: a question or a sentence, no name."""
    first, rest = _parted(said.strip())
    named = _CALLED.match(first)
    name = (first[named.end() :] if named else first).strip(" “”\"'《》")
    if not name or len(name) > LONGEST_NAME or asks(name) or _SENTENCE.search(name):
        return None
    return name, rest


def renamed(said: str) -> str | None:
    """The name that is to be put in place of the one written before: 写错了，叫洁净干洗店."""
    match = _RENAMED.match(said.strip())
    told = name_told(match["name"]) if match is not None else None
    return told[0] if told is not None else None


def _parted(said: str) -> tuple[str, str]:
    comma = _COMMA.search(said)
    return (said, "") if comma is None else (said[: comma.start()], said[comma.end() :].strip())
