"""A partner as its own people see it: applying, in use, stopped."""

from bot.texts.card import Card, Wording
from bot.texts.html import b, esc, lines
from community.hours import Hours
from community.views.setup import PAGE_AGAIN, PAGE_ASKED, PAGE_PHONE, PAGE_RENAMED, PAGE_TOLD, PartnerView
from community.words import PartnerState

DAYS = "一二三四五六日"
SHOWN = 10


def orders_held(view: PartnerView, wording: Wording) -> list[str]:
    shown = [f"· {esc(number)} {esc(wording.name(category))}" for number, category in view.held[:SHOWN]]
    return [*shown, f"……共 {len(view.held)} 单"] if len(view.held) > SHOWN else shown


def own_card(view: PartnerView, wording: Wording) -> Card:
    if view.state is PartnerState.ACTIVE:
        return Card(
            lines(
                f"🤝 {b(view.name)} 已经是合伙人了！",
                "有对口的订单我会私聊您，点“接单”就行。",
                f"接单时间：{esc(hours_told(view.hours), 200)}（不对请告诉社区）",
            )
        )
    if view.state is PartnerState.APPLIED:
        return _applying(view)
    ring = f"打电话问社区：{b(view.community_phone, 30)}" if view.community_phone else "打电话问社区"
    if view.refused:
        return Card(
            lines(
                f"🙏 {b(view.name)} 的申请这次没有通过，谢谢您愿意帮邻居。", f"想知道为什么，请{ring}。以后可以再申请。"
            )
        )
    finish = lines("手上的单请照常办完：", *orders_held(view, wording)) if view.held else None
    return Card(lines(f"⏸ {b(view.name)} 现在不接新单了。", finish, f"有疑问请{ring}。"))


def _applying(view: PartnerView) -> Card:
    if view.page == PAGE_AGAIN:
        return Card(
            lines(
                f"🤝 {b(view.name)} 的申请已经在社区了，不用再申请。",
                "社区看过就告诉您。要补充的直接写；改名字就写“叫……”。",
            )
        )
    if view.page == PAGE_RENAMED:
        return Card(f"✍ 名字改成 {b(view.name)} 了。还有要补充的直接写。")
    if view.page == PAGE_ASKED:
        lacking = None if view.phones else "📞 还差一个电话，直接写，社区好回您。"
        return Card(lines("🙋 申请在社区了，社区看过就告诉您；您问的也转过去了。", lacking))
    if view.page == PAGE_PHONE:
        return Card("📞 还差一个电话，社区好联系您。直接写，比如：13800000000")
    if view.page == PAGE_TOLD:
        return Card("✍ 记下了，转给社区工作人员了。他们会联系您，同意后我马上告诉您。")
    return Card(
        lines(
            f"🤝 {b(view.name)} 的申请收到了。",
            "再写一句，工作人员好安排：<b>能办什么、在哪一片、怎么收费、电话</b>。",
            "比如：修电动车、补胎，般阳社区，补胎 10 元，13800000000",
        )
    )


def hours_told(hours: Hours) -> str:
    """Days of the same hours together: 周一至周五 08:00-18:00，周六 09:00-12:00."""
    if not hours:
        return "随时"
    days = [int(day) for day in sorted(hours) if hours[day]]
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1 and hours[str(day)] == hours[str(day - 1)]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "，".join(f"{_days(run)} {'、'.join('-'.join(span) for span in hours[str(run[0])])}" for run in runs)


def _days(run: list[int]) -> str:
    if len(run) == len(DAYS):
        return "每天"
    first = f"周{DAYS[run[0] - 1]}"
    return first if len(run) == 1 else f"{first}至周{DAYS[run[-1] - 1]}"
