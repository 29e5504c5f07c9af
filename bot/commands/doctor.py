"""`hehuo doctor`: what is wrong, and how to mend it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command("doctor", cls=Command, help="检查哪里不对、怎么修。")(doctor)


def doctor(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", metavar="文件夹", help="数据放在哪里")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="给程序看的 JSON。")] = False,
) -> None:
    """Print the findings; exit code 1 if anything is wrong."""
    import json  # noqa: PLC0415 - the help page must not wait for any of these
    from dataclasses import asdict  # noqa: PLC0415

    from bot.doctor import examine  # noqa: PLC0415
    from bot.texts.doctor import State, report  # noqa: PLC0415

    above = context.parent.params.get("data") if context.parent is not None else None
    found = examine(data=data or above)
    fine = all(one.state is not State.WRONG for one in found)
    if as_json:
        typer.echo(json.dumps({"ok": fine, "checks": [asdict(one) for one in found]}, ensure_ascii=False, indent=2))
    else:
        typer.echo(report(found))
    if not fine:
        sys.exit(1)  # typer.Exit would only be handed back to our own main
