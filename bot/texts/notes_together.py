"""One-off sentences to neighbours who have it too, and to whoever worked in vain."""

from bot.texts.card import Card, Wording
from bot.texts.html import b, esc, lines
from bot.texts.together import why_words
from community.views.note import NoteView


def sighted(view: NoteView, wording: Wording) -> Card:
    """Somebody in the group may have seen whom they look for."""
    words = f"“{esc(view.text, 200)}”"
    return Card(
        lines(f"👀 {b(view.number)} <b>群里有人说</b>：", words, "也告诉了社区工作人员和帮忙找的人。人接到了，说一声。")
    )


def solved_too(view: NoteView, wording: Wording) -> Card:
    """Who asked says that it is solved."""
    name = esc(wording.name(view.category))
    return Card(lines(f"👌 {b(view.number)} {name} 解决了", "您家也报过同一件事。要是还没好，直接说一声就行。"))


def left_alone(view: NoteView, wording: Wording) -> Card:
    """Who asked wants nobody any more."""
    name = esc(wording.name(view.category))
    return Card(lines(f"↩️ {b(view.number)} {name} 撤回了", "提的那位邻居说不用了。您家要是还没好，请再说一声。"))


def why(view: NoteView, wording: Wording) -> Card:
    """Whoever did the work learns what is still wrong; a complaint about them is for staff."""
    if not (view.about or view.text):
        return Card(lines(f"🔁 {b(view.number)} 居民说没解决", "已经重新安排，社区工作人员会来了解情况。"))
    return Card(
        lines(
            f"🔁 {b(view.number)} 居民说没解决",
            f"原因：“{why_words(view.about, view.text)}”",
            "已经重新安排。别往心里去，您也可以再接。",
        )
    )
