"""One-off sentences to staff, about what they write and what they may ask for."""

from bot.texts.card import Card, Wording
from bot.texts.html import b, esc, lines
from community.views.note import NoteView
from community.words import DraftKind

AGAIN = {
    DraftKind.ANSWER.value: "刚才要写的答复先放下了。要写，再点一次“答复”。",
    DraftKind.PUBLISH.value: "刚才要写的公告先放下了。要写，再发一次 /publish。",
}
"""By what had been waited for."""


def desk_help(view: NoteView, wording: Wording) -> Card:
    return Card(
        lines(
            "<b>值班台怎么用</b>：新事项会出现在这里，按卡片上的按钮就行。",
            "· 发事项编号，把那张卡叫到最下面，比如：BY-1126-01。",
            "· /today 今日事项　/overdue 拖着的　/report 本周本月的数　/roster 合伙人名册　/unsent 没送到的。",
            "· /publish 发公告　/guide 办事指南　/teach 教机器人　/market 排大集。",
            "· “回复”咨询卡、拿不准的卡，写的就是答复；也可以点“答复”，接着在这里或私聊里写。",
            "· 建街道、写网格，加、找、停用合伙人：私聊我发 /setup。",
            "这里的闲聊我不听。",
        )
    )


def ask_reply(view: NoteView, wording: Wording) -> Card:
    return Card(lines(f"💬 {b(view.number)} 请写答复", "直接写，我原样转给居民；不答了就说“算了”。"))


def partner_asks(view: NoteView, wording: Wording) -> Card:
    return Card(
        lines(
            f"🤝 合伙人 {b(view.about, 60)} 说：",
            f"“{esc(view.text, 180)}”",
            "要改要停用：私聊我发 /setup，点“找合伙人”。",
        )
    )


def set_aside(view: NoteView, wording: Wording) -> Card:
    return Card(AGAIN.get(view.about, AGAIN[DraftKind.ANSWER.value]))


def sent_stays(view: NoteView, wording: Wording) -> Card:
    return Card(
        lines(
            "✏️ 公告已经发出去了，群里的不会跟着您这条消息变。",
            "要更正：点公告卡片上的“撤回”，再发 /publish 写改好的。",
        )
    )
