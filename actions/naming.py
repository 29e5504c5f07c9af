"""The names that were told with a matter: hidden wherever words about it are shown to others."""

from sqlmodel import select

from actions.tx import Tx
from community.privacy import mask, names_in, without_names
from storage.tables import Matter, Particulars, Utterance


def masked(tx: Tx, matter: Matter, words: str) -> str:
    """`words` about `matter` without doors, phones, and the names that its asker gave."""
    said = tx.session.exec(select(Utterance.text).where(Utterance.matter_id == matter.id)).all()
    kept = tx.session.get(Particulars, matter.id)
    names = names_in("\n".join([*said, kept.note or "" if kept is not None else "", words]))
    return mask(without_names(words, names))
