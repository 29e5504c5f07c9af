"""The clockwork, and what it does outside any transaction."""

from bot.bells import Bell
from bot.crew.means import Crew, Means
from bot.keeping import Keeper, backups_of
from bot.student import Student
from bot.tidying import Tidier
from bot.watching import Watcher
from community.timing import kind_for
from schedules.clockwork import Clockwork


async def build(means: Means) -> Crew:
    """One at a time, so that nothing is looked for twice; the rows themselves let nothing happen twice."""
    launch = means.launch
    folder, key = backups_of(launch.settings, launch.folder), launch.settings.hehuo_backup_key
    keeper = Keeper(means.database, folder, key, means.clock, launch.tell)
    student = Student(means.do(), means.database, means.clock)
    watcher = Watcher(means.api, means.do())
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
