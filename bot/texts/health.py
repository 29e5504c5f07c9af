"""What `hehuo health` says, and what `hehuo doctor` says of backups."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.texts.doctor import Finding, State
from community.clock import SHANGHAI

WELL = "在正常运行。"
NOT_RUNNING = "没有在运行。"

WRONG: Mapping[str, str] = {
    "database": "数据库用不了（连不上，或磁盘满了）",
    "inbox": "收到的消息办不过来",
    "outbox": "要发的消息积压了",
    "dues": "到点的事没有按时办",
    "telegram": "连不上 Telegram，收不到消息",
    "conflict": "另一个程序在用同一个令牌收消息",
    "token": "Telegram 说不认这个令牌",
    "webhook": "Telegram 送不到我们的网址（TELEGRAM_WEBHOOK_URL）",
    "silent": "问它它不答",
}
"""What can be wrong, by `bot.ailments` (silent: its port answers nothing sensible)."""


def not_well(wrong: Sequence[str]) -> str:
    """It runs, but."""
    return f"在运行，但是{'，'.join(WRONG.get(what, what) for what in wrong)}；请运行 hehuo doctor 看详情。"


def backup_folder_unwritable(folder: Path, why: str) -> Finding:
    """No backup can be made, and no upgrade, which keeps one first."""
    said = f"备份的文件夹 {folder.absolute()} 写不进去（{why}）"
    return Finding(
        "backups", State.WRONG, said, "改权限、腾出空间，或用 HEHUO_BACKUPS 换一个文件夹；升级之前也要先备份。"
    )


def backup(newest: datetime | None, folder: Path, now: datetime, *, machine: str | None = None) -> Finding:
    """When the newest backup was made; older than two days, the nights have failed. machine: another, where it lies."""
    if newest is None:
        return Finding("backup", State.NOTE, "还没有备份", f"每夜自动做到 {folder}；也可以运行 hehuo backup。")
    where = f"（{machine} 上的 {folder}）" if machine is not None else ""
    said = f"最近一次备份：{newest.astimezone(SHANGHAI):%m月%d日 %H:%M}{where}"
    if now - newest > timedelta(days=2):
        return Finding("backup", State.WRONG, said, "夜里没做成：看日志里的 due.failed，或运行 hehuo backup。")
    return Finding("backup", State.FINE, said)
