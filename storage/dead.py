"""Which facts are dead letters: given up, or not known to have arrived."""

import sqlalchemy as sa
from sqlmodel import col

from community.words import OutboxState
from storage.tables import Outbox

GIVEN_UP = sa.or_(
    col(Outbox.state).in_([OutboxState.REFUSED, OutboxState.UNKNOWN]),
    sa.and_(col(Outbox.state) == OutboxState.EXPIRED, col(Outbox.error).is_not(None)),
)
"""What was tried and has ended without arriving. What was only of use for minutes and is past has no error."""

DEAD = sa.or_(GIVEN_UP, sa.and_(col(Outbox.state) == OutboxState.UNREACHABLE, col(Outbox.recipient).startswith("g:")))
"""And what could not be said in a group, where nobody presses start."""
