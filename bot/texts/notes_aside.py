"""Sentences about what is nobody else's business: said in private, kindly, with somebody to ring."""

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import esc, lines
from bot.texts.kindly import LINE, NOW
from community.understanding import Told
from community.views.note import NoteView

RING = {
    Told.DESPAIR: f"{LINE}\n{NOW}",
    Told.VIOLENCE: "挨了打、怕挨打，请打 <b>110</b>；妇女维权热线 <b>12338</b>。先到安全的地方。",
}

HEARD = "💚 <b>您说的我听到了，社区工作人员也收到了。</b>"

AIR = "👃 闻到怪味、头晕：<b>开窗，别开火、别碰开关，人先到屋外</b>，再打电话。"
SMELLS = ("怪味", "煤气", "燃气", "天然气", "液化气", "漏气", "一氧化碳", "熏得", "呛得", "头晕")


def emergency(view: NoteView, wording: Wording) -> Card:
    """Whom to ring, now and at any hour."""
    about = view.about.split()
    told = [RING[one] for one in RING if one.value in about]
    if Told.DESPAIR in about:
        more = "想说就接着在这里说，每一句都有人看。方便的话，告诉我您在哪儿、电话多少，好有人去陪您。"
        return Card(lines(HEARD, *told, more, phone_line(view)))
    if about:
        return Card(
            lines(
                HEARD,
                *told,
                "这件事只在这里、私下说，会有人私下联系您。有人伤着、有危险，打 <b>110</b> / <b>120</b>。",
                phone_line(view),
            )
        )
    return Card(
        lines(
            AIR if any(word in view.text for word in SMELLS) else None,
            "🚨 <b>有危险请马上打 119 / 110 / 120！</b>",
            "机器人<b>不是</b>报警电话。先保证人身安全。",
            "社区工作人员已经同时收到通知。",
            phone_line(view),
        )
    )


def come_in(view: NoteView, wording: Wording) -> Card:
    """The way into private talk, for whom the bot cannot write to; nobody else reads what it is about."""
    despair = Told.DESPAIR in view.about.split()
    button = Button("私下说", start=("a", ""), style="primary")
    return Card(lines("💚 收到了，这件事我们私下说，请点下面的按钮。", LINE if despair else None), ((button,),))


def unsay(view: NoteView, wording: Wording) -> Card:
    """Whether the message is to be taken out of the group."""
    html = lines(
        "🔒 您刚才在群里说的：",
        f"“{esc(view.text, 30)}”",
        "门牌电话我记下了，只给接单的人看。" if view.about == "door" else "这件事接下来只在这里、私下办。",
        "群里那条要不要删掉？删了，邻居就看不到了。",
    )
    return Card(html, ((Button("🗑 删掉群里那条", Press(Verb.UNSAY, view.utterance)),),))


def unsaid(view: NoteView, wording: Wording) -> Card:
    """Whether it is gone; if not, how to take it away oneself."""
    if not view.about:
        return Card("🗑 群里那条已经删掉了。")
    return Card(
        lines(
            "群里那条我删不了，得您自己删：",
            "长按那条消息，点“删除”，再勾“同时为所有人删除”。",
        )
    )


def phone_line(view: NoteView) -> str | None:
    """The community's telephone."""
    return f"☎ {esc(view.community or '社区', 30)}：{esc(view.community_phone, 30)}" if view.community_phone else None
