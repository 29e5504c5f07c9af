"""What goes wrong when a person handles the database, each told in one sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.ending import Code, Ending
from bot.settings import Settings
from bot.texts import backups as say
from bot.texts import terminal
from storage.backup import BadBackup
from storage.engine import DatabaseDown, readable
from storage.moving import Different, NotEmpty
from storage.pgtools import MissingTool, ToolFailed
from storage.presence import InUse
from storage.soundness import CorruptDatabase, NewerDatabase


@contextmanager
def told(settings: Settings, code: Code, file: str) -> Iterator[None]:
    """Ends the command with a sentence, and with `code` where a mishap has none of its own. file: what it is about."""
    try:
        yield
    except BadBackup as error:
        raise Ending(code, say.bad(file, error.flaw.value)) from None
    except NewerDatabase:
        raise Ending(Code.NEWER, say.newer(file)) from None
    except CorruptDatabase:
        raise Ending(Code.CORRUPT, terminal.corrupt(settings.hehuo_data / "hehuo.db")) from None
    except NotEmpty as error:
        raise Ending(code, say.not_empty(file, str(error))) from None
    except Different as error:
        raise Ending(code, say.different(str(error))) from None
    except InUse:
        raise Ending(Code.IN_USE, say.in_use()) from None
    except MissingTool as error:
        raise Ending(code, say.missing_tool(str(error))) from None
    except ToolFailed as error:
        raise Ending(code, say.tool_failed(str(error))) from None
    except DatabaseDown as error:
        embedded = isinstance(error.orig, sqlite3.Error)
        said = terminal.no_disk(settings.hehuo_data / "hehuo.db") if embedded else _no_server(settings, file)
        raise Ending(Code.DATABASE, said) from None
    except (OSError, sqlite3.Error) as error:
        about = getattr(error, "filename", None) or file
        raise Ending(code, say.failed(str(about), getattr(error, "strerror", None) or str(error))) from None


def _no_server(settings: Settings, file: str) -> str:
    url = settings.database_url
    return terminal.no_database(readable(url.get_secret_value()) if url else file)
