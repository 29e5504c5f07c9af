"""One-off sentences about who comes to whom and when: asked, soon, too late, and words to be passed on."""

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, dated, esc, lines, when
from bot.texts.orders import eta_buttons, own_words_button, wish_button
from community.facts import NoteKind
from community.routing import BY_TALK, needs_door
from community.views.visits import Visit, VisitsView
from community.words import OrderState

Rows = tuple[tuple[Button, ...], ...]


def visits_note(view: VisitsView, wording: Wording) -> Card:
    """The sentence that the note stands for."""
    if view.kind is NoteKind.WHOSE:
        return _pass_to(view, wording)
    first = view.visits[0]
    match view.kind:
        case NoteKind.VISITS:
            told = (_stands(visit, wording) for visit in view.visits)
            return Card(lines(*told), tuple(_hurry(visit) for visit in view.visits if visit.own and visit.taken))
        case NoteKind.RELAY_WORDS:
            return Card(lines(f"💬 {b(first.number)} {_who(first)} 说：", f"“{esc(view.text, 180)}”"))
        case NoteKind.VISIT_SOON:
            return _soon(first, wording)
        case NoteKind.VISIT_UNSET:
            return _unset(first, wording)
        case _:
            return _late(first, wording)


def _stands(visit: Visit, wording: Wording) -> str:
    """One line: what, who, and when."""
    what = f"{b(visit.number)} {_what(visit, wording)}"
    if visit.state is OrderState.OPEN:
        return f"⏳ {what}：{_not_taken(visit, wording)}"
    if visit.state is OrderState.DONE:
        return f"✔ {what}：{_who(visit)} 说办完了，请您在卡片上点一下"
    at = _agreed(visit, wording)
    talk = visit.category in BY_TALK
    if visit.state is OrderState.ON_THE_WAY:
        begun = "已经开始办了" if talk else "已经出发"
        return f"🚶 {what}：{_who(visit)} {begun}" + (f"，说好 {b(at)}" if at else "")
    if at:
        return f"🕒 {what}：{_who(visit)} 说好 {b(at)}{'联系您' if talk else '来'}"
    return f"🕒 {what}：{_who(visit)} 接了，还没说几点，已经去问了，有了马上告诉您"


def _not_taken(visit: Visit, wording: Wording) -> str:
    if visit.unclaimed_told:
        return "还没有合伙人接，社区工作人员在跟进"
    if visit.offered_at > wording.now:
        return f"合伙人还没上班，{b(when(visit.offered_at, wording.now))} 开始联系"
    return "正在找合伙人，接了就告诉您几点来"


def _hurry(visit: Visit) -> tuple[Button, ...]:
    short = visit.number[-2:]
    return (
        Button(f"催一下 {short}", Press(Verb.NUDGE, visit.matter)),
        Button(f"🗣 叫人工 {short}", Press(Verb.HUMAN, visit.matter)),
    )


def _pass_to(view: VisitsView, wording: Wording) -> Card:
    said = f"“{esc(view.text, 120)}”"
    if view.went:
        to = "、".join(esc(_side(visit, wording)) for visit in view.visits)
        return Card(lines(f"✔ 转给了 {to}" if to else "好的，谁也没有转。", said))
    rows = tuple(
        (Button(f"转给 {_side(visit, wording)}"[:60], Press(Verb.WHOSE, view.utterance, visit.order), "primary"),)
        for visit in view.visits
    )
    none = Button("都不是" if len(view.visits) > 1 else "不是", Press(Verb.WHOSE, view.utterance))
    return Card(lines("💬 这句话要转给谁？", said), (*rows, (none,)))


def _side(visit: Visit, wording: Wording) -> str:
    """The other side, as a button says it: whoever comes sees the one who waits as on their own card, and masked."""
    what = visit.service or wording.name(visit.category)
    if visit.coming:
        return " · ".join(filter(None, (visit.whose or "居民", what, visit.number)))
    return f"{visit.number} {(visit.partner or '社区工作人员')[:12]} · {what}"


def _soon(visit: Visit, wording: Wording) -> Card:
    at, talk = _agreed(visit, wording), visit.category in BY_TALK
    if not visit.coming:
        wait = "请留意电话。" if talk else "请家里留个人。" if needs_door(visit.category) else None
        return Card(lines(f"⏰ {b(visit.number)} {_who(visit)} 说好 {b(at)}{'联系您' if talk else '来'}", wait))
    return Card(
        lines(
            f"⏰ {b(visit.number)} 说好 {b(at)}{'联系' if talk else '到'}，快到了", "去不了请改个时间，居民马上看到。"
        ),
        _ways(visit, wording),
    )


def _unset(visit: Visit, wording: Wording) -> Card:
    """The time that was wished for comes near, and they have said none."""
    come = "联系" if visit.category in BY_TALK else "到"
    rows = ((wish_button(visit.order),), *_ways(visit, wording)[1:]) if visit.time_text else _ways(visit, wording)[1:]
    return Card(
        lines(f"⏰ {b(visit.number)} 居民希望 {b(_wish(visit))}", f"您还没说几点{come}，点一下，居民马上看到。"), rows
    )


def _wish_passed(visit: Visit, wording: Wording) -> Card:
    wish = b(_wish(visit))
    if not visit.coming:
        told = f"⏰ {b(visit.number)} 您希望 {wish}，{_who(visit)} 接了，还没有动静"
        return Card(lines(told, "已经催了；等不及可以叫人工。"), (_hurry(visit),))
    release = Button("办不了，退回", Press(Verb.RELEASE, visit.order), "danger")
    ask = "请说个时间，或者退回，居民还在等。"
    return Card(lines(f"⏰ {b(visit.number)} 居民希望 {wish}，已经过了", ask), (*_ways(visit, wording), (release,)))


def _wish(visit: Visit) -> str:
    return dated((visit.time_text or "")[:60], visit.wanted_at)


def _late(visit: Visit, wording: Wording) -> Card:
    if visit.eta is None:
        return _wish_passed(visit, wording)
    at, talk = _agreed(visit, wording), visit.category in BY_TALK
    if not visit.coming:
        told = "已经催了；等不及可以叫人工。"
        return Card(lines(f"⏰ {b(visit.number)} {_who(visit)} 说好 {b(at)}，还没有动静", told), (_hurry(visit),))
    late = "过了 20 分钟，居民还在等" if visit.eta_text is None else "过了，居民还在等"
    ask = f"已经{'联系上' if talk else '到'}了请点“{'开始办了' if talk else '我出发了'}”；去不了请改个时间，或者退回。"
    release = Button("办不了，退回", Press(Verb.RELEASE, visit.order), "danger")
    return Card(lines(f"⏰ {b(visit.number)} 说好 {b(at)}，{late}", ask), (*_ways(visit, wording), (release,)))


def _ways(visit: Visit, wording: Wording) -> Rows:
    """To set out, or to promise another time, on the spot."""
    out = "💬 开始办了" if visit.category in BY_TALK else "🚶 我出发了"
    return (
        (Button(out, Press(Verb.SET_OUT, visit.order), "primary"),),
        tuple(eta_buttons(visit.order, wording)[:2]),
        (own_words_button(visit.order), Button("☎ 联系居民", Press(Verb.CONTACT, visit.order))),
    )


def _agreed(visit: Visit, wording: Wording) -> str:
    """Said once and read now, so by today's day."""
    if visit.eta_text:
        return dated(visit.eta_text[:60], visit.eta)
    return when(visit.eta, wording.now) if visit.eta is not None else ""


def _who(visit: Visit) -> str:
    return b(visit.partner, 30) if visit.partner else "<b>社区工作人员</b>"


def _what(visit: Visit, wording: Wording) -> str:
    return esc(visit.service or wording.name(visit.category))
