"""One-off sentences for when somebody can't be reached, a link is old, a file is not passed on; and the first hello."""

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines
from community.views.note import NoteView

FORGOTTEN = "forgotten"


def lost_resident(view: NoteView, wording: Wording) -> Card:
    """To the claimer: nothing that they press or write reaches the resident any more."""
    if view.about == FORGOTTEN:
        return Card(
            lines(f"👤 {b(view.number)} 居民删除了自己的资料", "这件事照样办；要问什么，请找社区工作人员。"),
            ((Button("办不了，退回", Press(Verb.RELEASE, view.id)),),),
        )
    call = f"请直接打电话：{b(view.phone, 30)}" if view.phone else "居民没留电话，请社区工作人员帮忙联系。"
    return Card(lines(f"📵 {b(view.number)} 居民现在收不到我的消息", call))


def lost_claimer(view: NoteView, wording: Wording) -> Card:
    """To the desk: whoever holds the order hears nothing more."""
    return Card(
        lines(
            f"📵 {b(view.number)} 接单的 {b(view.partner or '工作人员', 30)} 收不到我的消息了",
            "可能停用或拉黑了机器人。请打电话问一声；办不了就改派。",
            f"发 {esc(view.number)} 可以把这张卡叫下来。",
        )
    )


def out_of_reach(view: NoteView, wording: Wording) -> Card:
    """Nobody can ask the resident anything: to the desk, and to whoever holds the order."""
    if view.at_desk:
        return Card(
            lines(
                f"📵 {b(view.number)} 居民一直联系不上：没开私聊，也没留电话",
                f"接单的 {b(view.partner or '工作人员', 30)} 等了一个小时，{esc(view.name)} 您认识的话请帮忙联系。",
                f"发 {esc(view.number)} 可以把这张卡叫下来。",
            )
        )
    return Card(
        lines(f"📵 {b(view.number)} 居民还是联系不上", "已请社区工作人员帮忙找；等不了就退回，不要紧。"),
        ((Button("办不了，退回", Press(Verb.RELEASE, view.id)),),),
    )


def old_link(view: NoteView, wording: Wording) -> Card:
    """A button in a group that is too old."""
    return Card(lines("⌛ 那个按钮太久了，用不了。", "请点群里最新的卡片，或者直接在这里跟我说。"))


def bad_file(view: NoteView, wording: Wording) -> Card:
    """A file that is not passed on to anybody."""
    return Card(lines("📄 这种文件我不转给别人。", "请发照片、语音、位置，或者 PDF（不超过 20 MB）。"))


def hello(view: NoteView, wording: Wording) -> Card:
    """Once per group, when staff have said whose group it is."""
    return Card(
        lines(
            "👋 大家好，我是<b>合伙</b>，帮邻里找人办事的机器人。",
            "有事用平常的话说就行，闲聊我不出声、不记录。",
            "🔒 门牌和电话请别发在群里，我会私下问，只给上门的人看。",
            "私聊我发“我的数据”，随时可以看、可以删。",
        )
    )


def no_data(view: NoteView, wording: Wording) -> Card:
    """Staff asked for the data of somebody who is deleted, or is not of their community."""
    return Card("🗃 提这件事的人已经删掉了自己的信息，或者不是您社区的人，没有能看的。")
