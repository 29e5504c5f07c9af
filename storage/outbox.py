"""Facts between the actions and the courier."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from community.facts import Fact
from community.words import OutboxState
from storage.tables import Outbox


def put(session: Session, fact: Fact, *, bot_id: int, now: datetime) -> None:
    """Add `fact`; one with the key of an earlier fact is dropped."""
    values = {
        "bot_id": bot_id,
        "key": fact.key,
        "kind": fact.kind,
        "slot": fact.slot,
        "subject": fact.subject,
        "recipient": fact.recipient.key,
        "priority": int(fact.priority),
        "state": OutboxState.WAITING,
        "fresh": fact.fresh,
        "quiet": fact.quiet,
        "page": fact.page,
        "reply_to": fact.reply_to,
        "payload": dict(fact.payload),
        "not_before": fact.not_before or now,
        "not_after": fact.not_after,
        "attempts": 0,
        "made_at": now,
    }
    insert: sa.Insert
    if session.get_bind().dialect.name == "sqlite":
        insert = sqlite.insert(Outbox).values(values).on_conflict_do_nothing(index_elements=["key"])
    else:
        insert = postgresql.insert(Outbox).values(values).on_conflict_do_nothing(index_elements=["key"])
    session.execute(insert)
