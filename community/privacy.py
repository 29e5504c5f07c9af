"""Personal data out of a text before the public sees it: pure, idempotent, bounded time."""

import re
from collections.abc import Callable, Iterable

from community.door_shapes import DOOR, SIDE_OF_A_FLOOR, written

HIDDEN = "***"

_CN = "零〇一二三四五六七八九十百千两兩幺"
_NUMBER = rf"(?:\d{{1,4}}|[A-Za-z]\d{{0,2}}|[{_CN}]{{1,4}})"
_NOT_A_ROOM = rf"(?![\d{_CN}年月天元块斤个人次米平度路弄多])"
_ROOM_NUMBER = rf"(?:(?!1(?:10|19|20|22)(?![\d室房户]))\d{{3,4}}|[{_CN}]{{3,5}})"
_SIDE = "[左右东西中南北]"
_ROOM = rf"(?:{_ROOM_NUMBER}(?: ?(?:室|房间|房|户|号房|号))?{_NOT_A_ROOM})"
_JOIN = r"[ ,，、的\-—–_/]?"
_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DASH = "[-—–]"
_DIGIT = r"[\d零〇一二三四五六七八九幺]"
_SPACED = r"[ .·\-—–]?"
_CALLED = (("court", "号院"), ("building", "号楼"))
_SURNAME = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱林郭罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦付傅"
    "邹孟熊秦邱尹薛闫阎段雷侯陶黎贺顾毛郝龚邵钱严覃戴莫孔汤]"
)
_ELDER = "(?:大爷|大妈|大娘|大婶|大伯|大叔|奶奶|爷爷|阿姨|叔叔|伯伯|婆婆|女士|先生)"


def _nearby(door: re.Match[str]) -> str:
    """A door as all may read it: 3号楼2单元501 – 3号楼***, 3-2-501 – 3号楼***."""
    found = written(door.string, door.start())
    if found is None or found.near == found.length:
        return door[0]
    near = door[0][: found.near] or "".join(
        piece + called for name, called in _CALLED if (piece := found.pieces.get(name))
    )
    return near + HIDDEN


# Tried in this order: the longest and most personal first, so that no piece of one survives as another.
_RULES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(?<![\w.])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", HIDDEN),
    (
        r"(?:微信号?|薇信|威信|(?i:vx|wx|qq号?|wechat(?: ?id)?(?: is)?)"
        r"|加(?:我|个|一下)?的?(?:[微薇卫]|卫星|[vV])[信号]{0,2})[:： 是]{0,3}[A-Za-z0-9][A-Za-z0-9_-]{4,19}",
        HIDDEN,
    ),
    # identity and bank cards, written in groups
    (
        r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?(?:18|19|20)\d{2}[ -]?[01]\d[ -]?[0-3]\d[ -]?\d{3}[\dXx](?![\dXx])",
        HIDDEN,
    ),
    (r"(?<![\d-])\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?![\d-])", HIDDEN),
    (r"(?<!\d)(?:\+?86[ -]?)?1[ -]?[3-9]\d(?:[ -]?\d){8}(?!\d)", HIDDEN),
    (r"(?<!\d)1[3-9]\d[,，、/.·_]\d{4}[,，、/.·_]\d{4}(?!\d)", HIDDEN),
    (r"(?<!\d)\d{14}(?:\d{3}[\dXx]|\d)(?![\dXx])", HIDDEN),
    (r"(?<!\d)[(（]?0\d{2,3}[)） -]{0,2}[2-9]\d{2,3}[ -]?\d{4}(?!\d)", HIDDEN),
    (rf"(?<!{_DIGIT})[1一幺]{_SPACED}[3-9三四五六七八九](?:{_SPACED}{_DIGIT}){{9}}(?!{_DIGIT})", HIDDEN),
    (r"(?<!\d)\d{9,}(?!\d)", HIDDEN),
    (r"(?<![\d-])(?!20[0-4]\d[01]\d[0-3]\d(?!\d))[2-8]\d{2,3}-?\d{4}(?![\d元块-])", HIDDEN),
    (r"[零〇一二三四五六七八九幺]{7,20}", HIDDEN),
    (rf"[{_PLATE}][A-Za-z][·•. ]?(?=[A-Za-z0-9]{{0,5}}\d)[A-Za-z0-9]{{5,6}}(?![A-Za-z0-9])", HIDDEN),
    (DOOR, _nearby),
    (SIDE_OF_A_FLOOR, HIDDEN),
    (
        rf"(?<![\d年.\-—–])(\d{{1,2}}){_DASH}\d{{3,4}}(?:[室房户号](?![\d-])|{_NOT_A_ROOM}(?![.\-—–岁分多份号]))",
        r"\1号楼" + HIDDEN,
    ),
    (rf"(门牌号?|房号|房间号|室号)([:： 是在]{{0,3}})(?:\d[\d\-—–#]{{0,9}}|[{_CN}]{{2,5}})", r"\1\2" + HIDDEN),
    (rf"(?<!\d)(\d{{1,3}}号)\d{{3,4}}(?:室|房)?{_NOT_A_ROOM}", r"\1" + HIDDEN),
    # a floor's side or a room alone
    (rf"{_NUMBER} ?[楼层]{_JOIN}(?:{_SIDE}{{1,2}}[边手侧]?户|{_SIDE}[边手]|{_ROOM}|\d{{1,2}}户)", HIDDEN),
    (rf"(?<![\d.])(?:\d{{3,4}}|[{_CN}]{{3,5}}) ?(?:室|房间|房(?![子东屋产价贷租])|户(?![口外型籍]))", HIDDEN),
    (rf"(住在?|房间|楼上|楼下|对门|对面|隔壁){_ROOM_NUMBER}{_NOT_A_ROOM}", r"\1" + HIDDEN),
    (r"(?i:(?<![\d-])\d{3,4}[a-z]?(?=,? (?:of |in |at )?(?:building|bldg?|block|tower) ?\d))", HIDDEN),
    # names: an introduction, and the surname before an elder's title
    (rf"(我(?:的名字)?叫|我名叫){_SURNAME}[一-鿿]{{1,2}}", r"\1" + HIDDEN),
    (rf"(我是){_SURNAME}(?!{_ELDER})[一-鿿]{{0,1}}[一-鿿](?<![的了着过])(?=[，,。.！!；;、 \n]|$)", r"\1" + HIDDEN),
    (rf"(?:{_SURNAME}|[高马方石金何任万江])(?={_ELDER})", HIDDEN),
    (r"\*{3}(?:[ -]*\*{3})+", HIDDEN),
)
# Without a number before something nobody is identified; most talk has none.
PERSONAL = (
    rf"[\dA-Za-z@*]|[{_CN}]{{3}}|{_SIDE}[户戶门門单單]|[顶頂][楼樓层層]|我名?[是叫]|名字叫|{_ELDER}|门牌|[房室]号|房间号"
    rf"|[{_CN}] ?[单單门門号號栋棟幢座楼樓层層排组組室房户]"
)
_UNSEEN = re.compile(r"(?<=[\w*])[\u00ad\u200b\u200c\u2060\ufeff]+(?=\w)")  # 2门, nothing, 301
_WORTH_A_LOOK = re.compile(PERSONAL)
_PASSES = 4  # what one rule hides may show another its place; more than twice is rare
RULES = tuple(rule for rule, _ in _RULES)
_PATTERNS = tuple((re.compile(rule), hidden) for rule, hidden in _RULES)


_INTRODUCED = re.compile(
    rf"(?:我(?:的名字)?叫|我名叫|姓名(?:是|叫)?|联系人(?:是|叫)?|户主(?:是|叫)?)[:： ]?({_SURNAME}[一-鿿]{{1,2}})"
)


def names_in(text: str) -> frozenset[str]:
    """The names with which somebody introduces themself or whoever is to be asked for."""
    return frozenset(_INTRODUCED.findall(text))


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with none of `names` in it."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, HIDDEN)
    return text


def mask(text: str) -> str:
    """The text without phones, identity numbers, plates, accounts and doors; a building's number stays (3号楼***)."""
    if not _WORTH_A_LOOK.search(text):
        return text
    text = _UNSEEN.sub("", text)
    for _ in range(_PASSES):
        before = text
        for pattern, hidden in _PATTERNS:
            text = pattern.sub(hidden, text)
        if text == before:
            break
    return text
