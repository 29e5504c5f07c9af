"""The real program in a process of its own, to be killed: all that `hehuo` runs, against a sandbox that lives on.

The processes are forked from one that has done the imports and read the listener, which is most of a start and the
same every time.
"""

import asyncio
import multiprocessing
import os
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.parts import Part
from tests import shipped

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["bot.app", *(f"bot.crew.{part.value}" for part in Part.ALL.all_of_it), "bot.logs", "tests.gates.warm"]
)


def start(data: Path, sandbox: str, database: str | None) -> BaseProcess:
    """Start the program on folder `data`; `database`: a PostgreSQL URL, or None for the embedded one."""
    process = _FORKS.Process(target=_run, args=(data, sandbox, database), daemon=True)
    process.start()
    return process


def _run(data: Path, sandbox: str, database: str | None) -> None:
    """What `bot.launching` does when a sandbox runs already."""
    from bot import folder, logs, townhall  # noqa: PLC0415 - heavy, and only for the process forked
    from bot.app import Launch, run  # noqa: PLC0415
    from bot.nlp.listener import Listener  # noqa: PLC0415
    from bot.settings import load  # noqa: PLC0415

    errors = os.open(data / "errors", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(errors, 1)
    os.dup2(errors, 2)
    Listener.load = shipped.listener  # type: ignore[method-assign]
    settings = load(hehuo_data=data, database_url=database)
    folder.claim(data)
    if database is None:
        folder.check(data / "hehuo.db")
    logs.set_up(data / "hehuo.log", [townhall.TOKEN])
    launch = Launch(
        settings=settings, folder=data, token=townhall.TOKEN, base=sandbox, sandbox=sandbox, scene=False,
        tell=lambda sentence: print(sentence, file=sys.stderr, flush=True),
    )  # fmt: skip
    asyncio.run(run(launch))
