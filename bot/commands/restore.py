"""`hehuo restore FILE`: a backup in the place of the database."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command, given_settings
from bot.ending import Code


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command("restore", cls=Command, help="把一个备份放回来；先停下机器人，原来的数据会另存。")(restore)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", readable=False, help="hehuo backup 做的备份")],
    data: Annotated[Path | None, typer.Option("--data", metavar="文件夹", help="数据放在哪里")] = None,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="文件", readable=False, help="age 私钥，备份加过密才要")
    ] = None,
) -> None:
    """Check the backup, keep what is there, put it in place."""
    from datetime import UTC, datetime  # noqa: PLC0415 - the help page must not wait for any of these

    from bot import folder as folders  # noqa: PLC0415
    from bot.mishaps import told  # noqa: PLC0415
    from bot.restoring import put_back  # noqa: PLC0415
    from bot.texts import backups as say  # noqa: PLC0415

    settings = given_settings(context, data)
    folders.claim(settings.hehuo_data)
    with told(settings, Code.BACKUP, str(file)):
        done = put_back(settings, file, key=key, now=datetime.now(UTC))
    typer.echo(say.restored(done.manifest.made_at, sum(done.manifest.rows.values()), done.before, done.forgotten))
