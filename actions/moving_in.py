"""Somebody says where they live, and what they had said before is heard at last: as one conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.correcting import add_right
from actions.doubts import raise_doubt
from actions.hearing import hear
from actions.homes import HomeChosen, NoSuchHome, choose_home
from actions.listening import Said, listen
from actions.listening_in_private import keep_where, of_danger, says_where
from actions.needs import attach
from actions.people import start
from actions.residents import offer_withdrawal
from actions.threads import threads
from actions.tx import Tx
from bot.nlp.hints import read_hints
from bot.nlp.relating import relate, together
from bot.nlp.threads import GOES_ON, UNSURE, WISHES, Act, Around, Before, Lean, Read, Relation, Remark
from community.coming import of_coming
from community.doors import better_door, only_address, spelled_phone, tells_door
from community.elsewhere import at_anothers
from community.heard import Speaker
from community.understanding import Band, Kind
from storage.people import meet
from storage.tables import Matter, Person


@dataclass(frozen=True, slots=True)
class Ears:
    """How words are heard: `sensitive` categories, and `read` and `lean` as a group's talk has them."""

    sensitive: frozenset[str]
    read: Read
    lean: Lean


def move_in(
    tx: Tx,
    *,
    speaker: Speaker,
    community: str,
    said: tuple[Said, ...],
    ears: Ears,
    typed: bool = False,
    more: Said | None = None,
    words: str = "",
) -> HomeChosen | NoSuchHome:
    """The speaker says where they live, and what they had said before is heard at last.

    typed: written in private, not pressed: who had said nothing yet is greeted, for there is no toast.
    words: that name it; more: their message, with what it means besides.
    """
    result = choose_home(tx, speaker=speaker, community=community, words=words)
    if typed:
        start(tx, speaker=speaker, greeted=bool(said) or (more is not None and _wants(more)))
    if isinstance(result, HomeChosen):
        person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
        _know(person, [*said, *([more] if more is not None else [])])
        _hear_all(tx, person, said, ears)
        if more is not None:
            _hear_besides(tx, person, more, ears.sensitive)
    return result


def _know(person: Person, said: Sequence[Said]) -> None:
    """Door and phone that were told by themselves are known before anybody asks for them."""
    if any(at_anothers(one.heard.text) for one in said):
        return  # 说的是别人家
    for one in said:
        if _wants(one) or not says_where(one):
            continue
        place, phone = one.meaning.slots.place, one.meaning.slots.phone or spelled_phone(one.heard.text)
        person.door = better_door(person.door, place) if place and tells_door(place) else person.door
        person.phone = phone or person.phone


def _hear_all(tx: Tx, person: Person, said: Sequence[Said], ears: Ears) -> None:
    """Each in its turn: a need begins a matter, what goes on with one joins it, what is left is asked about once."""
    unclear: list[Said] = []
    for one in said:
        if one.heard.text and of_danger(tx, person, one, None) is not None:
            continue
        if not one.heard.text:
            raise_doubt(tx, heard=one.heard, meaning=one.meaning)
        elif one.meaning.urgent or one.meaning.grave:
            listen(tx, said=one, sensitive=ears.sensitive)
        else:
            _hear(tx, person, one, unclear, ears)
    if unclear:
        _settle(tx, person, unclear, ears)


def _hear(tx: Tx, person: Person, one: Said, unclear: list[Said], ears: Ears) -> None:
    """As in a group, except that nobody else speaks here."""
    text, around = one.heard.text, Around(before=Before.OF_A_MATTER)
    own = threads(tx, None, person.id)
    if own and not _wants(one) and only_address(text, one.meaning.slots.place, one.meaning.slots.phone):
        keep_where(tx, one, told=False)
        return
    remark = Remark(person.id, one.heard.at, text, one.meaning, bool(one.heard.media), around=around)
    relation = relate(remark, own, [other.heard.text for other in unclear], ears.read, ears.lean)
    meaning, ends = relation.meaning or one.meaning, relation.act is Act.ENDS
    if relation.thread is not None and (not ends or read_hints(text).ending is not None):
        _add(tx, one, relation)
    elif meaning.kind is not Kind.CHATTER and meaning.band is Band.TAKE and not (own and _asks_nothing(one)):
        listen(tx, said=replace(one, meaning=meaning), sensitive=ears.sensitive, apart=True)
        if (matter := _begun(tx, one)) is not None:
            _give(tx, matter, unclear)
            unclear.clear()
    elif meaning.kind is not Kind.CHATTER or relation.act is Act.WAITS or says_where(one):
        unclear.append(one)


def _asks_nothing(one: Said) -> bool:
    """Whether it names nothing and wants nothing: 俺一个人住 tells more of what was said before."""
    meaning = one.meaning
    return meaning.kind is Kind.NEED and meaning.service is None and (GOES_ON | WISHES).isdisjoint(meaning.cues)


def _add(tx: Tx, one: Said, relation: Relation) -> None:
    """A piece of a matter: its end, where it is, or more of it."""
    matter = tx.session.get_one(Matter, relation.thread)
    _, utterance, _ = hear(tx, one.heard)
    if relation.act is Act.ENDS:
        offer_withdrawal(tx, matter)
    elif not _wants(one) and says_where(one):
        utterance.matter_id = matter.id
        keep_where(tx, one, told=False)
    elif relation.sure:
        add_right(tx, matter, utterance, one.meaning)
    else:
        attach(tx, matter, utterance)


def _begun(tx: Tx, one: Said) -> Matter | None:
    """The matter that `one` has begun."""
    _, utterance, _ = hear(tx, one.heard)
    return tx.session.get(Matter, utterance.matter_id) if utterance.matter_id else None


def _give(tx: Tx, matter: Matter, pieces: Sequence[Said]) -> None:
    """`pieces` are told of `matter`."""
    for piece in pieces:
        _, utterance, _ = hear(tx, piece.heard)
        if utterance.matter_id is not None:
            continue
        if says_where(piece) and not _wants(piece):
            utterance.matter_id = matter.id
            keep_where(tx, piece, told=False)
        else:
            attach(tx, matter, utterance)


def _settle(tx: Tx, person: Person, unclear: list[Said], ears: Ears) -> None:
    """What is no matter by itself: of the matters that stand it tells more, except for one thing that is asked about;
    where there is none, all of it together may be one."""
    own = threads(tx, None, person.id)
    likely = max(unclear, key=_likelihood)
    if own:
        told = {code for thread in own for code in thread.categories}
        another = _likelihood(likely) >= UNSURE and likely.meaning.categories[0].code not in told
        rest = [one for one in unclear if not (another and one is likely)]
        _give(tx, tx.session.get_one(Matter, own[-1].ident), rest)
        if another:
            listen(tx, said=likely, sensitive=ears.sensitive, apart=True)
        return
    whole = ears.read(together(one.heard.text for one in unclear)) if len(unclear) > 1 else likely.meaning
    first = likely if whole.kind is Kind.CHATTER else replace(likely, meaning=whole)
    listen(tx, said=first, sensitive=ears.sensitive, apart=True)
    if (matter := _begun(tx, first)) is not None:
        _give(tx, matter, [one for one in unclear if one is not likely])


def _likelihood(one: Said) -> float:
    """How likely it asks for something of its own."""
    meaning = one.meaning
    if meaning.kind is Kind.CHATTER or says_where(one) or of_coming(one.heard.text) or not meaning.categories:
        return 0.0
    return meaning.categories[0].score


def _wants(said: Said) -> bool:
    """Whether it asks for something, and does not only tell where somebody lives."""
    meaning = said.meaning
    sure = meaning.kind is not Kind.CHATTER and meaning.band is Band.TAKE
    return meaning.urgent or meaning.grave or sure


def _hear_besides(tx: Tx, person: Person, said: Said, sensitive: frozenset[str]) -> None:
    """What stands beside the name of a community: a need, a door, more of their danger; anything else was courtesy."""
    if of_danger(tx, person, said, None) is not None:
        return
    if _wants(said):
        listen(tx, said=said, sensitive=sensitive)
    elif says_where(said):
        keep_where(tx, said)
