"""One-off sentences about announcements, market days and the staff's morning."""

from collections.abc import Mapping

from bot.texts.card import Card, Document, Wording
from bot.texts.html import b, lines
from bot.texts.ics import market_ics
from bot.texts.market import day_text
from community.clock import SHANGHAI
from community.facts import NoteKind
from community.views.notices import NoticeView

SHORT = 6
MORNING_ENDS = 11
"""Local hour from which nobody says good morning any more."""
NAMES = {
    "danger": "🚨 险情",
    "new": "🆕 新登记",
    "unclaimed": "⏳ 没人接单",
    "unanswered": "💬 等答复",
    "overdue": "⚠️ 过了约定时间",
    "promised": "🕒 约在今天",
}


def notice_card(view: NoticeView, wording: Wording) -> Card:
    """The sentence."""
    match view:
        case NoticeView(kind=NoteKind.MARKET_ICS, calendar=calendar) if calendar is not None:
            file = Document(f"market-{calendar.starts.date().isoformat()}.ics", market_ics(calendar, wording.now))
            return Card(f"📅 {b(day_text(calendar.starts.date()))} 合伙人大集，点开文件就能加到日历。", document=file)
        case NoticeView(kind=NoteKind.DIGEST, numbers=numbers) if numbers is not None:
            return _digest(view, numbers, wording)
        case NoticeView(kind=NoteKind.ASK_ANNOUNCEMENT):
            return Card("请写下公告内容，直接发给我就行（最多 3500 字）。发布前会先给您看。")
        case NoticeView(kind=NoteKind.ANNOUNCEMENT_TOO_LONG, over=over):
            return Card(f"公告太长了，多了 {b(over)} 个字（最多 3500 字）。请缩短以后再发一遍。")
        case _:
            return Card("最近还没有排大集。排好了会在群里告诉大家。")


def _digest(view: NoticeView, numbers: Mapping[str, tuple[str, ...]], wording: Wording) -> Card:
    day = f" {day_text(view.day)}" if view.day else ""
    told = {key: numbers[key] for key in NAMES if numbers.get(key)}
    found = [
        f"{NAMES[key]} {b(len(named))}{_named(named, len(named) if key == 'danger' else SHORT)}"
        for key, named in told.items()
    ]
    if view.unsent:
        found.append(f"📮 没送到 {b(view.unsent)}：发 /unsent 看原因、再试")
    morning = wording.now.astimezone(SHANGHAI).hour < MORNING_ENDS
    title = "☀️ <b>早上好，今天的事</b>" if morning else "📋 <b>今天的事</b>"
    return Card(lines(f"{title}{day}", *(found or ["没有待办的事项。"])))


def _named(numbers: tuple[str, ...], most: int) -> str:
    more = " …" if len(numbers) > most else ""
    return f"：{'、'.join(numbers[:most])}{more}"
