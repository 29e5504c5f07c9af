"""The matter's card, for its group and for its resident in private."""

from actions.reasons import PAGE_WHY
from actions.residents import PAGE_OVER
from bot.callbacks import Press, Verb
from bot.texts import kindly, together
from bot.texts.card import Button, Card, Wording
from bot.texts.english import matter_in_english
from bot.texts.html import agreed, b, esc, lines, on, stars, wished, work_done
from community.privacy import mask, mask_rooms
from community.reasons import Ignored
from community.ringing import is_alarming, is_despair
from community.routing import BY_TALK, PUBLIC_PLACES, wants_door
from community.understanding import Kind
from community.views.matter import FromGuide, MatterView, Progress
from community.words import MatterState, OrderState, Rating

Rows = tuple[tuple[Button, ...], ...]

FIXED = frozenset({"repair", "municipal", "property"})
"""Where the thing is "修好" rather than "办好"."""

RECORDED = {
    Kind.INQUIRY: "❓ 咨询已记下，社区工作人员会来答复。",
    Kind.SUGGESTION: "💡 建议已记下，转给社区了，谢谢您！",
    Kind.OFFER: "🤝 谢谢您愿意帮忙！社区工作人员会联系您。",
    Kind.NEED: "✍ 已登记，社区工作人员在跟进。",
    Kind.CHATTER: "✍ 已登记，社区工作人员在跟进。",
}


IGNORED = {
    Ignored.CHATTER: "工作人员看过了，这次没有当作诉求来办。",
    Ignored.MISTAKE: "工作人员看过了，这条是发错的，没有登记。",
    Ignored.KNOWN: "工作人员看过了，这件事之前说过，已经在办了。",
    Ignored.BEYOND: "这件事社区办不了，可以打 <b>12345</b>。",
}


def matter_card(view: MatterView, wording: Wording) -> Card:
    """The card as the matter stands now, with a line of English for those who write it."""
    return matter_in_english(_card(view, wording), view)


def _card(view: MatterView, wording: Wording) -> Card:
    """In a group a sensitive matter says nothing but where to talk, and whom to ring if nobody else can say so."""
    despair = is_despair(view.grave)
    if view.sensitive and not view.in_private:
        return Card(
            lines(
                "💚 收到了，这件事我们私下说，请点下面的按钮。",
                kindly.LINE if despair and not view.reached else None,
                "原话只给社区工作人员和接单的那一位看；没接单的只看到是哪一类、在哪一片。",
            ),
            ((Button("私下说", start=("d", view.id), style="primary"),),),
        )
    if despair and view.merged is None:
        return kindly.matter_card(view)
    if view.state is not MatterState.OPEN:
        return _ended(view, wording)
    if view.page == PAGE_OVER or view.said_over:
        return together.over_card(view, _title(view, wording))
    if view.page == PAGE_WHY:
        return together.why_card(view, _title(view, wording))
    if view.progress is None or view.kind is not Kind.NEED:
        return Card(
            lines(_title(view, wording), RECORDED[view.kind], _summary(view)),
            ((_withdraw(view), _human(view)), *_also(view)),
        )
    if view.progress.state is OrderState.OPEN:
        return _looking(view, view.progress, wording)
    if view.progress.state in {OrderState.CLAIMED, OrderState.ON_THE_WAY}:
        card = _in_danger if is_alarming(view.urgency, view.grave) else _held
        return card(view, view.progress, wording)
    return _done(view, view.progress, wording)


def _looking(view: MatterView, progress: Progress, wording: Wording) -> Card:
    if view.urgency == 3:
        promise = "🚨 <b>请先打 119 / 110 / 120，说清地址。</b>工作人员和附近能帮上的人都收到了。"
    elif progress.unclaimed_told:
        promise = "附近暂时没有合伙人能来，已转<b>社区工作人员</b>跟进。"
    elif progress.offered_at > wording.now:
        promise = f"合伙人还没上班，{b(on(progress.offered_at))} 开始联系，10 分钟内给您回音。"
    elif progress.round > 1:
        promise = "正在重新联系附近合伙人，<b>10 分钟内</b>给您回音。"
    else:
        promise = "正在联系附近合伙人，<b>10 分钟内</b>给您回音。"
    personal = "门牌和电话" if wants_door(view.category, view.summary, view.urgency) else "电话"
    warning = f"请不要在群里发{personal}，我会私下问您。" if view.lacks_details and not view.in_private else None
    known = lines(_summary(view), _wished(view)) or together.seen_at(view)
    html = lines(f"✍ 已登记 {_title(view, wording)}", known, promise, _which(view), _own(view), warning, _replied(view))
    return Card(html, ((_details(view),), *_also(view), (_withdraw(view), _human(view))))


def _in_danger(view: MatterView, progress: Progress, wording: Wording) -> Card:
    """Somebody looks after danger: there is nothing to hurry or to put off, and nothing has to be filled in first."""
    who = _who(progress)
    begun = "出发了，很快就到" if progress.state is OrderState.ON_THE_WAY else "在跟进，会马上联系您"
    known = _own(view, asks=False) or together.seen_at(view)
    asked = "方便的话，说一下您在哪儿、电话多少，好找到您。" if view.own is not None and view.lacks_details else None
    ring = "还有危险，照样打 <b>110</b> / <b>120</b> / <b>119</b>。"
    html = lines(_title(view, wording), f"🙋 {who} {begun}。", known, asked, ring, _replied(view))
    return Card(html, ((_withdraw(view), _human(view)),))


def _held(view: MatterView, progress: Progress, wording: Wording) -> Card:
    who = _who(progress)
    on_the_way = progress.state is OrderState.ON_THE_WAY
    talk = view.category in BY_TALK
    begun = f"💬 {who} 开始办了" if talk else f"🚶 {who} 已经出发"
    step = "办理" if talk else "上门"
    steps = (
        f"<s>待接单</s> → <s>已接单</s> → <b>{step}</b> → 办结"
        if on_the_way
        else f"<s>待接单</s> → <b>已接单</b> → {step} → 办结"
    )
    eta = _eta(view, progress)
    html = lines(
        _title(view, wording),
        begun if on_the_way else f"✔ 已接单 · {who}",
        "，".join(part for part in (eta, _wished(view)) if part),
        steps,
        _which(view),
        _own(view) or together.seen_at(view),
        _waited_for(view),
        _replied(view),
    )
    more = ((_details(view),),) if view.lacks_details and (view.own or not view.in_private) else ()
    rows: Rows = (
        (
            Button("催一下", Press(Verb.NUDGE, view.id)),
            _reschedule(view),
        ),
        (_withdraw(view), _human(view)),
    )
    return Card(html, (*more, *_also(view), *rows))


def _done(view: MatterView, progress: Progress, wording: Wording) -> Card:
    question = "修好了吗？" if view.category in FIXED else "办好了吗？"
    html = lines(
        f"{_title(view, wording)} 已办结 ✔",
        f"{_who(progress)} 说办完了",
        work_done(_report(view, progress), progress.price_fen),
        f"<b>{question}</b> 请您点一下 👇",
    )
    return Card(
        html,
        (
            (
                Button("😀 满意", Press(Verb.RATE, view.id, Rating.GOOD.value), "success"),
                Button("🙂 一般", Press(Verb.RATE, view.id, Rating.FAIR.value)),
            ),
            (Button("☹ 没解决，重办", Press(Verb.REOPEN, view.id), "danger"), _human(view)),
        ),
    )


def _report(view: MatterView, progress: Progress) -> str | None:
    """What the partner wrote; which units of a public thing were mended all may know."""
    if not progress.report:
        return None
    return mask_rooms(progress.report) if view.category in PUBLIC_PLACES else mask(progress.report)


def _ended(view: MatterView, wording: Wording) -> Card:
    title = _title(view, wording)
    if view.state is MatterState.SOLVED:
        felt = {Rating.GOOD: "😀 满意", Rating.FAIR: "🙂 一般"}
        who = _who(view.progress) if view.progress else None
        rated = f"您的评价：{felt[view.rating]}，谢谢！" if view.rating and view.in_private else None
        thanks = rated or "谢谢您告诉我们！"
        html = lines(f"👌 {title} 解决了", f"办理：{who}" if who else None, thanks)
        again = (Button("☹ 又出问题了，重办", Press(Verb.REOPEN, view.id)),) if view.progress else ()
        return Card(html, (*((again,) if again else ()), (_human(view),)))
    if view.state is MatterState.WITHDRAWN:
        return Card(lines(f"↩️ {title} 已撤回", "需要时随时再说，不用客气。"))
    if view.merged is not None:
        return together.merged_card(view, view.merged, title, wording)
    if view.state is MatterState.ANSWERED and view.guide is not None:
        return _from_guide(view, view.guide)
    if view.state is MatterState.ANSWERED:
        return Card(lines(f"💬 {title} 已答复", esc(view.answer or "", 1000) or None), ((_human(view),),))
    told = IGNORED[Ignored(view.ignored) if view.ignored in set(Ignored) else Ignored.CHATTER]
    return Card(lines(title, told, "如果弄错了，请点“叫人工”，我们再看。"), ((_human(view),),))


def _from_guide(view: MatterView, guide: FromGuide) -> Card:
    """An answer that the bot gave from the 办事指南, with where it comes from."""
    call = f"　☎ {esc(guide.phone, 60)}" if guide.phone else ""
    until = f"，有效到 {guide.until.isoformat()}" if guide.until else ""
    html = lines(
        f"📖 {esc(view.answer or '', 1000)}",
        f"出处：{esc(guide.source) or '社区'}{call}",
        f"<i>{guide.as_of.isoformat()} 的办事指南{until} · {esc(view.number)}</i>",
    )
    return Card(html, ((Button("🤷 没答上", Press(Verb.NOT_ANSWERED, view.id)),),))


def _title(view: MatterView, wording: Wording) -> str:
    houses = f" · {view.households} 户" if view.households > 1 else ""
    return f"{b(view.number)} · {esc(view.service or wording.name(view.category))}{houses}"


def _summary(view: MatterView) -> str | None:
    return f"“{esc(view.summary, 60)}”" if view.in_private else None


def _who(progress: Progress) -> str:
    if progress.partner is None:
        return "<b>社区工作人员</b>"
    rating = stars(progress.stars)
    return b(progress.partner, 30) + (f"（{rating}）" if rating else "")


def _eta(view: MatterView, progress: Progress) -> str | None:
    talk = view.category in BY_TALK
    at = agreed(progress.eta, progress.eta_text)
    if progress.eta_text:
        return f"约定：{b(at)}"
    if at:
        return f"约好 {b(at)} 联系" if talk else f"预计 {b(at)} 到"
    if progress.state is OrderState.ON_THE_WAY:
        return None
    return "稍后告诉您什么时候联系您" if talk else "稍后告诉您什么时候来"


def _wished(view: MatterView) -> str | None:
    """The time that its resident asked for, in private, where their words on the card don't hold it already."""
    if not view.in_private or not view.time_text:
        return None
    shown = view.progress is not None and view.progress.state is OrderState.OPEN and view.time_text in view.summary
    return None if shown else f"您希望 {wished(view.time_text, view.wanted_at)}"


def _which(view: MatterView) -> str | None:
    """What neighbours may know, too, is asked where it was said."""
    if not view.lacks_building:
        return None
    return f"📍 <b>哪栋楼、哪个单元？</b>{'直接发给我' if view.in_private else '在群里回一句'}，来的人好找。"


def _own(view: MatterView, *, asks: bool = True) -> str | None:
    own = view.own
    if own is None:
        return None
    missing = [name for name, lacks in (("门牌", own.lacks_door), ("电话", own.lacks_phone)) if lacks]
    known = [f"{name} {esc(value, 60)}" for name, value in (("🏠", own.door), ("📞", own.phone)) if value]
    told = "　".join(known) + "（只给接单人看）" if known else None
    return lines(told, f"还缺：<b>{'、'.join(missing)}</b>" if missing and asks else None) or None


def _waited_for(view: MatterView) -> str | None:
    """What whoever holds it waits for, asked in the group of those whom nobody can ask in private."""
    if view.in_private or view.reached or not view.lacks_details:
        return None
    personal = "门牌和电话" if wants_door(view.category, view.summary, view.urgency) else "电话"
    return f"📝 <b>接单的人在等您的{personal}</b>，请点下面的按钮私下说 👇"


def _details(view: MatterView) -> Button:
    label = "📝 补充地址和时间"
    if view.in_private:
        return Button(label, Press(Verb.DETAILS, view.id), "primary")
    return Button(label, start=("d", view.id), style="primary")


def _reschedule(view: MatterView) -> Button:
    if view.in_private:
        return Button("改时间", Press(Verb.RESCHEDULE, view.id))
    return Button("改时间", start=("t", view.id))


def _replied(view: MatterView) -> str | None:
    """What staff answered, in the group only for those whom it cannot reach in private."""
    if view.answer is None or view.in_private or view.reached:
        return None
    return f"💬 社区答复：“{esc(mask(view.answer), 300)}”"


def _also(view: MatterView) -> Rows:
    return (row,) if (row := together.me_too(view)) else ()


def _withdraw(view: MatterView) -> Button:
    return Button("不用了，撤回", Press(Verb.WITHDRAW, view.id))


def _human(view: MatterView) -> Button:
    return Button("🗣 叫人工", Press(Verb.HUMAN, view.id))
