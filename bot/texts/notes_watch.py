"""What staff are told of a group that the bot can't hear."""

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
