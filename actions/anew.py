"""What was withdrawn or solved and is broken again: whoever asked says so in two words, and it begins anew."""

from dataclasses import replace

from sqlmodel import col, select

from actions.listening import Said
from actions.tx import Tx
from bot.nlp.hints import Hints, read_hints, words_of
from bot.nlp.relating import together
from bot.nlp.threads import BRIEF, NAMED, Read
from bot.nlp.tie_signs import asks
from community.understanding import Band, Kind, Scored
from community.words import MatterState
from storage.tables import Matter, Utterance

OVER = (MatterState.WITHDRAWN, MatterState.SOLVED)
OTHER_WORDS = 1
"""A word that was not said before may tell how it fails (又坏了); more of them name another thing."""


def said_anew(tx: Tx, said: Said, person: str, read: Read) -> Said | None:
    """`said` with the meaning of what it says is broken again; None if it says no such thing, or nothing of theirs has
    ended there lately."""
    hints = read_hints(said.heard.text)
    if not person or not _again(said, hints):
        return None
    matter = _ended(tx, said, person)
    if matter is None:
        return None
    told = tx.session.get(Utterance, matter.utterance_id) if matter.utterance_id else None
    before = told.text if told is not None and told.text else matter.summary
    if len(hints.words - words_of(before)) > OTHER_WORDS:
        return None
    whole = read(together([before, said.heard.text]))
    first = Scored(matter.category, 1.0)
    others = (one for one in whole.categories if one.code != matter.category)
    meaning = whole._replace(kind=Kind.NEED, band=Band.TAKE, categories=(first, *others), several=1)
    tx.record(matter.id, "begin_anew", person)
    return replace(said, meaning=meaning)


def _again(said: Said, hints: Hints) -> bool:
    """Whether it says of something unnamed, to nobody in particular, that it fails again or still."""
    heard, cues = said.heard, set(said.meaning.cues)
    if len(heard.text.strip()) > BRIEF or heard.reply_to is not None or said.secondhand or asks(heard.text):
        return False
    return not (hints.ending or hints.away or hints.support) and (hints.undone or {"again", "broken"} <= cues)


def _ended(tx: Tx, said: Said, person: str) -> Matter | None:
    """What of theirs ended there last, unless it has begun anew by now."""
    query = select(Matter).where(
        Matter.person_id == person, Matter.place_id == said.heard.place, Matter.kind == Kind.NEED
    )
    over = query.where(col(Matter.state).in_(OVER), col(Matter.ended_at) >= tx.now - NAMED)
    matter = tx.session.exec(over.order_by(col(Matter.ended_at).desc())).first()
    if matter is None:
        return None
    begun = query.where(
        Matter.state == MatterState.OPEN, Matter.category == matter.category, col(Matter.made_at) >= matter.ended_at
    )
    return matter if tx.session.exec(begun).first() is None else None
