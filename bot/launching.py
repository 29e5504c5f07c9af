"""What `hehuo` does between the command and the running bot: folder, sandbox, page, and only then the heavy imports."""

import asyncio
import gc
import webbrowser
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import typer

from bot import folder as folders
from bot import townhall
from bot.ending import Code, Ending
from bot.parts import Part
from bot.settings import BadSettings, Settings, load
from bot.texts import terminal
from bot.townhall import Townhall


def serve(settings: Settings, part: Part) -> None:
    """Do `part` on the real service until told to end; on PostgreSQL beside any number of others. Raises Ending.

    The log goes to stderr, where whoever keeps services collects it.
    """
    if settings.telegram_token is None:
        raise Ending(Code.SETTINGS, terminal.NOTHING_TO_SERVE)
    if settings.database_url is None:
        if part is not Part.ALL:
            raise Ending(Code.SETTINGS, terminal.one_writer(part.value))
        folders.claim(settings.hehuo_data)
        folders.check(settings.hehuo_data / "hehuo.db")
    _run(settings, None, part=part, scene=False, log=None)


def launch(*, data: Path | None, port: int | None, browser: bool, quiet: bool) -> None:
    """Run until Ctrl-C. Raises Ending or KeyboardInterrupt."""
    try:
        settings = load(hehuo_data=data, hehuo_port=port)
    except BadSettings as error:
        raise Ending(Code.SETTINGS, str(error)) from None
    folder = settings.hehuo_data
    folders.claim(folder)
    if settings.database_url is None:
        folders.check(folder / "hehuo.db")
    with ExitStack() as stack:
        town = None
        if settings.telegram_token is None:
            town = townhall.open_townhall(folder, settings.hehuo_port)
            stack.callback(town.close)
            _show(town, settings, browser=browser, quiet=quiet)
        elif not quiet:
            typer.echo(terminal.STARTING_REAL)
        _run(settings, town, part=Part.ALL, scene=not quiet, log=folder / "hehuo.log")
    typer.echo(terminal.BYE, err=True)


def _show(town: Townhall, settings: Settings, *, browser: bool, quiet: bool) -> None:
    """The URL, last of all that is printed."""
    if settings.hehuo_port not in (0, town.port):
        typer.echo(terminal.other_port(settings.hehuo_port, town.port), err=quiet)
    if not quiet:
        typer.echo(terminal.STARTING)
        typer.echo(terminal.kept_in(settings.hehuo_data))
        typer.echo(terminal.HOW_TO_STOP)
    typer.echo(town.url)
    if browser:
        webbrowser.open(town.url)


def _run(settings: Settings, town: Townhall | None, *, part: Part, scene: bool, log: Path | None) -> None:
    """log: None for stderr, which leaves stdout to the sentences."""
    from bot import logs  # noqa: PLC0415 - the page must not wait for it

    logs.set_up(log, [*settings.secrets(), townhall.TOKEN])
    token = settings.telegram_token
    try:
        gc.disable()  # nothing of what the imports make is ever garbage: a quarter of their time is spent looking
        from bot.app import Launch, recruit, run  # noqa: PLC0415 - the page must not wait for this, which takes seconds

        recruit(part)
        gc.freeze()
        gc.enable()
        launch = Launch(
            settings=settings,
            folder=settings.hehuo_data,
            token=token.get_secret_value() if token else townhall.TOKEN,
            base=town.url if town else settings.telegram_api_base,
            sandbox=town.url if town else None,
            scene=scene,
            tell=partial(typer.echo, err=log is not None),
            part=part,
        )
        asyncio.run(run(launch))
    except (Ending, KeyboardInterrupt):
        raise
    except BaseException:  # noqa: BLE001 - whatever it is, the person gets a sentence and the log the traceback
        logs.crashed()
        raise Ending(Code.BROKEN, terminal.broken(log) if log else terminal.BROKEN_SERVICE) from None
