"""`hehuo nlp`: train the listener, and tell how well it hears."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import Command, Group, exclude, printing
from bot.ending import Code, Ending

PARTS = ("train", "dev", "test")


def add(app: typer.Typer) -> None:
    """Register the commands."""
    nlp = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode=None)
    nlp.command("train", cls=Command, help="训练：不给 --data 就从自带语料重建出厂权重。")(train)
    nlp.command("evaluate", cls=Command, help="在自带语料上量一量听得准不准。")(evaluate)
    app.add_typer(nlp, name="nlp", help="语言引擎：训练、评测。")


def train(
    data: Annotated[Path | None, typer.Option(metavar="文件", help='JSONL，一行一个 {"text","label"}')] = None,
    out: Annotated[Path | None, typer.Option(metavar="文件夹", help="权重写到哪里")] = None,
    ordinary: Annotated[Path | None, typer.Option(metavar="文件", help="别处的闲聊，JSONL，都不是诉求")] = None,
    episodes: Annotated[bool, typer.Option("--episodes", help="只从对话重学哪些话是一件事，别的权重不动")] = False,
) -> None:
    """Train on labels of anyone's, or rebuild the shipped weights."""
    exclude(data=data is not None, ordinary=ordinary is not None, episodes=episodes)
    from bot.nlp.cli import Unwritable, rebuild, relearn_ties, train_on  # noqa: PLC0415 - the help page must not wait for any of these
    from bot.nlp.listener import MODEL  # noqa: PLC0415
    from bot.texts import terminal  # noqa: PLC0415

    try:
        if data is None:
            out = out or MODEL
            learned = relearn_ties(out) if episodes else rebuild(out, ordinary=ordinary)
        else:
            out = out or Path("model")
            learned = train_on(data, out)
    except Unwritable as error:
        raise Ending(Code.USAGE, terminal.unprintable(str(error.out), error.why)) from None
    except (OSError, ValueError) as error:
        raise Ending(Code.USAGE, terminal.unreadable(str(error))) from None
    with printing():
        typer.echo(terminal.trained(learned, out))


def evaluate(
    part: Annotated[str, typer.Option(metavar="部分", help="train、dev 或 test")] = "test",
    ordinary: Annotated[
        Path | None, typer.Option(metavar="文件", help="别处的闲聊，量误开口（训练没看的那些句）")
    ] = None,
    letters: Annotated[
        Path | None, typer.Option(metavar="文件", help='带标签的文字，JSONL {"text","label"}，各半互测（几分钟）')
    ] = None,
) -> None:
    """Print every measure with its interval."""
    from datetime import datetime  # noqa: PLC0415 - the help page must not wait for any of these

    from bot.nlp.evaluation import evaluate as measure  # noqa: PLC0415
    from bot.texts import terminal  # noqa: PLC0415
    from community.clock import SHANGHAI  # noqa: PLC0415

    if part not in PARTS:
        raise Ending(Code.USAGE, terminal.bad_usage(f"--part {part}"))
    try:
        for path in filter(None, (ordinary, letters)):
            path.open("rb").close()  # what is not there is said before minutes are spent
        with printing():
            measure(sys.stdout, now=datetime.now(SHANGHAI), part=part, ordinary=ordinary, letters=letters)
    except (OSError, ValueError, KeyError) as error:
        raise Ending(Code.USAGE, terminal.unreadable(str(error))) from None
