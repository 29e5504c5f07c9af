"""Which backups are kept: the newest of each of the last 7 days and of each of the last 4 weeks that have one.

Of the last day all are kept: somebody is making them by hand, and wants each. What is dated later than now was made by
a clock that was wrong then, or is now: it counts for nothing, and goes when there is a whole set without it.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from community.clock import SHANGHAI
from storage.backup import STAMP

DAYS, WEEKS = 7, 4
ASIDE_KEPT = timedelta(weeks=WEEKS)
"""How long the copies live that are made before an upgrade or a restore."""

_NAME = re.compile(r"(hehuo|before-[a-z0-9-]+?)-(\d{8}-\d{6})\.zip(?:\.age)?")


def made_at(name: str) -> datetime | None:
    """When the backup with this file name was made; None if it is not one of ours."""
    found = _NAME.fullmatch(name)
    return datetime.strptime(found[2], STAMP).replace(tzinfo=SHANGHAI) if found else None


def superfluous(names: Iterable[str], now: datetime) -> list[str]:
    """The file names that need not be kept any longer; what is not ours is never among them."""
    dated = {name: at for name in names if (at := made_at(name)) is not None}
    ours = {name: at for name, at in dated.items() if at <= now}
    regular = sorted((name for name in ours if name.startswith("hehuo-")), key=ours.__getitem__)
    by_day = {ours[name].date(): name for name in regular}  # the last of a day wins
    by_week = {ours[name].isocalendar()[:2]: name for name in regular}
    kept = {by_day[day] for day in sorted(by_day)[-DAYS:]} | {by_week[week] for week in sorted(by_week)[-WEEKS:]}
    kept |= {name for name in regular if ours[name].date() == max(by_day)}
    kept |= {name for name in ours if name not in regular and ours[name] > now - ASIDE_KEPT}
    if len(by_day) < DAYS or len(by_week) < WEEKS:
        kept |= dated.keys() - ours.keys()
    return sorted(dated.keys() - kept)


def rotate(folder: Path, now: datetime) -> list[str]:
    """Delete what is superfluous in `folder`; its names."""
    gone = superfluous((path.name for path in folder.glob("*.zip*")), now)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return gone


def newest(folder: Path, now: datetime) -> datetime | None:
    """When the newest regular backup in `folder` was made, as far as `now` knows of it."""
    found = [made_at(path.name) for path in folder.glob("hehuo-*.zip*")]
    return max((at for at in found if at is not None and at <= now), default=None)
