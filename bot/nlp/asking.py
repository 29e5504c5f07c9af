"""Questions: what asks, what only sounds as if it asked, and what asks for what goes on in the neighbourhood."""

import re

from bot.nlp.needed import needed
from bot.nlp.reading import Reading
from community.understanding import Kind

_OFFICE = frozenset({"affairs", "charity"})
_AT_HOME = frozenset({"repair", "household", "eldercare"})
_FAILING = frozenset({"broken", "suffer"})  # 通下水道怎么收费？家里堵了
_CUES = frozenset({"question", "how_to", "ask_someone", "asks", "asks_end", "particle", "please"})
_ASKS = re.compile(
    r"几(?!个人|天没|天了|次了)|哪(?!怕)|[啥咋吗呢]|怎么|什么|多少|多长|([一-鿿])不\1|谁(?:管|那|手里)"
    r"|\b(?:what|how|when|where|which)\b"
)
# Nothing but a question of price or hours: 通下水道贵不贵.
_ONLY_ASKS = re.compile(
    r"[^,.;!?\n]{2,16}(?:多少钱|贵不贵|贵吗|怎么收费|收不收费|要钱吗|怎么预约|怎么报名|几点[^,.;!?\n]{0,4})\?*"
)
# Nothing but how something is done: 怎么修马桶.
_HOW = re.compile(
    r"(?:请问|想问一?下?|问一?下)?(?:怎么|咋|如何|怎样)(?!还|又|没|这么|这样|回事|不|办)[^,.;!?\n]{2,10}\?*"
)
# 能来个人通下水道吗，多少钱: somebody is wanted, whatever else is asked.
_SENDS = re.compile(
    r"[来派](?:个|位)?(?:人|师傅)|(?:能|可以|有空|方便).{0,6}(?:来(?:吗|不|修|看|通|弄|换)|过来|上门(?:吗|不|来|给))"
)
_ON = re.compile(r"(?:活动(?!室|中心|活动)|大集|赶集|集市|演出|电影|讲座|义诊|庙会|灯会|文艺汇演)")
_OF_CANTEEN = re.compile(r"食堂.{0,8}(?:吃什么|吃啥|(?:什么|啥)(?:菜|饭)|几点|开不开|开门|开饭)")
_ASKS_ON = re.compile(
    r"有没有|有(?:什么|啥|吗|么|不)|在哪|哪里|几点|(?:什么|啥)时候|哪天|[办开搞]不[办开搞]|还有|(?:吗|么|呢)\W*$"
)
_HERE = re.compile(
    r"大集|社区|街道|小区|咱们?|这[儿里边]|周[一二三四五六日末天]|星期|礼拜|[今明后]天|[今明]晚|节|本周|最近|请问"
)
_THERE = re.compile(
    r"超市|商场|商店|店里|公司|单位|班里|年级|学校|幼儿园|淘宝|京东|拼多多|双十[一二]|优惠|打折|直播|游戏|群里的?活动|朋友圈"
)
_MARKET, _STALL = re.compile(r"大集|赶集|集市"), re.compile(r"摆摊|出摊|摊位")
_LONGEST = 30
_NEEDED = needed(_ON.pattern) | needed(_OF_CANTEEN.pattern)
EVENTS, CANTEEN = "affairs", "canteen"


def kind_meant(kind: Kind, category: str, reading: Reading) -> Kind:
    """What the weights took for a need or an inquiry: who asks nothing wants something, and so does who asks for
    somebody to come."""
    text, present = reading.normal.text, reading.signs.present
    if kind is Kind.NEED and (_ONLY_ASKS.fullmatch(text) or _HOW.fullmatch(text)) and not _SENDS.search(text):
        return Kind.INQUIRY
    if kind is not Kind.INQUIRY:
        return kind
    if category in _AT_HOME and (present & _FAILING or _SENDS.search(text)):
        return Kind.NEED
    asks = present & _CUES or _CUES.intersection(reading.signs.shape) or _ASKS.search(text)
    return Kind.INQUIRY if asks else Kind.NEED


def asks_of_here(reading: Reading) -> bool:
    """Whether it asks how to go about papers or an allowance, or nothing but how something is done: such a question is
    never about elsewhere."""
    if _HOW.fullmatch(reading.normal.text):
        return True
    if "how_to" in reading.signs.present:
        return any(hit.tag[0] in _OFFICE for hit in reading.finds)
    return any(hit.tag[0] == "affairs" and hit.tag[1] != "*" for hit in reading.finds)


def asked_about(reading: Reading) -> str | None:
    """The category that a text surely asks about, with whatever words: what goes on in the neighbourhood
    (周六有没有什么活动), what there is in the canteen."""
    text = reading.normal.text
    if len(text) > _LONGEST or _NEEDED.isdisjoint(reading.clues) or _THERE.search(text):
        return None
    if asks_what_is_on(text):
        return EVENTS
    return CANTEEN if _OF_CANTEEN.search(text) else None


def asks_what_is_on(text: str) -> bool:
    """Whether a text asks what goes on in the neighbourhood, or when and where; not who may sell there."""
    return bool(_ON.search(text) and _ASKS_ON.search(text) and _HERE.search(text)) and not _STALL.search(text)


def names_the_market(text: str) -> bool:
    """Whether a text speaks of the market day."""
    return _MARKET.search(text) is not None
