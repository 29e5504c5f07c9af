"""The shape of the command line: typer in Chinese, without anything heavy."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from bot.ending import Code, Ending

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
