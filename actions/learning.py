"""What the night made of the label log: weights that are used from now on, or not; staff hear of it in one line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.words import ModelState, Priority
from storage.areas import staff_chats
from storage.hearing import changed
from storage.tables import Weights

KEPT = 2
"""Of so many weights the numbers themselves are kept; of older ones only what the gate saw."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the night made. labels: the last row of the log that was read. report: see `bot.nlp.night_school`."""

    base: str
    labels: int
    report: Mapping[str, Any]
    data: bytes

    @property
    def good(self) -> bool:
        """Whether the gate lets it pass."""
        return not self.report["worse"]


def take_weights(tx: Tx, *, learned: Learned) -> int:
    """Use what was learned from now on, or put it aside; its number. Every desk is told."""
    if learned.good:
        old = sa.update(Weights).where(col(Weights.state) == ModelState.IN_USE)
        tx.session.execute(old.values(state=ModelState.REPLACED))
    row = Weights(
        made_at=tx.now,
        state=ModelState.IN_USE if learned.good else ModelState.REFUSED,
        base=learned.base,
        labels=learned.labels,
        measures=dict(learned.report),
        data=learned.data if learned.good else None,
    )
    tx.session.add(row)
    tx.session.flush()
    number = row.number or 0
    newest = sa.select(col(Weights.number)).where(col(Weights.data).is_not(None)).order_by(col(Weights.number).desc())
    old_data = sa.update(Weights).where(col(Weights.number).not_in(newest.limit(KEPT)))
    tx.session.execute(old_data.values(data=None).execution_options(synchronize_session=False))
    changed(tx.session)
    tx.record("weights", "take_weights", None, number=number, good=learned.good)
    payload = {"note": NoteKind.NIGHT_LEARNED.value, "number": number, "good": learned.good, **learned.report}
    for chat in staff_chats(tx.session):
        to = Recipient(place=chat.id)
        tx.say(Fact(FactKind.TOLD, "weights", to, Priority.BOARD, quiet=True, payload=payload))
    return number
