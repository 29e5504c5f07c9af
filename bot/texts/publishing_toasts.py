"""The short answers to presses on announcements and market days."""

from actions.announcements import NotStaff, Shown, Stale
from actions.market import Coming, NotComing, Over
from actions.market_asking import SentPrivately, StartFirst
from actions.market_deciding import AlreadySo, Decided, NotForYou
from actions.publishing import NothingChosen, Recalling, Sending
from bot.texts.market import day_text
from bot.texts.toasts import STALE, Toast

TOAST = 200

Published = Shown | NotStaff | Stale | Sending | NothingChosen | Recalling
Attended = Coming | NotComing | Over | SentPrivately | StartFirst
Planned = Decided | AlreadySo | NotForYou | Over

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


def stalls_toast(stalls: tuple[str, ...] | Over) -> Toast:
    """All stalls, as far as a toast can hold them."""
    if isinstance(stalls, Over):
        return OVER
    if not stalls:
        return Toast("摊位还在报名，定下来会写在这里。", alert=True)
    text = f"全部摊位（{len(stalls)}）：{'、'.join(stalls)}"
    return Toast(text if len(text) <= TOAST else text[: TOAST - 1] + "…", alert=True)


def decision_toast(result: Planned) -> Toast:
    """The answer to staff who decide about a market day."""
    match result:
        case Decided(day, held):
            return Toast(f"好的，{day_text(day)}照办。" if held else "好的，这次跳过，轮到的社区顺到下一次。")
        case AlreadySo():
            return Toast("已经是这样了。")
        case NotForYou():
            return Toast("这一次要由轮到的社区或街道的工作人员来定。")
        case _:
            return OVER
