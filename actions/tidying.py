"""What is not needed any more is not kept: every night, by the table in `community.retention`."""

from collections.abc import Mapping

from actions.tx import Tx
from community.retention import Holding


def note_tidied(tx: Tx, *, forgotten: Mapping[Holding, int]) -> None:
    """The history says how many rows of each kind were forgotten."""
    told = {holding.value: count for holding, count in forgotten.items() if count}
    if told:
        tx.record("retention", "tidy", None, **told)
