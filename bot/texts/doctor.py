"""What `hehuo doctor` says: a sentence for each finding, and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from bot.texts import quarantine
from storage.quarantine import Stuck


class State(StrEnum):
    """How bad it is. Only WRONG makes the command fail."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """code: stable, for scripts. said: what is. mend: what to do; empty if nothing."""

    code: str
    state: State
    said: str
    mend: str = ""


LOG = "日志（hehuo.log；装成服务的用 journalctl -u 'hehuo*'）"
MARKS = {State.FINE: "✔", State.NOTE: "·", State.WRONG: "✘"}


def report(findings: Sequence[Finding]) -> str:
    """The whole page."""
    lines = []
    for one in findings:
        lines.append(f"{MARKS[one.state]} {one.said}")
        if one.mend:
            lines.append(f"   → {one.mend}")
    wrong = sum(one.state is State.WRONG for one in findings)
    return "\n".join([*lines, "", f"有 {wrong} 处要修。" if wrong else "一切正常。"])


def bad_settings(sentence: str) -> Finding:
    """Settings that cannot be used."""
    return Finding("settings", State.WRONG, sentence)


def folder_fine(folder: Path) -> Finding:
    """The data folder can be written."""
    return Finding("folder", State.FINE, f"数据文件夹 {folder} 可以写")


def folder_missing(folder: Path) -> Finding:
    """Nothing has been started there yet."""
    return Finding("folder", State.WRONG, f"数据文件夹 {folder} 还不存在", "先运行一次 hehuo，或用 --data 指对地方。")


def folder_unwritable(folder: Path) -> Finding:
    """Not ours to write."""
    return Finding("folder", State.WRONG, f"数据文件夹 {folder} 写不进去", "改权限，或用 --data 换一个文件夹。")


def disk(free: int) -> Finding:
    """Free bytes where the data lies."""
    said = f"磁盘还剩 {free / 2**30:.1f} GB"
    if free < 200 * 2**20:
        return Finding("disk", State.WRONG, said, "清理磁盘，否则很快记不下新的事项。")
    return Finding("disk", State.NOTE if free < 2**30 else State.FINE, said)


def database_fine(where: str, megabytes: float | None) -> Finding:
    """Reachable and up to date."""
    size = f"，{megabytes:.1f} MB" if megabytes is not None else ""
    return Finding("database", State.FINE, f"数据库正常（{where}{size}）")


def database_missing() -> Finding:
    """It is made by the first start."""
    return Finding("database", State.WRONG, "还没有数据库", "先运行一次 hehuo，它会自己建好。")


def database_old(found: str | None, newest: str) -> Finding:
    """Made by an older version."""
    return Finding(
        "database",
        State.WRONG,
        f"数据库版本 {found or '空'}，程序要 {newest}",
        "停下旧程序，运行一次 hehuo 自动升级（先自动备份）。",
    )


def database_broken(sentence: str) -> Finding:
    """Corrupt, newer than the program, unwritable or unreachable."""
    return Finding("database", State.WRONG, sentence)


def not_running() -> Finding:
    """No hehuo runs on the folder."""
    return Finding(
        "running", State.NOTE, "hehuo 现在没有在运行", "运行 hehuo；它停着的时候，消息在 Telegram 那边留 24 小时。"
    )


def running() -> Finding:
    """A hehuo runs on the folder."""
    return Finding("running", State.FINE, "hehuo 正在运行")


def sandbox_not_running() -> Finding:
    """Sandbox mode, and no sandbox."""
    return Finding(
        "sandbox", State.WRONG, "没有 TELEGRAM_TOKEN，这个文件夹的沙盒也没在运行",
        "要试用就运行 hehuo；要上线就把令牌写进设置（.env 或 /etc/hehuo/env）。",
    )  # fmt: skip


def token_fine(name: str) -> Finding:
    """getMe answered."""
    return Finding("token", State.FINE, f"令牌有效，机器人是 @{name}")


def token_wrong() -> Finding:
    """Telegram does not know it."""
    return Finding(
        "token",
        State.WRONG,
        "Telegram 不认这个 TELEGRAM_TOKEN",
        "到 @BotFather 核对令牌，改好设置（.env 或 /etc/hehuo/env），重新运行 hehuo。",
    )


def network(base: str) -> Finding:
    """Nothing answers."""
    return Finding("network", State.WRONG, f"连不上 {base}", "检查网络、代理，或 TELEGRAM_API_BASE。")


def untrusted(base: str, why: str) -> Finding:
    """Somebody answers, with a certificate that is not trusted."""
    mend = "查本机时间、系统的根证书（ca-certificates）、代理和 TELEGRAM_API_BASE。"
    return Finding("network", State.WRONG, f"{base} 的证书不可信：{why}", mend)


def skew(seconds: float) -> Finding:
    """The clock against Telegram's."""
    if abs(seconds) < 60:
        return Finding("clock", State.FINE, "本机时钟准")
    way = "快" if seconds > 0 else "慢"
    return Finding("clock", State.WRONG, f"本机时钟{way}了 {abs(seconds):.0f} 秒", "打开系统的自动对时（NTP）。")


def webhook_fine(url: str) -> Finding:
    """As the settings say."""
    return Finding("webhook", State.FINE, f"收消息：{url or '轮询'}")


def webhook_other(found: str, wanted: str) -> Finding:
    """Telegram pushes to somewhere else."""
    return Finding(
        "webhook",
        State.WRONG,
        f"Telegram 正往 {found or '（没有设置）'} 推送，设置里是 {wanted or '轮询'}",
        "重新运行 hehuo。",
    )


def webhook_failing(said: str) -> Finding:
    """Telegram's last push failed."""
    return Finding(
        "webhook_error",
        State.WRONG,
        f"Telegram 推送失败：{said}",
        "检查反向代理和证书，或清空 TELEGRAM_WEBHOOK_URL 改用轮询。",
    )


def pending(count: int) -> Finding:
    """Updates that Telegram still holds."""
    return Finding(
        "pending", State.WRONG, f"Telegram 那边还压着 {count} 条消息没取", "看 hehuo 是否在运行；满 24 小时会丢。"
    )


def inbox(count: int, age: timedelta, quarantined: int, stuck: Sequence[Stuck] = ()) -> list[Finding]:
    """What came in and is not handled."""
    found = []
    if age > timedelta(minutes=5):
        found.append(
            Finding(
                "inbox",
                State.WRONG,
                f"收件积压 {count} 条，最早的等了 {_spell(age)}",
                f"重新运行 hehuo；还不行看{LOG}。",
            )
        )
    if quarantined:
        told = "；".join(quarantine.line(one) for one in stuck)
        what = f"有 {quarantined} 条消息反复处理不了，已隔离" + (f"：{told}" if told else "")
        mend = f"修好以后 hehuo replay 编号（--why 看经过）；修不了把{LOG}发给维护的人。"
        found.append(Finding("quarantine", State.NOTE, what, mend))
    return found or [Finding("inbox", State.FINE, "收件没有积压")]


def outbox(count: int, age: timedelta, unsent: int) -> list[Finding]:
    """What is to be said and is not."""
    found = []
    if age > timedelta(minutes=5):
        found.append(
            Finding(
                "outbox",
                State.WRONG,
                f"发件积压 {count} 条，最早的晚了 {_spell(age)}",
                "看网络和令牌；重新运行 hehuo。",
            )
        )
    if unsent:
        found.append(
            Finding(
                "refused",
                State.NOTE,
                f"最近 7 天有 {unsent} 条没送到",
                "工作人员私聊机器人发 /unsent，看原因、再试。",
            )
        )
    return found or [Finding("outbox", State.FINE, "发件没有积压")]


def dues(count: int, age: timedelta) -> list[Finding]:
    """What was promised for a time, and is not done."""
    if age <= timedelta(minutes=10):
        return [Finding("dues", State.FINE, "到点的事都按时办了")]
    said = f"到点的事有 {count} 件没办，最早的晚了 {_spell(age)}"
    return [Finding("dues", State.WRONG, said, f"重新运行 hehuo（拆了进程的看 hehuo-scheduler）；还不行看{LOG}。")]


def holidays_known(year: int) -> Finding:
    """The holiday table covers what lies ahead."""
    return Finding("holidays", State.FINE, f"放假安排有到 {year} 年")


def holidays_unknown(year: int) -> Finding:
    """It does not."""
    return Finding(
        "holidays",
        State.NOTE,
        f"{year} 年的放假安排还没有，大集按普通周六排",
        "国务院公布后升级 hehuo，或在值班台逐个定。",
    )


def _spell(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"
