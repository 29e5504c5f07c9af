"""Personal data out of a text before the public sees it: pure, idempotent, bounded time."""

import re
from collections.abc import Callable, Iterable, Sequence

from community.door_shapes import DOOR, SIDE_OF_A_FLOOR, written
from community.folding import folded

HIDDEN = "***"

_CN = "零〇一二三四五六七八九十百千两兩幺"
_NUMBER = rf"(?:\d{{1,4}}|[A-Za-z]\d{{0,2}}|[{_CN}]{{1,4}})"
_NOT_A_ROOM = rf"(?![\d{_CN}年月天元块斤个人次米平度路弄多])"
_ROOM_NUMBER = rf"(?:(?!1(?:10|19|20|22)(?![\d室房户]))\d{{3,4}}|[{_CN}]{{3,5}})"
_BARE = rf"(?!1(?:10|19|20|22)(?!\d))(?:\d{{3,4}}|[零〇一二三四五六七八九幺]{{3,4}})(?![\d{_CN}])"
_COUNTED = "年月天元块塊斤个人次米平度路弄多分克瓦伏安升秒兆万亿岁寸级届户%点"
_NO_HOME = rf"(?! ?(?:[{_COUNTED}VvWwGgKkMmAaLl.:：-]|医院|[中小]学|国道|省道|超市))"
_FLAT_LIKE = r"(?:[12]?\d|3[0-3])(?:0[1-9]|1\d)"
_SIDE = "[左右东西中南北]"
_ROOM = rf"(?:{_ROOM_NUMBER}(?: ?(?:室|房间|房|户|号房|号))?{_NOT_A_ROOM})"
_JOIN = r"[ ,，、的\-—–_/]?"
_PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_ON_A_CAR = (
    rf"[{_PLATE}](?: ?[A-Z]|[a-z])[·•. \-—–]{{0,2}}(?=[A-Za-z0-9]{{0,5}}\d)"
    r"(?:[A-Za-z0-9]{5,6}|[A-Za-z0-9]{4}[挂警学港澳领])"
    r"(?![A-Za-z0-9])"
)
_DASH = "[-—–]"
_APART = r"[,，、/.。·_*~()（） \-]{1,3}"
_DIGIT = r"[\d零〇一二三四五六七八九幺]"
_SPACED = r"[ .·\-—–]?"
_CALLED = (("court", "号院"), ("building", "号楼"))
_SURNAME = (
    "(?:欧阳|司马|上官|诸葛|慕容|司徒|皇甫|令狐|尉迟|端木|东方|"
    "[王李张刘陈杨赵黄周吴徐孙胡朱林郭罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蒋蔡余杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦付傅"
    "邹孟熊秦邱尹薛闫阎段雷侯陶黎贺顾毛郝龚邵钱严覃戴莫孔汤])"
)
_ELDER = "(?:大爷|大妈|大娘|大婶|大伯|大叔|奶奶|爷爷|阿姨|叔叔|伯伯|婆婆|女士|先生)"


_Hide = Callable[[re.Match[str], str], str]  # what stands for a match, which was found in the folded text


def _all(_: re.Match[str], __: str) -> str:
    return HIDDEN


def _rest(found: re.Match[str], text: str) -> str:
    return "".join(text[slice(*found.span(group))] for group in range(1, found.re.groups + 1)) + HIDDEN


def _flat(found: re.Match[str], text: str) -> str:
    return text[slice(*found.span(1))] + "号楼" + HIDDEN


def _nearby(door: re.Match[str], text: str) -> str:
    """A door as all may read it: 3号楼2单元501 – 3号楼***, 3-2-501 – 3号楼***."""
    found = written(door.string, door.start())
    if found is None or found.near == found.length:
        return text[slice(*door.span())]
    near = text[door.start() :][: found.near] or "".join(
        piece + called for name, called in _CALLED if (piece := found.pieces.get(name))
    )
    return near + HIDDEN


# Tried in this order: the longest and most personal first, so that no piece of one survives as another.
_RULES: tuple[tuple[str, _Hide], ...] = (
    (r"(?<![A-Za-z0-9_.])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", _all),
    (
        r"(?:微信号?|薇信|威信|[vV]信|(?i:vx|wx|qq号?|wechat(?: ?id)?(?: is)?)"
        r"|加(?:我|个|一下)?的?(?:[微薇卫]|卫星|[vV])[信号]{0,2})[:： 是]{0,3}[A-Za-z0-9][A-Za-z0-9_-]{4,19}",
        _all,
    ),
    # identity and bank cards, written in groups
    (
        r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?(?:18|19|20)\d{2}[ -]?[01]\d[ -]?[0-3]\d[ -]?\d{3}[\dXx](?![\dXx])",
        _all,
    ),
    (r"(?<![\d-])\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?![\d-])", _all),
    (r"(?<!\d)(?:(?:\+|00)?86[ -]?)?(?:[(（](?=1\d\d[)）]))?1[ -]?[3-9]\d(?:[ ()（）-]{0,2}\d){8}(?!\d)", _all),
    (rf"(?<!\d)[(（]?1[3-9]\d{_APART}\d{{4}}{_APART}\d{{4}}(?!\d)", _all),
    (r"(?<!\d)1(?:[,，、.。]\d){10}(?!\d)", _all),
    (r"(?<!\d)\d{14}(?:\d{3}[\dXx]|\d)(?![\dXx])", _all),
    (r"(?<!\d)[(（]?0\d{2,3}[)） \-—–]{0,2}[1-9]\d{2,3}[ -]?\d{4}(?!\d)", _all),
    (rf"(?<!{_DIGIT})[1一幺]{_SPACED}[3-9三四五六七八九](?:{_SPACED}{_DIGIT}){{9}}(?!{_DIGIT})", _all),
    (r"(?<!\d)\d{9,}(?!\d)", _all),
    (r"(?<![\d-])(?!20[0-4]\d[01]\d[0-3]\d(?!\d))[2-8]\d{2,3}-?\d{4}(?![\d元块-])", _all),
    (r"[零〇一二三四五六七八九幺]{7,20}", _all),
    (_ON_A_CAR, _all),
    (r"(?<![A-Za-z\d])[A-Za-z]{1,2}\d{8}(?!\d)", _all),  # a passport
    (DOOR, _nearby),
    (SIDE_OF_A_FLOOR, _all),
    (
        rf"(?<![\d年.\-—–])(\d{{1,2}}){_DASH}\d{{3,4}}(?:[室房户号](?![\d-])|{_NOT_A_ROOM}(?![.\-—–岁分多份号]))",
        _flat,
    ),
    (rf"(门牌号?|房号|房间号|室号)([:： 是在]{{0,3}})(?:\d[\d\-—–#]{{0,9}}|[{_CN}]{{2,5}})", _rest),
    (rf"(?<!\d)(\d{{1,3}}号)\d{{3,4}}(?:室|房)?{_NOT_A_ROOM}", _rest),
    (r"(?<![\d/.|~])(\d{1,2})([/.|~])\d{1,2}\2(?!(?:19|20)\d\d)\d{3,4}(?![\d/.|~])", _flat),
    # a floor's side or a room alone
    (rf"{_NUMBER} ?[楼层]{_JOIN}(?:{_SIDE}{{1,2}}[边手侧]?户|{_SIDE}[边手]|{_ROOM}|\d{{1,2}}户)", _all),
    (rf"(?<![\d.])(?:\d{{3,4}}|[{_CN}]{{3,5}}) ?(?:室|房间|房(?![子东屋产价贷租])|户(?![口外型籍]))", _all),
    (rf"(住在?|房间|楼上|楼下|对门|对面|隔壁){_ROOM_NUMBER}{_NOT_A_ROOM}", _rest),
    (rf"([我俺](?:们?家里?[是在住]{{0,2}}|们?[是在住]|(?=\d{{3,4}}的)) ?|[漏渗淌流]水?到了?){_BARE}{_NO_HOME}", _rest),
    (
        rf"(?<![\d年月第.\-—–A-Za-z]){_FLAT_LIKE}(?= ?(?:漏|渗|水管|下水|暖气|马桶|跳闸|没[水电气]|[停断][水电气]))",
        _all,
    ),
    (r"(?i:(?<![\d-])\d{3,4}[a-z]?(?=,? (?:of |in |at )?(?:building|bldg?|block|tower) ?\d))", _all),
    # names: an introduction, and the surname before an elder's title
    (rf"(我(?:的名字)?叫|我名叫|我姓.[，, ]?叫|(?:姓名|联系人|户主)(?:是|叫)?[:： ]?){_SURNAME}[一-鿿]{{1,2}}", _rest),
    (r"(我姓)[一-鿿][，, ]?叫[一-鿿]{1,3}", _rest),
    (rf"(我是){_SURNAME}(?!{_ELDER})[一-鿿]{{0,1}}[一-鿿](?<![的了着过])(?=[，,。.！!；;、 \n]|$)", _rest),
    (rf"(?:{_SURNAME}|[高马方石金何任万江])(?={_ELDER})", _all),
    (r"\*{3}(?:[ -]*\*{3})+", _all),  # the last: what was hidden piece by piece
)
# Without a number before something nobody is identified; most talk has none.
PERSONAL = (
    rf"[\dA-Za-z@*]|[{_CN}]{{3}}|{_SIDE}[户戶门門单單]|[顶頂][楼樓层層]|我名?[是叫姓]|名字叫|{_ELDER}|门牌|联系人|姓名|户主|[房室]号|房间号"
    rf"|[{_CN}] ?[单單门門号號栋棟幢座楼樓层層排组組室房户]"
)
_UNSEEN = re.compile(
    r"(?<=[\w*])[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20e3\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]+(?=\w)|(?<=\d)\ufe0f?\u20e3"
)  # 2门, nothing, 301
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


def as_sought(text: str) -> str:
    """The text in which whatever is hidden is looked for; the rules are written for it."""
    return folded(_UNSEEN.sub("", text))


def mask(text: str, worth: Sequence[int] | None = None) -> str:
    """The text without phones, identity numbers, plates, accounts and doors; a building's number stays (3号楼***).

    worth: places of the only `RULES` that can find anything in it, for whoever knows them.
    """
    if not _WORTH_A_LOOK.search(sought := as_sought(text)):
        return text
    text = _UNSEEN.sub("", text)
    rules = _PATTERNS if worth is None else [*map(_PATTERNS.__getitem__, worth), _PATTERNS[-1]]
    for _ in range(_PASSES):
        before = text
        for pattern, hide in rules:
            hidden = _hidden(pattern, hide, sought, text)
            if hidden is not text:
                text, sought = hidden, folded(hidden)
        if text == before:
            break
    return text


_ANY_PLATE = re.compile(_ON_A_CAR)


def tells_plate(text: str) -> bool:
    """Whether a car's number plate is told."""
    return _ANY_PLATE.search(as_sought(text)) is not None


_SPOT = frozenset({"court", "building", "unit", "end"})
_KEPT = "\ue000"  # stands for a spot while the rest is hidden; nobody writes it
_DOORS = re.compile(DOOR)


def mask_rooms(text: str) -> str:
    """`mask`, but that a unit stays where no room is told with it: 只修好3单元 is nobody's home."""
    text, kept, pieces, at = _UNSEEN.sub("", text).replace(_KEPT, ""), list[str](), list[str](), 0
    for found in _DOORS.finditer(folded(text)):
        door = written(found.string, found.start())
        if door is not None and "unit" in door.pieces and _SPOT.issuperset(door.pieces):
            pieces += text[at : found.start()], _KEPT
            kept.append(text[slice(*found.span())])
            at = found.end()
    parts = mask("".join((*pieces, text[at:]))).split(_KEPT)
    if len(parts) != len(kept) + 1:
        return mask(text)
    return "".join(part + spot for part, spot in zip(parts, [*kept, ""], strict=True))


def _hidden(pattern: re.Pattern[str], hide: _Hide, sought: str, text: str) -> str:
    """`text` without what `pattern` finds in `sought`, which is `text` folded."""
    at, pieces = 0, list[str]()
    for found in pattern.finditer(sought):
        pieces += text[at : found.start()], hide(found, text)
        at = found.end()
    return "".join((*pieces, text[at:])) if pieces else text
