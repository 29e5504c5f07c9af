"""Words that came of nothing: kept for a while in case more follows, then forgotten."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Matter, Question, Utterance


def forget_loose(session: Session, before: datetime) -> None:
    """Delete what was said before `before` and belongs to no matter, no ask-back and no doubt."""
    kept = [sa.select(col(column)) for column in (Matter.utterance_id, Question.utterance_id)]
    session.execute(
        sa.delete(Utterance).where(
            col(Utterance.at) < before,
            col(Utterance.matter_id).is_(None),
            *(col(Utterance.id).not_in(ids.where(ids.selected_columns[0].is_not(None))) for ids in kept),
        )
    )
