"""`hehuo serve`: the bot as a service, whole or one part of it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command, given_settings
from bot.parts import Part


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command("serve", cls=Command, help="当服务来跑；在 PostgreSQL 上可以拆成几种角色，每种多少个都行。")(serve)


def serve(
    context: typer.Context,
    role: Annotated[
        Part, typer.Option("--role", metavar="角色", help="all、ingress、worker、courier 或 scheduler")
    ] = Part.ALL,
    data: Annotated[Path | None, typer.Option("--data", metavar="文件夹", help="数据放在哪里")] = None,
) -> None:
    """Run until told to end; logs go to stderr."""
    from bot.launching import serve as run  # noqa: PLC0415 - the help page must not wait for it

    run(given_settings(context, data), role)
