"""Loading one-off sentences about announcements, market days and the staff's morning."""

from datetime import date

from sqlmodel import Session

from community.facts import NoteKind
from community.views import Wanted
from community.views.notices import NoticeView
from storage.views.market import load_calendar

NOTICES = frozenset(
    {
        NoteKind.MARKET_ICS,
        NoteKind.NO_MARKET,
        NoteKind.ASK_ANNOUNCEMENT,
        NoteKind.ANNOUNCEMENT_TOO_LONG,
        NoteKind.DIGEST,
    }
)
"""The notes that this file loads; all others are `storage.views.note`'s."""


def load_notice(session: Session, wanted: Wanted) -> NoticeView | None:
    """The sentence; None if what it is about is gone."""
    kind = NoteKind(wanted.payload["note"])
    if kind is NoteKind.MARKET_ICS:
        calendar = load_calendar(session, wanted)
        return NoticeView(kind, calendar=calendar) if calendar else None
    if kind is NoteKind.DIGEST:
        names = ("danger", "new", "unclaimed", "unanswered", "overdue", "promised")
        numbers = {name: tuple(wanted.payload.get(name, ())) for name in names}
        return NoticeView(
            kind,
            day=date.fromisoformat(wanted.payload["day"]),
            numbers=numbers,
            unsent=int(wanted.payload.get("unsent", 0)),
        )
    return NoticeView(kind, over=int(wanted.payload.get("over", 0)))
