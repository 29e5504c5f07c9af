"""What the person at the terminal reads. Standard library only: it is needed before anything else is imported."""

from collections.abc import Mapping
from pathlib import Path

BYE = "再见。"
OUTPUT, CLOSED, NO_INPUT = "标准输出", "关着", "标准输入关着"
STARTING = "合伙正在启动：没有 TELEGRAM_TOKEN，用本机沙盒，不需要网络。"
STARTING_REAL = "合伙正在启动，连接 Telegram。"
HOW_TO_STOP = "按 Ctrl-C 结束。"
REACHED_AGAIN = "已重新连上 Telegram，漏下的消息会补上。"
CONFLICT = "另一个程序正在用同一个 TELEGRAM_TOKEN 收消息；请停掉那一个。这边会一直重试，不丢消息。"
REFUSED_FOR_NOW = "Telegram 说不认这个令牌；先不停，四分钟里再问几次，还是不认才停下。"
EXAMPLE_HEAD = "复制成 .env 再改；不改也能运行。"
NOTHING_TO_SERVE = "hehuo serve 要有 TELEGRAM_TOKEN；想先试试，直接运行 hehuo，它自带沙盒。"
BROKEN_SERVICE = "程序出错停下了，数据都在；详情见上面的日志，重新运行即可继续。"
SANDBOX_GONE = "沙盒意外停了；请重新运行 hehuo，数据都在。"

SETTINGS: Mapping[str, str] = {
    "telegram_token": "机器人的令牌，@BotFather 给的；空着就用本机沙盒",
    "telegram_api_base": "Bot API 的地址；自建或代理时改",
    "telegram_webhook_url": "公网地址；填了就由 Telegram 推送，空着就轮询",
    "telegram_webhook_secret": "推送用的暗号；空着自动生成并保存",
    "telegram_webhook_listen": "推送时在本机监听的地址，前面要有 HTTPS 反向代理",
    "database_url": "PostgreSQL 的地址；空着就用数据文件夹里的 SQLite",
    "hehuo_data": "数据文件夹",
    "hehuo_port": "沙盒网页的端口，被占用时顺延",
    "hehuo_backups": "备份放在哪里；空着就是数据文件夹里的 backups，最好换成另一块盘",
    "hehuo_backup_key": "备份用的 age 公钥（age1…）；填了备份就加密，只有私钥能打开",
    "hehuo_health_listen": "健康检查和指标在哪里答话，比如 127.0.0.1:9600；空着就不开",
}
"""What each setting is for."""

HINTS: Mapping[str, str] = {
    "database_url": "要写成 postgresql://用户:密码@主机/数据库；用 SQLite 就空着",
    "hehuo_backup_key": "是 age1 开头的公钥，有一个字抄错了也不行",
}
"""What is easily written wrongly, and how it is right."""


def kept_in(folder: Path) -> str:
    """Where the data is."""
    return f"数据放在 {folder.absolute()}，下次启动接着用。"


def other_port(asked: int, got: int) -> str:
    """The port asked for was taken."""
    return f"端口 {asked} 被占用，改用 {got}。"


def connected(username: str) -> str:
    """The bot is up on the real service."""
    return f"已连上 Telegram：https://t.me/{username}"


def unreachable(seconds: float) -> str:
    """Telegram does not answer, while running."""
    return f"连不上 Telegram，{seconds:.0f} 秒后再试；消息在 Telegram 那边留 24 小时，不会丢。"


def wrong_token() -> str:
    """401 or 404 on a token."""
    return "Telegram 不认这个 TELEGRAM_TOKEN；请到 @BotFather 核对，改好设置（.env 或 /etc/hehuo/env）再运行。"


def no_network(base: str) -> str:
    """Nothing answers at the start."""
    return f"连不上 {base}；请检查网络或代理（TELEGRAM_API_BASE），再运行一次。"


def untrusted(base: str, why: str) -> str:
    """Somebody answers, with a certificate that is not trusted."""
    return f"{base} 的证书不可信（{why}），没有连上去；请查本机时间、根证书和 TELEGRAM_API_BASE，再运行。"


def untrusted_for_now(why: str) -> str:
    """The same, while running."""
    return (
        f"Telegram 那头的证书不可信（{why}），没有收发；会一直重试。请查本机时间、根证书和代理；消息在那边留 24 小时。"
    )


def with_hint(name: str) -> str:
    """A setting by its name, and how it is written if that is easily got wrong."""
    return f"{name.upper()}（{HINTS[name]}）" if name in HINTS else name.upper()


def bad_setting(names: str) -> str:
    """A setting that cannot be used."""
    return f"设置有误：{names}；请对照 .env.example 改好再运行。"


def unwritable(folder: Path, why: str) -> str:
    """The data folder cannot be written."""
    return f"数据文件夹 {folder.absolute()} 写不进去（{why}）；请改权限，或用 --data 换一个。"


def in_use(folder: Path) -> str:
    """Another hehuo runs on the folder."""
    return f"已有一个 hehuo 在用 {folder.absolute()}；请先结束它，或用 --data 换一个文件夹。"


def held_alone(where: str) -> str:
    """A restore or a move has the database server's data for itself."""
    return f"数据库 {where} 正在恢复或搬家，先不启动；等那边做完再运行。"


def one_writer(part: str) -> str:
    """Several processes are asked for, on SQLite."""
    return f"SQLite 只能由一个进程来写，不能单独跑 {part}；请用 --role all，或设 DATABASE_URL 改用 PostgreSQL。"


def corrupt(path: Path) -> str:
    """The database file is damaged."""
    return f"数据库 {path.absolute()} 损坏，没有动它；请用 hehuo restore 放回最近的备份，坏的会另存。"


def newer(path: str) -> str:
    """The database belongs to a newer version."""
    return f"数据库 {path} 是更新版本的 hehuo 建的，没有动它；请升级 hehuo 再运行。"


def moved_away(old: Path, file: Path) -> str:
    """The embedded database was moved to a server, and none is named."""
    return (
        f"数据已经搬到 PostgreSQL（旧文件是 {old.absolute()}），却没有 DATABASE_URL；"
        f"请填上它再运行，要用回旧文件就把它改名为 {file.name}。"
    )


def no_database(where: str) -> str:
    """The database server does not answer."""
    return f"连不上数据库 {where}；请检查 DATABASE_URL 和数据库服务，再运行。"


def no_disk(file: Path) -> str:
    """The embedded database could not be written for a minute."""
    return f"数据库 {file.absolute()} 写不进去，磁盘可能满了或坏了；请腾出空间再运行，收到过的都在。"


def broken(log: Path) -> str:
    """Something that should not happen."""
    return f"程序出错停下了，数据都在；详情见 {log.absolute()}，重新运行即可继续。"


def cannot_listen(address: str) -> str:
    """The webhook's port cannot be had."""
    return f"不能在 {address} 上接收推送；请改 TELEGRAM_WEBHOOK_LISTEN，再运行。"


def cannot_be_asked(address: str) -> str:
    """The port for health and metrics can't be had."""
    return f"不能在 {address} 上回答健康检查；请改 HEHUO_HEALTH_LISTEN，再运行。"


def sandbox_failed(log: Path) -> str:
    """The sandbox did not come up."""
    return f"沙盒没能启动；详情见 {log.absolute()}。"


def first_staff(link: str) -> str:
    """The link that makes the first member of staff."""
    return f"还没有工作人员。请社区负责人在 30 分钟内点开（只能用一次）：\n{link}"


def bad_usage(what: str) -> str:
    """The command line names something that cannot be taken."""
    return f"参数看不懂：{what}。用法见 hehuo --help。"


def unreadable(why: str) -> str:
    """A file for the listener that can't be read."""
    return f"读不了：{why}。请核对文件再试。"


def unprintable(where: str, why: str) -> str:
    """What was asked for can't be written where it should be."""
    return f"{where} 写不进去（{why}）；请腾出空间、改权限或换个地方，再运行。"


def not_together(one: str, other: str) -> str:
    """Two options of which each says what the other would not heed."""
    return f"{one} 和 {other} 不能一起用；请去掉一个再运行。"


def bad_language(why: str) -> str:
    """A file that came with the program, of the weights or the lexicon, is spoilt."""
    return f"听懂用的文件坏了：{why}。收到的都在；请重新安装 hehuo，或从安装包放回 bot/nlp 里的这个文件，再运行。"


def bad_lines(number: int) -> str:
    """Some lines of input could not be understood as JSON."""
    return f"有 {number} 行读不了，原因写在对应的输出行里；其余的都答了。"


def trained(number: int, folder: Path) -> str:
    """Training is done."""
    return f"学了 {number} 条，权重写在 {folder}。"
