"""`hehuo move`: the embedded database carried over to PostgreSQL."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command, given_settings
from bot.ending import Code, Ending


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command("move", cls=Command, help="从 SQLite 搬到 PostgreSQL，逐行核对；先停下机器人。")(move)


def move(
    context: typer.Context,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="地址", help="postgresql://用户:密码@主机/数据库，要是空的；不写就是 DATABASE_URL"
        ),
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="文件夹", help="数据放在哪里")] = None,
) -> None:
    """Copy and compare everything; the old file is kept under another name.

    Whoever looks at the list of processes reads what is given in `to`, a password too: the settings keep it to us.
    """
    from pydantic import SecretStr  # noqa: PLC0415 - the help page must not wait for any of these

    from bot import folder as folders  # noqa: PLC0415
    from bot.mishaps import told  # noqa: PLC0415
    from bot.moving import carry_over  # noqa: PLC0415
    from bot.settings import server_address  # noqa: PLC0415
    from bot.texts import backups as say  # noqa: PLC0415
    from storage.engine import readable  # noqa: PLC0415

    settings = given_settings(context, data)
    file = settings.hehuo_data / "hehuo.db"
    try:
        server = settings.database_url if to is None else server_address(SecretStr(to))
    except ValueError:
        raise Ending(Code.USAGE, say.not_a_server()) from None
    if server is None:
        raise Ending(Code.USAGE, say.moved_where())
    where = readable(server.get_secret_value())
    if not file.exists():
        raise Ending(Code.MOVE, say.nothing_to_move(file))
    folders.claim(settings.hehuo_data)
    folders.check(file)
    with told(settings, Code.MOVE, where):
        done = carry_over(settings, server)
    typer.echo(
        say.moved(sum(done.rows.values()), len(done.rows), where, done.old, is_set=server == settings.database_url)
    )
