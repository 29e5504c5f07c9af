"""Updates between Telegram and the lanes."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from community.words import InboxState
from storage.tables import Inbox


def finish(session: Session, row: int, result: dict[str, Any] | None = None) -> None:
    """End inbox row `row`; with `result`, what its action gave."""
    session.execute(
        sa.update(Inbox).where(col(Inbox.id) == row).values(state=InboxState.DONE, result=result, leased_until=None)
    )
