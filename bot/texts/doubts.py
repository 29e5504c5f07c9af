"""The staff desk: messages that may be a need, or danger of which nobody knows yet what it is, or where."""

from bot.callbacks import Press, Verb
from bot.texts.asking import still_open
from bot.texts.card import Button, Card, Wording
from bot.texts.desk import BACK, PAGE_LABEL, likely_first, menu_of
from bot.texts.html import b, esc, lines
from community.views.desk import DoubtView
from community.words import QuestionState

VOICE = "🎧 <b>居民发来语音，请您听听</b>"


def doubt_card(view: DoubtView, wording: Wording) -> Card:
    """A doubtful message: is it a need, and of what kind?"""
    if view.state is QuestionState.NOT_A_NEED:
        return Card(lines("🤔 存疑消息：<b>不是诉求</b>", f"<s>{esc(view.words, 120)}</s>"), edit_only=True)
    if view.state is not QuestionState.HUMAN:
        number = f" {b(view.number)}" if view.number else ""
        where = f"📍 {esc(view.area)}" if view.danger and view.area else None
        words = f"“{esc(view.words, 120)}”"
        return Card(lines(f"🤔 存疑消息：<b>已登记</b>{number}", words, where), edit_only=True)
    if view.page == PAGE_LABEL:
        menu = menu_of(Verb.DOUBT_NEED, view.id, likely_first(wording, view.options), wording)
        html = lines("🤔 这是哪一类？", f"“{esc(view.words, 120)}”")
        return Card(html, (*menu, (Button("← 返回", Press(Verb.DOUBT_NEED, view.id, BACK)),)))
    if view.danger:
        return _may_be_danger(view, wording)
    if view.wanted:
        return _wants_person(view)
    voice = not view.words and any(item["type"] == "voice" for item in view.media)
    guess = "" if voice else "、".join(esc(wording.title(code)) for code in view.options[:3])
    html = lines(
        VOICE if voice else "🤔 <b>拿不准，请您看看</b>",
        f"“{esc(view.words, 200)}”" if view.words else None,
        _place_of(view),
        f"也许是：{guess}" if guess else None,
        None if view.in_private or voice else "是个问题的，“回复”这张卡就是答复。",
    )
    if view.in_private:
        return Card(html, media=view.media)
    rows = (Button("✔ 是诉求", Press(Verb.DOUBT_NEED, view.id)), Button("不是", Press(Verb.DOUBT_DROP, view.id)))
    return Card(html, (rows,), media=view.media)


def _wants_person(view: DoubtView) -> Card:
    """Who wants a person, their words and what they wait for; it is no need, so there is nothing to choose."""
    html = lines(
        "🗣 <b>居民要人工</b>",
        f"“{esc(view.words, 200)}”",
        _place_of(view),
        f"在等的事：{b(view.number)}" if view.number else None,
        "“回复”这条就是跟对方说话。",
    )
    return Card(html, ((Button("✔ 看过了", Press(Verb.DOUBT_DROP, view.id)),),))


def _may_be_danger(view: DoubtView, wording: Wording) -> Card:
    """No guesses: who it is, what they said, and a button that takes it up. A reply at the desk goes to them."""
    title = "🗣 <b>居民要人工，可能有危险，请马上看看</b>" if view.called else "🚨 <b>有人可能有危险，请马上看看</b>"
    html = lines(
        title,
        f"“{esc(view.words, 200)}”" if view.words else None,
        *(f"✏️ 又说：“{esc(words, 120)}”" for words in view.said),
        _place_of(view),
        still_open(view.since, wording) if view.since else None,
        _told(view),
        f"🙋 {b(view.holder, 30)} 在跟进。问清在哪个社区了，请点一下 👇" if view.holder else None,
        None if view.in_private else "“回复”这条就是跟对方说话。",
    )
    if view.holder and view.unplaced:
        return Card(html, _which_community(view), media=view.media)
    follow = Button("🙋 我来跟进", Press(Verb.DOUBT_FOLLOW, view.id), "primary")
    if view.in_private:
        return Card(html, ((follow,),), media=view.media)
    need, no = Button("✔ 是诉求", Press(Verb.DOUBT_NEED, view.id)), Button("不是险情", Press(Verb.DOUBT_DROP, view.id))
    return Card(html, ((follow,), (need,) if view.despair else (need, no)), media=view.media)


def _told(view: DoubtView) -> str:
    """What whoever spoke has been told: said only where it has reached them."""
    if not view.told:
        return "没有回过对方，<b>请马上联系</b>。"
    if not view.reached:
        return "⚠️ 对方没开私聊，<b>还没告诉到</b>该打谁。<b>请马上联系。</b>"
    return "已告诉对方 12356、120、110。" if view.despair else "已请对方打 119 / 110 / 120。"


def _which_community(view: DoubtView) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(name, Press(Verb.DOUBT_FOLLOW, view.id, ident)) for ident, name in view.communities]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _place_of(view: DoubtView) -> str | None:
    """Where it was said, and by whom if they may be in danger; that nobody knows where they live."""
    who = f" · {esc(view.speaker)}" if view.speaker else ""
    if view.unplaced:
        return f"📍 <b>还不知道在哪个社区</b>{who}，正在问对方。是您这里的，请点“是诉求”。"
    return f"📍 {esc(view.area)}{who}" if view.area else None
