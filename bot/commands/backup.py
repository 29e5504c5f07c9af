"""`hehuo backup`: a backup now, while the bot runs or not."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command, given_settings
from bot.ending import Code, Ending


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command("backup", cls=Command, help="现在就备份一次；机器人在运行也可以。")(backup)


def backup(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", metavar="文件夹", help="数据放在哪里")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="文件夹", help="备份写到哪里 [默认：backups]")] = None,
) -> None:
    """Make a backup and drop those that are kept no longer."""
    from contextlib import closing  # noqa: PLC0415 - the help page must not wait for any of these
    from datetime import UTC, datetime  # noqa: PLC0415

    from bot.keeping import back_up, backups_of, open_database  # noqa: PLC0415
    from bot.mishaps import told  # noqa: PLC0415
    from bot.texts import backups as say  # noqa: PLC0415
    from storage.schema import is_empty  # noqa: PLC0415

    settings = given_settings(context, data, hehuo_backups=to)
    data = settings.hehuo_data
    folder = backups_of(settings, data)
    if settings.database_url is None and not (data / "hehuo.db").exists():
        raise Ending(Code.BACKUP, say.nothing_yet(str(data.absolute())))
    with told(settings, Code.BACKUP, str(folder)), closing(open_database(settings, data)) as database:
        if is_empty(database):
            raise Ending(Code.BACKUP, say.nothing_yet(database.url.render_as_string()))
        made = back_up(database, folder, key=settings.hehuo_backup_key, now=datetime.now(UTC))
    size = made.path.stat().st_size / 2**20
    typer.echo(say.made(made.path, sum(made.manifest.rows.values()), size, encrypted=made.path.suffix == ".age"))
