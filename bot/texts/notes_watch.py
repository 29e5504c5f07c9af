"""What staff are told of what the bot did not hear."""

from bot.texts.card import Card, Wording
from bot.texts.html import esc, lines
from community.views.note import NoteView


def group_deaf(view: NoteView, wording: Wording) -> Card:
    """Privacy mode is on and the bot is no administrator."""
    return Card(
        lines(
            f"🙉 我听不见“{esc(view.text, 60)}”里的话了，居民说的事登记不上。",
            "请群主把我设为管理员；或到 @BotFather 关掉隐私模式，再把我移出群、重新拉进来。",
        )
    )


def group_silent(view: NoteView, wording: Wording) -> Card:
    """A group that usually talks has said nothing for two days."""
    return Card(
        lines(
            f"🔕 “{esc(view.text, 60)}”平时有人说话，这两天一句也没收到。",
            "群里要是其实有人在说，请把我移出群、重新拉进来，再设为管理员。",
        )
    )


def group_lost(view: NoteView, wording: Wording) -> Card:
    """What is to be said there can't be: the bot was thrown out."""
    return Card(
        lines(
            f"🚪 “{esc(view.text, 60)}”里没有我了，要发到那里的都发不出去。",
            "请把我重新拉进群、设为管理员，再发 /unsent 点“全部再试”。",
        )
    )


def group_silenced(view: NoteView, wording: Wording) -> Card:
    """The bot is in the group and may not write."""
    return Card(
        lines(
            f"🤐 “{esc(view.text, 60)}”不让我说话，要发到那里的都发不出去。",
            "请群主给我发言的权限，再发 /unsent 点“全部再试”。",
        )
    )


def out_of_touch(view: NoteView, wording: Wording) -> Card:
    """No answer from Telegram for more than a day, or nobody there to ask for one."""
    return Card(
        lines(
            f"📭 从 {esc(view.text, 20)} 到刚才，我没收着 Telegram 的消息。",
            f"{esc(view.about, 20)} 以前说的话补不回来了：请到各群问一声，有事的请再说一遍。",
        )
    )


def offered_late(view: NoteView, wording: Wording) -> Card:
    """Orders that nobody was offered while we were away."""
    return Card(f"📦 断开以前没推出去、还没人接的 {esc(view.text, 6)} 单，正在自己推给合伙人，不用手动再试。")
