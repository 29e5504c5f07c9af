"""The data folder: made, writable, and ours alone while we run. Standard library only."""

import fcntl
import os
import shutil
from pathlib import Path

from bot.ending import Code, Ending
from bot.texts import terminal
from storage.soundness import RESTORING, CorruptDatabase, NewerDatabase, UnwritableDatabase, inspect

LOCK = "hehuo.lock"
_MOVED = "hehuo.moved{}.db"


def claim(folder: Path) -> int:
    """Make `folder` ours until the program ends; the descriptor that holds it. Raises Ending."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Ending(Code.FOLDER, terminal.unwritable(folder, error.strerror or "")) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise Ending(Code.IN_USE, terminal.in_use(folder)) from None
    for left in folder.glob(f"{RESTORING}*"):  # by a restore that was killed: unencrypted, and nobody's
        shutil.rmtree(left, ignore_errors=True)
    return descriptor


def in_use(folder: Path) -> bool:
    """Whether a hehuo holds the folder."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def set_aside(folder: Path) -> Path:
    """Give the embedded database, whose rows are on a server now, a name of its own; that is where it lies."""
    old, number = folder / _MOVED.format(""), 1
    while old.exists():
        number += 1
        old = folder / _MOVED.format(f"-{number}")
    (folder / "hehuo.db").replace(old)
    return old


def check(database: Path) -> None:
    """See that the embedded database can be used, or that there never was one. Raises Ending; changes nothing."""
    moved = max(database.parent.glob(_MOVED.format("*")), default=None)
    if moved is not None and not database.exists():  # whoever works there must not begin anew beside it
        raise Ending(Code.SETTINGS, terminal.moved_away(moved, database))
    try:
        inspect(database)
    except CorruptDatabase:
        raise Ending(Code.CORRUPT, terminal.corrupt(database)) from None
    except NewerDatabase:
        raise Ending(Code.NEWER, terminal.newer(str(database.absolute()))) from None
    except UnwritableDatabase as error:
        raise Ending(Code.FOLDER, terminal.unwritable(database.parent, str(error))) from None
