"""What a failure that ends the running program means: the code it ends with, and the sentence for who runs it."""

import httpx
import structlog

from bot.botapi import Unauthorized
from bot.clock import SandboxGone
from bot.crew.means import Launch
from bot.ending import Code, Ending
from bot.nlp.data import LexiconError
from bot.nlp.linear import ModelError
from bot.texts import terminal
from storage.engine import CommitUnknown, DatabaseDown, readable
from storage.presence import InUse
from storage.soundness import CorruptDatabase

_SANDBOX = (SandboxGone, httpx.TransportError)  # Telegram's own failures come as an ApiFailure
_DATABASE = (DatabaseDown, CommitUnknown)
_LANGUAGE = (LexiconError, ModelError)
_KNOWN = (Ending, InUse, Unauthorized, CorruptDatabase, *_LANGUAGE, *_SANDBOX, *_DATABASE)
log = structlog.get_logger(__name__)


def why(error: Exception, launch: Launch) -> Ending | None:
    """The ending that stands for `error`, which may be a group; None for a mistake of ours.

    A function and no `except*`, because before Python 3.11.4 what is raised in one comes out as a group.
    """
    known, ours = ExceptionGroup("", [error]).split(_KNOWN)
    if known is None or ours is not None:
        return None
    first = _first(known.subgroup(Ending) or known)
    if isinstance(first, Ending):
        return first
    if isinstance(first, InUse):
        return Ending(Code.IN_USE, terminal.held_alone(where(launch)))
    log.error("app.ends", exc_info=known)
    if isinstance(first, Unauthorized):
        return Ending(Code.TOKEN, terminal.wrong_token())
    if isinstance(first, CorruptDatabase):
        return Ending(Code.CORRUPT, terminal.corrupt(launch.folder / "hehuo.db"))
    if isinstance(first, _LANGUAGE):
        return Ending(Code.LANGUAGE, terminal.bad_language(str(first)))
    if isinstance(first, _SANDBOX):
        return Ending(Code.SANDBOX, terminal.SANDBOX_GONE)
    return Ending(Code.DATABASE, _no_database(launch))


def where(launch: Launch) -> str:
    """The database in words that hold no password."""
    if launch.settings.database_url is None:
        return str((launch.folder / "hehuo.db").absolute())
    return readable(launch.settings.database_url.get_secret_value())


def _no_database(launch: Launch) -> str:
    """What is to be done where the database cannot be used any more."""
    if launch.settings.database_url is None:
        return terminal.no_disk(launch.folder / "hehuo.db")
    return terminal.no_database(where(launch))


def _first(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group
