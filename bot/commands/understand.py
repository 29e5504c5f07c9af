"""`hehuo understand`: JSONL in, JSONL out, a line each, in order."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command, exclude, printing
from bot.ending import Code, Ending

HELP = """听懂：一行一条 JSON 进，一行一条 JSON 出，读不了的一行答 {"error"}。

进 {"text","place"}；place 可以不给，话里没说在哪时就当是那里。"""


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command("understand", cls=Command, help=HELP)(understand)


def understand(
    file: Annotated[Path | None, typer.Argument(metavar="文件", help="JSONL；不给就读标准输入")] = None,
    episodes: Annotated[bool, typer.Option("--episodes", help="一行是一段对话，答出其中的事项。")] = False,
    model: Annotated[Path | None, typer.Option(metavar="文件夹", help="用 nlp train 训练出的权重。")] = None,
) -> None:
    """Answer each line; exit code 2 if any could not be read."""
    exclude(model=model is not None, episodes=episodes)
    from datetime import datetime  # noqa: PLC0415 - the help page must not wait for any of these

    from bot.nlp.cli import understand_stream  # noqa: PLC0415
    from bot.nlp.data import LexiconError  # noqa: PLC0415
    from bot.nlp.linear import ModelError  # noqa: PLC0415
    from bot.texts import terminal  # noqa: PLC0415
    from community.clock import SHANGHAI  # noqa: PLC0415

    if file is None and sys.stdin is None:
        raise Ending(Code.USAGE, terminal.unreadable(terminal.NO_INPUT))
    now = datetime.now(SHANGHAI)
    try:
        with file.open("rb") if file else nullcontext(sys.stdin.buffer) as lines, printing():
            bad = understand_stream(lines, sys.stdout, now=now, model=model, episodes=episodes)
    except (OSError, LexiconError, ModelError) as error:
        raise Ending(Code.USAGE, terminal.unreadable(str(error))) from None
    if bad:
        raise Ending(Code.USAGE, terminal.bad_lines(bad))
