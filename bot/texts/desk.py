"""The staff desk: a card per matter."""

from collections.abc import Sequence

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import agreed, b, esc, lasted, lines, on, wished, yuan
from bot.texts.together import why_words
from community.reasons import Ignored, is_complaint
from community.routing import BY_TALK
from community.understanding import Kind
from community.views.desk import DeskOrder, DeskView
from community.words import MatterState, OrderState, Rating

KINDS = {
    Kind.NEED: "诉求",
    Kind.INQUIRY: "咨询",
    Kind.SUGGESTION: "建议",
    Kind.OFFER: "愿意提供",
    Kind.CHATTER: "待判断",
}
URGENCY = {0: "", 1: " · 当天", 2: " · ⚡ 尽快", 3: " · 🚨 险情"}
ENDED = {
    MatterState.WITHDRAWN: "↩️ 居民撤回了",
    MatterState.IGNORED: "🚫 已忽略：不是诉求",
    MatterState.ANSWERED: "💬 已答复",
}
PAGE_IGNORE = "ignore"
IGNORED = {
    Ignored.CHATTER: "不是诉求",
    Ignored.KNOWN: "说过了，已在办",
    Ignored.BEYOND: "社区办不了",
    Ignored.MISTAKE: "发错了",
}
PAGE_LABEL, PAGE_MERGE, PAGE_MORE, PAGE_CALM = "label", "merge", "more", "calm"
BACK = "-"
"""Argument of DOUBT_NEED that turns the card back to its front, of IGNORE that takes it back."""


def desk_card(view: DeskView, wording: Wording) -> Card:
    """The matter at the desk, on the page that was asked for."""
    if view.state is MatterState.OPEN and view.page == PAGE_LABEL:
        return _label_page(view, wording)
    if view.state is MatterState.OPEN and view.page == PAGE_IGNORE:
        return _ignore_page(view)
    if view.state is MatterState.OPEN and view.page == PAGE_MERGE:
        return _merge_page(view, wording)
    if view.state is MatterState.OPEN and view.page == PAGE_CALM and view.calmable:
        return _calm_page(view)
    title = f"{_mark(view)} {b(view.number)} {KINDS[view.kind]} · {esc(wording.title(view.category))}"
    html = lines(
        f"{title}{URGENCY.get(view.urgency, '')}",
        f"“{esc(view.summary, 60)}”",
        "   ".join(part for part in (f"📍 {esc(view.area)} · {esc(view.speaker)}", _wish(view), _houses(view)) if part),
        _status(view, wording),
        _last_time(view),
        _likely(view),
        f"🤷 办事指南没答上：“{esc(view.missed, 60)}”" if view.missed else None,
        f"💬 {esc(view.answer, 300)}" if view.answer and view.state is MatterState.ANSWERED else None,
        f"🗣 <b>居民要人工</b>（{on(view.human_at)}）" if view.human_at else None,
    )
    if view.state is MatterState.OPEN:
        return Card(html, _front_rows(view))
    return Card(html, _after_rows(view))


def _after_rows(view: DeskView) -> tuple[tuple[Button, ...], ...]:
    """What is left to do with a matter that has ended."""
    reply = Button("💬 答复", Press(Verb.REPLY, view.id), "primary")
    keep = Button("📖 存入办事指南", Press(Verb.GUIDE_KEEP, view.id))
    answered = view.state is MatterState.ANSWERED and view.kind is Kind.INQUIRY and not view.sensitive
    back = Button("↩️ 恢复", Press(Verb.IGNORE, view.id, BACK))
    ignored = view.state is MatterState.IGNORED
    wanted = ((back, ignored), (reply, bool(view.human_at)), (keep, answered and bool(view.answer) and not view.kept))
    return tuple((button,) for button, shown in wanted if shown)


def _front_rows(view: DeskView) -> tuple[tuple[Button, ...], ...]:
    follow = Button("🙋 我来跟进", Press(Verb.FOLLOW, view.id), "primary")
    reply = Button("💬 答复", Press(Verb.REPLY, view.id), "primary" if view.kind is not Kind.NEED else "")
    unclaimed = view.order is not None and view.order.state is OrderState.OPEN
    calm = Button("不是险情", Press(Verb.MENU, view.id, PAGE_CALM))
    shown = ((follow, unclaimed), (reply, view.kind is not Kind.NEED or view.human_at), (calm, view.calmable))
    work = tuple(button for button, wanted in shown if wanted)
    confirm = Button("✔ 确认", Press(Verb.CONFIRM, view.id), "success")
    relabel = Button("改类", Press(Verb.MENU, view.id, PAGE_LABEL))
    merge = Button("合并", Press(Verb.MENU, view.id, PAGE_MERGE))
    ignore = Button("忽略", Press(Verb.MENU, view.id, PAGE_IGNORE))
    if not view.confirmed:
        same = (
            Button(f"🔗 并入 {view.likely.number}", Press(Verb.MERGE, view.id, view.likely.number))
            if view.likely
            else None
        )
        sort: tuple[tuple[Button, ...], ...] = ((confirm, relabel), (merge, ignore), *(((same,),) if same else ()))
    elif view.page == PAGE_MORE:
        sort = ((relabel, merge), (ignore, Button("← 返回", Press(Verb.MENU, view.id))))
    else:
        sort = ((Button("⋯ 更多", Press(Verb.MENU, view.id, PAGE_MORE)),),)
    return (*sort, work) if work else sort


def _label_page(view: DeskView, wording: Wording) -> Card:
    menu = menu_of(Verb.RELABEL, view.id, likely_first(wording, (view.category,)), wording)
    html = lines(f"🏷 {b(view.number)} 改成哪一类？", f"“{esc(view.summary, 60)}”")
    return Card(html, (*menu, (Button("← 返回", Press(Verb.MENU, view.id)),)))


def _calm_page(view: DeskView) -> Card:
    html = lines(
        f"🚨 {b(view.number)} <b>确定不是险情？</b>",
        f"“{esc(view.summary, 60)}”",
        "确定了，就不再催，按平常的事办。拿不准，请先打个电话问问。",
    )
    yes = Button("确定，不是险情", Press(Verb.CALM, view.id), "danger")
    return Card(html, ((yes,), (Button("← 返回", Press(Verb.MENU, view.id)),)))


def _ignore_page(view: DeskView) -> Card:
    """Why, before anything is set aside: whoever asked reads it."""
    html = lines(f"🚫 {b(view.number)} 为什么忽略？", f"“{esc(view.summary, 60)}”", "点了就告诉居民，还可以恢复。")
    buttons = [Button(label, Press(Verb.IGNORE, view.id, why.value)) for why, label in IGNORED.items()]
    pairs = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Card(html, (*pairs, (Button("← 返回", Press(Verb.MENU, view.id)),)))


def _merge_page(view: DeskView, wording: Wording) -> Card:
    rows = tuple(
        (
            Button(
                f"{choice.number} {wording.name(choice.category)}：{choice.summary[:16]}",
                Press(Verb.MERGE, view.id, choice.number),
            ),
        )
        for choice in view.choices
    )
    html = lines(
        f"🔗 {b(view.number)} 和哪一件是同一件事？",
        f"“{esc(view.summary, 60)}”",
        None if rows else "本社区没有别的在办事项。",
    )
    return Card(html, (*rows, (Button("← 返回", Press(Verb.MENU, view.id)),)))


def likely_first(wording: Wording, likely: Sequence[str]) -> list[str]:
    """All codes: the likely ones, then those of their families, then the rest in the taxonomy's order."""
    families = {known.family for code in likely if (known := wording.category(code))}
    near = [category.code for category in wording.taxonomy if category.family in families]
    return list(dict.fromkeys([*(code for code in likely if code in wording.taxonomy), *near, *wording.taxonomy.codes]))


def menu_of(verb: Verb, ident: str, codes: Sequence[str], wording: Wording) -> tuple[tuple[Button, ...], ...]:
    """A button for each category, three in a row."""
    buttons = [Button(wording.label(code), Press(verb, ident, code)) for code in codes]
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def _mark(view: DeskView) -> str:
    if view.urgency == 3 and view.state is MatterState.OPEN:
        return "🚨"
    return "🆕" if view.state is MatterState.OPEN and not view.confirmed else "📋"


def _wish(view: DeskView) -> str | None:
    return f"🕒 {wished(view.time_text, view.wanted_at)}" if view.time_text else None


def _houses(view: DeskView) -> str | None:
    where = f"：{esc('、'.join(view.spots), 60)}" if view.spots else ""
    return f"👥 {view.households} 户{where}" if view.households > 1 else None


def _likely(view: DeskView) -> str | None:
    if view.likely is None or view.state is not MatterState.OPEN:
        return None
    return f"🔗 也许和 {b(view.likely.number)} 是同一件：“{esc(view.likely.summary, 40)}”"


def _status(view: DeskView, wording: Wording) -> str:
    if view.state is MatterState.SOLVED:
        felt = {Rating.GOOD: "（满意）", Rating.FAIR: "（一般）"}
        return "👌 居民说解决了" + (felt[view.rating] if view.rating else "")
    if view.state is MatterState.MERGED:
        return f"🔗 已并入 {b(view.merged_into or '')}"
    if view.state is not MatterState.OPEN:
        why = IGNORED.get(Ignored(view.ignored)) if view.ignored in set(Ignored) else None
        return f"🚫 已忽略：{why}" if why else ENDED[view.state]
    if view.order is None:
        return "等工作人员答复" if view.kind is Kind.INQUIRY else "等工作人员处理"
    return _order_status(view.order, wording)


def _last_time(view: DeskView) -> str | None:
    """What staff may have to look into: what was paid for work that solved nothing, what the resident complains of."""
    order = view.order
    if order is None or not order.redo or view.state is not MatterState.OPEN:
        return None
    paid = f"收费 {yuan(order.charged)}" if order.charged else None
    unseen = None if order.set_out or view.category in BY_TALK else "没点“出发”就办结"
    done = "，".join(part for part in (paid, unseen) if part)
    last = f"💰 上次 {b(order.worker or '社区工作人员', 30)} {done}" if done else None
    complaint = order.why is not None and is_complaint(*order.why)
    return (
        lines(f"☹ <b>居民不满意，请核实</b>：“{why_words(*order.why)}”" if order.why and complaint else None, last)
        or None
    )


def _order_status(order: DeskOrder, wording: Wording) -> str:
    reason = f"：{why_words(*order.why)}" if order.why and not is_complaint(*order.why) else ""
    why = f"居民说没解决{reason}，" if order.redo else ""
    again = f"（{why}第 {order.round} 次派单）" if order.round > 1 else ""
    if order.state is OrderState.OPEN:
        if order.asked == 0:
            return f"⚠️ <b>没有合适的合伙人</b>，请跟进{again}"
        if order.unclaimed_told:
            waited = lasted(wording.now - order.offered_at) if order.offered_at else "10 分钟"
            return f"⚠️ <b>{waited}没人接</b>，已推给 {order.asked} 人{again}"
        if order.offered_at is not None and order.offered_at > wording.now:
            return f"🌙 合伙人还没上班，{b(on(order.offered_at))} 推给 {order.asked} 人{again}"
        return f"⏳ 待接单，已推给 {order.asked} 人{again}"
    holder = b(order.holder or "工作人员", 30)
    at = agreed(order.eta, order.eta_text)
    eta = (f"，{esc(at)}" if order.eta_text else f"，{at} 到") if at else ""
    if order.state is OrderState.CLAIMED:
        return f"✔ {holder} 已接单{eta}{again}"
    if order.state is OrderState.ON_THE_WAY:
        return f"🚶 {holder} 已出发{eta}{again}"
    return f"✔ {holder} 已办结，等居民确认{again}"
