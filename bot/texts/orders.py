"""The order's card, for the members of the partners it was offered to and for the one who holds it."""

from datetime import timedelta

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import agreed, b, dated, esc, lines, when, wished, work_done
from bot.texts.together import why_words
from community.eta import ASK, WISH, eta_choices
from community.price import costs, fits
from community.routing import BY_TALK, PUBLIC_PLACES, wants_door
from community.views.order import Customer, Face, Neighbour, OrderView
from community.words import MatterState, Rating, Tier

FIRST_COME = timedelta(minutes=10)
"""Within this the resident was promised an answer; the order stays open after that."""

TIERS = {Tier.FREE: "公益", Tier.LOW: "低偿", Tier.MARKET: "市场价"}
URGENCY = {0: "", 1: "", 2: "⚡ 尽快", 3: "🚨 险情"}
SOON = {"m30": "半小时内", "h1": "1 小时内", "h2": "2 小时内"}
PAGE_ETA = "eta"
BACK = "-"
"""Argument of SET_ETA that turns the card back to its front."""


def order_card(view: OrderView, wording: Wording) -> Card:
    """The card as the order stands now for this person."""
    if view.face is Face.OFFERED:
        return _offered(view, wording)
    if view.face in {Face.CLAIMED, Face.ON_THE_WAY}:
        return _eta_page(view, wording) if view.page == PAGE_ETA else _held(view, wording)
    if view.face in {Face.DONE, Face.CLOSED}:
        return _done(view, wording)
    return _not_ours(view, wording)


def _offered(view: OrderView, wording: Wording) -> Card:
    if view.urgency == 3:
        return _in_danger(view, wording)
    until = view.offered_at + FIRST_COME
    first = (
        f"⏳ 先接先得，居民在等 {b(when(until, wording.now))} 前的回音"
        if until > wording.now
        else "⏳ 还没有人接，先接先得"
    )
    urgent = URGENCY.get(view.urgency, "")
    words = "" if view.sensitive else f"：{esc(view.summary, 120)}"
    html = lines(
        f"{_news(view)}  {urgent}".rstrip(),
        f"{_kind(view, wording)}{words}",
        f"☹ 居民说：{why_words(*view.why)}" if view.why else None,
        f"📍 {esc(view.area)}（接单后显示{_seen_later(view)}）",
        _elsewhere(view),
        "   ".join(part for part in (_wish(view), _price(view)) if part),
        first,
    )
    return Card(
        html,
        (
            (Button("✔ 接单", Press(Verb.CLAIM, view.id), "success"),),
            (
                Button("问一句", Press(Verb.ASK_RESIDENT, view.id)),
                Button("这次不接", Press(Verb.DECLINE, view.id)),
            ),
        ),
    )


def _seen_later(view: OrderView) -> str:
    """What the claimer will see: a door only where it is asked for."""
    home = wants_door(view.category, view.summary, view.urgency)
    return "门牌" if home or view.category in PUBLIC_PLACES else "联系方式"


def _in_danger(view: OrderView, wording: Wording) -> Card:
    words = "" if view.sensitive else f"：{esc(view.summary, 120)}"
    html = lines(
        f"🚨 <b>险情 {esc(view.number)}，先确认已打 120 / 119 / 110</b>",
        f"{_kind(view, wording)}{words}",
        f"📍 {esc(view.area)}（接单后显示门牌）",
        "能马上到的再接；请先保证自己安全。",
    )
    ask, decline = Button("问一句", Press(Verb.ASK_RESIDENT, view.id)), Button("这次不接", Press(Verb.DECLINE, view.id))
    return Card(html, ((Button("✔ 接单", Press(Verb.CLAIM, view.id), "success"),), (ask, decline)))


def _news(view: OrderView) -> str:
    if not view.redo:
        return f"🔔 <b>新订单 {esc(view.number)}</b>"
    return f"🔁 <b>重办 {esc(view.number)}</b>  " + ("您上次办的，居民说没解决" if view.failed else "上次没办好")


def _held(view: OrderView, wording: Wording) -> Card:
    on_the_way = view.face is Face.ON_THE_WAY
    talk = view.category in BY_TALK
    begun = b(("正在办 " if talk else "正在上门 ") + view.number)
    news = f"{'💬' if talk else '🚶'} {begun}" if on_the_way else f"✔ {b('您接下了 ' + view.number)}"
    advice = "办好后点“办结”。" if on_the_way else f"{'动手' if talk else '出发'}时点一下，居民会看到。"
    html = lines(
        "🚨 <b>险情，请马上联系、马上去</b>" if view.urgency == 3 else None,
        f"{news}  {_kind(view, wording)}",
        _where(view.customer) or f"📍 {esc(view.area)}",
        "   ".join(part for part in (_who(view.customer), _phone(view.customer) or _unreached(view)) if part),
        _note(view),
        _elsewhere(view),
        *map(_also, view.neighbours),
        f"☹ 上次没解决：{why_words(*view.why)}" if view.why else None,
        "   ".join(part for part in (_agreed(view), _price(view)) if part),
        advice,
    )
    complete = Button("✔ 办结", Press(Verb.COMPLETE, view.id), "success" if on_the_way else "")
    release = Button("办不了，退回", Press(Verb.RELEASE, view.id), "danger")
    contact = Button("☎ 联系居民", Press(Verb.CONTACT, view.id))
    agree = Button("约时间" if not (view.eta or view.eta_text) else "改时间", Press(Verb.SET_ETA, view.id))
    if on_the_way:
        return Card(html, ((complete,), (agree, contact), (release,)))
    out = Button("💬 开始办了" if talk else "🚶 我出发了", Press(Verb.SET_OUT, view.id), "primary")
    return Card(html, ((out,), (agree, contact), (complete, release)))


def eta_buttons(order: str, wording: Wording) -> list[Button]:
    """The times that can be promised for the order with one tap, soonest first."""
    return [
        Button(SOON.get(choice.code) or when(choice.at, wording.now), Press(Verb.SET_ETA, order, choice.code))
        for choice in eta_choices(wording.now)
    ]


def wish_button(order: str, words: str = "") -> Button:
    """The time that the resident asked for."""
    return Button(f"✔ 行，{words}" if words else "✔ 行，就这个时间", Press(Verb.SET_ETA, order, WISH), "success")


def own_words_button(order: str) -> Button:
    """A time in one's own words."""
    return Button("✏️ 自己写", Press(Verb.SET_ETA, order, ASK))


def _eta_page(view: OrderView, wording: Wording) -> Card:
    buttons = eta_buttons(view.id, wording)
    pairs = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    last = (
        own_words_button(view.id),
        Button("← 返回", Press(Verb.SET_ETA, view.id, BACK)),
    )
    asked = view.wanted_at is not None and view.wanted_at > wording.now and view.time_text
    wish = ((wish_button(view.id, dated(view.time_text, view.wanted_at)[:30]),),) if asked and view.time_text else ()
    html = lines(
        f"🕒 {b(view.number)} 什么时候{'联系居民' if view.category in BY_TALK else '能到'}？",
        "点一个时间，或者直接写，比如：下午三点。居民马上看到。",
        _wish(view),
    )
    return Card(html, (*wish, *pairs, last))


def _done(view: OrderView, wording: Wording) -> Card:
    report = work_done(view.report, view.price_fen)
    if view.face is Face.DONE:
        title = f"✔ {b(view.number + ' 已办结')}  {_kind(view, wording)}"
        return Card(lines(title, report, _phone(view.customer), "等居民确认。辛苦了！"))
    felt = {Rating.GOOD: "😀 居民说：满意", Rating.FAIR: "🙂 居民说：一般"}
    thanks = felt[view.rating] if view.rating else "居民确认了"
    title = f"👌 {b(view.number + ' 完成')}  {_kind(view, wording)}"
    return Card(lines(title, report, f"{thanks}。谢谢您为邻里出力！"))


def _not_ours(view: OrderView, wording: Wording) -> Card:
    title = f"{b(view.number)}  {_kind(view, wording)}"
    if view.face is Face.DECLINED:
        rest = Button("🌙 今天歇一天", Press(Verb.OFF_TODAY, view.id))
        return Card(lines(title, "这次不接，记下了，没关系。"), ((rest,),), edit_only=True)
    if view.face is Face.RELEASED:
        return Card(lines(title, "您已退回，订单交给别人了。早点说是好事，谢谢您。"), edit_only=True)
    if view.face is Face.OVER:
        thanks = "您办的这一单照样记着，辛苦了！" if view.worked else "不用上门了，谢谢您留意！"
        return Card(lines(title, _over(view), thanks), edit_only=True)
    if view.face is Face.MOVED:
        return Card(lines(title, "这一单不再找您了，不用去了。"), edit_only=True)
    if view.colleague:
        return Card(lines(title, f"您同事 {esc(view.colleague, 30)} 接了。"), edit_only=True)
    gone = "已经有人赶去了，谢谢您！" if view.urgency == 3 else "已经有人先接走了，下次早一点 🙂"
    return Card(lines(title, gone), edit_only=True)


def _over(view: OrderView) -> str:
    if view.ended is MatterState.IGNORED:
        return "工作人员看过了，这一单取消。"
    if view.ended is MatterState.MERGED:
        return "和另一件是同一件事，并在一起办了。"
    return "居民说不用了，这一单取消。"


def _kind(view: OrderView, wording: Wording) -> str:
    houses = f"（{view.households} 户）" if view.households > 1 else ""
    name = wording.name(view.category)
    unseen = view.sensitive and view.customer is None
    told = view.service if view.service != name and not unseen else None
    return esc(f"{name} · {told}" if told else name) + houses


def _wish(view: OrderView) -> str | None:
    return f"🕒 希望{wished(view.time_text, view.wanted_at)}" if view.time_text else None


def _price(view: OrderView) -> str | None:
    if view.tier is None:
        return None
    if view.tier is Tier.FREE and not costs(view.price):
        return f"💰 公益 {esc(view.price, 40) or '免费'}"
    if not fits(view.price, f"{view.summary}{view.service or ''}"):
        return f"💰 {TIERS[view.tier]}，价钱请先和居民说好"
    return f"💰 {TIERS[view.tier]}" + (f"：{esc(view.price, 40)}" if view.price else "")


def _agreed(view: OrderView) -> str:
    at = agreed(view.eta, view.eta_text)
    if at is not None:
        return f"🕒 约定 {b(at)}"
    if view.face is Face.ON_THE_WAY:
        return ""
    return _wish(view) or "🕒 还没约时间"


def _where(customer: Customer | None) -> str | None:
    return f"🏠 {b(customer.door, 80)}" if customer and customer.door else None


def _elsewhere(view: OrderView) -> str | None:
    """Where it is so besides."""
    return f"👥 还有：{esc('、'.join(view.spots), 80)}" if view.spots else None


def _also(neighbour: Neighbour) -> str:
    """Another home where it is so too."""
    told = [f"🏠 {b(neighbour.door, 80)}" if neighbour.door else "🏠 还没留门牌"]
    told += [f"👤 {esc(neighbour.name, 30)}"] if neighbour.name else []
    told += [f"📞 {esc(neighbour.phone, 30)}"] if neighbour.phone else []
    return "👥 还有一户：" + "   ".join(told)


def _who(customer: Customer | None) -> str | None:
    return f"👤 {esc(customer.name, 30)}" if customer and customer.name else None


def _phone(customer: Customer | None) -> str | None:
    return f"📞 {esc(customer.phone, 30)}" if customer and customer.phone else None


def _unreached(view: OrderView) -> str | None:
    return None if view.reached else "📵 居民还没开私聊，暂时问不到"


def _note(view: OrderView) -> str:
    note = f"（{esc(view.customer.note, 120)}）" if view.customer and view.customer.note else ""
    said = view.customer.words if view.customer else None
    if not (said or view.summary):
        return f"🎧 居民发的是语音，社区工作人员听过；请先联系居民。{note}"
    return f"“{esc(said or view.summary, 200 if said else 60)}”{note}"
