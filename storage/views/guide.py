"""The 办事指南 as its staff see it; for anybody else there is nothing."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from community.clock import SHANGHAI
from community.facts import NoteKind
from community.guide import LIST
from community.views import Wanted
from community.views.guide import EntryLine, EntryView, GuideNoteView, GuideView, ListView, SheetLine
from community.words import GuideState
from storage.areas import Area, area_of
from storage.guide import entries_in
from storage.tables import Community, GuideEntry

NOTES = frozenset({NoteKind.GUIDE_OPENED, NoteKind.GUIDE_FILE, NoteKind.GUIDE_TAKEN, NoteKind.GUIDE_REFUSED})
"""The notes that this file loads."""


def load(session: Session, wanted: Wanted) -> GuideView | None:
    """The list, or the entry."""
    area = area_of(session, wanted.recipient.person) if wanted.recipient.person else None
    if area is None:
        return None
    return _list(session, area, wanted) if wanted.subject == LIST else _entry(session, area, wanted)


def load_note(session: Session, wanted: Wanted) -> GuideNoteView | None:
    """The sentence; the sheet's lines if it is to come along."""
    kind = NoteKind(wanted.payload["note"])
    if kind is not NoteKind.GUIDE_FILE:
        return GuideNoteView(kind, wanted.payload)
    area = area_of(session, wanted.recipient.person) if wanted.recipient.person else None
    if area is None:
        return None
    names = _names(session, area.street)
    lines = tuple(_sheet_line(entry, names) for entry in entries_in(session, area) if area.covers(entry.community_id))
    return GuideNoteView(kind, wanted.payload, lines)


def source_of(session: Session, entry: GuideEntry) -> str:
    """Where the answer comes from; the community itself where no other source is written."""
    if entry.source:
        return entry.source
    community = session.get(Community, entry.community_id) if entry.community_id else None
    return community.name if community else ""


def _list(session: Session, area: Area, wanted: Wanted) -> ListView:
    names = _names(session, area.street)
    lines = tuple(
        EntryLine(
            id=entry.id,
            question=entry.question,
            scope=names.get(entry.community_id or "", ""),
            expired=_expired(entry, wanted.now),
            retired=entry.state is GuideState.RETIRED,
        )
        for entry in entries_in(session, area)
    )
    return ListView(lines, wanted.page)


def _entry(session: Session, area: Area, wanted: Wanted) -> EntryView | None:
    entry = session.get(GuideEntry, wanted.subject)
    if entry is None or entry.street_id != area.street:
        return None
    names = _names(session, area.street)
    return EntryView(
        id=entry.id,
        question=entry.question,
        answer=entry.answer,
        source=entry.source,
        phone=entry.phone,
        until=entry.valid_until,
        scope=names.get(entry.community_id or "", ""),
        state=entry.state,
        expired=_expired(entry, wanted.now),
        asked=entry.asked,
        missed=entry.missed,
        page=wanted.page,
        mine=area.covers(entry.community_id),
        everywhere=area.communities is None,
        choices=tuple((ident, name) for ident, name in names.items() if area.covers(ident)),
    )


def _sheet_line(entry: GuideEntry, names: Mapping[str, str]) -> SheetLine:
    return SheetLine(
        id=entry.id,
        question=entry.question,
        answer=entry.answer,
        source=entry.source,
        phone=entry.phone,
        until=entry.valid_until,
        scope=names.get(entry.community_id or "", ""),
        active=entry.state is GuideState.ACTIVE,
    )


def _expired(entry: GuideEntry, now: datetime) -> bool:
    return entry.valid_until is not None and entry.valid_until < now.astimezone(SHANGHAI).date()


def _names(session: Session, street: str) -> Mapping[str, str]:
    query = select(Community.id, Community.name).where(Community.street_id == street)
    return dict(session.exec(query.order_by(col(Community.rota), col(Community.name))).all())
