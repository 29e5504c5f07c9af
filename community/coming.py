"""What people say of somebody's coming: when it will be, that it is to be another time, what only the comer can answer.

Pure tests of words, for those who wait and those who come. What a time means is read elsewhere.
"""

import re
from typing import NamedTuple

_LONGEST = 60
_WITHIN = "[^，。！？,.!?;；]"
_PARTS = re.compile(r"[，。！？,.!?;；\n]")
_WHEN = "几点|[什甚]么时候|[啥嘛么甚]时候?|何时|几时|多咱|多早晚|多会儿?|哪天|几号|多久|多长时间"
_COME = "来|到|上门|过去|登门|有人|送|修|弄|换|装|通|办"
_ASKS_WHEN = re.compile(
    rf"(?:{_WHEN}){_WITHIN}{{0,6}}?(?:{_COME})"
    rf"|(?:来|上门|修|到){_WITHIN}{{0,8}}?(?:是|要|得)?(?:{_WHEN})"
    r"|(?:还|今[天儿]|明[天儿]|[上下]午|晚上|到底|师傅|的人).{0,4}(?:来不来|能来[吗么不没]|来[吗么不]|到[吗么]|过来[吗么不])"
    r"|(?:[走到]到?)哪(?:儿|里|儿里)?[了啦]"
    r"|(?:咋|怎么|为[啥何什么]{1,2}|师傅|人).{0,3}还[没不](?:有)?[见]?(?:来|到|过来|上门)"
    r"|^还[没不](?:来|到)[呢吗啊呀]?[?？]?$|^(?:when|what time).{0,30}(?:come|coming|arrive|here)",
    re.IGNORECASE,
)
_NAMES_NOTHING = re.compile(
    rf"{_WHEN}|过来|[来到要是能会得还没不有见咋在快]|怎么|为[啥什么]{{1,2}}|到底|[今明后]天|[上下]午|晚上|[您你恁们他她的人了吗呢呀啊哦嘛哪儿里]|[^\w]"
)
# What also comes at some hour, and is nobody's appointment.
_OTHER_COMERS = re.compile(
    r"食堂|开饭|开门|关门|[上下]班|放学|开学|开始|开集|大集|摆摊|快递|外卖|公交|班车|末班|火车|高铁|[水电气暖网](?:费)?.{0,5}来|来[水电气暖网](?!工)"
    r"|供[暖水电气]|恢复|回来|回家|跳舞|打牌|散步|下棋|活动|电影|演出|疫苗|补贴|工资|低保|到账|到期|到底.{0,3}办|孩子|朋友"
)
_OF_A_VISIT = re.compile(r"师傅|我[们]?家|俺家|咱家|家里|上门|修|人来|来人|约[的好定]|说好")

_MOVES = re.compile(
    r"再(?:来|过来|上门|弄|修|约)|改(?:到|成|为|天|期|日|一下|个|下|时间)|换(?:个|到|成)?.{0,2}时间|推[迟后]|往后|延[后期]|提前"
    r"|[早晚](?:点|些|一?会儿?|一点)(?:来|到|过来|再)|要?出[门去]|不在家|没人|有事|不方便|不行|行不行|行吗|可以吗|能不能|吧[。!！]?$"
    r"|来(?:吧|就行|都行|行|可以)|[回到]家|回来"
)
_AGAIN = re.compile(r"再(?:来|过来|上门|弄|修|约)|改(?:到|成|天|期)")
_COMES = re.compile(r"到|来|去|过[去来]|赶|上门|出发|动身|晚|早|迟|堵|耽[误搁]|改|推|约|能|给您?你?")
_DELAY = re.compile(
    r"(?P<from>晚|迟|推迟|延后|延迟|再|还)(?:要|得|有|过|到|来|个|大概|大约|差不多|可能|会|上|等)*"
    r"(?P<count>\d{1,3}|[零一二三四五六七八九十两]{1,3}|半)个?(?P<unit>分钟|刻钟|小时|钟头)"
)
_UNTIL_THERE = re.compile(
    r"(?<![早等走晚过迟])(?<!提前)(?P<count>\d{1,3}|[零一二三四五六七八九十两]{1,3}|半)个?(?P<unit>分钟|刻钟|小时|钟头)"
    r"(?:左右|[之以]?[内后]|就|能|可以|差不多|准|一准|也)*(?:到|过[来去](?!了)|赶|上门)(?!.*(?:没人|还没|还不))"
)
_GIVEN_UP = re.compile(r"^(?:那|哎|唉|要不)?[,，\s]*算了[吧啊]?[,，。\s]*")
_ASKS = re.compile(
    r"[?？]|(?:[吗么]|(?<!着)呢)\W*$|还是|几|多少|什么|[啥哪咋谁]|怎么|多[长大高宽]|([一-鿿])[不没]\1|是否|\b(?:what|how|which)\b"
)
_TO_WHO_WAITS = re.compile(
    r"^(?:[一-鿿]{0,2}(?:大娘|大爷|大妈|大叔|大婶|大姐|大哥|阿姨|叔叔?|奶奶|爷爷|姐|哥|老师|女士|先生)|您好?|你好?)[,，、\s您你]"
    r"|您|你们?[家那在]|到(?:了|门口|楼下)|马上|一会儿|这就|路上|堵车|出发"
)
_PRICE = re.compile(r"上门费?\s*[\d一二三四五六七八九十]|材料|配件|工钱|工时|另算|不要钱|(?<!收)不收[您你费钱]")
_SUM = re.compile(r"[\d一二三四五六七八九十百](?:元|块)")
# What a partner settles with staff: 以后换锁80元, 入驻材料交社区了.
_NOT_OF_THIS_VISIT = re.compile(r"以后|入驻|社区|交(?:上|了)")
_TO_WHO_COMES = re.compile(
    r"师傅|贵不贵|多少钱|收费|什么价|啥价|要钱|准备|工具|零件|配件|梯子|停车|几楼|楼下|敲门|门铃|门没锁|直接[进上]|带(?:个|上|把|点|着)"
    r"|在家|就是.{0,10}(?:那种|那个|的那|款|式)|(?:老|新)[式款]|牌子|型号|型的|款的|发票"
)


_ARRIVED = re.compile(
    r"^[我俺]?们?(?:已经|都|刚)?(?:到[了啦]|[到在](?:您|你们?)?(?:门口|楼下|小区|家门)|到.{1,6}[家里][,，了]?(?:敲|按|没|门|怎么|咋)"
    r"|到[^，,]{1,9}(?:楼|单元|院|门口)[里下]?[了啦])"
    r"|敲(?:了|半天|好久)*门.{0,6}(?:没|不)|没人(?:开门|应门)"
)
_TO_STAFF = re.compile(r"想问|请问|咨询|办理|补办|社保|医保|补贴|平台|入驻|收款|抽成|结算|社区|下雨|天气")
_AROUND_A_TIME = frozenset("那就吧呢啊呀好的行我俺们改在到来去左右前后大概约差不多可能能了要得才")


class Delay(NamedTuple):
    """So much later: `later` than was agreed, else from now on. numeral: how many, as written; None: half a one."""

    later: bool
    numeral: str | None
    minutes: int
    words: str


def waits_for_others(text: str) -> bool:
    """Whether it asks when something comes that is nobody's appointment: 快递几点到."""
    return _ASKS_WHEN.search(text) is not None and not asks_when(text) and _OTHER_COMERS.search(text) is not None


def asks_when(text: str) -> bool:
    """Whether somebody asks when whoever is due comes: 几点来, 还没来, 到哪了; whatever else they say besides."""
    return len(text) <= _LONGEST and any(
        _ASKS_WHEN.search(part) is not None and not _OTHER_COMERS.search(part) for part in _PARTS.split(text)
    )


def without_asking_when(text: str) -> str:
    """The parts of `text` that don't ask it."""
    return "，".join(part for part in _PARTS.split(text) if part.strip() and not asks_when(part))


def only_asks_when(text: str) -> bool:
    """Whether nothing is named but that: 恁多咱来啊."""
    return asks_when(text) and len(_NAMES_NOTHING.sub("", text)) <= 1


def of_coming(text: str) -> bool:
    """Whether it may be about somebody's coming, whatever else it is."""
    return asks_when(text) or comes_again(text)


def of_a_visit(text: str) -> bool:
    """Whether it speaks of somebody's coming to the speaker's home."""
    return _OF_A_VISIT.search(text) is not None


def moves(text: str) -> bool:
    """Whether who waits asks for another time, or says that they won't be there: 能不能十一点再来."""
    return len(text) <= _LONGEST and _MOVES.search(text) is not None


def comes_again(text: str) -> bool:
    """明天再来: not now, but then."""
    return _AGAIN.search(text) is not None


def comes(text: str) -> bool:
    """Whether who comes speaks of it: 十点半才能到."""
    return len(text) <= _LONGEST and _COMES.search(text) is not None


def delay(text: str) -> Delay | None:
    """晚二十分钟, 再有半小时到, 半小时到."""
    if len(text) > _LONGEST:
        return None
    found = _DELAY.search(text) or _UNTIL_THERE.search(text)
    if found is None:
        return None
    unit = {"分": 1, "刻": 15}.get(found["unit"][0], 60)
    later = found.groupdict().get("from") not in {None, "再", "还"}
    return Delay(later, None if found["count"] == "半" else found["count"], unit, found[0])


def without_giving_up(text: str) -> str:
    """算了，明天吧 without the 算了, which gives nothing up where a time follows."""
    return _GIVEN_UP.sub("", text)


def arrived(text: str) -> bool:
    """Whether who comes stands at the door: 到了，没人开门."""
    return _ARRIVED.search(text) is not None


def to_staff(text: str) -> bool:
    """Whether a question is one for an office, whoever asks it."""
    return _TO_STAFF.search(text) is not None


def only_around(text: str) -> bool:
    """Whether nothing is said but what stands around a time: 那就…吧."""
    return all(letter in _AROUND_A_TIME for letter in text if letter.isalnum())


def asks(text: str) -> bool:
    """Whether it wants an answer."""
    return _ASKS.search(text) is not None


def to_who_waits(text: str) -> bool:
    """Whether a comer's words are plainly for who waits."""
    return _TO_WHO_WAITS.search(text) is not None


def tells_price(text: str) -> bool:
    """Whether a comer says what it costs: 上门20，材料另算."""
    return _PRICE.search(text) is not None and not asks(text) and not _of_the_trade(text)


def names_a_sum(text: str) -> bool:
    """Whether money is named, which may be the price of a visit, or of anything else: 一共八十块."""
    return _SUM.search(text) is not None and not _of_the_trade(text)


def _of_the_trade(text: str) -> bool:
    return to_staff(text) or _NOT_OF_THIS_VISIT.search(text) is not None


def to_who_comes(text: str) -> bool:
    """Whether the words of who waits are plainly for whoever comes."""
    return _TO_WHO_COMES.search(text) is not None
