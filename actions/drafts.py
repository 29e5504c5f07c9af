"""What the bot is waiting for a person to write next. One at a time per person and chat, kept in a row."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.words import DraftKind
from storage.tables import Draft

LASTS = timedelta(minutes=30)


def open_draft(
    tx: Tx, person: str, kind: DraftKind, subject: str, *, place: str = "", lasts: timedelta = LASTS, **payload: Any
) -> Draft:
    """Wait for `person` to write something of `kind` about `subject`; what was waited for before is dropped."""
    draft = _of(tx, person, place)
    if draft is not None and (draft.kind, draft.subject) != (kind, subject):
        _set_aside(tx, draft)
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


def close_draft(tx: Tx, person: str, place: str = "", *, kind: DraftKind | None = None) -> None:
    """Wait no longer; `kind`: for that alone, anything else is still waited for."""
    draft = _of(tx, person, place)
    if draft is not None and kind in {None, draft.kind}:
        tx.session.delete(draft)
        tx.session.flush()


def close_drafts(tx: Tx, person: str, kind: DraftKind, subject: str) -> None:
    """Wait no longer for `kind` about `subject`, wherever it was asked for."""
    of_it = (Draft.person_id == person, Draft.kind == kind, Draft.subject == subject)
    for draft in tx.session.exec(select(Draft).where(*of_it)).all():
        tx.session.delete(draft)
    tx.session.flush()


def _set_aside(tx: Tx, draft: Draft) -> None:
    """What staff had been about to write for others is not forgotten without a word."""
    unwritten = draft.kind is DraftKind.PUBLISH or (draft.kind is DraftKind.ANSWER and not draft.payload)
    if unwritten and draft.expires_at > tx.now:
        to = Recipient(place=draft.place_id) if draft.place_id else Recipient(person=draft.person_id)
        payload = {"note": NoteKind.SET_ASIDE.value, "what": draft.kind.value}
        tx.say(Fact(FactKind.TOLD, draft.person_id, to, quiet=True, payload=payload))


def _of(tx: Tx, person: str, place: str) -> Draft | None:
    return tx.session.exec(select(Draft).where(Draft.person_id == person, Draft.place_id == place)).first()
