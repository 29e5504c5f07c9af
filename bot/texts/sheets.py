"""What staff ask for at their desk: what is late, how the month goes, who the partners are."""

from collections.abc import Sequence

from bot.texts.card import Card, Wording
from bot.texts.html import b, esc, lasted, lines, when
from community.views.sheets import Figures, LateLine, OverdueView, ReportView, RosterLine, RosterView
from community.words import PartnerState

MOST = 30
STATES = {
    PartnerState.ACTIVE: "✔ 在用",
    PartnerState.APPLIED: "⏳ 等同意",
    PartnerState.SUSPENDED: "⏸ 停用",
    PartnerState.LEFT: "已退出",
}


def sheet_card(view: OverdueView | ReportView | RosterView, wording: Wording) -> Card:
    """The sheet."""
    match view:
        case OverdueView():
            return _overdue(view, wording)
        case ReportView():
            return _report(view, wording)
        case _:
            return _roster(view, wording)


def _overdue(view: OverdueView, wording: Wording) -> Card:
    parts = (
        _late("⚠️ 过了约定时间", view.missed, wording),
        _late("⏳ 没人接单", view.unclaimed, wording),
        _late("💬 一天没答复", view.unanswered, wording),
    )
    told = [part for part in parts if part]
    hint = "发编号，把那张卡叫到最下面。" if told else "没有拖着的事项。"
    return Card(lines("⏰ <b>拖着的事</b>", *told, hint))


def _late(title: str, late: Sequence[LateLine], wording: Wording) -> str | None:
    if not late:
        return None
    return f"{title} {b(len(late))}\n{_folded([_late_line(one, wording) for one in late])}"


def _late_line(one: LateLine, wording: Wording) -> str:
    holder = f" · {esc(one.holder, 20)}" if one.holder else ""
    return f"{b(one.number)} {esc(wording.name(one.category))} · {esc(when(one.since, wording.now))}{holder}"


def _report(view: ReportView, wording: Wording) -> Card:
    return Card(
        lines(
            f"📊 <b>{esc(view.where)} · 数据</b>",
            _figures("最近七天", view.week, wording),
            _figures("本月", view.month, wording),
            "“解决”是居民说好了；并在一起的算一件，忽略的不算。",
        )
    )


def _figures(title: str, view: Figures, wording: Wording) -> str:
    asked = f"（咨询 {view.asked}）" if view.asked else ""
    frequent = "、".join(f"{esc(wording.name(code))} {count}" for code, count in view.by_category)
    felt = f"满意 {round(100 * view.good / view.rated)}%（{view.rated} 人评价）" if view.rated else None
    took = [
        part
        for part in (
            f"平均 {lasted(view.to_claim)}有人接" if view.to_claim is not None else "",
            f"{lasted(view.to_done)}办完" if view.to_done is not None else "",
        )
        if part
    ]
    counts = f"收到 {b(view.received)}{asked} 解决 {b(view.solved)} 待评价 {b(view.done)} 在办 {b(view.open)}"
    return lines(
        f"<b>{title}</b>：{counts}",
        "，".join(took) or None,
        felt,
        f"最多的：{frequent}" if frequent else None,
    )


def _roster(view: RosterView, wording: Wording) -> Card:
    groups = {state: [one for one in view.partners if one.state is state] for state in STATES}
    parts = [
        f"{STATES[state]} {b(len(found))}\n{_folded([_partner(one, wording) for one in found])}"
        for state, found in groups.items()
        if found
    ]
    return Card(
        lines(
            f"🤝 <b>{esc(view.where)} · 合伙人名册</b>",
            *(parts or ["还没有合伙人。"]),
            "要改、要停用、要加：私聊我发 /setup，点“找合伙人”。",
        )
    )


def _partner(one: RosterLine, wording: Wording) -> str:
    does = "、".join(esc(wording.name(code)) for code in one.categories[:4]) or "还没选能办什么"
    more = "…" if len(one.categories) > 4 else ""
    stars = f" ★{one.stars:.1f}" if one.stars is not None else ""
    nobody = " · ⚠️ 没有经办人" if not one.members else ""
    return f"{b(one.name, 30)} {does}{more} · {one.done} 单{stars}{nobody}"


def _folded(rows: Sequence[str]) -> str:
    more = [f"……共 {len(rows)} 条"] if len(rows) > MOST else []
    return f"<blockquote expandable>{lines(*rows[:MOST], *more)}</blockquote>"
