"""What others say while somebody's danger stands: whom it touches too, and who has seen the one who is missing."""

from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from actions.adding import SUMMARY_KEPT, keep, tell_added
from actions.hearing import hear
from actions.households import keep_household
from actions.needs import Joined
from actions.ringing import pass_on
from actions.speaking import mark_seen, note
from actions.tx import Tx
from community.facts import NoteKind
from community.gist import summary_of
from community.heard import Heard
from community.sightings import OF_PEOPLE, is_missing, share_danger, sights
from community.spots import may_be_same, spot_in, spot_of
from community.understanding import Band, Kind, Understanding
from community.words import MatterState
from storage.tables import Household, Matter, Particulars, Person

LOOKED_FOR, STANDS, AT_FIRST = timedelta(hours=24), timedelta(hours=12), timedelta(minutes=30)
"""So long somebody is looked for; so long danger is of those whom it touches too, and so long whatever they need."""


def told_by_others(tx: Tx, heard: Heard, person: str, meaning: Understanding) -> Joined | None:
    """Words that belong to the danger of somebody else: they go to everyone who was rung."""
    if meaning.harm:
        return None
    seen = _looked_for(tx, heard, person) if sights(heard.text) else None
    if seen is not None and not _is_a_need_beside(seen, meaning):
        return _say(tx, seen, heard, meaning, sighting=True)
    if heard.place is None or meaning.kind is Kind.CHATTER:
        return None
    beside = _beside(tx, heard.place, person, heard.text, meaning)
    return _say(tx, beside, heard, meaning) if beside is not None else None


def _is_a_need_beside(missing: Matter, meaning: Understanding) -> bool:
    """Whether something else is wanted, and not for somebody: 我看到楼道灯坏了, 谁来修."""
    surely = meaning.kind is Kind.NEED and meaning.band is Band.TAKE and not meaning.urgent
    return surely and meaning.categories[0].code not in {missing.category, *OF_PEOPLE}


def _open(tx: Tx, where: ColumnElement[bool], since: timedelta) -> list[Matter]:
    query = select(Matter).where(
        where,
        Matter.state == MatterState.OPEN,
        Matter.urgency == 3,
        col(Matter.grave).is_(None),
        col(Matter.sensitive).is_(False),
        col(Matter.made_at) >= tx.now - since,
    )
    return list(tx.session.exec(query.order_by(col(Matter.made_at).desc())).all())


def _looked_for(tx: Tx, heard: Heard, person: str) -> Matter | None:
    """Whom somebody else looks for, in the group or, told in private, in the community."""
    home = tx.session.get_one(Person, person).community_id if heard.place is None else None
    where = col(Matter.place_id) == heard.place if heard.place else col(Matter.community_id) == home
    found = _open(tx, where, LOOKED_FOR)
    return next((one for one in found if one.person_id != person and is_missing(one.service, one.summary)), None)


def _beside(tx: Tx, place: str, person: str, words: str, meaning: Understanding) -> Matter | None:
    """The danger that touches `person` too, unless what they say is plainly another thing."""
    for matter in _open(tx, col(Matter.place_id) == place, STANDS):
        known = select(Household).where(Household.matter_id == matter.id, Household.person_id == person)
        row = tx.session.exec(known).first()
        if row is not None and not _is_another(matter, words, meaning, fresh=row.at >= tx.now - AT_FIRST):
            return matter
    return None


def _is_another(matter: Matter, words: str, meaning: Understanding, *, fresh: bool) -> bool:
    if not may_be_same(spot_of(matter.spot), spot_in(meaning)) or meaning.kind is Kind.OFFER:
        return True
    same = matter.category in {scored.code for scored in meaning.categories[:2]}
    if same or share_danger(words, matter.summary):
        return False
    return not fresh or (meaning.band is Band.TAKE and meaning.service is not None)


def _say(tx: Tx, matter: Matter, heard: Heard, meaning: Understanding, *, sighting: bool = False) -> Joined:
    """Whoever is rung reads it at once, and so does whoever asked, where somebody was seen. It counts no household."""
    person, utterance, new = hear(tx, heard)
    if not new and utterance.matter_id is not None:
        return Joined(matter.number)
    utterance.matter_id = matter.id
    keep(tx.session.get_one(Particulars, matter.id), f"{person.name}：{heard.text}", utterance.media)
    summary = summary_of(heard.text, meaning)
    matter.summary = f"{matter.summary}；{summary}"[:SUMMARY_KEPT]
    tx.record(matter.id, "tell_beside", person.id)
    if not sighting and (spot := spot_in(meaning)) is not None:
        keep_household(tx, matter.id, person.id, spot.key)
    mark_seen(tx, utterance)
    pass_on(tx, matter)
    tell_added(tx, matter, f"{person.name}：{heard.text}")
    if heard.place is None:
        note(tx, NoteKind.LISTENING, matter.id, person.id)
    if sighting:
        note(tx, NoteKind.SIGHTED, matter.id, matter.person_id, text=heard.text[:200])
    return Joined(matter.number)
