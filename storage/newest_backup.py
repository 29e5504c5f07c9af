"""Which backup is the newest, on whichever machine it lies: of several, the one on duty makes them, on its own disk."""

import json
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from storage import rotation
from storage.backup import Backup
from storage.tables import Mark

_NIGHTLY = "nightly_backup"


@dataclass(frozen=True, slots=True)
class Newest:
    """When it was made (aware), and in which folder it lies. machine: of another machine than this."""

    at: datetime
    folder: Path
    machine: str | None = None


def note(session: Session, made: Backup) -> None:
    """This machine has made the backup of the night."""
    value = json.dumps([socket.gethostname(), str(made.path.parent.absolute())])
    session.merge(Mark(name=_NIGHTLY, value=value, at=datetime.fromisoformat(made.manifest.made_at)))


def newest(folder: Path, now: datetime, session: Session | None = None) -> Newest | None:
    """The newest regular backup that `now` knows of: in `folder`, or by the rows, if they can be asked, elsewhere.

    What this machine is said to have made, and is there no more, does not count.
    """
    here = rotation.newest(folder, now)
    noted = session.get(Mark, _NIGHTLY) if session is not None else None
    if noted is not None and noted.at <= now and (here is None or noted.at > here):
        machine, place = json.loads(noted.value)
        if machine != socket.gethostname():
            return Newest(noted.at, Path(place), machine)
    return Newest(here, folder) if here is not None else None
