"""Words of which somebody was asked whose they are, and that are nobody's: heard as if nobody were due."""

from actions.between import pass_on
from actions.listening import Listened, Said, listen
from actions.outcomes import Done, Outcome
from actions.speaking import note
from actions.tx import Tx
from community.facts import NoteKind
from community.understanding import Band, Kind
from storage.people import meet


def hear_after_all(tx: Tx, *, said: Said, utterance: str, sensitive: frozenset[str]) -> Listened | Outcome | None:
    """都不是, once; None: not understood, and told so."""
    speaker = said.heard.speaker
    result = pass_on(tx, speaker=speaker, utterance=utterance, order="")
    if not isinstance(result, Done):
        return result
    if said.meaning.kind is Kind.CHATTER or said.meaning.band is Band.SILENT:
        person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
        note(tx, NoteKind.NOT_UNDERSTOOD, person.id, person.id)
        return None
    return listen(tx, said=said, sensitive=sensitive)
