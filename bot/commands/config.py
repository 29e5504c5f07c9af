"""`hehuo config show`: the settings that hold, secrets masked."""

import typer

from bot.cli import Command, Group


def add(app: typer.Typer) -> None:
    """Register the command."""
    config = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)
    config.command("show", cls=Command, help="显示当前生效的设置，密码和令牌只显示星号。")(show)
    app.add_typer(config, name="config", help="看设置。")


def show() -> None:
    """Print the settings that hold, one a line."""
    from bot.settings import load  # noqa: PLC0415 - the help page must not wait for it

    for name, value in load():
        typer.echo(f"{name.upper()}={'' if value is None else value}")
