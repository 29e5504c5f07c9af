"""A neighbour who has it too says that it is not done with them: it is taken up again, whatever its asker says."""

from dataclasses import replace

from sqlmodel import col, select

from actions.hearing import answered_matter, hear
from actions.outcomes import Done
from actions.residents import take_up_again
from actions.speaking import mark_seen, note, tell_desk, tell_partners
from actions.tx import Tx
from bot.nlp.hints import read_hints, words_of
from bot.nlp.threads import NAMED
from community.facts import NoteKind
from community.heard import Heard
from community.spots import Spot, may_be_same, spot_in, spot_of
from community.understanding import Band, Kind, Understanding
from community.undone import besides_still, is_akin, says_no_more, still_so
from community.words import MatterState, OrderState
from storage.naming import reported
from storage.tables import Household, Matter, Order
from storage.told import told_at

OTHER_WORDS = 1
"""As many telling characters may be new; more of them name another thing."""
KEPT = 120


def not_yet(tx: Tx, person: str, heard: Heard, meaning: Understanding) -> Done | None:
    """The order goes to the market again, the desk rings and whoever did it reads why; None if it is said of nothing
    that was done lately where they are one of several households."""
    if meaning.urgent or meaning.grave:
        return None
    if not still_so(heard.text) or read_hints(heard.text).ending is not None:
        return None
    found = next(
        ((one, order) for one, order in _done_for(tx, person, heard) if _is_of(tx, one, person, heard, meaning)), None
    )
    if found is None:
        return None
    matter, order = found
    _, utterance, _ = hear(tx, heard)
    words = reported(tx.session, matter, heard.text)[:KEPT]
    holder = take_up_again(tx, matter, order, by=person)
    tx.record(matter.id, "tell_why", person, why="", words=words)
    tell_desk(tx, matter, fresh=True)
    tell_partners(tx, order)
    if holder is not None:
        note(tx, NoteKind.WHY, matter.id, holder, text=words)
    mark_seen(tx, utterance)
    if heard.place is None:
        note(tx, NoteKind.KEPT, matter.id, person)
    return Done(matter.number)


def _done_for(tx: Tx, person: str, heard: Heard) -> list[tuple[Matter, Order]]:
    """What is said to be done, and `person`, who did not ask for it, has too: the newest first."""
    query = (
        select(Matter, Order)
        .join(Household, col(Household.matter_id) == col(Matter.id))
        .join(Order, col(Order.matter_id) == col(Matter.id))
        .where(Household.person_id == person, Matter.person_id != person, col(Matter.sensitive).is_(False))
    )
    if heard.place is not None:
        query = query.where(Matter.place_id == heard.place)
    rows = tx.session.exec(query.order_by(col(Matter.made_at).desc())).all()
    return [(matter, order) for matter, order in rows if _over(tx, matter, order)]


def _over(tx: Tx, matter: Matter, order: Order) -> bool:
    if matter.state is MatterState.SOLVED:
        return matter.ended_at is not None and matter.ended_at >= tx.now - NAMED
    return matter.state is MatterState.OPEN and order.state is OrderState.DONE


def _is_of(tx: Tx, matter: Matter, person: str, heard: Heard, meaning: Understanding) -> bool:
    """Whether it is of that, and of no other building: they answer its card, or name what it is, or name nothing and
    say it as it is said of such a thing."""
    sure = meaning.kind is not Kind.CHATTER and meaning.band is Band.TAKE
    if sure and meaning.categories[0].code != matter.category:
        return False
    if not may_be_same(_house(spot_of(matter.spot)), _house(spot_in(meaning))):
        return False
    known = words_of(f"{matter.summary}{matter.service or ''}")
    if _answers(tx, matter, person, heard):
        return len(read_hints(heard.text).words - known) <= OTHER_WORDS
    said = words_of(besides_still(heard.text))
    if said:
        return bool(said & known) and len(said - known) <= OTHER_WORDS
    return says_no_more(heard.text) or is_akin(heard.text, matter.summary)


def _answers(tx: Tx, matter: Matter, person: str, heard: Heard) -> bool:
    """Whether they answer its card, words about it, or in private what they were told of it."""
    if heard.reply_to is None:
        return False
    private = heard.place is None
    return matter.id == (
        answered_matter(tx, heard) or (told_at(tx.session, person, heard.reply_to) if private else None)
    )


def _house(spot: Spot | None) -> Spot | None:
    """Its building: of several households each has a unit of its own."""
    return replace(spot, unit=None) if spot is not None and (spot.building or spot.court) else None
