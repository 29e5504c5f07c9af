"""Open matters that may be the same thing as another: by category, place, words and time."""

from datetime import timedelta

from sqlmodel import Session, col, select

from community.likeness import likeness
from community.routing import needs_door
from community.spots import may_be_same, spot_of
from community.understanding import Kind
from community.words import MatterState
from storage.tables import Matter

DAYS = timedelta(days=3)
HOURS = timedelta(hours=12)
MOST = 50
ALIKE, ALIKE_NOWHERE = 0.2, 0.4
"""How alike the words of two matters are at the same spot, and where one names no spot."""


def twin_of(session: Session, matter: Matter) -> Matter | None:
    """A neighbour's matter that is certainly the same thing: said in the same group within hours, of the same service,
    at the same place to the unit."""
    if matter.spot is None or matter.service is None or matter.urgency == 3:
        return None
    for other in _candidates(session, matter):
        same = (other.place_id, other.spot, other.service) == (matter.place_id, matter.spot, matter.service)
        if same and matter.place_id and other.person_id != matter.person_id and matter.made_at - other.made_at <= HOURS:
            return other
    return None


def likely_twin(session: Session, matter: Matter) -> Matter | None:
    """An older open matter that may well be the same thing, for staff to decide; the likest first."""
    found = [(_score(matter, other), other) for other in _candidates(session, matter)]
    best = max(found, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] > 0 else None


def _score(matter: Matter, other: Matter) -> float:
    here, there = spot_of(matter.spot), spot_of(other.spot)
    if not may_be_same(here, there) or (matter.service and other.service and matter.service != other.service):
        return 0.0
    alike = likeness(matter.summary, other.summary)
    known = here is not None and there is not None
    enough = alike >= (ALIKE if known else ALIKE_NOWHERE)
    return alike + known if enough or (known and matter.service is not None) else 0.0


def _candidates(session: Session, matter: Matter) -> list[Matter]:
    """Older open matters of the category about what all can see: two homes' taps are two repairs."""
    if matter.sensitive or matter.kind is not Kind.NEED or needs_door(matter.category):
        return []
    query = select(Matter).where(
        Matter.community_id == matter.community_id,
        Matter.state == MatterState.OPEN,
        Matter.kind == Kind.NEED,
        Matter.category == matter.category,
        col(Matter.sensitive).is_(False),
        Matter.id != matter.id,
        Matter.made_at <= matter.made_at,
        Matter.made_at >= matter.made_at - DAYS,
    )
    return list(session.exec(query.order_by(col(Matter.made_at), col(Matter.id)).limit(MOST)))
