"""The copies of an announcement: their names in the outbox, and what became of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from sqlmodel import Session, col, select

from community.facts import Fact, FactKind, Recipient
from community.pace import end_of_beat
from community.words import AnnouncementState, OutboxState, Priority
from storage import outbox
from storage.tables import Announcement, AnnouncementPost, Outbox, Person

PACE = timedelta(seconds=3)
EDITED_WITHIN = timedelta(hours=48)
"""So long Telegram lets people edit what they wrote."""
ALIKE = 0.6
"""The share of letters that an announcement and its edited words have in common, at least."""
STANDS = (AnnouncementState.DRAFT, AnnouncementState.SENDING, AnnouncementState.SENT)
RESTORED = "restored"
"""The error of a copy that waited when a backup was made which was put back later: it may have gone out since."""


def post_key(announcement: str, place: str) -> str:
    """The outbox key of one group's copy: the same copy can't be posted twice."""
    return f"announcement:{announcement}:{place}"


def recipient_of(row: Announcement) -> Recipient:
    """Where its card stands: the desk it was written at, else its author's private chat."""
    return Recipient(place=row.place_id) if row.place_id else Recipient(person=row.author_id)


def note_outcomes(session: Session, ids: Sequence[int], *, now: datetime) -> None:
    """Remember what became of the copies, or deletions, that outbox rows `ids` were; their author's card changes.

    Rows that have not ended are left alone. Called in the transaction that ends them.
    """
    rows = session.exec(
        select(Outbox)
        .where(col(Outbox.id).in_(ids), Outbox.state != OutboxState.WAITING)
        .order_by(col(Outbox.id))
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        found = session.get(Announcement, row.subject)
        post = _post(session, row)
        if found is not None and post is not None:
            _note(row, post)
            session.flush()
            _finish(session, found)
            _show(session, found, row.bot_id, now)


def _post(session: Session, row: Outbox) -> AnnouncementPost | None:
    query = select(AnnouncementPost).where(
        AnnouncementPost.announcement_id == row.subject,
        AnnouncementPost.place_id == Recipient.of(row.recipient).place,
    )
    return session.exec(query).first()


def _note(row: Outbox, post: AnnouncementPost) -> None:
    if row.kind is FactKind.ANNOUNCEMENT_RECALLED:
        nothing_called = row.state is OutboxState.COALESCED  # its message is not known, or it never went out
        post.recalled = bool(post.recalled) if nothing_called else row.state is OutboxState.DELIVERED
    else:
        post.outcome = row.state.value
        if row.state is OutboxState.COALESCED:  # 还没发出去就撤回了
            post.recalled = True


def _finish(session: Session, row: Announcement) -> None:
    """SENT once every group's copy has an outcome."""
    without = select(AnnouncementPost.id).where(
        AnnouncementPost.announcement_id == row.id, col(AnnouncementPost.outcome).is_(None)
    )
    if row.state is AnnouncementState.SENDING and session.exec(without).first() is None:
        row.state = AnnouncementState.SENT


def _show(session: Session, row: Announcement, bot_id: int, now: datetime) -> None:
    """Change the card of `row`, once for all that happens within PACE."""
    at = end_of_beat(now, PACE)
    fact = Fact(
        FactKind.PUBLISHING_CHANGED,
        row.id,
        recipient_of(row),
        Priority.BOARD,
        key=f"publishing:{row.id}:{int(at.timestamp())}",
        not_before=at,
        quiet=True,
    )
    outbox.put(session, fact, bot_id=bot_id, now=now)


def sent_lately(session: Session, user_id: int, now: datetime) -> bool:
    """Whether the Telegram user sent an announcement that may still be put right."""
    query = select(Announcement.id).join(Person, col(Person.id) == col(Announcement.author_id))
    sent = query.where(Person.user_id == user_id, col(Announcement.sent_at) > now - EDITED_WITHIN)
    return session.exec(sent.where(col(Announcement.state).in_(STANDS)).limit(1)).first() is not None


def reworded(session: Session, user_id: int, place: str | None, text: str, now: datetime) -> str | None:
    """The newest announcement that the Telegram user wrote in the staff chat `place` (None: in private) in nearly the
    same words as `text`, if it is young, not cancelled and not recalled."""
    query = (
        select(Announcement)
        .join(Person, col(Person.id) == col(Announcement.author_id))
        .where(Person.user_id == user_id, Announcement.place_id == place, Announcement.made_at > now - EDITED_WITHIN)
        .where(col(Announcement.state).in_(STANDS))
    )
    for row in session.exec(query.order_by(col(Announcement.made_at).desc(), col(Announcement.id).desc())):
        if row.text != text and SequenceMatcher(None, row.text, text).ratio() >= ALIKE:
            return row.id
    return None
