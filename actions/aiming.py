"""How plainly somebody's words are for the other side of a visit, and whose home they name."""

from collections.abc import Sequence
from enum import IntEnum

from actions.tx import Tx
from actions.visits import Visit, another_time, only_a_time, time_said
from community.addressing import calls
from community.coming import (
    arrived,
    asks,
    comes,
    moves,
    names_a_sum,
    of_a_visit,
    only_asks_when,
    tells_price,
    to_staff,
    to_who_comes,
    to_who_waits,
)
from community.door_parts import Parts, parts_in
from community.promising import cant_get_there, refuses
from community.transitions import HELD
from community.understanding import Band, Kind, Understanding
from community.visiting import done, gives_back, tells_how_it_was, tells_whereabouts, wants
from storage.tables import Particulars, Person

PLAIN = 0.8
"""From this score on it is plain what a sentence is about."""
LONGEST_QUESTION = 24


_OF_THE_WORK = (arrived, cant_get_there, done, gives_back, tells_price)


class Aim(IntEnum):
    """How plainly words are for the other side of a visit."""

    NO = 0
    PERHAPS = 1
    SURELY = 2


def aim_of(tx: Tx, visit: Visit, words: str, meaning: Understanding, *, pointed: bool = False) -> Aim:
    """How plainly `words` are for the other side of `visit`. pointed: they answer its card, or what was told of it."""
    if visit.coming and (pointed or any(test(words) for test in _OF_THE_WORK)):
        return Aim.SURELY
    if is_a_need(visit, words, meaning):
        return Aim.NO
    asked = (
        visit.coming and len(words) <= LONGEST_QUESTION and asks(words) and not (of_a_visit(words) or to_staff(words))
    )
    if of_something_else(visit, words, meaning):
        return Aim.PERHAPS if asked else Aim.NO
    if names_a_time(tx, visit, words):
        return Aim.SURELY
    if visit.order.state not in HELD:
        return Aim.NO
    told = to_who_waits(words) if visit.coming else to_who_comes(words) or tells_how_it_was(words)
    if pointed or told:
        return Aim.SURELY
    perhaps = asked or meaning.kind is Kind.INQUIRY or visit.coming or tells_whereabouts(words)
    sounds = meaning.kind is not Kind.CHATTER and meaning.band is not Band.SILENT
    asked = asked or (visit.coming and names_a_sum(words))
    return Aim.PERHAPS if perhaps and (sounds or asked) else Aim.NO


def names_a_time(tx: Tx, visit: Visit, words: str) -> bool:
    """Whether `words` name a time of `visit`, or say that they can't then."""
    said = time_said(words, tx.now, visit.order.eta if visit.coming else None)
    if said is None or not another_time(words, tx.now):
        return False
    if visit.coming:
        return comes(words) or said.asked or refuses(words) or only_a_time(words, said, tx.now)
    return moves(words) or only_a_time(words, said, tx.now)


def is_a_need(visit: Visit, words: str, meaning: Understanding) -> bool:
    """Whether something is wanted: of whoever comes, a question that only sounds so is taken for what it is; who waits
    may tell where they are meanwhile."""
    if meaning.kind in {Kind.CHATTER, Kind.INQUIRY} or meaning.band is not Band.TAKE:
        return False
    if visit.coming:
        return wants(words) and (of_a_visit(words) or not asks(words))
    if visit.order.state in HELD and tells_whereabouts(words):
        return False
    return meaning.categories[0].score >= PLAIN or meaning.kind is not Kind.NEED


def of_something_else(visit: Visit, words: str, meaning: Understanding) -> bool:
    """Whether a question is plainly about another thing: 物业几点来收垃圾."""
    if meaning.kind is not Kind.INQUIRY or meaning.band is not Band.TAKE or of_a_visit(words):
        return False
    if only_asks_when(words):
        return False
    best = meaning.categories[0]
    return best.score >= PLAIN and best.code != visit.order.category


def named(tx: Tx, visits: Sequence[Visit], words: str) -> list[Visit]:
    """Those of `visits` whose resident `words` name: by the name, by the surname as people are called, or by
    the building."""
    return [visit for visit in visits if visit.coming and _names(tx, visit, words)]


def _names(tx: Tx, visit: Visit, words: str) -> bool:
    kept = tx.session.get(Particulars, visit.matter.id)
    there, said = parts_in(kept.door or "") if kept else Parts(), parts_in(words)
    if said.building and said.building == there.building and said.unit in {None, there.unit}:
        return True
    names = {kept.name if kept else None, tx.session.get_one(Person, visit.matter.person_id).name}
    return any(name and calls(name, words) for name in names)
