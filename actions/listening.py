"""A message as a whole: what is done with it, by how sure the listener is."""

from dataclasses import dataclass

from sqlmodel import select

from actions.answering import Reply
from actions.between import AskedWhom
from actions.doubts import raise_doubt
from actions.flooding import floods, hold_back
from actions.further import Heeding
from actions.hearing import utterance_at
from actions.homes import HomeUnknown
from actions.inquiries import Answered, Guide, answer_from_guide
from actions.market_asking import Shown, answer_from_calendar
from actions.needs import HeardBefore, Joined, Registered, register_need
from actions.particulars import Kept, NoMatter, correct_words
from actions.questions import Asked, ask_back, settle_by_edit
from actions.residents import offer_withdrawal
from actions.tx import Tx
from actions.unplaced import warn
from bot.nlp.relating import idle
from community.heard import Heard
from community.understanding import Band, Kind, Understanding
from community.words import MatterState, QuestionState
from storage.tables import Matter, Question


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its meaning.

    secondhand: forwarded, so it is not the forwarder's own word.
    withdraws: it says that something is no longer needed. guide: what may answer it, if it is a question.
    """

    heard: Heard
    meaning: Understanding
    secondhand: bool = False
    withdraws: bool = False
    guide: Guide | None = None


@dataclass(frozen=True, slots=True)
class Doubted:
    """Nothing is said; staff look at it."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Chatter: nothing was done."""


@dataclass(frozen=True, slots=True)
class Puzzled:
    """Said in private and not understood; they are told what the bot can do."""


Heeded = Registered | Joined | HeardBefore | HomeUnknown | Asked | Answered | Shown
Listened = Heeded | Doubted | Ignored | Puzzled | Kept | NoMatter | AskedWhom | Heeding | Reply


def listen(tx: Tx, *, said: Said, sensitive: frozenset[str], apart: bool = False) -> Listened:
    """Record what is sure, ask about what is likely, leave what is doubtful to staff. A forward is never sure.

    apart: it is known to be no piece of what its speaker said before.
    Grave words are never only asked about: those that sound like chatter, and danger that is forwarded, ring the staff,
    who look at them.
    """
    heard, meaning = said.heard, said.meaning
    danger = meaning.urgent or meaning.grave
    if meaning.kind is Kind.CHATTER and not meaning.grave:
        return Ignored()
    if meaning.kind is Kind.CHATTER or meaning.band is Band.SILENT or (danger and said.secondhand):
        _raise(tx, said)
        return Doubted()
    if not danger and floods(tx, heard):
        hold_back(tx, heard=heard, meaning=meaning)
        return Doubted()
    answered = _from_calendar(tx, said) or from_guide(tx, said, sensitive)
    if answered is not None:
        return answered
    aloud = heard.place is not None and meaning.delicate  # asked back before everyone, it would be told twice
    if meaning.grave:
        return register_need(tx, heard=heard, meaning=meaning, sensitive=sensitive, apart=apart)
    if (meaning.band is Band.ASK and not aloud) or said.secondhand:
        return ask_back(tx, heard=heard, meaning=meaning)
    return register_need(tx, heard=heard, meaning=meaning, sensitive=sensitive, apart=apart)


def listen_again(tx: Tx, *, said: Said, sensitive: frozenset[str]) -> Listened:
    """An edited message: what was made of it follows; what was nothing before is heard as new.

    Where nothing is left of what it asked for (哈哈开玩笑的), its matter may be over.
    """
    heard = said.heard
    known = utterance_at(tx, heard.chat_id, heard.message_id)
    if known is not None and known.matter_id is not None:
        matter = tx.session.get_one(Matter, known.matter_id)
        over = said.withdraws or (known.id == matter.utterance_id and idle(heard.text, said.meaning))
        if over and known.person_id == matter.person_id and matter.state is MatterState.OPEN:
            return offer_withdrawal(tx, matter, known)
        return correct_words(tx, heard=heard, meaning=said.meaning, sensitive=sensitive)
    if known is not None:
        known.text = heard.text
        asked = tx.session.exec(select(Question).where(Question.utterance_id == known.id)).first()
        stands = asked is not None and asked.state is QuestionState.OPEN
        if said.meaning.urgent or said.meaning.grave:
            result = listen(tx, said=said, sensitive=sensitive)
            if asked is not None and stands:
                settle_by_edit(tx, asked, known)
            return result
        if asked is not None and (stands or said.meaning.band is not Band.TAKE):
            return HeardBefore()
    return listen(tx, said=said, sensitive=sensitive)


def _raise(tx: Tx, said: Said) -> None:
    """Staff look at it; danger wakes them, and whoever spoke of it is told whom to ring."""
    meaning = said.meaning
    danger = meaning.urgent or meaning.grave
    utterance = raise_doubt(tx, heard=said.heard, meaning=meaning, loud=danger)
    if meaning.harm or (danger and said.heard.place is None):
        warn(tx, utterance, meaning)


def _from_calendar(tx: Tx, said: Said) -> Shown | None:
    return None if said.secondhand else answer_from_calendar(tx, heard=said.heard, meaning=said.meaning)


def from_guide(tx: Tx, said: Said, sensitive: frozenset[str], *, anyhow: bool = False) -> Answered | HeardBefore | None:
    """Its answer in the guide; `anyhow`: also to what doesn't sound like a question."""
    if said.guide is None or said.secondhand:
        return None
    return answer_from_guide(
        tx, guide=said.guide, heard=said.heard, meaning=said.meaning, sensitive=sensitive, anyhow=anyhow
    )
