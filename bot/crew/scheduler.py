"""The clockwork, and what it does outside any transaction."""

from functools import partial
from typing import Any

from bot.bells import Bell
from bot.courier.limiter import Turn
from bot.crew.means import Crew, Means
from bot.keeping import Keeper, backups_of
from bot.student import Student
from bot.tidying import Tidier
from bot.watching import Watcher
from community.timing import kind_for
from community.words import Priority
from schedules.clockwork import Clockwork


async def ask(means: Means, method: str, **params: Any) -> Any:
    """A call that everything else goes before."""
    turn = Turn(Priority.BROADCAST)
    return await means.limiter.process_request(means.api.call, (method,), params, method, params, turn)


async def build(means: Means) -> Crew:
    """One at a time, so that nothing is looked for twice; the rows themselves let nothing happen twice."""
    launch = means.launch
    folder, key = backups_of(launch.settings, launch.folder), launch.settings.hehuo_backup_key
    keeper = Keeper(means.database, folder, key, means.clock, launch.tell)
    student = Student(means.do(), means.database, means.clock)
    watcher = Watcher(partial(ask, means), means.do())
    errands = {
        "tidy": Tidier(means.do(), means.database, means.clock).nightly,
        "backup": keeper.nightly,
        "learn": student.nightly,
        "words": student.weekly,
        kind_for("watch", means.bot.id): watcher.daily,
    }

    def make() -> Crew:
        clockwork = Clockwork(
            means.do(), means.database, means.clock,
            real_time=launch.sandbox is None, errands=errands, shared=means.shared,
        )  # fmt: skip
        means.bells.answer(Bell.OUTBOX, "clockwork", clockwork.wake)
        return Crew([clockwork, student], awaiting=[clockwork])

    return means.alone("scheduler", make)
