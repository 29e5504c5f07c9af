"""`hehuo replay`: updates that could not be handled, looked at and handled once more."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command, given_settings
from bot.ending import Code, Ending


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command("replay", cls=Command, help="重放隔离的消息：不写编号就列出来；机器人在运行也可以。")(replay)


def replay(
    context: typer.Context,
    rows: Annotated[list[int] | None, typer.Argument(metavar="编号", help="要重放的编号")] = None,
    data: Annotated[Path | None, typer.Option("--data", metavar="文件夹", help="数据放在哪里")] = None,
    everything: Annotated[bool, typer.Option("--all", help="全部重放。")] = False,
    why: Annotated[bool, typer.Option("--why", help="只看出错的经过，不重放。")] = False,
) -> None:
    """List, explain or replay; exit code 2 if none of the given numbers is in quarantine."""
    from contextlib import closing  # noqa: PLC0415 - the help page must not wait for any of these

    from bot.keeping import open_database  # noqa: PLC0415
    from bot.mishaps import told  # noqa: PLC0415
    from bot.texts import backups  # noqa: PLC0415
    from bot.texts import quarantine as say  # noqa: PLC0415
    from storage import quarantine  # noqa: PLC0415

    settings = given_settings(context, data)
    file = settings.hehuo_data / "hehuo.db"
    if settings.database_url is None and not file.exists():
        raise Ending(Code.USAGE, backups.nothing_yet(str(settings.hehuo_data.absolute())))
    with told(settings, Code.DATABASE, str(file)), closing(open_database(settings, settings.hehuo_data)) as database:
        waiting = database.read_now(quarantine.stuck)
        if not rows and not everything:
            typer.echo(say.listed(waiting))
            return
        chosen = [one.id for one in waiting] if everything else list(rows or ())
        if why:
            found = database.read_now(lambda session: [quarantine.traceback_of(session, row) for row in chosen])
            typer.echo("\n".join(text for text in found if text) or say.NONE_OF_THEM)
            return
        again = database.write_now(lambda session: quarantine.replay(session, chosen))
    if not again and chosen:
        raise Ending(Code.USAGE, say.NONE_OF_THEM)
    typer.echo(say.replayed(again))
