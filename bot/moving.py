"""Moving house: from the embedded database of a folder to PostgreSQL."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.clock import SystemClock
from bot.folder import set_aside
from bot.keeping import Keeper, backups_of
from bot.settings import Settings
from storage.engine import Database, sqlite_url
from storage.moving import move
from storage.presence import alone
from storage.schema import prepare


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """rows: how many were carried over, by table. old: where the embedded database lies now."""

    rows: dict[str, int]
    old: Path


def carry_over(settings: Settings, url: SecretStr) -> CarriedOver:
    """Move the embedded database of the data folder to the server at `url`; the folder's lock is ours.

    The old file gets another name, so that nobody goes on with it by mistake. Raises NotEmpty, Different, InUse,
    NewerDatabase, CorruptDatabase or DatabaseDown, with the old file as it was.
    """
    folder = settings.hehuo_data
    with (
        closing(Database(sqlite_url(folder))) as source,
        closing(Database(url.get_secret_value())) as target,
        alone(target),
    ):
        keeper = Keeper(source, backups_of(settings, folder), settings.hehuo_backup_key, SystemClock(), print)
        prepare(source, keeper.before_upgrade)
        prepare(target)
        rows = move(source, target)
    return CarriedOver(rows, set_aside(folder))
