"""What staff read of the listener's learning."""

from datetime import datetime

from bot.texts.card import Card, Wording
from bot.texts.doctor import Finding, State
from bot.texts.html import b, lines
from community.clock import SHANGHAI
from community.views.learning import NightView


def night_note(view: NightView, wording: Wording) -> Card:
    """One line about the night."""
    taught = f"您们点过的 {b(view.labels)} 条"
    if view.good:
        gain = f"和您们想的一样的，从 {view.agreed_before} 条到 {b(view.agreed_after)} 条"
        return Card(lines(f"🌙 昨夜照{taught}学了一遍，{gain}。", "平常的话听得和原来一样准，今天起用新学的。"))
    return Card(
        lines(
            f"🌙 昨夜照{taught}学了一遍，<b>平常的话反而听得不如原来准</b>，没有用，还用原来的。",
            "请看看最近的确认、改类、忽略有没有点错。",
        )
    )


def shipped_weights(refused: datetime | None) -> Finding:
    """The listener goes by what came with the program."""
    return _weights("听懂用的是出厂权重，还没有学过" if refused is None else "听懂用的是出厂权重", refused)


def learned_weights(number: int, made_at: datetime, labels: int, refused: datetime | None) -> Finding:
    """The listener goes by what it learned one night."""
    return _weights(f"听懂用的是第 {number} 版权重（{_day(made_at)}从 {labels} 条标注学来）", refused)


def spoilt_weights(number: int, why: str) -> Finding:
    """What was learned one night can't be read any more; the listener goes by what came with the program."""
    mend = "先用出厂权重听；标注都在，下一个有新标注的夜里会重新学。"
    return Finding("weights", State.WRONG, f"第 {number} 版权重坏了（{why}）", mend)


def language_fine() -> Finding:
    """The files of the listener can be read."""
    return Finding("language", State.FINE, "听懂用的文件完好")


def language_broken(why: str) -> Finding:
    """A file that came with the program is spoilt."""
    return Finding(
        "language", State.WRONG, f"听懂用的文件坏了：{why}", "重新安装 hehuo，或从安装包放回 bot/nlp 里的这个文件。"
    )


def _weights(said: str, refused: datetime | None) -> Finding:
    if refused is None:
        return Finding("weights", State.FINE, said)
    mend = "值班台有一条说明；看看最近的确认、改类、忽略有没有点错。"
    return Finding("weights", State.NOTE, f"{said}；{_day(refused)}学的没过金标准，没有启用", mend)


def _day(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{local.month} 月 {local.day} 日"
