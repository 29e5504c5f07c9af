"""A message that its speaker wanted out of its group: they are told what became of it."""

from datetime import datetime

from sqlmodel import Session

from community.facts import Fact, FactKind, NoteKind, Recipient
from community.words import OutboxState, Priority
from storage import outbox
from storage.tables import Outbox

DONE = frozenset({OutboxState.DELIVERED, OutboxState.COALESCED})


def tell_unsaid(session: Session, row: Outbox, state: OutboxState, *, now: datetime) -> None:
    """Say to the speaker whether the message is gone; `row` ended in `state`."""
    payload = {"note": NoteKind.UNSAID.value, "what": "" if state in DONE else "no_right"}
    to = Recipient(person=str(row.payload["person"]))
    fact = Fact(FactKind.TOLD, row.subject, to, Priority.REPLY, key=f"unsaid:{row.subject}", payload=payload)
    outbox.put(session, fact, bot_id=row.bot_id, now=now)
