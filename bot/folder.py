"""The data folder: made, writable, and ours alone while we run. Standard library only."""

import fcntl
import os
from pathlib import Path

from bot.ending import Code, Ending
from bot.texts import terminal
from storage.soundness import CorruptDatabase, NewerDatabase, UnwritableDatabase, inspect

LOCK = "hehuo.lock"


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


def check(database: Path) -> None:
    """See that the embedded database, if there is one, can be used. Raises Ending; changes nothing."""
    try:
        inspect(database)
    except CorruptDatabase:
        raise Ending(Code.CORRUPT, terminal.corrupt(database)) from None
    except NewerDatabase:
        raise Ending(Code.NEWER, terminal.newer(str(database.absolute()))) from None
    except UnwritableDatabase as error:
        raise Ending(Code.FOLDER, terminal.unwritable(database.parent, str(error))) from None
