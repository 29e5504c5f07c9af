"""The nightly forgetting: in steps of a few hundred rows, so that nobody who speaks at night waits for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from actions.tidying import note_tidied
from actions.tx import Do
from community.clock import Clock
from community.retention import RETENTION, Holding
from community.timing import DueItem
from storage import terms
from storage.engine import Database, Session
from storage.retention import AT_ONCE

MOST = 20 * AT_ONCE  # ids that are held in hand


class Tidier:
    """Forgets by the table, each step in a transaction of its own; a step done twice does nothing."""

    def __init__(self, do: Do, database: Database, clock: Clock) -> None:
        self._do = do.repeatable()
        self._database = database
        self._clock = clock

    async def nightly(self, item: DueItem) -> bool:
        """Tidy; never too late."""
        await self.tidy()
        return True

    async def tidy(self) -> Mapping[Holding, int]:
        """Forget what has been kept long enough; how many rows of each kind it was."""
        now = self._clock.now()
        forgotten = {holding: await self._forget(holding, now - kept.lasts) for holding, kept in RETENTION.items()}
        await self._do(note_tidied, forgotten=forgotten)
        await self._database.scrub()
        return forgotten

    async def _forget(self, holding: Holding, before: datetime) -> int:
        count, more = 0, True
        while more:
            ids = await self._database.read(lambda session: terms.old(session, holding, before, MOST))
            done = 0
            for start in range(0, len(ids), AT_ONCE):
                step = partial(_step, holding=holding, ids=ids[start : start + AT_ONCE], before=before)
                done += await self._database.write(step, again=True)
            count, more = count + done, len(ids) == MOST and done > 0
        return count


def _step(session: Session, *, holding: Holding, ids: Sequence[object], before: datetime) -> int:
    return terms.forget(session, holding, ids, before)
