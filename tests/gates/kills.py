"""kill -9 of the real program at random moments under load; start again, go on; count what was lost or done twice.

The program (aiogram, python-telegram-bot, storage, listener, schedules) runs against a sandbox that lives on. In its
town residents need things, neighbours chat and partners race for orders, before, while and after it is killed.
Promises: 0 needs lost, 0 orders claimed twice, the order of each chat kept, repeats at most the sends in flight.

Run `python -m tests.gates.kills [--times 12] [--database sqlite|postgresql|both] [--seed N]`.
"""

import asyncio
import random
from collections.abc import Iterable

from tests.gates.bases import Bases, open_bases
from tests.gates.gate import Asked, Verdict, main
from tests.gates.trial import Trial, open_trial

TIMES = 12
PER_TOWN = 25  # kills in one town; then a new one, as a day has only so many hours
AT_START = 0.25  # of the kills come within EARLY seconds of a start, whatever it has come to
EARLY = 1.5
LATEST = 1.5  # seconds from its first message to its kill
SILENT = 20.0  # seconds after which no first message is waited for
TAKEOVER = 31  # seconds of the sandbox's time after which another process serves what the dead one held


async def trial(bases: Bases, kills: int, chance: random.Random, verdict: Verdict) -> None:
    """One town, `kills` kills, then the audit."""
    async with open_trial(bases, chance, verdict) as town:
        working = asyncio.create_task(town.load.work())
        for _ in range(kills):
            early = chance.random() < AT_START
            if not early:
                await town.load.sent_more(SILENT)
            await asyncio.sleep(chance.uniform(0, EARLY if early else LATEST))
            await town.kill()
            town.start()
            await _take_over(town)
        await asyncio.sleep(LATEST)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await town.settle()
        await town.audit()


async def _take_over(town: Trial) -> None:
    """On PostgreSQL another process may still live and hold its leases: they must run out."""
    if town.server is not None:
        await town.load.push_clock(TAKEOVER)


async def gate(asked: Asked) -> list[Verdict]:
    """Both databases side by side."""

    async def on(kind: str) -> Verdict:
        verdict, left, chance = Verdict(f"kills, {kind}"), asked.share(kind), asked.chance(kind)
        with open_bases(kind) as bases:
            while left > 0:
                await trial(bases, min(left, PER_TOWN), chance, verdict)
                left -= PER_TOWN
        return verdict

    return await asyncio.gather(*(on(kind) for kind in asked.databases))


def run(asked: Asked) -> Iterable[Verdict]:
    """The verdict of each database."""
    return asyncio.run(gate(asked))


if __name__ == "__main__":
    main(__doc__, TIMES, run)
