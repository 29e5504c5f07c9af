"""Sending an announcement, what became of each group's copy, and recalling it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from actions.announcements import NotStaff, Stale, choices, editable, show, touchable
from actions.noise import next_turn
from actions.tx import Tx
from community.facts import Fact, FactKind, Recipient
from community.heard import Speaker
from community.words import AnnouncementState, OutboxState, Priority
from storage.announcing import RESTORED, post_key
from storage.letters import put_in_again
from storage.people import meet
from storage.tables import Announcement, AnnouncementPost, Outbox


@dataclass(frozen=True, slots=True)
class Sending:
    """It goes to `groups` groups."""

    groups: int


@dataclass(frozen=True, slots=True)
class NothingChosen:
    """No group is chosen."""


@dataclass(frozen=True, slots=True)
class Recalling:
    """`groups` copies are being deleted."""

    groups: int


def send_announcement(tx: Tx, *, speaker: Speaker, announcement: str) -> Sending | NothingChosen | NotStaff | Stale:
    """Post the announcement to each chosen group once: at night in the morning, in a busy group when it is its turn."""
    found = editable(tx, speaker, announcement)
    if not isinstance(found, Announcement):
        return found
    chosen = [group for group in choices(tx, found) if group in set(found.place_ids)]
    if not chosen:
        return NothingChosen()
    if not _begin(tx, found.id, chosen):
        return Stale()
    for group in chosen:
        tx.session.add(AnnouncementPost(id=tx.new_id(), announcement_id=found.id, place_id=group))
        tx.say(
            Fact(
                FactKind.ANNOUNCEMENT_POSTED,
                found.id,
                Recipient(place=group),
                Priority.BROADCAST,
                key=post_key(found.id, group),
                not_before=next_turn(tx, group),
            )
        )
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    tx.record(found.id, "send_announcement", person.id, groups=len(chosen))
    show(tx, found)
    return Sending(len(chosen))


def _begin(tx: Tx, announcement: str, chosen: list[str]) -> bool:
    """Whether this transaction is the one that sends it: a compare-and-set."""
    statement = (
        sa.update(Announcement)
        .where(col(Announcement.id) == announcement, col(Announcement.state) == AnnouncementState.DRAFT)
        .values(state=AnnouncementState.SENDING, sent_at=tx.now, place_ids=chosen)
        .returning(col(Announcement.id))
    )
    return tx.session.execute(statement).first() is not None


def post_again(tx: Tx, *, speaker: Speaker, announcement: str, place: str) -> Sending | NotStaff | Stale:
    """再发: to one group of which nobody knows since a restore whether it has its copy; staff have looked."""
    found = touchable(tx, speaker, announcement)
    if not isinstance(found, Announcement):
        return found
    if found.state not in {AnnouncementState.SENDING, AnnouncementState.SENT}:
        return Stale()
    query = select(Outbox).where(Outbox.key == post_key(found.id, place)).with_for_update()
    row = tx.session.exec(query).first()
    if row is None or (row.state, row.error) != (OutboxState.UNKNOWN, RESTORED):
        return Stale()
    put_in_again(tx.session, row, tx.now, at=next_turn(tx, place))
    posts = select(AnnouncementPost).where(AnnouncementPost.announcement_id == found.id)
    tx.session.exec(posts.where(AnnouncementPost.place_id == place)).one().outcome = None
    found.state = AnnouncementState.SENDING
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    tx.record(found.id, "post_again", person.id, place=place)
    show(tx, found)
    return Sending(1)


def recall_announcement(tx: Tx, *, speaker: Speaker, announcement: str) -> Recalling | NotStaff | Stale:
    """Delete the copies that stand in the groups and hold back those that wait. What can't be deleted is told."""
    found = touchable(tx, speaker, announcement)
    if not isinstance(found, Announcement):
        return found
    if found.state not in {AnnouncementState.SENDING, AnnouncementState.SENT}:
        return Stale()
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    found.state = AnnouncementState.RECALLED
    posts = tx.session.exec(select(AnnouncementPost).where(AnnouncementPost.announcement_id == found.id)).all()
    deleted = 0
    held = _hold_back(tx, found.id, posts)
    for post in posts:
        if post.place_id in held:
            post.outcome, post.recalled = OutboxState.EXPIRED.value, True
        elif post.outcome == OutboxState.UNKNOWN.value:
            post.recalled = False
        elif post.outcome in {None, OutboxState.DELIVERED.value}:
            to, deleted = Recipient(place=post.place_id), deleted + 1
            tx.say(Fact(FactKind.ANNOUNCEMENT_RECALLED, found.id, to, key=f"recall:{found.id}:{post.place_id}"))
    tx.record(found.id, "recall_announcement", person.id)
    show(tx, found)
    return Recalling(deleted)


def _hold_back(tx: Tx, announcement: str, posts: Sequence[AnnouncementPost]) -> set[str]:
    """The groups whose copies had not been taken for sending; they never will be."""
    keys = {post_key(announcement, post.place_id): post.place_id for post in posts}
    statement = (
        sa.update(Outbox)
        .where(
            col(Outbox.key).in_(keys),
            col(Outbox.state) == OutboxState.WAITING,
            sa.or_(col(Outbox.leased_until).is_(None), col(Outbox.leased_until) <= tx.now),
        )
        .values(state=OutboxState.EXPIRED, ended_at=tx.now)
        .returning(col(Outbox.key))
    )
    return {keys[key] for (key,) in tx.session.execute(statement) if key is not None}
