"""The market day: the groups' card, the staff's plan, the answers to a press."""

import re
from datetime import date

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import WEEKDAYS, b, esc, lines
from community.calendars import SATURDAY, OddDay
from community.clock import SHANGHAI
from community.lunar import Lunar
from community.views.market import MarketPlanView, MarketView, PlannedMarket
from community.words import MarketState

MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
DIGITS = "一二三四五六七八九十"
SHORT = 6
WORDS = frozenset({"大集"})
"""What a person may write instead of /market."""
CHANGES = re.compile(r"大集.*(改|换|取消|停办|不办|推迟|顺延|延期|提前|地点|时间)|(改|换|取消|停办|推迟|顺延).*大集")
"""What staff say at their desk who want another market day than is planned."""
OPENING = {2: "后天就是大集", 1: "明天就是大集", 0: "今天开集"}
THIS_WEEK = 6
"""Days within which the coming Saturday is called this week's."""
ODD = {
    OddDay.MAKE_UP_WORKDAY: "调休上班日",
    OddDay.HOLIDAY: "法定假期",
    OddDay.NOT_PUBLISHED: "放假安排未公布",
}


def market_card(view: MarketView | MarketPlanView, wording: Wording) -> Card:
    """The card that the subject names."""
    return _plan(view) if isinstance(view, MarketPlanView) else _market(view, wording)


def lunar_text(found: Lunar) -> str:
    """十月二十, 闰四月初一, 腊月廿三."""
    return f"{'闰' if found.leap else ''}{MONTHS[found.month - 1]}月{_lunar_day(found.day)}"


def _lunar_day(day: int) -> str:
    tens, ones = divmod(day, 10)
    if ones == 0:
        return ("", "初十", "二十", "三十")[tens]
    return ("初", "十", "廿")[tens] + DIGITS[ones - 1]


def day_text(day: date) -> str:
    """11 月 28 日（周六）."""
    return f"{day.month} 月 {day.day} 日（周{WEEKDAYS[day.weekday()]}）"


def _market(view: MarketView, wording: Wording) -> Card:
    weekday = WEEKDAYS[view.day.weekday()]
    title = f"🎪 <b>周{weekday}合伙人大集</b>"
    moon = f" · {lunar_text(view.lunar)}" if view.lunar else ""
    when = f"{view.day.month} 月 {view.day.day} 日（周{weekday}{moon}）"
    if view.state is MarketState.CANCELLED:
        return Card(lines(f"{title}  <b>停办一次</b>", f"<s>{when}</s>", "轮到的社区顺到下一次，请等通知。"))
    if view.older and not view.over:
        return Card(lines(title, when, "⬇️ 报名在后面那张大集卡片上。"))
    rain = f" · 雨天改{esc(view.rain_place)}" if view.rain_place else ""
    named = [wording.name(code) for code in view.services[:SHORT]]
    html = lines(
        f"{title}{_opening(view, wording)}",
        f"{when}{view.opens.lstrip('0')}–{view.closes.lstrip('0')}",
        f"📍 {esc(view.square or view.host)}{rain}",
        None
        if view.day.isoweekday() == SATURDAY
        else f"⚠️ 这一次改在{b(f'周{weekday}')}，来不了的再点一次“我要去”取消。",
        f"🧺 附近合伙人能办：{'、'.join(esc(name) for name in named)}，来哪几家以现场为准" if named else None,
        _turnout(view),
    )
    rows = (
        (Button(f"我要去 ✋ {view.going}", Press(Verb.GOING, view.id), "primary"),),
        (
            Button("有哪些服务", Press(Verb.STALLS, view.id)),
            Button("加到日历", Press(Verb.CALENDAR, view.id)),
        ),
    )
    return Card(html, () if view.over else rows)


def _turnout(view: MarketView) -> str:
    if view.over:
        return f"已经散集，报名来的有 {b(view.going)} 人。谢谢大家！" if view.going else "已经散集。谢谢大家！"
    return f"已有 {b(view.going)} 人要来" if view.going else "来的话点一下“我要去”，好备摊位。"


def _opening(view: MarketView, wording: Wording) -> str:
    """How far off the day is when the card is shown, not when it was posted: it is edited for days."""
    ahead = (view.day - wording.now.astimezone(SHANGHAI).date()).days
    if view.over or view.days_before is None or ahead < 0:
        return ""
    if ahead in OPENING:
        return f"  {OPENING[ahead]}"
    return "  这周六有大集" if view.day.isoweekday() == SATURDAY and ahead < THIS_WEEK else f"  {ahead} 天后开集"


def _plan(view: MarketPlanView) -> Card:
    listed = [f"{at}. {_line(market)}" for at, market in enumerate(view.markets, 1)]
    html = lines(
        f"🎪 <b>{esc(view.street)} · 最近几次大集</b>",
        *(listed or ["还没有排。社区登记好以后，每天零点自动排出四周。"]),
        "跳过的一次不占名额，轮到的社区顺到下一次。" if listed else None,
        "换地点、换钟点：发 /publish 写一条公告告诉大家。" if listed else None,
    )
    return Card(html, tuple(_decisions(at, market) for at, market in enumerate(view.markets, 1)))


def _line(market: PlannedMarket) -> str:
    when = day_text(market.day)
    odd = f" ⚠️ {ODD[market.odd]}" if market.odd else ""
    if market.state is MarketState.CANCELLED:
        return f"<s>{when}</s> 跳过{odd}"
    shifted = " · 顺延一天" if market.day != market.saturday else ""
    return f"{b(when)} {esc(market.host)}{shifted}{odd}"


def _decisions(at: int, market: PlannedMarket) -> tuple[Button, ...]:
    return (
        Button(f"{at} 照常", Press(Verb.MARKET_HOLD, market.id)),
        Button(f"{at} 跳过", Press(Verb.MARKET_SKIP, market.id)),
        Button(f"{at} 顺延一天", Press(Verb.MARKET_SHIFT, market.id)),
    )
