"""What is not needed any more is not kept: every night, by the table in `community.retention`."""

from collections.abc import Mapping

from actions.tx import Tx
from community.retention import RETENTION, Holding
from storage.retention import FORGET


def tidy(tx: Tx) -> Mapping[Holding, int]:
    """Forget what has been kept long enough; how many rows of each kind it was. The history says so, in numbers."""
    forgotten = {holding: FORGET[holding](tx.session, tx.now - kept.lasts) for holding, kept in RETENTION.items()}
    told = {holding.value: count for holding, count in forgotten.items() if count}
    if told:
        tx.record("retention", "tidy", None, **told)
    return forgotten
