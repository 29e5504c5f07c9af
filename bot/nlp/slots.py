"""The verbatim pieces of a message and their values."""

import re
from datetime import datetime
from functools import reduce

from bot.nlp.english_times import ENGLISH_NEEDED, english_time
from bot.nlp.needed import needed
from bot.nlp.numbers import NUMERAL, about, figures
from bot.nlp.reading import Reading
from bot.nlp.sieve import Sieve
from bot.nlp.times import NEEDED as TIME_NEEDED
from bot.nlp.times import FoundTime, find_time
from community.understanding import Parsed, Slots

AMOUNT = re.compile(
    rf"(?<![块元毛角钱])(?P<n>(?<!\d)\d{{1,5}}|[{NUMERAL}]{{0,3}}几|[{NUMERAL}]{{1,4}})多?(?P<unit>个人|位老人|公?斤(?!顶)|[个位名份台张把盏根扇袋箱套件条间户辆盒本双床部只桶]"
    r"|块(?=[地瓷]?砖|玻璃|木?板|[石布铁瓦]|钢|豆腐|肥皂|电池|毛巾|屏|泡沫|牌|匾))(?!月|小时|钟头|星期|礼拜|单元|楼|坑|字|多月)"
)
_SPOT = re.compile(
    r"(?:(?![从在到去往就是住的了我俺咱们你他她谁跟把被给让有没不昨今明晚早天啊呀吧呢又还])[一-鿿]){0,4}"
    r"(?:[东西南北]门口?|大门口?|[区元楼校院园场市店站]门口|地下车库|地下室|地库|车库|负[一二三]层|楼道|楼顶|天台|电梯口|广场(?!舞)"
    r"|小公园|菜市场|活动室|垃圾站|车棚|凉亭|路口|[东西南北]区|[\d一-九]{1,2}楼(?:东户|西户)?)"
)
_ROAD = re.compile(
    r"(?:(?![把给教问请帮从在到去我俺咱你他她们这那有没是的了跟谁哪另])[一-鿿]){2,6}"
    r"(?:小区|家园|花园|社区|家属院|新村|路(?![灯径口况过上费])(?:与[一-鿿]{2,6}?路)?(?:\d{1,4}号)?|街(?![道坊])|巷|胡同)"
)
# A house without a number is named by what stands near: 老粮站对面那个楼,三楼东户.
_LANDMARK = re.compile(
    r"(?!我|俺|咱|他|她|你|就?在|楼上|隔壁)[一-鿿]{2,8}?(?:斜?对面|旁边?|后面|后头|前面|前头|西边|东边|南边|北边)的?"
    r"(?:那|这)?[个栋幢座排]?(?:楼|平房|院子?|小楼|门市)"
    r"(?:[,， ]*(?:[一-九\d]{1,2}[楼层])?(?:[东西南北中][边头]?户|[左右]手边?|[东西]头)?)?(?<![,， ])"
)
_FOR = (("孕妇", "pregnant"), ("残疾人", "disabled"), ("老人", "elder"), ("孩子", "child"))
_PEOPLE = frozenset(cue for _, cue in _FOR)
_NOT_A_ROAD = re.compile(r"电路|马路|一路|走路|线路|网路|让路|堵路|修路|挖路|带路|问路|迷路|跑路|道路|管路|水路|油路|隔壁小区|别的小区|我们小区|咱们小区|咱小区|这个小区|整个小区|全小区|上街|逛街|建议小区|建议社区|外小区|外社区")  # fmt: skip # noqa: E501

# What leads up to a place is no part of its name (麻烦问一下社区…, 听说小区…, 俺家楼道); what is left must name one.
_TALKED = re.compile(
    r".*(?:一下|问问|希望|建议|听说|网上说|有人说|报名|参加|通知|帮忙|谁知道|知道|觉得|感觉|怎么|有没有|一起|满|还有)|^家(?=楼道|门口)"
)
_NO_NAME = re.compile(r"小区|社区|家园|花园|新村|家属院|[路街巷]|胡同|")

_AMOUNT_NEEDED = needed(AMOUNT.pattern)
PLACES = (_LANDMARK, _ROAD, _SPOT)
_SIEVE = Sieve([needed(pattern.pattern) for pattern in PLACES])
_NOTHING = (Slots(), Parsed())


def read_slots(reading: Reading, now: datetime) -> tuple[Slots, Parsed]:
    """Slots as said, and what they mean."""
    normal, lifted, clues, cues = reading.normal, reading.lifted, reading.clues, reading.signs.present
    time = None if ENGLISH_NEEDED.isdisjoint(clues) else _said_in_english(lifted.text, now)
    if time is None and not TIME_NEEDED.isdisjoint(clues):
        time = find_time(lifted.text, now)
    amount = None if _AMOUNT_NEEDED.isdisjoint(clues) else AMOUNT.search(lifted.text)
    spot = _spot(reading) if not lifted.said else None
    if not (lifted.pieces or time or amount or spot) and _PEOPLE.isdisjoint(cues):
        return _NOTHING
    phone = lifted.first("phone")
    slots = Slots(
        time=normal.verbatim(time.start, time.end) if time else None,
        place=reduce(_put_together, [normal.verbatim(door.start, door.end) for door in lifted.said], "") or spot,
        phone=figures(normal.text[phone.start : phone.end]).removeprefix("86") if phone else None,
        quantity=normal.verbatim(*amount.span()) if amount else None,
    )
    parsed = Parsed(
        time=time.wish if time else None,
        door=lifted.door,
        quantity=many[0] if amount and (many := about(amount["n"])) else None,
        beneficiary=next((name for name, cue in _FOR if cue in cues), None),
    )
    return slots, parsed


def _said_in_english(text: str, now: datetime) -> FoundTime | None:
    said = english_time(text)
    found = find_time(said[2], now) if said else None
    return FoundTime(said[0], said[1], found.wish) if said and found else None


def _put_together(said: str, later: str) -> str:
    """Two pieces of a place; what ends the one and begins the other stands once: 3号楼2单元, 2单元501."""
    twice = next((size for size in range(len(later), 1, -1) if said.endswith(later[:size])), 0)
    return said + later[twice:]


def _spot(reading: Reading) -> str | None:
    text = reading.lifted.text
    for place in _SIEVE.through(reading.clues):
        match = PLACES[place].search(text)
        if match is None or _NOT_A_ROAD.search(match[0]):
            continue
        lead = _TALKED.match(match[0])
        start = match.start() + (lead.end() if lead else 0)
        if not lead or not _NO_NAME.fullmatch(text[start : match.end()]):
            return reading.normal.verbatim(start, match.end())
    return None
