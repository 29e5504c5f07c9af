"""Is it running, and well? Asked from outside: of its own port if it has one, else of its locks and its database."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime

import httpx

from bot import folder as folders
from bot.ailments import ailments
from bot.contact import EVERY
from bot.keeping import open_database
from bot.settings import Settings
from storage import marks
from storage.engine import DatabaseDown
from storage.lags import look
from storage.presence import anybody

OUT_OF_TOUCH = 3 * EVERY
_PATIENCE = 5.0  # seconds


def feel(settings: Settings) -> Sequence[str] | None:
    """What is wrong (empty: nothing), by the words of `bot.ailments`; None if nothing runs."""
    if settings.hehuo_health_listen is not None:
        return _ask(f"http://{settings.hehuo_health_listen}/readyz")
    if settings.database_url is None and not folders.in_use(settings.hehuo_data):
        return None
    try:
        with closing(open_database(settings, settings.hehuo_data)) as database:
            if not database.embedded and not anybody(database):
                return None
            if settings.telegram_token is None:  # the sandbox has a time of its own
                return []
            now, bot = datetime.now(UTC), int(settings.telegram_token.get_secret_value().partition(":")[0])
            wrong = ailments(database.read_now(lambda session: look(session, now)))
            at = database.read_now(lambda session: marks.made_at(session, marks.in_touch(bot)))
            return [*wrong, "telegram"] if at is not None and now - at > OUT_OF_TOUCH else wrong
    except DatabaseDown:
        return ailments(None)


def _ask(url: str) -> Sequence[str] | None:
    try:
        answer = httpx.get(url, timeout=_PATIENCE, trust_env=False)
        return [str(what) for what in answer.json()["wrong"]]
    except httpx.ConnectError:
        return None
    except (httpx.HTTPError, ValueError, KeyError):
        return ["silent"]
