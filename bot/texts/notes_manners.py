"""One-off sentences of manners: thanks, a hello, a rest, nothing recorded."""

from bot.callbacks import Press, Verb
from bot.texts.card import Button, Card, Wording
from bot.texts.html import b, esc, lines
from community.views.note import NoteView


def thanked(view: NoteView, wording: Wording) -> Card:
    return Card("🙂 有事随时说，我都在。")


def greeted(view: NoteView, wording: Wording) -> Card:
    return Card(
        lines(
            "👋 您好，我是<b>合伙</b>，帮邻里跑腿传话的机器人。",
            "有什么事直接说就行，比如：厨房灯不亮了。发“帮助”看更多。",
        )
    )


def too_long(view: NoteView, wording: Wording) -> Card:
    return Card(lines("这段话太长了，我看不全。", "请用一两句话说：哪里、什么事。"))


def not_a_need(view: NoteView, wording: Wording) -> Card:
    return Card("好的，没有登记。有事随时说。")


def given_up(view: NoteView, wording: Wording) -> Card:
    return Card("好的，先放下，什么都没有发出去。")


def resting(view: NoteView, wording: Wording) -> Card:
    return Card("🌙 好的，今天不再给您推单，明天照常。又能接了，就说“恢复接单”。")


def paused(view: NoteView, wording: Wording) -> Card:
    return Card(lines("⏸ 好的，先不给您推单了，手上的单照常办。", "想接了，就说“恢复接单”。"))


def resumed(view: NoteView, wording: Wording) -> Card:
    return Card("▶️ 好的，有对口的新订单会私聊您。")


def stopped(view: NoteView, wording: Wording) -> Card:
    return Card(lines("⏸ 您这家停用着（或者还没批），接不到新单。", "恢复要社区工作人员来点，已经把您的话转过去了。"))


def asked_staff(view: NoteView, wording: Wording) -> Card:
    return Card(lines("🗣 这个要社区工作人员来改，已经把您的话转过去了。", "歇几天说“暂停接单”就行，不用退出。"))


def person_called(view: NoteView, wording: Wording) -> Card:
    return Card(
        lines("🗣 转给社区工作人员了，他们会看到您的话，在这里回您。", "着急就直接打社区电话；有危险打 110、119、120。")
    )


def voice_said(view: NoteView, wording: Wording) -> Card:
    """A resident's voice at the desk."""
    reply = Button("💬 答复", Press(Verb.REPLY, view.id))
    return Card(f"🎧 {b(view.number)} {esc(view.name)} 发来语音，请您听听。", ((reply,),), media=view.media)


def voice(view: NoteView, wording: Wording) -> Card:
    number = f"，记在 {b(view.number)} 里" if view.number else ""
    return Card(f"🎧 语音收到了{number}，工作人员会听。")
