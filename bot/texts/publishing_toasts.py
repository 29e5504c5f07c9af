"""The short answers to presses on announcements and market days."""

from collections.abc import Sequence

from actions.announcements import NotStaff, Shown, Stale
from actions.market import Coming, NotComing, Over
from actions.market_asking import SentPrivately, StartFirst
from actions.market_deciding import AlreadySo, Decided, Decision, NotForYou, SureOf
from actions.publishing import NothingChosen, Recalling, Sending
from bot.texts.market import day_text
from bot.texts.toasts import STALE, Toast

TOAST = 200

Published = Shown | NotStaff | Stale | Sending | NothingChosen | Recalling
Attended = Coming | NotComing | Over | SentPrivately | StartFirst
Planned = Decided | AlreadySo | NotForYou | SureOf | Over

OVER = Toast("这次大集已经结束或者停办了。发“大集”可以看最近的一次。")


def publishing_toast(result: Published) -> Toast | None:
    """The answer to a press on the card of an announcement; None where the changed card says it all."""
    match result:
        case NotStaff():
            return Toast("发公告要由写公告的人或本社区的工作人员来点。")
        case Stale():
            return STALE
        case NothingChosen():
            return Toast("还没有选群，先点一下要发的群。")
        case Sending(groups):
            return Toast(f"开始发布到 {groups} 个群，进度看卡片。")
        case Recalling(groups):
            return Toast(f"正在从 {groups} 个群撤回，结果看卡片。")
        case _:
            return None


def market_toast(result: Attended) -> Toast:
    """The answer to a press on the card of a market day."""
    match result:
        case Coming(count):
            return Toast(f"好的，给您记上了，到时见！已有 {count} 人要来。再点一次就取消。")
        case NotComing(count):
            return Toast(f"好的，这次不算您了。还有 {count} 人要来。")
        case SentPrivately():
            return Toast("日历文件发到您的私聊里了。")
        case StartFirst():
            return Toast("请先点我的头像进私聊，按一下“开始”，日历文件马上发给您。", alert=True)
        case _:
            return OVER


def services_toast(services: Sequence[str] | Over) -> Toast:
    """What partners near the market serve, as far as a toast can hold them."""
    if isinstance(services, Over):
        return OVER
    if not services:
        return Toast("来哪几家还没定，以现场为准。", alert=True)
    text = f"附近合伙人能办 {len(services)} 类，来哪几家以现场为准：{'、'.join(services)}"
    return Toast(text if len(text) <= TOAST else text[: TOAST - 1] + "…", alert=True)


def decision_toast(result: Planned) -> Toast:
    """The answer to staff who decide about a market day."""
    match result:
        case Decided(day, held):
            return Toast(f"好的，{day_text(day)}照办。" if held else "好的，这次跳过，轮到的社区顺到下一次。")
        case SureOf(decision, going):
            what = "停办这一次" if decision is Decision.SKIP else "改到周日"
            told = f"和报名的 {going} 人" if going else ""
            again = "跳过" if decision is Decision.SKIP else "顺延一天"
            return Toast(f"{what}？所有发过大集的群{told}马上会收到通知。确定就再点一次“{again}”。", alert=True)
        case AlreadySo():
            return Toast("已经是这样了。")
        case NotForYou():
            return Toast("这一次要由轮到的社区或街道的工作人员来定。")
        case _:
            return OVER
