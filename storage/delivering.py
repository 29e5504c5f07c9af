"""What the courier reads before it speaks, and what it writes down afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from community.facts import CardSlot, Fact, FactKind, Recipient
from community.views import Wanted
from community.words import OutboxState, PlaceKind, Priority
from storage import cards, outbox
from storage.announcing import note_outcomes
from storage.group_moves import move_group
from storage.losing import SILENCED, let_in, lose, shut_out
from storage.outbox import Batch
from storage.revealing import note_revealed
from storage.tables import Outbox, Person, Place, Utterance
from storage.unsaying import tell_unsaid
from storage.views import Loader

BELOW, OF = "below", "of"
"""In the payload of a fact: which of the things below a card it says, and the slot of that card."""

AWAY = "away"
"""In the payload of a fact: its card is to be taken away."""

FOR_DESKS = frozenset({CardSlot.DESK, CardSlot.DOUBT, CardSlot.PUBLISHING})
"""Cards that no group sees but a staff desk: whatever waits for a chat that is a desk no more is not shown there."""

KEEPS_NO_CARD = frozenset({CardSlot.NOTE, CardSlot.REACTION})


@dataclass(frozen=True, slots=True)
class Message:
    """A message in Telegram."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Job:
    """One delivery. chat: None where we may not write; view: None where there is nothing to show.

    standing: the message that shows the card now, with the digest of what it shows. about: the utterance that a new
    message answers or that a reaction goes onto. left: the card stands in the group's former chat, out of our reach.
    silenced: when last tried, we might not write in this group. misplaced: it is for a desk, and the group is none (any
    more).
    """

    batch: Batch
    chat: int | None
    standing: Message | None
    standing_digest: str
    about: Message | None
    view: Any
    left: bool = False
    silenced: bool = False
    misplaced: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """How a delivery ended. state: that of the rows from now on; None: they are tried again at `again_at`.

    message, digest: what shows the card now. card_gone: its message is gone. blocked: Telegram said that we may not
    write to this person. seen: what the card shows has been, or may have been, seen. moved_to: the group's new chat id.
    counts: it was an attempt. whole_lane: nothing is said to this recipient before `again_at`.
    below: what belongs below the message and is still to be sent, from `again_at` on. silenced: we may not write in
    this group.
    """

    state: OutboxState | None = None
    error: str | None = None
    message: Message | None = None
    digest: str = ""
    card_gone: bool = False
    blocked: bool = False
    seen: bool = False
    moved_to: int | None = None
    again_at: datetime | None = None
    counts: bool = True
    whole_lane: bool = False
    below: tuple[int, ...] = ()
    silenced: bool = False


def load_job(session: Session, batch: Batch, load: Loader | None, now: datetime) -> Job:
    """The job of `batch` as the rows are at this moment; `load` makes its view."""
    newest = batch.newest
    recipient = Recipient.of(newest.recipient)
    about = newest.subject if newest.slot is CardSlot.REACTION else _reply_to(batch.rows)
    card = cards.card_of(session, newest.slot, newest.subject, newest.recipient)
    wanted = Wanted(newest.subject, recipient, now, newest.page, newest.payload)
    chat, silenced, kind = _chat(session, recipient)
    left = card is not None and chat is not None and card.chat_id != chat
    standing = card if not left else None
    return Job(
        batch=batch,
        chat=chat,
        standing=Message(standing.chat_id, standing.message_id) if standing else None,
        standing_digest=standing.digest if standing else "",
        about=_message(session, about, chat) if about else None,
        view=load(session, wanted) if load else None,
        left=left,
        silenced=silenced,
        misplaced=kind is not None and kind is not PlaceKind.STAFF and newest.slot in FOR_DESKS,
    )


def end(session: Session, job: Job, ending: Ending, now: datetime) -> None:
    """Write down how the delivery of `job` ended."""
    batch = job.batch
    recipient = Recipient.of(batch.newest.recipient)
    if ending.blocked and recipient.person is not None:
        lose(session, recipient.person, bot_id=batch.newest.bot_id, now=now)
    if recipient.place is not None:
        _note_place(session, job, recipient.place, ending, now)
    if ending.moved_to is not None and job.chat is not None:
        move_group(session, job.chat, ending.moved_to, now=now)
    if ending.seen:
        note_revealed(session, job.view, batch.newest.subject, recipient, now)
    if ending.card_gone:
        cards.forget(session, batch.newest.slot, batch.newest.subject, batch.newest.recipient)
    elif ending.message is not None and _is_theirs(session, recipient, ending.message):
        _keep_card(session, batch.newest, ending.message, ending.digest, now)
    outbox.put(session, *_below(batch, ending), bot_id=batch.newest.bot_id, now=now)
    if ending.state is None:
        outbox.postpone(session, batch.ids, ending.again_at or now, error=ending.error or "", counts=ending.counts)
        if ending.whole_lane:
            outbox.postpone_lane(session, batch.newest.recipient, ending.again_at or now)
    else:
        give_up(session, batch, ending.state, now=now, error=ending.error, message=ending.message)


def _note_place(session: Session, job: Job, place: str, ending: Ending, now: datetime) -> None:
    """What the delivery tells of the group: we are out, or in and silenced, or heard again."""
    if ending.blocked or ending.silenced:
        shut_out(session, place, gone=ending.blocked, bot_id=job.batch.newest.bot_id, now=now)
    elif job.silenced and ending.message is not None:
        let_in(session, place)


def give_up(
    session: Session,
    batch: Batch,
    state: OutboxState,
    *,
    now: datetime,
    error: str | None,
    message: Message | None = None,
) -> None:
    """End the rows of `batch` in `state`; an announcement's author is told what became of its copy."""
    shown = message.message_id if message else None
    outbox.finish(session, batch.ids, state, now=now, error=error, message_id=shown)
    if batch.newest.kind is FactKind.UNSAID:
        tell_unsaid(session, batch.newest, state, now=now)
    if batch.newest.slot is CardSlot.ANNOUNCEMENT:
        note_outcomes(session, batch.ids, now=now)


def _below(batch: Batch, ending: Ending) -> Iterator[Fact]:
    """What did not go out with its card, each by itself: with tries, an outcome and a dead letter of its own."""
    newest = batch.newest
    for number in ending.below:
        yield Fact(
            FactKind.TOLD,
            newest.subject,
            Recipient.of(newest.recipient),
            Priority(newest.priority),
            key=f"below:{newest.id}:{number}",
            not_before=ending.again_at,
            payload={**newest.payload, OF: newest.slot.value, BELOW: number},
        )


def _is_theirs(session: Session, recipient: Recipient, message: Message) -> bool:
    """False if the person had their data deleted while the message was on its way: no chat of theirs is kept."""
    if recipient.person is None:
        return True
    person = session.get(Person, recipient.person, populate_existing=True, with_for_update={"read": True})
    return person is not None and person.user_id == message.chat_id


def _keep_card(session: Session, newest: Outbox, message: Message, digest: str, now: datetime) -> None:
    if newest.slot not in KEEPS_NO_CARD:
        cards.keep(
            session,
            newest.slot,
            newest.subject,
            newest.recipient,
            chat_id=message.chat_id,
            message_id=message.message_id,
            page=newest.page,
            digest=digest,
            now=now,
        )


def _reply_to(rows: Sequence[Outbox]) -> str | None:
    return next((row.reply_to for row in reversed(rows) if row.reply_to), None)


def _chat(session: Session, recipient: Recipient) -> tuple[int | None, bool, PlaceKind | None]:
    """Where we may write, whether that was refused us there, and of a group what it is."""
    if recipient.person is not None:
        reached = sa.select(col(Person.user_id)).where(
            col(Person.id) == recipient.person, col(Person.started).is_(True), col(Person.unreachable).is_(False)
        )
        return session.execute(reached).scalar_one_or_none(), False, None
    query = sa.select(col(Place.chat_id), col(Place.alarm) == SILENCED, col(Place.kind)).where(
        col(Place.id) == recipient.place, col(Place.present).is_(True)
    )
    row = session.execute(query).one_or_none()
    return (row[0], bool(row[1]), row[2]) if row else (None, False, None)


def _message(session: Session, utterance: str, chat: int | None) -> Message | None:
    """The message that `utterance` is, unless it was said in another chat: the group's former one is out of reach."""
    query = sa.select(col(Utterance.chat_id), col(Utterance.message_id)).where(col(Utterance.id) == utterance)
    row = session.execute(query.where(col(Utterance.chat_id) == chat)).one_or_none()
    return Message(*row) if row else None
