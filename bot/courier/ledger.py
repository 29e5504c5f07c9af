"""From the outcome of a call to what is written down about it."""

import random
from datetime import datetime, timedelta

from bot.courier.delivery import Delivered
from bot.courier.outcome import What
from community.facts import CardSlot
from community.words import OutboxState
from storage.delivering import Ending, Job
from storage.outbox import UNSURE

GIVE_UP = timedelta(hours=24)
"""What is no news any more by then is tried for no longer than this."""

LASTING = frozenset({CardSlot.ORDER, CardSlot.MATTER, CardSlot.DESK, CardSlot.ALARM})
LASTING_GIVE_UP = timedelta(days=5)
"""A card of a matter is made of how things stand when it is sent, so that after an outage of days what nobody has taken
is offered by itself, and what is over is not."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds


def ending_of(job: Job, done: Delivered, *, now: datetime, chance: random.Random) -> Ending:
    """How the rows of `job` end, or until when they are put off."""
    outcome = done.outcome
    if outcome.what is What.DELIVERED:
        state = OutboxState.DELIVERED if done.said else OutboxState.COALESCED
        again_at = now + (done.wait or timedelta(seconds=FIRST_WAIT))
        return Ending(
            state,
            message=done.message,
            digest=done.digest,
            card_gone=done.removed,
            seen=done.said,
            below=done.below,
            again_at=again_at,
        )
    if outcome.what is What.UNREACHABLE:
        return Ending(OutboxState.UNREACHABLE, outcome.error, blocked=job.chat is not None)
    if outcome.what is What.MOVED:
        return Ending(error="migrated", moved_to=outcome.chat, again_at=now, counts=False)
    if outcome.what in {What.REFUSED, What.GONE}:
        return Ending(OutboxState.REFUSED, outcome.error, silenced=outcome.silenced)
    if done.unsure:
        return Ending(OutboxState.UNKNOWN, outcome.error)
    unsure = outcome.what is What.UNKNOWN
    if outcome.wait is not None:
        return Ending(error="429", again_at=now + outcome.wait, counts=False, whole_lane=True)
    newest = job.batch.newest
    if now - newest.made_at > (LASTING_GIVE_UP if newest.slot in LASTING else GIVE_UP):
        return Ending(OutboxState.EXPIRED, outcome.error)
    error = f"{UNSURE}{outcome.error}" if unsure else outcome.error or "later"
    return Ending(error=error, seen=unsure, again_at=now + _backoff(job.batch.newest.attempts, chance))


def _backoff(attempts: int, chance: random.Random) -> timedelta:
    seconds = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 10))
    return timedelta(seconds=seconds * chance.uniform(0.5, 1.5))
