"""Personal data out of a text before the public sees it: pure, idempotent, bounded time."""

import re

HIDDEN = "***"

_CN = "零〇一二三四五六七八九十百两幺"
_NUMBER = rf"(?:\d{{1,4}}|[A-Za-z]\d{{0,2}}|[{_CN}]{{1,4}})"
_BUILDING = rf"{_NUMBER} ?(?:号楼|號樓|栋|棟|幢|座|[#＃]楼|#|＃)"
_UNIT = rf"{_NUMBER} ?(?:单元|單元|门栋|门洞)"
_NOT_A_ROOM = rf"(?![\d{_CN}年月天元块斤个人次米平度路弄多])"
_ROOM_NUMBER = rf"(?:\d{{3,4}}|[{_CN}]{{3,5}})"
_SIDE = "[左右东西中南北]"
_FLOOR = rf"(?:{_NUMBER} ?[楼层](?:{_SIDE}[户门边手]?)?|{_SIDE}[户门])"
_ROOM = rf"(?:{_ROOM_NUMBER}(?: ?(?:室|房间|房|户|号房|号))?{_NOT_A_ROOM})"
_JOIN = r"[ ,，、的\-—–_/]?"
_WITHIN_UNIT = rf"{_UNIT}(?:{_JOIN}{_FLOOR})?(?:{_JOIN}(?:{_ROOM}|{_FLOOR}))?"
_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DASH = "[-—–]"

# Tried in this order: the longest and most personal first, so that no piece of one survives as another.
_RULES: tuple[tuple[str, str], ...] = (
    (r"(?<![\w.])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", HIDDEN),
    (r"(?:微信号?|薇信|威信|[vV][xX]|[wW][xX]|QQ号?|qq号?)[:： 是]{0,3}[A-Za-z0-9][A-Za-z0-9_-]{4,19}", HIDDEN),
    (r"(?<!\d)(?:\+?86[ -]?)?1[ -]?[3-9]\d(?:[ -]?\d){8}(?!\d)", HIDDEN),
    (r"(?<!\d)\d{14}(?:\d{3}[\dXx]|\d)(?![\dXx])", HIDDEN),
    (r"(?<!\d)[(（]?0\d{2,3}[)） -]{0,2}[2-9]\d{2,3}[ -]?\d{4}(?!\d)", HIDDEN),
    (r"(?<!\d)\d{9,}(?!\d)", HIDDEN),
    (r"(?<![\d-])(?!20[0-4]\d[01]\d[0-3]\d(?!\d))[2-8]\d{2,3}-?\d{4}(?![\d元块-])", HIDDEN),
    (r"[零〇一二三四五六七八九幺]{7,20}", HIDDEN),
    (rf"[{_PLATE}][A-Za-z][·•. ]?(?=[A-Za-z0-9]{{0,5}}\d)[A-Za-z0-9]{{5,6}}(?![A-Za-z0-9])", HIDDEN),
    # 3-2-501 · 3#2-501 · 3号楼-2-501: unit and room go, the building stays
    (
        rf"(?<![\d年.-])(\d{{1,3}})(?: ?(?:号楼|栋|幢|#){_DASH}?|{_DASH})"
        rf"(?:\d{{1,2}}{_DASH}){{1,2}}\d{{3,4}}[室房户号]?(?![\d月日.-])",
        r"\1号楼" + HIDDEN,
    ),
    (rf"(?<![\d年.-])(\d{{1,2}}){_DASH}(\d{{3,4}})[室房户](?![\d-])", r"\1号楼" + HIDDEN),
    (rf"({_BUILDING})(?:{_JOIN}(?:{_WITHIN_UNIT}|{_FLOOR}(?:{_ROOM})?|{_ROOM}))(?:{_FLOOR})?", r"\1" + HIDDEN),
    (rf"(?<!\d)(\d{{1,3}}号)\d{{3,4}}(?:室|房)?{_NOT_A_ROOM}", r"\1" + HIDDEN),
    # a unit or a room alone
    (_WITHIN_UNIT, HIDDEN),
    (rf"(?<![\d.])(?:\d{{3,4}}|[{_CN}]{{3,5}}) ?(?:室|房间|房(?![子东屋产价贷租])|户(?![口外型籍]))", HIDDEN),
    (rf"(住在?|楼上|楼下|对门|对面|隔壁){_ROOM_NUMBER}{_NOT_A_ROOM}", r"\1" + HIDDEN),
    (r"\*{3}(?:[ -]*\*{3})+", HIDDEN),
)
# Without a number before something nobody is identified; most talk has none.
_WORTH_A_LOOK = re.compile(
    rf"[\dA-Za-z@*]|[{_CN}]{{3}}|{_SIDE}[户门]"
    rf"|[{_CN}] ?(?:单元|單元|门栋|门洞|[号號][楼樓]|栋|棟|幢|座|[楼层]|室|房|户)"
)
_PATTERNS = tuple((re.compile(rule), hidden) for rule, hidden in _RULES)


def mask(text: str) -> str:
    """The text without phones, identity numbers, plates, accounts and doors; a building's number stays (3号楼***)."""
    if not _WORTH_A_LOOK.search(text):
        return text
    for pattern, hidden in _PATTERNS:
        text = pattern.sub(hidden, text)
    return text
