"""The matter's card where more speaks than its order: neighbours who have it too, an end, a merge."""

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import agreed, b, esc, lines, wished
from community.reasons import Reason
from community.routing import needs_door
from community.understanding import Kind
from community.views.matter import MatterView, Merged
from community.words import MatterState, OrderState

REASONS = {
    Reason.UNDONE.value: "问题还在",
    Reason.PARTLY.value: "只办了一部分",
    Reason.MANNER.value: "收费、态度不满意",
}
SHARED = frozenset({Kind.NEED, Kind.SUGGESTION, Kind.INQUIRY})


def me_too(view: MatterView) -> tuple[Button, ...]:
    """我家也是, on the group's card of what others may have too."""
    if view.in_private or view.kind not in SHARED:
        return ()
    count = f" ✋ {view.households}" if view.households > 1 else ""
    label = "我家也要" if needs_door(view.category) else "我家也是"
    return (Button(f"{label}{count}", Press(Verb.ME_TOO, view.id)),)


def seen_at(view: MatterView) -> str | None:
    """Where and when, as far as everyone may know: so that the speaker sees what was understood."""
    time = wished(view.time_text, view.wanted_at) if view.time_text else None
    known = [f"{mark} {value}" for mark, value in (("📍", esc(view.spot or "", 30)), ("🕒", time)) if value]
    return "　".join(known) or None


def over_card(view: MatterView, title: str) -> Card:
    """What its resident said sounds as if nobody were needed any more."""
    if view.urgency == 3:
        over = Button("没事了", Press(Verb.WITHDRAW, view.id), "primary")
        still = Button("还要人来", Press(Verb.KEEP, view.id))
        told = "您说的，已经告诉社区工作人员和赶来的人。"
        return Card(lines(f"✍ {title}", told, "真没事了，点一下；还要人来，也点一下。"), ((over, still),))
    yes = Button("确认撤回", Press(Verb.WITHDRAW, view.id), "primary")
    no = Button("还没好", Press(Verb.KEEP, view.id))
    return Card(lines(f"🙂 {title}", "已经好了、不用人来了？点一下就撤回。"), ((yes, no),))


def why_card(view: MatterView, title: str) -> Card:
    """Done was not solved: the resident is asked why, while others are found."""
    rows = tuple((Button(words, Press(Verb.WHY, view.id, code)),) for code, words in REASONS.items())
    human = Button("🗣 叫人工", Press(Verb.HUMAN, view.id))
    own = "也可以直接写给我。" if view.in_private else "也可以私聊写给我。"
    html = lines(
        f"🔁 {title} 重办",
        "对不起没办好，正在重新联系附近合伙人。",
        f"<b>哪里没办好？</b>点一下，下一位心里有数；{own}",
        "人没来、收费、态度这些，只给社区工作人员看。",
    )
    return Card(html, (*rows, (human,)))


def merged_card(view: MatterView, merged: Merged, title: str, wording: Wording) -> Card:
    """The card of a matter that goes on as a part of another, and follows it."""
    other = b(merged.number)
    with_others = f"和 {other} 是同一件事，并在一起办（{merged.households} 户）。"
    if merged.state is MatterState.WITHDRAWN:
        again = Button("还没好，接着办", Press(Verb.GO_ALONE, view.id), "primary")
        return Card(lines(f"🔗 {title}", f"{other} 的邻居说不用了。您家要是还没好，点一下接着办。"), ((again,),))
    return Card(lines(f"🔗 {title}", with_others, _news(merged, wording)))


def why_words(code: str, words: str) -> str:
    """The reason, as it is passed on."""
    return esc(words, 120) if words else REASONS.get(code, "")


def _news(merged: Merged, wording: Wording) -> str:
    if merged.state is MatterState.SOLVED:
        return "👌 邻居说解决了。您家还没好，请直接说一声。"
    progress = merged.progress
    if merged.state is not MatterState.OPEN:
        return "这次没有接着办。您家还没好，请直接说一声。"
    if progress is None:
        return "有结果一样会告诉您。"
    who = b(progress.partner or "社区工作人员", 30)
    if progress.state is OrderState.CLAIMED:
        at = agreed(progress.eta, progress.eta_text)
        eta = f"，约定：{b(at)}" if progress.eta_text else f"，预计 {b(at)} 到" if at else ""
        return f"✔ 已接单 · {who}{eta}"
    if progress.state is OrderState.ON_THE_WAY:
        return f"🚶 {who} 已经出发"
    if progress.state is OrderState.DONE:
        return f"✔ {who} 说办完了，等邻居确认"
    return "正在联系附近合伙人，有结果一样会告诉您。"
