"""The talk of a group: what each message is to the matters that are open there, before it is heard by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import select

from actions.adding import keep, tell_added
from actions.also import count_neighbour
from actions.anew import said_anew
from actions.around import answered, beside, half_said, told_before
from actions.between import answer_when_in_group, move_in_group
from actions.bystanders import told_by_others
from actions.correcting import add_right, corrects
from actions.doubts import raise_doubt
from actions.further import is_of_it, say_further, standing_danger, worsen, worsening
from actions.hearing import hear, loose_pieces, said_loosely, unbroken, utterance_at
from actions.homes import kept_words
from actions.households import Counted, CountedBefore, keep_household
from actions.listening import Doubted, Ignored, Listened, Said, listen, listen_again
from actions.moving_in import Ears, move_in
from actions.needs import HeardBefore, Joined, attach, register_need
from actions.not_yet import not_yet
from actions.outcomes import Outcome
from actions.particulars import Kept, keep_told_aloud
from actions.plates import add_plate
from actions.questions import answer_in_words
from actions.residents import offer_withdrawal
from actions.speaking import mark_seen, tell_resident
from actions.taking import take_in_group
from actions.threads import halves, threads
from actions.tx import Tx
from actions.unplaced import warn
from actions.unsure import said_again
from bot.nlp.hints import read_hints
from bot.nlp.relating import relate, together
from bot.nlp.threads import TOGETHER, Act, Lean, Read, Relation, Remark, Thread
from community.fixtures import is_another
from community.heard import Heard
from community.ringing import is_alarming
from community.spots import spot_in, spot_of
from community.understanding import Band, Kind
from community.words import MatterState, OrderState, QuestionState
from storage.lately import Lately
from storage.people import person_of
from storage.places import place_at
from storage.tables import Matter, Order, Particulars, Person, Question, Utterance


@dataclass(frozen=True, slots=True)
class Waiting:
    """Half of something, perhaps: kept for what may follow."""


Talked = Listened | Counted | CountedBefore | Waiting


def talk(tx: Tx, *, said: Said, sensitive: frozenset[str], read: Read, lean: Lean) -> Talked:
    """A message in a group: it adds to a matter, counts a neighbour on one, ends one, or begins one.

    read: what a text means at this moment; lean: how far it sounds like a matter. A forward is hearsay: nobody is
    answered, danger alone is shown to staff.
    """
    heard = said.heard
    if said.secondhand:
        return _hearsay(tx, said)
    person = person_of(tx.session, heard.speaker.user_id)
    ident = _at_home(tx, person, heard, Ears(sensitive, read, lean))
    first = _of_visit_or_harm(tx, said, ident)
    if first is not None:
        return first
    before, open_ones = told_before(tx, heard), threads(tx, heard.place, ident)
    dangerous = _of_danger(tx, said, ident, open_ones)
    if dangerous is not None:
        return dangerous
    asked = _asked(tx, said, ident) if person else None
    passed_over = half_said(heard, before, read, lean)
    pieces = [*(said_loosely(tx, heard, ident) if person else ()), *passed_over]
    waiting = [piece.text for piece in unbroken(sorted(pieces, key=lambda one: one.at), heard.at)]
    if asked is not None:
        waiting.insert(0, tx.session.get_one(Utterance, asked.utterance_id).text)
    others = halves(tx, heard, ident, read) if read_hints(heard.text).support else ()
    relation = relate(_remark(tx, said, ident, before, open_ones), open_ones, waiting, read, lean, others)
    if relation.act in {Act.BEGINS, Act.ADDS}:
        for piece in passed_over:
            hear(tx, piece)
    if relation.act is Act.PROMOTES:
        return _promote(tx, said, str(relation.thread), sensitive, read)
    if relation.thread is not None and _is_sure(tx, said, relation):
        return _of_matter(tx, said, relation, tx.session.get_one(Matter, relation.thread), read)
    whole = replace(said, meaning=relation.meaning or said.meaning)
    sure = relation.act is Act.SUPPORTS or (relation.act is Act.BEGINS and whole.meaning.band is Band.TAKE)
    if asked is None and not sure and (anew := said_anew(tx, said, ident, read)) is not None:
        return listen(tx, said=anew, sensitive=sensitive, apart=True)
    if relation.act not in {Act.BEGINS, Act.SUPPORTS}:
        return _of_nothing(tx, said, relation)
    if asked is None:
        return listen(tx, said=whole, sensitive=sensitive, apart=True)
    whole = _with_asked(whole, tx.session.get_one(Utterance, asked.utterance_id), read)
    if whole.meaning.band is Band.TAKE:
        return answer_in_words(tx, row=asked, heard=heard, meaning=whole.meaning, sensitive=sensitive)
    hear(tx, heard)
    return HeardBefore()


def _of_a_visit(tx: Tx, said: Said, person: str) -> Outcome | Joined | None:
    """Words of those who wait, who come, who take an order there and then, of neighbours with whom it is not done; a
    plate that follows."""
    heard, meaning = said.heard, said.meaning
    return (
        answer_when_in_group(tx, heard, meaning)
        or move_in_group(tx, heard, meaning)
        or take_in_group(tx, heard, meaning)
        or add_plate(tx, said)
        or not_yet(tx, person, heard, meaning)
    )


def _at_home(tx: Tx, person: Person | None, heard: Heard, ears: Ears) -> str:
    """The id of the speaker, "" if nobody ever met them. Who was asked in private where they live, and speaks in a
    group, lives there: what they had said is heard at last."""
    community = place_at(tx.session, str(heard.place)).community_id if person and not person.community_id else None
    if community is not None:
        said = tuple(Said(one, ears.read(one.text)) for one in kept_words(tx.session, heard.speaker, tx.now))
        move_in(tx, speaker=heard.speaker, community=community, said=said, ears=ears)
    return person.id if person else ""


def _of_visit_or_harm(tx: Tx, said: Said, person: str) -> Talked | None:
    """For whoever comes, or waits; or more of what somebody may come to harm by."""
    heard, meaning = said.heard, said.meaning
    harm = standing_danger(tx, person) if person else None
    if harm is None:
        return _of_a_visit(tx, said, person)
    if harm.grave is not None and is_of_it(harm, meaning):
        return say_further(tx, harm, heard, meaning)
    return None


def _of_danger(tx: Tx, said: Said, person: str, open_ones: Sequence[Thread]) -> Joined | None:
    """Danger that a matter of the speaker's turns into; words that belong to the danger of somebody else."""
    heard, meaning = said.heard, said.meaning
    worse = worsening(tx, person, heard.place, meaning) if person else None
    if worse is not None:
        return worsen(tx, worse, heard, meaning)
    urgent = any(thread.urgent and thread.author != person for thread in open_ones)
    return told_by_others(tx, heard, person, meaning) if urgent else None


def _with_asked(said: Said, first: Utterance, read: Read) -> Said:
    """What the speaker says when they were asked back, with what they were asked about: 那个热水器 · 打不着火了."""
    meaning = said.meaning
    both = read(together([first.text, said.heard.text]))
    if meaning.band is not Band.TAKE or both.kind is Kind.CHATTER:
        return said
    if both.categories[0].code != meaning.categories[0].code:  # 说的是另一样东西
        return said
    wanted, several = meaning.categories, meaning.several  # 有几件、是哪一类，看清楚的那一句
    both = both._replace(kind=meaning.kind, band=Band.TAKE, categories=wanted, several=several)
    return replace(said, meaning=both)


def talk_again(tx: Tx, *, said: Said, sensitive: frozenset[str], read: Read, lean: Lean) -> Talked:
    """An edited message of a group."""
    heard = said.heard
    known = utterance_at(tx, heard.chat_id, heard.message_id)
    if known is None:
        return talk(tx, said=said, sensitive=sensitive, read=read, lean=lean)
    matter = tx.session.get(Matter, known.matter_id) if known.matter_id else None
    if matter is not None and matter.person_id != known.person_id:
        spot = spot_in(said.meaning)
        keep_household(tx, matter.id, known.person_id, spot.key if spot else None)
        return Joined(matter.number)
    if matter is None and not tx.session.exec(select(Question.id).where(Question.utterance_id == known.id)).first():
        known.text = heard.text
        return talk(tx, said=said, sensitive=sensitive, read=read, lean=lean)
    return listen_again(tx, said=said, sensitive=sensitive)


def _remark(tx: Tx, said: Said, person: str, before: Sequence[Lately], open_ones: Sequence[Thread]) -> Remark:
    heard = said.heard
    about, near, astray = answered(tx, heard, before)
    around = beside(heard, before, known=any(thread.author == person for thread in open_ones))
    return Remark(person, heard.at, heard.text, said.meaning, bool(heard.media), about, astray, near, around)


def _of_nothing(tx: Tx, said: Said, relation: Relation) -> Doubted | Waiting | Ignored | Kept:
    """It begins nothing. What the listener took by itself, and grave words, are never dropped: staff look at them."""
    grave, slots = said.meaning.grave, said.meaning.slots
    if not (grave or said.meaning.urgent) and (slots.place or slots.phone):
        kept = keep_told_aloud(tx, heard=said.heard, meaning=said.meaning)
        if isinstance(kept, Kept):
            return kept
    if grave or (said.meaning.kind is not Kind.CHATTER and said.meaning.band is not Band.ASK):
        utterance = raise_doubt(tx, heard=said.heard, meaning=said.meaning, loud=grave or said.meaning.urgent)
        if grave:
            warn(tx, utterance, said.meaning)
        return Doubted()
    if relation.act is Act.WAITS:
        hear(tx, said.heard)
        return Waiting()
    return Ignored()


def _is_sure(tx: Tx, said: Said, relation: Relation) -> bool:
    """Whether it needs no hearing by itself: who only tells alike, and surely, or of another building's lift, has a
    matter of their own, which may be merged; new danger is always heard."""
    if relation.act is not Act.SUPPORTS:
        return True  # 补充的再弱也是他自己的话
    matter = tx.session.get_one(Matter, relation.thread)
    if is_another(said.meaning, matter.service, spot_of(matter.spot)):
        return False
    explicit = said.meaning.band is not Band.TAKE or (relation.hints is not None and relation.hints.support is not None)
    return explicit and (matter.urgency == 3 or not said.meaning.urgent)


def _of_matter(tx: Tx, said: Said, relation: Relation, matter: Matter, read: Read) -> Talked:
    person, utterance, _ = hear(tx, said.heard)
    main = tx.session.get(Matter, matter.merged_into) if matter.merged_into else None
    if main is not None:
        return _of_merged(tx, utterance, relation, matter, main)
    if is_alarming(matter.urgency, matter.grave) and matter.person_id == person.id:
        return say_further(tx, matter, said.heard, said.meaning, over=relation.act is Act.ENDS)
    if relation.act is Act.ENDS:
        utterance.matter_id = matter.id
        for other in _of_one_breath(tx, matter) if relation.hints is not None and relation.hints.bare else ():
            offer_withdrawal(tx, other, utterance)
        return offer_withdrawal(tx, matter, utterance)
    if relation.act is Act.SUPPORTS:
        return count_neighbour(tx, matter, person, said=utterance, meaning=said.meaning)
    if not (relation.sure or corrects(tx, matter, said.heard.text)):  # 几个字跟在后面：替接单的人记着，不惊动谁
        attach(tx, matter, utterance)
        return Joined(matter.number)
    for piece in loose_pieces(tx, said.heard, person.id):
        attach(tx, matter, piece)
    meant = read(relation.hints.meant) if relation.corrects and relation.hints is not None else None
    add_right(tx, matter, utterance, said.meaning, meant=meant)
    done = select(Order.id).where(Order.matter_id == matter.id, Order.state == OrderState.DONE)
    if tx.session.exec(done).first() is not None and not matter.sensitive:
        tell_resident(tx, matter, answers=utterance)  # 办结了还有话说：卡片跟过来，满意还是没解决，点一下
    return Joined(matter.number)


def _of_one_breath(tx: Tx, matter: Matter) -> Sequence[Matter]:
    """What else its author wanted in the same message and is open still."""
    query = select(Matter).where(
        Matter.person_id == matter.person_id,
        Matter.utterance_id == matter.utterance_id,
        Matter.state == MatterState.OPEN,
        Matter.id != matter.id,
    )
    return tx.session.exec(query).all()


def _of_merged(tx: Tx, utterance: Utterance, relation: Relation, matter: Matter, main: Matter) -> Talked:
    """What somebody says further of a matter that goes on as a part of a neighbour's: whoever comes there hears of it.
    That it is over with them alone ends nothing."""
    attach(tx, matter, utterance)
    if relation.act is Act.ADDS and relation.sure and main.state is MatterState.OPEN:
        keep(tx.session.get_one(Particulars, main.id), utterance.text, utterance.media)
        mark_seen(tx, utterance)
        tell_added(tx, main, utterance.text)
    return Joined(matter.number)


def _promote(tx: Tx, said: Said, half: str, sensitive: frozenset[str], read: Read) -> Talked:
    """What a neighbour half said is a need: it is recorded as theirs, and this household counted on it."""
    first = tx.session.get_one(Utterance, half)
    whole = read(first.text)._replace(kind=Kind.NEED, band=Band.TAKE)
    asker = tx.session.get_one(Person, first.person_id)
    result = register_need(tx, heard=said_again(first, asker), meaning=whole, sensitive=sensitive, apart=True)
    if first.matter_id is None:
        return result
    matter = tx.session.get_one(Matter, first.matter_id)
    if matter.sensitive or matter.merged_into is not None:
        return result
    person, utterance, _ = hear(tx, said.heard)
    return count_neighbour(tx, matter, person, said=utterance, meaning=said.meaning)


_ASKED = select(Question).where(
    Question.person_id == sa.bindparam("person"),
    Question.place_id == sa.bindparam("place"),
    Question.state == QuestionState.OPEN,
    Question.made_at >= sa.bindparam("since"),
)


def _asked(tx: Tx, said: Said, person: str) -> Question | None:
    """What the speaker was asked back about a moment ago, and has not answered yet."""
    given = {"person": person, "place": said.heard.place, "since": said.heard.at - TOGETHER}
    return tx.session.exec(_ASKED, params=given).first()


def _hearsay(tx: Tx, said: Said) -> Doubted | Ignored:
    if not (said.meaning.urgent or said.meaning.grave):
        return Ignored()
    raise_doubt(tx, heard=said.heard, meaning=said.meaning, loud=True)
    return Doubted()
