"""What the person at the terminal reads about backups, putting one back, and moving to PostgreSQL."""

from collections.abc import Mapping
from pathlib import Path


def made(path: Path, rows: int, megabytes: float, *, encrypted: bool) -> str:
    """A backup is done."""
    closed = "，已加密" if encrypted else ""
    return f"备份好了：{path.absolute()}（{rows} 行，{megabytes:.1f} MB{closed}）。"


def nothing_yet(where: str) -> str:
    """There is no database to back up."""
    return f"{where} 里还没有数据，没什么可备份的。"


def missing_tool(tool: str) -> str:
    """PostgreSQL's own program is not on this machine."""
    return f"这台机器上没有 {tool}；请装上 PostgreSQL 客户端（Debian：apt install postgresql-client），再试一次。"


def tool_failed(said: str) -> str:
    """PostgreSQL's own program did not manage."""
    return f"PostgreSQL 的工具没有做成，数据没有动。它说：{said}。"


def upgrading_without(why: str) -> str:
    """The database is migrated although no backup could be made first; PostgreSQL takes a failed one back itself."""
    return f"没能先备份（{why}），照常升级：PostgreSQL 升级不成会自己退回去。请尽快装好 pg_dump。"


def no_upgrade(folder: Path, why: str) -> str:
    """What must be kept before an upgrade can't be."""
    return (
        f"新版本要升级数据库，升级前的备份写不进 {folder.absolute()}（{why}），所以没有升级，数据没有动；"
        "请把这个文件夹改成能写、腾出空间，或用 HEHUO_BACKUPS 换一个，再运行。"
    )


FLAWS: Mapping[str, str] = {
    "not ours": "它不是 hehuo 的备份",
    "cut": "它不完整，或者被改动过",
    "locked": "它加了密，请用 --key 指明私钥文件",
    "wrong key": "这把私钥打不开它",
    "other kind": "它和现在用的数据库不是一种（SQLite 与 PostgreSQL 的备份不能混用）",
}
"""Why a backup can't be used, by `storage.backup.Flaw`."""


def bad(file: str, flaw: str) -> str:
    """A backup that can't be used."""
    return f"用不了 {file}：{FLAWS[flaw]}；现有的数据没有动。"


def newer(file: str) -> str:
    """A backup of a newer version."""
    return f"{file} 是更新版本的 hehuo 备份的；请先升级 hehuo，现有的数据没有动。"


def failed(about: str, why: str) -> str:
    """A file can't be read or written."""
    return f"没有做成：{about}，{why}；现有的数据没有动。请看看文件名、权限和磁盘空间，再试一次。"


def in_use() -> str:
    """A bot runs on the PostgreSQL database."""
    return "还有 hehuo 在用这个数据库；请先把所有进程都停下，再试一次。"


def restored(made_at: str, rows: int, before: Path | None, forgotten: int) -> str:
    """The backup is in place."""
    again = f"{forgotten} 人在那之后删过自己的信息，已再删一遍。" if forgotten else ""
    kept = f"原来的数据另存在 {before.absolute()}。" if before is not None else ""
    return f"已恢复到 {made_at} 的备份，共 {rows} 行。{kept}{again}这之后发生的事都不在里面，请告诉工作人员。"


def not_a_server() -> str:
    """The address to move to is none of PostgreSQL."""
    return "--to 要写 PostgreSQL 的地址，比如 postgresql://hehuo:密码@127.0.0.1/hehuo。"


def moved_where() -> str:
    """Nobody says where to move."""
    return "要搬到哪里？把 DATABASE_URL 写进设置（.env 或 /etc/hehuo/env），或用 --to 写 PostgreSQL 的地址。"


def nothing_to_move(file: Path) -> str:
    """There is no embedded database."""
    return f"没有 {file.absolute()}，没什么可搬的；请用 --data 指对文件夹。"


def not_empty(where: str, table: str) -> str:
    """The target holds data already."""
    return f"{where} 里已经有数据（{table}），没有动它；请换一个空的数据库。"


def different(table: str) -> str:
    """A row did not arrive as it was."""
    return f"核对时发现 {table} 有一行和原来不一样，已全部撤销，两边都没有动；请把这句话发给开发的人。"


def moved(rows: int, tables: int, where: str, old: Path, *, is_set: bool) -> str:
    """Everything is in the new place. is_set: the settings name it."""
    start = "可以启动了" if is_set else "请把 DATABASE_URL 写进设置（.env 或 /etc/hehuo/env）再启动"
    return (
        f"搬好了：{tables} 张表 {rows} 行，逐行核对无误，现在在 {where}。\n"
        f"{start}；原来的文件改名为 {old.absolute()}，用稳之后可以删。"
    )
