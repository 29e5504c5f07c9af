"""The short answers to a press, shown over the chat to the one who pressed: from an action's result to a `Toast`."""

from collections.abc import Mapping
from dataclasses import dataclass

from actions.desk import HeldBy, NeverCalm, NoSuchMatter
from actions.homes import HomeChosen, HomeUnknown, NoSuchHome
from actions.households import Counted, CountedBefore
from actions.needs import HeardBefore, Joined, Registered
from actions.outcomes import Done, Nothing, NotYours, Taken, TooLate
from actions.questions import Handed
from actions.residents import TooSoon, WithStaff
from actions.unsure import Dropped
from actions.unsure import NotYours as NotYourQuestion
from actions.unsure import TooLate as QuestionGone
from actions.unsure_danger import WhichCommunity
from bot.callbacks import Verb


@dataclass(frozen=True, slots=True)
class Toast:
    """`text` is at most 200 characters; `alert`: it stands until it is closed."""

    text: str
    alert: bool = False


STALE = Toast("这个按钮已经过期了，请看最新的卡片。")
UNKNOWN = Toast("这个按钮现在用不了。需要帮忙请私聊我，发“帮助”。")

FORGOTTEN = Toast("已经删除了。以后有事随时再来，我会当作第一次见到您。", alert=True)
AGAIN = Toast("正在再发一次。")
RESTORED = Toast("好的，接着办。")
NOT_FORGOTTEN = Toast("好的，什么都没有删。")

_DONE: Mapping[Verb, str] = {
    Verb.DECLINE: "好的，这单不再打扰您。",
    Verb.ASK_RESIDENT: "请在私聊里写下要问的话，我来转告。",
    Verb.SET_ETA: "记下了，已经告诉居民。",
    Verb.SET_OUT: "路上慢点，已经告诉居民。",
    Verb.COMPLETE: "辛苦了！已请居民确认。",
    Verb.RELEASE: "没关系，已经退回，会请别的合伙人来。",
    Verb.CONTACT: "联系方式发到您的私聊里了。",
    Verb.OFF_TODAY: "好的，今天不再给您推单。",
    Verb.DETAILS: "请在私聊里告诉我，只有接单人看得到。",
    Verb.RESCHEDULE: "请在私聊里告诉我新的时间。",
    Verb.WITHDRAW: "好的，已经撤回。",
    Verb.NUDGE: "已经帮您催了。",
    Verb.RATE: "谢谢您！",
    Verb.REOPEN: "对不起没办好，马上重新安排。",
    Verb.WHY: "记下了，会转给接单的人。",
    Verb.RIGHT_PLACE: "好的，已经改过来了。",
    Verb.KEEP: "好的，接着办。",
    Verb.AGREE: "说定了，已经告诉接单的人。",
    Verb.GO_ALONE: "好的，单独给您接着办。",
    Verb.UNSAY: "好的，这就去删。",
    Verb.WHOSE: "好的，转过去了。",
    Verb.HUMAN: "已经请社区工作人员来看。",
    Verb.CONFIRM: "已确认。",
    Verb.RELABEL: "已改类，订单转给对口的合伙人。",
    Verb.MERGE: "已合并。",
    Verb.IGNORE: "已忽略。",
    Verb.FOLLOW: "由您跟进，详情发到您的私聊里了。",
    Verb.DOUBT_FOLLOW: "由您跟进，详情发到您的私聊里了。",
    Verb.REPLY: "请写答复：在这里接着写，或者到私聊里写，我原样转给居民。",
    Verb.CALM: "好的，按平常的事办。机器人会记住。",
    Verb.NOT_ANSWERED: "对不起没答上，已经请社区工作人员来答。",
    Verb.GUIDE_KEEP: "已存入办事指南，下次我来答。私聊里可以再改。",
}

_UNREACHED: Mapping[Verb, str] = {
    Verb.SET_ETA: "记下了，写在群里的卡片上。居民还没开私聊，收不到提醒。",
    Verb.SET_OUT: "路上慢点。居民还没开私聊，只能看到群里的卡片。",
    Verb.COMPLETE: "辛苦了！请居民在群里的卡片上确认。",
    Verb.CONTACT: "居民还没开私聊，详情发到您的私聊里了。",
}
"""Instead, where the resident cannot be told in private."""

_UNSEEN: Mapping[Verb, str] = {
    Verb.SET_ETA: "记下了。居民现在收不到消息，请打电话说一声。",
    Verb.SET_OUT: "路上慢点。居民现在收不到消息，请打电话说一声。",
    Verb.COMPLETE: "辛苦了！居民现在收不到消息，请当面或打电话请他确认。",
    Verb.CONTACT: "居民现在收不到消息，详情发到您的私聊里了。",
}
"""Instead, where there is no card in a group either."""

_TALK = {True: "开始了，已经告诉居民。", False: "开始了。居民还没开私聊，只能看到群里的卡片。"}
"""Instead of 路上慢点, where nobody travels: by whether the resident could be told."""

_STAFF_ONLY = "这里要社区工作人员来点。"
_PUBLISHERS = "发公告要由写公告的人或本社区的工作人员来点。"
_PLANNERS = "这一次要由轮到的社区或街道的工作人员来定。"
_NOT_YOURS: Mapping[Verb, str] = {
    Verb.CLAIM: "这一单没有推给您，接不了。",
    **dict.fromkeys((Verb.EXPORT, Verb.FORGET), "这是别人的数据，您点不了。"),
    **dict.fromkeys((Verb.UNSAY, Verb.WHOSE), "这是别人说的话，您点不了。"),
    Verb.OFF_TODAY: "您还不是合伙人的经办人，不用歇。",
    **dict.fromkeys(
        (Verb.CONFIRM, Verb.RELABEL, Verb.MERGE, Verb.IGNORE, Verb.FOLLOW, Verb.REPLY, Verb.CALM, Verb.MENU),
        _STAFF_ONLY,
    ),
    **dict.fromkeys(
        (
            Verb.DOUBT_NEED,
            Verb.DOUBT_DROP,
            Verb.DOUBT_FOLLOW,
            Verb.GUIDE,
            Verb.GUIDE_KEEP,
            Verb.TEACH,
            Verb.RETRY,
            Verb.LETTERS,
        ),
        _STAFF_ONLY,
    ),
    **dict.fromkeys((Verb.SETUP, Verb.BIND, Verb.APPROVE, Verb.REFUSE, Verb.DISMISS), _STAFF_ONLY),
    **dict.fromkeys((Verb.PLACE, Verb.ALL_PLACES, Verb.GROUPS, Verb.PREVIEW, Verb.SEND), _PUBLISHERS),
    **dict.fromkeys((Verb.CANCEL, Verb.RECALL, Verb.REWRITE), _PUBLISHERS),
    **dict.fromkeys((Verb.MARKET_HOLD, Verb.MARKET_SKIP, Verb.MARKET_SHIFT), _PLANNERS),
}

Result = (
    Taken
    | Done
    | Nothing
    | NotYours
    | TooLate
    | TooSoon
    | WithStaff
    | NoSuchMatter
    | HeldBy
    | WhichCommunity
    | NeverCalm
    | Registered
    | Joined
    | HeardBefore
    | Counted
    | CountedBefore
    | HomeUnknown
    | HomeChosen
    | NoSuchHome
    | Dropped
    | Handed
    | NotYourQuestion
    | QuestionGone
    | None
)


_ALERTS: Mapping[type, Toast] = {
    WhichCommunity: Toast("由您跟进，不再响了。社区还不知道：先联系对方，问清了在卡片上点。", alert=True),
    NeverCalm: Toast("有人说不想活，不能当平常事办。请先跟进，陪到放心了再办结。", alert=True),
}
"""What stands until it is closed."""


def again_all(count: int) -> Toast:
    """All that did not arrive is being said again."""
    return Toast(f"正在再发 {count} 条。")


def refused(verb: Verb) -> Toast:
    """What somebody is told who may not press that."""
    return Toast(_NOT_YOURS.get(verb, "这是别人的事项，您点不了。"))


def answer(verb: Verb, result: Result) -> Toast | None:
    """What the one who pressed `verb` is told; None where the changed card says it all."""
    match result:
        case Taken(number, door, phone):
            lacks = "、".join(name for name, lacking in (("门牌", door), ("电话", phone)) if lacking)
            known = f"居民还没留{lacks}，有了马上告诉您" if lacks else "详情都在卡片上"
            return Toast(f"✔ 您接下了 {number}，{known}。")
        case Done(reached=False, in_group=False) if verb in _UNSEEN:
            return Toast(_UNSEEN[verb])
        case Done(_, reached, True) if verb is Verb.SET_OUT:
            return Toast(_TALK[reached])
        case Done(_, reached):
            text = _DONE.get(verb) if reached else _UNREACHED.get(verb, _DONE.get(verb))
            return Toast(text) if text else None
        case Nothing():
            return Toast("已经是这样了。")
        case NotYours() | NotYourQuestion():
            return refused(verb)
        case TooLate() | QuestionGone():
            return Toast("慢了一步，已经有人接了。") if verb is Verb.CLAIM else STALE
        case TooSoon():
            return Toast("刚刚催过了，请再等等。")
        case WithStaff():
            return Toast("还没有人接单，已经提醒社区工作人员。")
        case NoSuchMatter():
            return Toast("没有找到这个编号。")
        case HomeUnknown() if verb is Verb.DOUBT_NEED:
            return Toast("还不知道对方在哪个社区，请在那个社区的值班台上点。", alert=True)
        case _:
            return _ALERTS.get(type(result)) or _heard(result)


def _heard(result: Result) -> Toast | None:
    match result:
        case HeldBy(name):
            return Toast(f"{name[:30]} 在跟进了。")
        case Registered(numbers):
            return Toast(f"已登记 {'、'.join(numbers)}。")
        case Joined(number):
            return Toast(f"已补充到 {number}。")
        case Counted(number, households, asked):
            more = "您家的门牌电话，请点“补充地址”私下告诉我。" if asked else ""
            return Toast(f"✋ 记上了，{number} 一共 {households} 户。{more}", alert=asked)
        case CountedBefore(households):
            return Toast(f"已经算上您家了，一共 {households} 户。")
        case HomeUnknown():
            return Toast("请先在私聊里选一下您在哪个社区。")
        case HomeChosen(name):
            return Toast(f"好的，记下了：{name}。")
        case NoSuchHome():
            return STALE
        case Dropped():
            return Toast("好的，没有登记。")
        case Handed():
            return Toast("好的，请社区工作人员来看。")
        case _:
            return None
