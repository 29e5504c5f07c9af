"""What in a message points at something said before: it is over, others have it too, a word was wrong."""

import re
from enum import StrEnum
from typing import NamedTuple

from bot.nlp.normal import normalise


class Ending(StrEnum):
    """How somebody says that a matter of theirs is over."""

    DONE = "done"  # 修好了
    NOT_NEEDED = "not_needed"  # 不用来了


class Support(StrEnum):
    """How somebody says that it is so with them too."""

    PLAIN = "plain"  # +1, 同上
    HOME = "home"  # 我家也是
    SAME = "same"  # 我家也停了
    AGREES = "agrees"  # 支持（别人的建议）


class Hints(NamedTuple):
    """`words`: the telling characters of the message; `bare`: nothing is named but that it is over.

    corrects: a word said before was wrong; `meant`: the part that says what is right. refers: 就是3号楼那个.
    undone: 没修好. doubted: 修好了吗, 说是修好了, which ends nothing. lacks: 没水了.
    ours: of our home or house, not of me alone.
    another: 还有、另外, which begins something else. chatty: said as one chats.
    away: a greeting, thanks, laughter, an acknowledgement. kin: somebody of the speaker's own (我爸, my wife).
    """

    words: frozenset[str]
    ending: Ending | None = None
    bare: bool = False
    support: Support | None = None
    corrects: bool = False
    meant: str = ""
    refers: bool = False
    another: bool = False
    ours: bool = False
    undone: bool = False
    doubted: bool = False
    lacks: bool = False
    chatty: bool = False
    away: bool = False
    kin: bool = False


LONGEST = 120
_SHORT_WORD, _SHORT_PLUS, _NAMED = 60, 24, 2  # characters

_FIXED = (
    r"(?:修|弄|搞|整|拾掇|通|疏通|换|装|处理|解决|清理|清|拉|挪|送|接|收拾|搬)(?:好|完|掉|走|上|妥|利索|开|通)了?"
    r"|(?:修|弄|搞|整|处理|解决|清理|恢复|疏通)了|恢复(?:正常|供水|供电|供暖)?|(?<![太攒备写])好(?:了|啦|使了|用了)"
    r"|(?<=[一-鿿])(?<![太嘞咧哒好])好[咧嘞哒]"
    r"|(?:能|可以)用了|(?:又|都)?可以了|正常了|能[开走]了|(?:来|有)了?(?:电(?!话|梯|视)|水|气|网|暖气?|信号)了?|(?:电|水|气|网|暖气|信号)也?[来有通]了"
    r"|自己(?:能|可以|会|已经|又)?.{1,3}[好开通]了|(?<![漂月天])亮(?:了|起来了)|热(?:了|起来了|乎了)|通(?:了|上了)|不[漏堵响吵闪卡臭滴渗]了|[找借拿买等接抓送追赶约联碰领取](?:系)?(?:到|着|上|走|回来)(?:人|师傅)?了|[挪够]了|[盖装补贴挂安焊换接修]上了|出来了|干净了|搞定"
    r"|[弹让打挪移撬拧][开走]了|能(?!不|够)[一-鿿]{1,2}了|(?:这会儿|现在|又|都)行了|虚惊一场|定[好妥下]来?了"
    r"|[看找接见][到着见](?:他|她|它|孩子|老人|我?[爸妈爷奶])[们家]?了"
    r"|(?:^|火|都)灭了|没事儿?了|没问题了|解决|回来了|开走了|挪走了|走了"
    r"|fixed|solved|works? (?:now|again)|working now|ok now|okay now|done,? thank|problem (?:finish|solved)"
)
_UNWANTED = (
    r"[不甭别莫][用要必消]?再?(?:来|修|管|麻烦|弄|处理|派|过来|找|送|跑|看|上门|安排|登记|帮|联系|回|推荐)"
    r"(?:人|师傅|大家|你们|您|一趟|我)*[了啦咧吧]"
    r"|不用[了啦咧]|不(?:需要|麻烦|要|找|修|换|弄|约)了|用不着了|取消(?:了|吧|掉|一下)?|撤(?:回|销|了|掉)|作废|当我没说"
    r"|发错(?:群|地方)?了|搞错了|看错了|弄错了|算了吧?"
    r"|no need|never ?mind|cancel|not? need any ?more"
)
_UNNEEDED = (
    rf"{_UNWANTED}|自己(?:能|可以|会|已经|又)?.{{1,3}}[好开通掉上定完了]+"
    r"|(?:已经|找)(?:有人|到人|到师傅|到了师傅|别人|别的师傅)[来修弄帮]?(?:了|好了)*|有人[来帮修弄](?:了|好了|忙了)"
    r"|already found"
)
_GONE = re.compile(r"(?:回来|走|开走|来人?|有人.?)了")
_DONE = re.compile(_FIXED)
_NOT_NEEDED = re.compile(_UNNEEDED)
_NEGATED = re.compile(_UNWANTED)
_NOT_OVER = re.compile(
    r"吗|么(?=[?？]|$)|[?？]|(?<!当我)没(?!事|问题|毛病|啥事)|还[不是]|不好(?!意思)|不行|又(?!好)|再[不说等]|什么时候|啥时候|几点|如果|要是"
    r"|(?:快|马上|就要|差点)[要会给]?(?:修|弄|搞|好|通|来|完|处理|解决)"
    r"|(?:等|希望|尽快|能|会|应该|可能|保证).{0,6}[好完通来]|怎么|咋|谁|哪|能不能|好了(?:再|就|请|叫|告诉|给|跟|说|我)"
    r"|(?:他|她|他们|别人|人家|隔壁|对门|你们?)家?的?.{0,4}[修弄换好]|过两天|只好|[一两三]天|比.{0,6}[好快]|不[见是].{0,3}好"
    r"|吃|菜|饭|作业|快递|not (?:yet|work)|when|\bbut\b"
)
_DENIED = re.compile(r"才怪|(?:说是|听说|谁说).{0,4}[好了]|白修|老样子|跟没")
_DOUBTED = re.compile(r"[再改]来|再(?:修|看|弄)|配件|告诉我?一声|[没未](?:修|弄|搞|通)?好")
_AGAIN = re.compile(
    r"(?:又|可是|但是?|还是?|还在|照样)[^,.;!?好不]{0,2}(?:漏|堵|坏|停|灭|响|滴|闪|臭|吵|断|跳|没[水电气网])"
)
"""It was over, and is not."""
_THANKED = re.compile(
    r"^(?:已经|都|刚|刚刚|终于)?(?!知道|明白|收到|麻烦|辛苦|了解|看到|打扰|太)(?:[一-鿿]{1,2}了[啦呀]?){1,2}[^一-鿿\w]*(?:谢谢|谢了|谢啦|多谢|感谢)"
)
_COURTESY = re.compile(
    r"不好意思|抱歉|对不起|谢谢|感谢|多谢|谢了|谢啦|辛苦[了啦]?|麻烦(?:了|您|你|大家)?|师傅|大家|各位|邻居们?|物业|社区"
    r"|小[王李张赵刘]|[王李张刘陈赵]师傅|哈+|[啊呀啦了吧哦噢哈呢嘞咧]|嗯|好的|ok|thanks?|thank you|已经|刚刚?|终于|都"
    r"|可算|总算|就|现在|今天|上午|下午|刚才|这边|[我俺咱家们的给把人来过帮您你很太真快已完全也]|热心|好人|手艺|速度|点赞"
    r"|\[[^\]]{1,4}\]|[^\w一-鿿]|不用|\b(?:it|now|is|the|my|all|was|very|much)\b"
)
_STOP = frozenset(
    "的了我你他她它们家是在有不没人来好个那这也都就吧吗呢啊呀哦嗯去到说要还和与跟给把被让对为什么怎样能会可以得着过很太真又再多少上下里外前后"
    "一二三四五六七八九十两几点号楼单元室区社位师傅谢请帮忙想问自己已经刚才今天明昨晚早午现时候咱俺您咋啥谁哪边头儿里子直老总修弄搞整找看话事"
    "东西起出开知道"
)
_CLAUSE = re.compile(r"[,.;!?~… ]+")
_WORD = re.compile(r"[a-z]{3,}")

_PLUS = re.compile(
    r"^[^\w一-鿿+]*[我俺咱]?们?(?:[+\u2795] ?[1一]|加[1一]|10086|同求|同问|同上|同感|同样|附议"
    r"|还有我|[算带加]我一个"
    r"|me too|same here|same problem|us too)(?![\d一-鿿])|(?:\+ ?1|加一)$"
)
_NUMBER = r"[a-z\d一二三四五六七八九十]{1,3}"
_WE = (
    r"(?:(?:我|俺|咱|偶|额|阿拉|侬)们?(?:这|那|家|楼|单元|屋|边|层|户|栋|幢|座|楼上|楼道|门口|里|头|儿)*"
    rf"|{_NUMBER}(?:号楼|栋|幢|座|#楼?|单元|门|号)(?:{_NUMBER}(?:单元|门))?(?:[\d]{{3,4}}室?)?(?:这边|这)?"
    r"|楼上|楼下|对门|隔壁|这边|那边|[东南西北]边)"
)
_HOME = re.compile(
    rf"{_WE}.{{0,4}}(?:也|同样|一样)(?:想[问知要报]|是(?![一-鿿]{{3}})|一样|这样|如此|有(?:这|同样|问题|情况|$)|不行|遭"
    r"|中招|得(?![一-鿿]{3})|要(?!是|[一-鿿]{3})"
    r"|想要|需要|报名|这情况|这问题)"
)
_LIKEWISE = re.compile(rf"^{_WE}.{{0,2}}(?:同样|一样)[^一-鿿]*$")
_AGREES = re.compile(r"[^\w一-鿿]*(?:我|我们)?(?:都|也|很|大力|双手|强烈)?(?:支持|赞成|同意|赞同)")
_LAUGHS = re.compile(r"哈{2,}|嘿嘿|笑死|呵呵")
_SAME = re.compile(
    rf"{_WE}.{{0,8}}(?:也|同样)|[我咱俺]们(?:这|那)?(?:楼|单元|小区|边|栋|层|家)?.{{0,2}}都(?:没|停|黑|断|不|漏|堵)"
)
_US = re.compile(r"^.{0,6}也(?:是|没|停|不|漏|堵|坏|黑|臭|被|冷|凉|吵|睡不)")
_NOT_SAME = re.compile(
    r"也(?:还|挺)(?:行|好|可以)|也(?:能|可以)用|也正常|也[刷打]得?开|也(?:听说|坐过|看见了)|也亮着|也是.{0,6}才|也刚扔|也有.?放着|也[没不](?:停|坏|漏|堵|臭|吵|断|爆|渗|跳|知道|清楚|晓得|会|想|好意思|急|远|用|要|需要)|也(?:该|先|准备|打算|要[去走])|也(?:没事|正常|好好|好了|还好|挺好)"
    r"|(?:你|您|他|她|谁|大家|别人).{0,4}[也都].{0,10}(?:[?？吗]|么$)|是不是都|都(?:好|正常|没事|有电|有水)|以为|去年|上次|以前|前[两几]?[天年]|也.{0,4}过$"
)

_WRONG = re.compile(
    r"打错|说错|写错|输错|看错|记错|弄错|搞错|口误|手误|更正|纠正|错了|^\*|应该是|改(?:成|到|为|一下)"
    r"|不是.{1,12}?[,，。 而]?是|(?:不对|不是)[,，!！。 ]|^是.{1,10}不是"
)
_RIGHT = re.compile(
    r"(?<!不)是([^是不]{1,12}?)[,. ]*(?:而)?不是|(?:而是|应该是|改成|改到|改为|是|\*)(?!.*不是)([^是]{1,30})$"
)
_MENDED = re.compile(r"[打说写搞弄记]错了?[^一-鿿]{0,2}不是.{1,10}?[^\w一-鿿]*是(?!我|误)")
"""搞错了 不是灯 是开关坏了: another word is right, and the matter stands."""
_NAMED_AFTER = re.compile(r"[\da-z一二三四五六七八九十东西南北]")
_REFERS = re.compile(
    r"就[是在].{0,16}[那这][个里边儿块栋头]?|^[就是]?[在我]?家?[住在].{1,16}$|[那这]个.{0,4}$|^就.{1,10}$"
    r"|[没有]人[吗呢在不么应]|在[吗不么]|多少钱|收费|贵不贵|要多久|几点[能可]?以?[来到]"
)
_OURS = re.compile(
    r"[我俺咱]们?(?:这|那)?(?:家|楼|单元|屋|边|层|栋|门口|小区)|\d+(?:号楼|栋|号|单元)|楼上|楼下|对门|这边|那边|[东南西北]边"
)
_KIN = re.compile(
    r"[我俺咱](?:们?家)?(?:的)?(?:爸|妈|爷|奶|姥|婆婆|公公|外[公婆]|岳[父母]|老[公婆伴头妈爸汉娘]|孩|儿|女|闺|孙|娃|宝|弟|妹|哥|姐|媳妇|爱人|对象)"
    r"|\bmy (?:mother|father|mom|mum|dad|wife|husband|son|daughter|child|kid|baby|parents?|grand\w+|brother|sister)"
)
_CHATTY = re.compile(
    r"[~～^]|[哈嘿嘻呵呜嗷喔哟]|么么|亲[们爱的]|宝贝|晚安|加油|可爱|漂亮|好吃|喜欢|讨厌|开心|恭喜|羡慕|真棒|太棒|好看|帅|萌|爱你|想你"
    r"|哎呦|[呀啦嘛哦噢咯呐]$|\[[^\]]{1,4}\]|[你您]"
)
_LACKS = re.compile(r"(?:没|停)(?:热水|[水电气网暖]|信号)(?:了|啦|[^一-鿿]|$)")
_UNDONE = re.compile(
    r"^(?!.*(?:你|您|他|她|谁)家).{0,6}(?:没(?:有)?[修弄解决通装换]{0,2}好|没解决|还是(?:不|漏|堵|坏|停|那样|老样|没)|又[坏漏堵停]了|白修"
    r"|还没(?:人|来|修|弄|好|动静|到))|still (?:not|broken|leak)"
)
_ANOTHER = re.compile(
    r"^[哦啊嗯对]?[,，]?(?:还有|另外|另|对了|再(?:就是|有|问|说)|顺便|顺带|还想|还要|也想|also|another)"
)
_AWAY = re.compile(
    r"^(?:早|早上好|早安|上午好|中午好|下午好|晚上好|晚安|大家好|谢谢.{0,8}|感谢.{0,8}|多谢.{0,6}|辛苦了?.{0,6}"
    r"|麻烦(?:了|大家了|您了|你了)|收到.{0,4}|好的?(?:呀|吧|嘞|滴|谢谢)*|嗯+|哦+|噢|行[吧呀]?|知道了|明白|ok|okay"
    r"|thanks?.{0,10}|thank you.{0,10}|哈+|嘿+|呵+|(?:去|来|行|对|是|有|没有|不是|不|会|能)[呀啊的呢了]?"
    r"|\[[^\]]{1,4}\]|[^\w一-鿿]+)[^\w一-鿿]*$"
    r"|吃了没|自提|转让|出售|包邮|代购|闲置|吃饭|生日|红包|接娃|上班去|下班了|打麻将|打牌|跳舞|天气|降温|下雨|下雪|电视剧|股票|球赛"
)


def telling(text: str) -> frozenset[str]:
    """The characters (and Latin words) of a normalised text that tell one matter from another."""
    han = {char for char in text if "一" <= char <= "鿿"} - _STOP
    return frozenset(han | set(_WORD.findall(text)))


def words_of(text: str) -> frozenset[str]:
    """What tells a text from others."""
    return telling(normalise(text[:LONGEST]).text)


def read_hints(text: str) -> Hints:
    """The hints in a message."""
    plain = normalise(text[:LONGEST]).text.strip()
    words = telling(plain)
    if not plain:
        return Hints(words)
    ending = _ending(plain) if len(plain) <= _SHORT_WORD else None
    bare = ending is not None and (_THANKED.match(plain) is not None or any(map(_is_bare, _CLAUSE.split(plain))))
    wrong = _WRONG.search(plain) if len(plain) <= _SHORT_WORD else None
    return Hints(
        words,
        ending=ending,
        bare=bare,
        support=_support(plain),
        corrects=wrong is not None,
        meant=_meant(plain, wrong) if wrong else "",
        refers=_REFERS.search(plain) is not None,
        another=_ANOTHER.match(plain) is not None,
        ours=_OURS.search(plain) is not None,
        chatty=_CHATTY.search(plain) is not None,
        lacks=_LACKS.search(plain) is not None,
        undone=_UNDONE.search(plain) is not None,
        doubted=ending is None and _is_doubted(plain),
        away=_AWAY.search(plain) is not None,
        kin=_KIN.search(plain) is not None,
    )


def _meant(plain: str, wrong: re.Match[str]) -> str:
    """What is right: what stands after 是, before 不是, or after what says that something was wrong."""
    right = _RIGHT.search(plain)
    if right is not None:
        return right[1] or right[2]
    after = plain[wrong.end() :].lstrip(" ,.:!了")
    return after if _NAMED_AFTER.search(after) else plain


def _is_bare(clause: str) -> bool:
    """Whether a clause says that something is over, and nothing else."""
    if not (_DONE.search(clause) or _NOT_NEEDED.search(clause)):
        return False
    return len(telling(_COURTESY.sub("", _DONE.sub("", _NOT_NEEDED.sub("", clause))))) < _NAMED


def _ending(plain: str) -> Ending | None:
    if _AGAIN.search(plain) or _DENIED.search(plain):
        return None
    if (mended := _MENDED.search(plain)) is not None and not _NEGATED.search(plain, mended.end()):
        return None
    if _THANKED.match(plain):
        return Ending.DONE
    first = _CLAUSE.split(plain, maxsplit=1)[0]
    told = _is_bare(first) and "?" not in plain and not _NOT_OVER.search(first)
    if _NOT_OVER.search(plain) and not told:
        return None
    if _NOT_NEEDED.search(plain):
        return Ending.DONE if _DONE.search(_GONE.sub("", _NEGATED.sub("", plain))) else Ending.NOT_NEEDED
    return Ending.DONE if _DONE.search(plain) else None


def _is_doubted(plain: str) -> bool:
    """Whether that it is over is asked, hoped for or told of, and not said."""
    return bool(_DENIED.search(plain) or _DOUBTED.search(plain) or (_DONE.search(plain) and _NOT_OVER.search(plain)))


def _support(plain: str) -> Support | None:
    if len(plain) > 40 or _NOT_SAME.search(plain) or _LAUGHS.search(plain):
        return None
    if len(plain) <= _SHORT_PLUS and (_HOME.search(plain) or _LIKEWISE.search(plain)):
        return Support.HOME
    if _PLUS.search(plain):
        return Support.PLAIN
    if _AGREES.match(plain):
        return Support.AGREES
    return Support.SAME if _SAME.search(plain) or _US.search(plain) else None
