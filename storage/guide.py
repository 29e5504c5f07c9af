"""The entries of the 办事指南, looked up."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import GuideState
from storage.areas import Area
from storage.tables import GuideEntry


def entries_in(session: Session, area: Area) -> Sequence[GuideEntry]:
    """All finished entries that staff of `area` may see: those in use first, the newest first."""
    query = select(GuideEntry).where(
        GuideEntry.street_id == area.street, col(GuideEntry.state) != GuideState.DRAFT, _within(area)
    )
    retired = sa.case((col(GuideEntry.state) == GuideState.RETIRED, 1), else_=0)
    return session.exec(query.order_by(retired, col(GuideEntry.made_at).desc(), col(GuideEntry.id))).all()


def good_entry(session: Session, ident: str, street: str, community: str | None, today: date) -> GuideEntry | None:
    """The entry, if it is in use, has not expired and holds in `community`."""
    entry = session.get(GuideEntry, ident)
    if entry is None or entry.state is not GuideState.ACTIVE or entry.street_id != street:
        return None
    expired = entry.valid_until is not None and entry.valid_until < today
    return None if expired or entry.community_id not in (None, community) else entry


def same_question(session: Session, street: str, community: str | None, question: str) -> GuideEntry | None:
    """An entry in use with the same question for the same place."""
    query = select(GuideEntry).where(
        GuideEntry.street_id == street,
        GuideEntry.state == GuideState.ACTIVE,
        GuideEntry.question == question,
        GuideEntry.community_id == community if community is not None else col(GuideEntry.community_id).is_(None),
    )
    return session.exec(query).first()


def _within(area: Area) -> sa.ColumnElement[bool]:
    if area.communities is None:
        return sa.true()
    return sa.or_(col(GuideEntry.community_id).is_(None), col(GuideEntry.community_id).in_(area.communities))
