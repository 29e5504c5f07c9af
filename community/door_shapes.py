"""How neighbours write a door: the shapes by which it is lifted out of what was said and hidden from the public.

They fit a text as it was typed and a normalised one alike, so that what is found in the one is hidden in the other.
"""

import re
from typing import NamedTuple

_NUMERAL = "零〇一二三四五六七八九十百千两兩幺"
_N = rf"(?:\d{{1,3}}|[{_NUMERAL}]{{1,3}})"
_DASH = "[-—–－_]"
_JOIN = r"(?:[,，、]? {1,2}|[,，、的/_—–－-])?"  # 3号楼-2单元 · 3号楼的2单元 · 3号楼，2单元
_SIDES = "东東西南北中左右"
_SIDE = f"[{_SIDES}]"
_BEFORE = r"(?<!\d)"
# What makes 301 no room: a price, a year, a date, a time, a phone, an amount, a bus, whoever is called for help.
_NO_PHONE = r"(?!1[3-9]\d[ .,，/·-]\d{4}|1(?:10|19|20|22)(?![\d室房户戶]))"
_NO_COUNT = (
    rf"(?![\d{_NUMERAL}年月天元块塊斤个個次米平度路点點分秒多岁歲毛万萬兆瓦%℃]|[号號]?人|[号號][楼樓院线線]"
    r"|-\d{1,2}(?!\d)|[.:：]\d)"
)
_ROOM = (
    rf"{_NO_PHONE}(?:\d{{3,4}}|[{_NUMERAL}]{{3,5}}){_NO_COUNT}(?:[A-Ha-h](?![A-Za-z\d]))?"
    r"|(?![345][GDgd])\d{1,2}[A-Ha-h](?![A-Za-z\d])"
)
_CALLED = "(?: ?(?:室|房[间間号號]?|[户戶]|[号號]房?))?(?:[和跟与與及、,，/]\\d{3,4}" + _NO_COUNT + "[室户戶]?){0,4}"
_TO_THE_SIDE = rf"{_SIDE}{{1,2}}[边邊手侧側]?[户戶]"
_COURT = rf"(?P<court>{_N}) ?[号號]大?院"
_NO_BUILDING = "(?!两|兩|一[栋棟幢][楼樓]|[一七]座)"
_BUILDING = (
    rf"(?P<building>[A-Za-z]?(?:\d{{1,3}}|{_NO_BUILDING}[{_NUMERAL}]{{1,3}})|[A-Za-z](?! ?[#＃]))"
    r" ?(?:[号號][楼樓]|[栋棟幢]|座(?!车)|[#＃](?:[楼樓]|(?![A-Za-z])))"
)
_UNIT = rf"(?P<unit>{_N}|[A-Za-z甲乙丙丁]|{_SIDE}) ?(?:单元|單元|[门門][栋棟洞])"
_FLOOR = rf"(?P<floor>{_N}|[顶頂](?=.{_JOIN}[\d{_SIDES}]))[楼樓层層]"  # the roof is nobody's
_FLAT = rf"(?P<room>{_ROOM}){_CALLED}|(?P<side>{_TO_THE_SIDE})"
_WITHIN = (
    r"(?P<end>[东東西南北][头頭侧側边邊面](?![户戶]))?"
    rf"(?:{_JOIN}(?P<wing>[A-Za-z]) ?座)?"
    rf"(?:{_JOIN}(?:{_UNIT}|(?P<gate>{_N}|{_SIDE}) ?(?:[门門](?![口外前])|梯(?= ?\d{{3,4}}))))?"
    rf"(?:{_JOIN}[头頭]?{_FLOOR}(?P<beside>{_SIDE}(?:[门門](?![口外前])|(?![一-鿿]))|[左右]手边?|[A-Za-z]室|\d{{1,2}}[号號](?![楼樓院]))?)?"
    rf"(?:{_JOIN}(?:{_FLAT}))?"
)
_NO_SEAT = "(?![楼樓院座线線选選桌台人])"
_LETTERS_END = r"(?![A-Za-z\d])"
_ENGLISH_FLAT = r"(?:room|rm|apartment|apt|flat|unit(?=[ .#]{0,2}\d{3}))[ .]{0,2}(?:no[. ]{1,2}|#)?"

_SHAPES = (
    # 3-2-501 · 1-3-2-501 · 3号楼-2-501
    rf"{_BEFORE}(?<![年-])(?<!\d\.)(?:(?P<court>\d{{1,2}}){_DASH}(?=(?:\d{{1,2}}{_DASH}){{2}}))?"
    rf"(?P<building>\d{{1,3}}|[{_NUMERAL}]{{1,3}}(?= ?[号號栋棟幢]))"
    rf"(?: ?(?:[号號][楼樓]|[栋棟幢#＃]){_DASH}?|{_DASH})(?P<unit>\d{{1,2}}){_DASH}"
    rf"(?:(?P<room>(?!20[23]\d)\d{{3,4}})|(?P<side>{_TO_THE_SIDE}))"
    r"[室房户戶]?(?![\d-])",
    rf"{_BEFORE}(?P<near>(?:{_COURT}{_JOIN})?{_BUILDING}){_WITHIN}",
    rf"{_BEFORE}(?P<near>{_COURT}){_WITHIN}",
    rf"{_BEFORE}(?![南北中左右甲乙丙丁]){_UNIT}(?:{_JOIN}{_FLOOR})?(?:{_JOIN}(?:{_FLAT}))?",
    rf"(?<![\d负第几下]){_FLOOR}(?P<room>{_NO_PHONE}\d{{3,4}}{_NO_COUNT}){_CALLED}",
    rf"{_BEFORE}(?P<room>\d{{3,4}}) ?(?:室|房[间間])",
    rf"{_BEFORE}(?P<unit>\d{{1,2}})[门門] ?(?P<room>{_NO_PHONE}\d{{3,4}}{_NO_COUNT}){_CALLED}",
    # villages and old courts: 3排5号 · 5组12号
    rf"(?<![\d第A-Za-z])(?P<near>(?P<row>{_N})(?P<rows>[排组組]){_JOIN})(?P<number>{_N}) ?[号號]{_NO_SEAT}",
)
_ENGLISH_SHAPES = (
    r"(?i:(?<![a-z])(?P<near>(?:building|bldg?|block|tower)[ .]{0,2}(?:no[. ]{1,2}|#)?"
    rf"(?P<building>(?!i\b)[a-z]|\d{{1,3}}[a-z]?)){_LETTERS_END}"
    rf"(?:[ ,]{{0,2}}(?:unit|entrance) ?(?P<unit>\d{{1,2}}|[a-z]){_LETTERS_END})?"
    r"(?:[ ,]{0,2}(?P<floor>\d{1,2})(?:st|nd|rd|th) floor)?"
    rf"(?:[ ,]{{0,2}}(?:{_ENGLISH_FLAT}(?P<room>\d{{1,4}}[a-z]?)|(?P<number>\d{{3,4}}[a-z]?)){_LETTERS_END}"
    r"(?! ?(?:yuan|rmb|people)))?)",
    rf"(?i:(?<![a-z])(?:unit ?(?P<unit>\d{{1,2}})[ ,]{{1,2}})?{_ENGLISH_FLAT}(?P<room>\d{{1,4}}[a-z]?){_LETTERS_END})",
)
# seen at one glance
_SOON = rf"(?=[A-Za-z\d{_NUMERAL}东東西]{{1,5}} ?[号號栋棟幢座#＃单單门門楼樓层層排组組室房—–－_-])"
DOOR = re.sub(r"\(\?P<\w+>", "(?:", "|".join((rf"{_SOON}(?:{'|'.join(_SHAPES)})", *_ENGLISH_SHAPES)))
"""What finds a door, wherever it stands."""
BEGINS = rf"\dA-Za-z{_NUMERAL}东東西"
"""The characters of which every door begins with one, as a pattern's set."""
SIDE_OF_A_FLOOR = (
    rf"(?<![\d负第几下])(?:[头頭]?{_N}|[顶頂])[楼樓层層](?:{_JOIN}{_TO_THE_SIDE}|[左右]手边?|[A-Za-z]室"
    rf"|{_SIDE}(?:[门門](?![口外前])|(?![一-鿿])))"
)
"""四楼东户 · 一楼东门 · 顶楼西户: a door to who knows the house; a landmark, by itself, to whoever doesn't."""

_SHAPED = tuple(map(re.compile, (*_SHAPES, *_ENGLISH_SHAPES)))
_ANYWHERE = re.compile(DOOR)


class Written(NamedTuple):
    """A door in its pieces as they were written; `near`: how many of its characters all may read, of `length`; `after`:
    what was written right after a piece."""

    pieces: dict[str, str]
    near: int
    length: int
    after: dict[str, str]

    @property
    def place(self) -> tuple[str | None, str | None]:
        """The court and the building or row."""
        return self.said("court"), self.said("row", "building")

    def said(self, *names: str) -> str | None:
        """The first of these pieces that was written."""
        return next((self.pieces[name] for name in names if name in self.pieces), None)


def written(text: str, start: int) -> Written | None:
    """The door at text[start:], as `DOOR` finds it."""
    for shape in _SHAPED:
        match = shape.match(text, start)
        if match is not None:
            pieces = {name: piece for name, piece in match.groupdict().items() if piece}
            ends = max([match.end(name) for name in ("near", "end") if pieces.get(name)], default=start)
            after = {name: text[match.end(name) : match.end()] for name in pieces}
            return Written(pieces, ends - start, match.end() - start, after)
    return None


def first_door(text: str) -> tuple[int, Written] | None:
    """Where the first door in `text` begins, and the door."""
    match = _ANYWHERE.search(text)
    found = written(text, match.start()) if match else None
    return (match.start(), found) if match and found else None


def first_written(text: str) -> Written | None:
    """The first door in `text`."""
    found = first_door(text)
    return found[1] if found else None


def near_in(text: str) -> str:
    """`text` as far as all may know where its first door is: 3号楼 of 3号楼2单元501."""
    found = first_door(text)
    return text[: found[0] + found[1].near] if found and found[1].near else ""
