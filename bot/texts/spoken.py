"""Plain words that stand for a command, for those who never write a slash."""

import re

HELP = frozenset({"帮助", "怎么用", "使用帮助", "使用说明"})
MINE = frozenset({"我的", "我的事项", "我的诉求", "进度", "查进度"})
_BECAUSE = r"([，,\s]+[^，,。？?几明后您去来\d]{1,10})?"  # 太累了
RESTS = re.compile(
    r"^(我|俺)?(今天|今儿|今日)(我|俺)?(要|想|得|有事|就|先)*[，,\s]*"
    r"(休息|休班|歇班|歇一天|歇着|歇|(不接|不能接|接不了|没法接|别推|不要推|不出)(单|活|了)*)(一天|一下|了|吧|啊)*"
    rf"{_BECAUSE}$"
)

MY_ORDERS = frozenset({"我的订单", "我的单", "我接的单", "手上的单", "我手上的单", "查订单"})
_WHO = r"^(我|我们|咱|咱们|俺)?"
PAUSES = re.compile(
    rf"{_WHO}(先|暂时|这几天|这两天|这段时间|这周|最近|从今天起)*[，,]?(暂停|停止|不|先不|不能|没法)(再)?(接单|接活|推单)"
    rf"(了|一下|几天|一阵子|一段时间|吧|啊)*{_BECAUSE}$"
)
RESUMES = re.compile(
    rf"{_WHO}(现在|今天|明天)?(又|可以|能|开始|恢复|重新|继续)+(可以|能)?(接单|接活|推单)(了|吧|啦|啊)*$"
)
FOR_STAFF = re.compile(
    rf"{_WHO}(家|店)?(以后|现在|今后|打算|想|要)*"
    r"((只接|只做(?!了)|不接|涨价|调价|改价|(价格|收费)(要|得|想)*[改涨调提]|换电话|改电话|改营业).{0,40}"
    r"|(今年|明年|年底|月底|下个?月|马上|准备|已经|打算|要)*(关门|关张|停业|歇业|倒闭|转让)(了|啦|吧)*([，,](以后)?(不|没法)再?[干做](了|啦)*)?"
    r"|(不干|不想干|不想做|退出|不当|不做)(合伙人)?(了|吧|啊|啦)*(，?退出合伙人(了|吧)*)?)$"
)
"""What a partner says of itself that staff change."""

TODAY = frozenset({"今天", "今日", "今日事项", "今天的事", "看板"})
OVERDUE = frozenset({"逾期", "超时", "超期", "拖着的", "没人接的"})
REPORT = frozenset({"周报", "月报", "报表", "本周数据", "本月数据", "数据", "统计"})
ROSTER = frozenset({"名册", "合伙人", "合伙人名册", "合伙人名单", "花名册"})
ASKS_DESK = re.compile(
    r"^(帮我?|请|麻烦|给我)?((导出|打印|停用|启用|吹哨|看板|报表|名册|发公告|加合伙人|办事指南|教机器人)[^，。！？,!?]{0,12}"
    r"|(查|看|找|调|搜)(查|看|找|一下|下)?[^，。！？,!?]{1,14}的(记录|电话|资料|信息|档案|事项|订单|单子|评价)"
    r"|把[^，。！？,!?]{1,12}(停用?|启用|恢复|删除?|去掉|撤|移出|踢|改名)(了|掉|一下)?)[。.!！]*$"
)
"""At the desk: words that ask the bot for something, perhaps something that there is not."""
WITH_NUMBER = re.compile(r"^(查|看|叫|找|吹哨|报到|派|改|转|合并|忽略|确认|答复|回复|跟进|办结|催)[^，。！？,!?]{0,8}$")
"""At the desk, before a matter's number: its card has the buttons."""

WROTE_WRONG = re.compile(
    r"^.{0,6}(刚才|刚刚|刚发|上一?条|那条|公告|通知).{0,12}(写|打|发)?(错|不对)(了|啦)?([，,。.!！].{0,40})?$"
)
"""What staff say who find a slip in what they have just sent out."""

GIVES_UP = re.compile(
    r"^(算了|取消|作罢)?[吧了啊，,。\s]*((先|就)?(不|别)(发|写|答|问|回|要|报|填|弄)(复|公告|答复)?了?|算了|取消|作罢)[吧了啊哈。.!！~\s]*$"
)

_A_PERSON = r"(?:人工|真人|活人)(?:客服|服务)?"
_WANTS_PERSON = re.compile(
    rf"^(?:(?:帮|给)?(?:我|俺|咱)?(?:想|要|能不能|可不可以|请|得)*(?:转接?|叫|找|接|换|跟|和|喊)?(?:个|一个|一下|下)?{_A_PERSON}"
    r"(?:来|说话?|讲话?|聊|接)*"
    r"|(?:能不能|能|可以)?(?:找|叫|换)个人(?:来|跟|和)?(?:我|俺)?(?:说|讲|聊|接|谈)(?:话|一下|说|电话)?"
    r"|(?:我|俺)?(?:要|想)?(?:叫|找|让|见)(?:你们?|恁|社区)?的?(?:主任|书记|领导|负责人|管事的|工作人员)(?:来|出来|接|说|电话)*)"
    r"(?=$|[\s吧啊吗呀了呗,，。.!！?？])"
    r"|(?:不|别)(?:想|要|再)?(?:跟|和|对着?)(?:你这个?)?机器人(?:说|讲|聊)"
)
_COMPLAINS = re.compile(
    r"投诉|(?:破|烂|什么|啥|傻|笨)机器人|(?:打|拨|找)12345|说了(?:[一二三四五两几]|\d+)天了?[^，。！？]{0,6}没人"
)

_END = r"[啊呀哈啦了哦噢喽嘞滴哒您你们大家师傅老师\s。，,.!！~～🙏👍🌹🙂😊😀😄❤️]*$"
_THANKS = re.compile(rf"^(?:好的?[，,\s]*)?(?:太|非常|多)?(?:谢谢?|感谢|辛苦|麻烦)(?:您|你|你们|大家|师傅|了)?{_END}")
_FINE = re.compile(
    r"^(?!好了)(?:好|好的|好嘞|行|可以|嗯|哦|噢|收到|知道了?|明白了?|没事|不客气|再见|ok|okay|thanks?|thank you)+"
    rf"{_END}",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:您好|你好|hi|hello|嗨|喂|在吗|在不在|有人吗|早上?好?|上午好|中午好|下午好|晚上好|早安"
    rf"|你是(?:谁|机器人|什么|干什么的|干啥的))+[?？吗呢]*{_END}",
    re.IGNORECASE,
)
_SHORT = 20


def rests(said: str) -> bool:
    """Whether a partner says that they take no orders today: 今天休息, 我今天不接单。"""
    return RESTS.match(said.strip(" 。.!！~")) is not None


def pauses(said: str) -> bool:
    """Whether a partner says that they take no orders for a while: 暂停接单, 这几天不接单了。"""
    return PAUSES.match(said.strip(" 。.!！~")) is not None


def resumes(said: str) -> bool:
    """Whether a partner says that they take orders again: 恢复接单。"""
    return RESUMES.match(said.strip(" 。.!！~")) is not None


def for_staff(said: str) -> bool:
    """Whether a partner speaks of its price, its area or of leaving: 涨价了, 我只接般阳的, 我不干了。"""
    return FOR_STAFF.match(said.strip(" 。.!！~")) is not None


def asks_desk(said: str) -> bool:
    """Whether staff at their desk seem to ask the bot for something: 导出Excel, 停用红扳手。"""
    return ASKS_DESK.match(said.strip()) is not None


def before_number(said: str) -> bool:
    """Whether staff say what is to become of the matter whose number follows: 吹哨, 改派。"""
    return WITH_NUMBER.match(said.strip()) is not None


def wants_person(said: str) -> bool:
    """Whether somebody wants to talk to a person and says no more: 叫人工, 别跟机器人说了, 找你们领导。"""
    return len(said) <= 2 * _SHORT and _WANTS_PERSON.search(said.strip()) is not None


def complains(said: str) -> bool:
    """Whether somebody complains of the bot or of those behind it: 我要投诉, 说了三天了没人来。"""
    return _COMPLAINS.search(said) is not None


def gives_up(said: str) -> bool:
    """Whether somebody will not write, after all, what they were asked for: 算了, 算了不发了。"""
    return GIVES_UP.match(said.strip()) is not None


def thanks(said: str) -> bool:
    """Whether somebody only thanks, agrees or smiles."""
    said = said.strip()
    return bool(said) and (
        not any(letter.isalnum() for letter in said) or bool(_THANKS.match(said) or _FINE.match(said))
    )


def greets(said: str) -> bool:
    """Whether somebody only says hello, or asks who is there."""
    said = said.strip()
    return len(said) <= _SHORT and _GREETING.match(said) is not None
