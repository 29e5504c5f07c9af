"""`hehuo health`: is it running, and well? For whoever watches services: the exit code tells."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command, given_settings
from bot.ending import Code, Ending


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command("health", cls=Command, help="在不在正常运行：0 正常，14 没在运行，15 有不对。")(health)


def health(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", metavar="文件夹", help="数据放在哪里")] = None,
) -> None:
    """Print one sentence; exit code 0, 14 or 15."""
    from bot.pulse import feel  # noqa: PLC0415 - the help page must not wait for it
    from bot.texts import health as say  # noqa: PLC0415

    wrong = feel(given_settings(context, data))
    if wrong is None:
        raise Ending(Code.NOT_RUNNING, say.NOT_RUNNING)
    if wrong:
        raise Ending(Code.NOT_READY, say.not_well(wrong))
    typer.echo(say.WELL)
