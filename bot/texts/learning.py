"""What staff read of the listener's learning."""

from bot.texts.card import Card, Wording
from bot.texts.html import b, esc, lines
from community.views.learning import NightView


def night_note(view: NightView, wording: Wording) -> Card:
    """One line about the night."""
    taught = f"{b(view.labels)} 条标注"
    if view.good:
        gain = f"和您们一致的从 {view.agreed_before} 条到 {b(view.agreed_after)} 条"
        return Card(f"🌙 昨夜学了 {taught}，{gain}，金标准没有变差，已启用第 {view.number} 版。")
    fell = "、".join(f"{esc(name)} {view.before[name]:.3f} → {view.after[name]:.3f}" for name in view.worse)
    return Card(
        lines(
            f"🌙 昨夜照 {taught}学出来的<b>没有过金标准</b>，没有启用，还用原来的。",
            f"变差的：{fell}。请看看最近的确认、改类、忽略有没有点错。",
        )
    )
