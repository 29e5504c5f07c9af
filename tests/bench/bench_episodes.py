"""The corpus' episodes played to the bot itself, and beside them what `hehuo understand --episodes` makes of them.

Prints for each set of a part which share of its episodes stands in the rows as it should, which share the command puts
together rightly, and in which share both say the same. How a matter ended counts as open or over.
Run `uv run --group dev python -m tests.bench.bench_episodes [part …]`; test if none is given. Ten seconds.
"""

import asyncio
import logging
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import structlog

from bot.nlp.episode_lines import Judged, episodes, matters_of
from bot.nlp.listener import Listener
from bot.nlp.scores import share
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from tests.played import WHOLE, Stage, judged
from tests.street import THURSDAY


async def play(part: str, stage: Stage) -> dict[str, list[tuple[bool, bool, bool]]]:
    """Whether each episode is right live, right by the command, and the same by both; by set and in all."""
    found = defaultdict(list)
    for one in episodes():
        if one["part"] == part:
            live, told = judged(one, await stage.play(one)), matters_of(stage.listener, one, stage.now)["matters"]
            command = judged(one, told)
            same = Judged(command.said, live.said).agrees(*WHOLE)
            for name in (str(one["id"]).rstrip("0123456789"), "all"):
                found[name].append((live.agrees(*WHOLE), command.agrees(*WHOLE), same))
    return found


async def main(parts: Iterable[str]) -> None:
    """Print a table for each part."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(sqlite_url(Path(folder)))
        prepare(database)
        stage = Stage(database, Listener.load(), THURSDAY)
        for part in parts:
            print(f"{part:14} episodes  live  command  same")
            for name, rows in (await play(part, stage)).items():
                live, command, same = (share([row[at] for row in rows]) for at in range(3))
                print(f"  {name:12} {len(rows):8}  {live:.3f}  {command:.3f}  {same:.3f}")
        database.close()


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(main(sys.argv[1:] or ["test"]))
