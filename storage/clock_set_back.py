"""What waits in the outbox when the machine's clock is set back."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from community.words import OutboxState
from storage.outbox_statements import WAITING
from storage.tables import Outbox


def hurry(session: Session, *, bot_id: int, now: datetime) -> None:
    """What was due, or was to be tried again soon, need not wait until it is that late again.

    What was planned for a time of day keeps it.
    """
    tried = aliased(Outbox)
    behind = sa.exists().where(  # its whole lane was put off
        col(tried.recipient) == col(Outbox.recipient),
        col(tried.not_before) == col(Outbox.not_before),
        col(tried.state) == OutboxState.WAITING,
        col(tried.error).is_not(None),
    )
    soon = sa.or_(col(Outbox.not_before) <= col(Outbox.made_at), col(Outbox.error).is_not(None), behind)
    session.execute(
        sa.update(Outbox)
        .where(col(Outbox.bot_id) == bot_id, WAITING, col(Outbox.not_before) > now, soon)
        .values(not_before=now)
    )
