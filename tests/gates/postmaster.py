"""kill -9 of PostgreSQL's postmaster under load; start it again; the program goes on by itself.

The same town and the same promises as in `tests.gates.kills`, and one more: the program does not end.

Run `python -m tests.gates.postmaster [--times 3] [--seed N]`.
"""

import asyncio
import random
from collections.abc import Iterable

from tests.gates.bases import Bases, open_bases
from tests.gates.gate import Asked, Verdict, main
from tests.gates.trial import open_trial

TIMES = 3
PER_TOWN = 25
SOONEST, LATEST = 0.5, 3.0  # seconds between a start and its kill
AWAY = (0.1, 2.0)  # seconds that the server is away


async def trial(bases: Bases, kills: int, chance: random.Random, verdict: Verdict) -> None:
    """One town, `kills` kills, then the audit."""
    server = bases.server
    assert server is not None
    async with open_trial(bases, chance, verdict) as town:
        assert town.running is not None
        working = asyncio.create_task(town.load.work())
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(SOONEST, LATEST))
            now = await town.load.now()
            await asyncio.to_thread(server.kill)
            await asyncio.sleep(chance.uniform(*AWAY))
            await asyncio.to_thread(server.start)
            await town.note_in_flight(now)
            verdict.count(kills=1)
        await asyncio.sleep(LATEST)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await town.settle()
        verdict.none(ended_by_itself=int(not town.running.is_alive()))
        await town.audit()


async def gate(asked: Asked) -> Verdict:
    """One town after another."""
    verdict, left, chance = Verdict("postmaster"), asked.times, asked.chance()
    with open_bases("postgresql") as bases:
        while left > 0:
            await trial(bases, min(left, PER_TOWN), chance, verdict)
            left -= PER_TOWN
    return verdict


def run(asked: Asked) -> Iterable[Verdict]:
    """The verdict."""
    return [asyncio.run(gate(asked))]


if __name__ == "__main__":
    main(__doc__, TIMES, run, databases=False)
