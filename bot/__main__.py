"""The `hehuo` command; imports nothing heavy until it is needed."""

import importlib
import io
import pkgutil
import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer._click.exceptions import ClickException

from bot import commands
from bot.cli import Group
from bot.ending import Code, Ending
from bot.texts import terminal

app = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="合伙：网格群里说的诉求，几秒钟送到社区合伙人手里。\n\n没有 TELEGRAM_TOKEN 时在本机沙盒里运行，不需要网络。",
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", metavar="文件夹", help="数据放在哪里 [默认：data]")] = None,
    port: Annotated[
        int | None, typer.Option(metavar="端口", min=0, max=65535, help="沙盒网页的端口 [默认：8600]")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不打开浏览器。")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="只打印网址，不演开场。")] = False,
) -> None:
    """Run the bot, in the sandbox if there is no token."""
    if context.invoked_subcommand is None:
        from bot.launching import launch  # noqa: PLC0415 - the help page must not wait for it

        launch(data=data, port=port, browser=not no_browser, quiet=quiet)


for module in pkgutil.iter_modules(commands.__path__):
    importlib.import_module(f"{commands.__name__}.{module.name}").add(app)


def main() -> None:
    """Entry point: exit codes are those of bot.ending.Code; what is printed is UTF-8, whatever the terminal's."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(standalone_mode=False)
    except Ending as ending:
        typer.echo(ending.sentence, err=True)
        sys.exit(ending.code)
    except ClickException as error:
        typer.echo(terminal.bad_usage(_named(error)), err=True)
        sys.exit(Code.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo(terminal.BYE, err=True)


def _named(error: ClickException) -> str:
    """The option or word that the command line could not take, as it was typed."""
    parameter = getattr(error, "param", None)
    named = parameter.opts[0] if parameter is not None else getattr(error, "option_name", None)
    said = re.search(r"'(.+)'", error.format_message())
    return str(named or (said.group(1) if said else error.format_message()))


if __name__ == "__main__":
    main()
