"""What the bot is waiting for a person to write next. One at a time per person and chat, kept in a row."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from actions.tx import Tx
from community.words import DraftKind
from storage.tables import Draft

LASTS = timedelta(minutes=30)


def open_draft(
    tx: Tx, person: str, kind: DraftKind, subject: str, *, place: str = "", lasts: timedelta = LASTS, **payload: Any
) -> Draft:
    """Wait for `person` to write something of `kind` about `subject`; what was waited for before is dropped."""
    draft = _of(tx, person, place)
    if draft is None:
        draft = Draft(id=tx.new_id(), person_id=person, place_id=place, kind=kind, expires_at=tx.now + lasts)
        tx.session.add(draft)
    draft.kind, draft.subject, draft.payload, draft.expires_at = kind, subject, payload, tx.now + lasts
    tx.session.flush()
    return draft


def take_draft(tx: Tx, person: str, place: str = "") -> Draft | None:
    """What `person` is asked to write, unless it has expired. It stays open until `close_draft`."""
    draft = _of(tx, person, place)
    return draft if draft is not None and draft.expires_at > tx.now else None


def close_draft(tx: Tx, person: str, place: str = "") -> None:
    """Wait no longer."""
    draft = _of(tx, person, place)
    if draft is not None:
        tx.session.delete(draft)
        tx.session.flush()


def _of(tx: Tx, person: str, place: str) -> Draft | None:
    return tx.session.exec(select(Draft).where(Draft.person_id == person, Draft.place_id == place)).first()
