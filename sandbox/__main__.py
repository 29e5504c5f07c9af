"""python -m sandbox --data DIR --port N --token T [--start ISO] [--follow-parent]"""

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
from datetime import datetime
from pathlib import Path

from sandbox.server import running
from sandbox.words import word


def main() -> None:
    """Serves until Ctrl-C, SIGTERM, or (with --follow-parent) the end of stdin."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A local Bot API server with virtual people."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that keeps sandbox.db")
    parser.add_argument("--port", type=int, default=8081, help="port on 127.0.0.1; taken: the next free one; 0: any")
    parser.add_argument("--token", required=True, help="the bot's token, as <number>:<secret>")
    parser.add_argument("--start", help="a new world's first moment, ISO with zone")
    parser.add_argument("--follow-parent", action="store_true", help="stop when stdin ends")
    asked = parser.parse_args()
    if asked.start and not _is_moment(asked.start):
        sys.exit(word("bad_start", start=asked.start))
    try:
        asyncio.run(_serve(asked))
    except (OSError, sqlite3.Error) as error:
        sys.exit(word("cannot_open", folder=asked.data, error=error))


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


async def _serve(asked: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if asked.follow_parent:
        loop.add_reader(0, _watch, loop, stop)
    async with running(asked.data, port=asked.port, token=asked.token, start=asked.start) as sandbox:
        sys.stdout.write(f"sandbox listening on {sandbox.url}\n")
        sys.stdout.flush()
        await stop.wait()


def _watch(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """The parent holds our stdin open as long as it lives; what it writes there means nothing."""
    if not os.read(0, 4096):
        loop.remove_reader(0)
        stop.set()


if __name__ == "__main__":
    main()
