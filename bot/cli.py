"""The shape of the command line: typer in Chinese, without anything heavy."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from bot.ending import Code, Ending
from bot.texts import terminal

if TYPE_CHECKING:
    from bot.settings import Settings

_WORDS = (
    ("Usage:", "用法："),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "[命令]"),
    ("[default: ", "[默认："),
    ("[required]", "[必填]"),
    ("Show this message and exit.", "显示这段说明。"),
)


def chinese(text: str) -> str:
    """`text` of a help page in Chinese."""
    for english, words in _WORDS:
        text = text.replace(english, words)
    return text


class Command(TyperCommand):
    """A command with its help in Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return chinese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands with its help in Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return chinese(super().get_help(ctx))


def given_settings(context: Any, data: Path | None, **given: Any) -> "Settings":
    """The settings, `--data` taken before or after the command's name. Raises Ending."""
    from bot.settings import BadSettings, load  # noqa: PLC0415 - the help page must not wait for it

    above = context.parent.params.get("data") if context.parent is not None else None
    try:
        return load(hehuo_data=data or above, **given)
    except BadSettings as error:
        raise Ending(Code.SETTINGS, str(error)) from None


@contextmanager
def printing() -> Iterator[None]:
    """What is printed within is written when it ends. Raises Ending where it can't be; ends the program quietly when
    nobody reads on.

    An OSError that names a file is let through: it was raised as that was opened."""
    if sys.stdout is None:
        raise Ending(Code.USAGE, terminal.unprintable(terminal.OUTPUT, terminal.CLOSED))
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if error.filename is not None:
            raise
        _print_nowhere()
        if isinstance(error, BrokenPipeError):
            raise typer.Exit from None
        raise Ending(Code.USAGE, terminal.unprintable(terminal.OUTPUT, error.strerror or str(error))) from None


def _print_nowhere() -> None:
    """What could not be written would be tried again as the program ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def exclude(**given: bool) -> None:
    """Refuses two options, by the names of their parameters, that are both given. Raises Ending."""
    both = [f"--{name}" for name, is_given in given.items() if is_given]
    if len(both) > 1:
        raise Ending(Code.USAGE, terminal.not_together(*both[:2]))
