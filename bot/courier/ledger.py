"""Writing down what became of a delivery, in one transaction."""

import random
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.courier.delivery import Delivered
from bot.courier.job import Job
from bot.courier.outcome import What
from community.facts import CardSlot, Recipient
from community.words import OutboxState
from storage import cards, outbox
from storage.announcing import note_outcomes
from storage.outbox import Batch
from storage.places import move_chat
from storage.tables import Person

GIVE_UP = timedelta(hours=24)
"""Nothing is tried for longer than this: by then it is no news any more."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds
KEEPS_NO_CARD = frozenset({CardSlot.NOTE, CardSlot.REACTION})


def settle(session: Session, job: Job, done: Delivered, *, now: datetime, chance: random.Random) -> None:
    """End the job's rows, or put them off, by the outcome of the delivery."""
    ids, error = job.batch.ids, done.outcome.error
    what = done.outcome.what
    if what is What.DELIVERED:
        _keep_card(session, job, done, now)
        state = OutboxState.DELIVERED if done.said else OutboxState.COALESCED
        message = done.message.message_id if done.message else None
        outbox.finish(session, ids, state, now=now, message_id=message)
    elif what is What.UNREACHABLE:
        if error and job.chat is not None and (person := Recipient.of(job.batch.newest.recipient).person):
            session.execute(sa.update(Person).where(col(Person.id) == person).values(unreachable=True))
        outbox.finish(session, ids, OutboxState.UNREACHABLE, now=now, error=error)
    elif what is What.MOVED and job.chat is not None and done.outcome.chat is not None:
        move_chat(session, job.chat, done.outcome.chat)
        outbox.postpone(session, ids, now, error="migrated", counts=False)
    elif what in {What.REFUSED, What.GONE}:
        outbox.finish(session, ids, OutboxState.REFUSED, now=now, error=error)
    elif done.unsure:
        outbox.finish(session, ids, OutboxState.UNKNOWN, now=now, error=error)
    else:
        _again(session, job, done, now, chance)
    if job.batch.newest.slot is CardSlot.ANNOUNCEMENT:
        note_outcomes(session, ids, now=now)


def give_up(session: Session, batch: Batch, state: OutboxState, *, now: datetime, error: str) -> None:
    """End the batch's rows in `state`, untried."""
    outbox.finish(session, batch.ids, state, now=now, error=error)
    if batch.newest.slot is CardSlot.ANNOUNCEMENT:
        note_outcomes(session, batch.ids, now=now)


def _keep_card(session: Session, job: Job, done: Delivered, now: datetime) -> None:
    newest = job.batch.newest
    if done.removed:
        cards.forget(session, newest.slot, newest.subject, newest.recipient)
    elif done.message is not None and newest.slot not in KEEPS_NO_CARD:
        cards.keep(
            session,
            newest.slot,
            newest.subject,
            newest.recipient,
            chat_id=done.message.chat_id,
            message_id=done.message.message_id,
            page=newest.page,
            digest=done.digest,
            now=now,
        )


def _again(session: Session, job: Job, done: Delivered, now: datetime, chance: random.Random) -> None:
    newest = job.batch.newest
    if done.outcome.wait is not None:  # 429：等多久它说了算，不算一次尝试，整条线都等
        until = now + done.outcome.wait
        outbox.postpone(session, job.batch.ids, until, error="429", counts=False)
        outbox.postpone_lane(session, newest.recipient, until)
    elif now - newest.made_at > GIVE_UP:
        outbox.finish(session, job.batch.ids, OutboxState.EXPIRED, now=now, error=done.outcome.error)
    else:
        seconds = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(newest.attempts, 10)) * chance.uniform(0.5, 1.5)
        until = now + timedelta(seconds=seconds)
        outbox.postpone(session, job.batch.ids, until, error=done.outcome.error or "later")
