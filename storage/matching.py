"""Who could serve a category in a community."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from community.words import PartnerKind, PartnerState
from storage.tables import Member, Partner, Subscription

PAUSE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of a partner that subscribed to the category in that area."""

    partner: str
    person: str
    kind: PartnerKind
    hours: dict[str, Any]
    home_visit: bool
    off_until: datetime | None
    services: list[str]

    def paused(self, now: datetime) -> bool:
        """Whether they take no orders until they say so: no day's rest."""
        return self.off_until is not None and self.off_until - now > PAUSE

    def serves(self, service: str | None) -> bool:
        """Whether the service is among theirs, as far as it is known; who names none serves the whole category."""
        return service is None or not self.services or service in self.services


_SUBSCRIBED = (
    sa.select(
        col(Partner.id),
        col(Member.person_id),
        col(Partner.kind),
        col(Partner.hours),
        col(Partner.home_visit),
        col(Member.off_until),
        col(Subscription.services),
    )
    .join(Subscription, col(Subscription.partner_id) == col(Partner.id))
    .join(Member, col(Member.partner_id) == col(Partner.id))
    .where(
        col(Subscription.category) == sa.bindparam("category"),
        sa.or_(col(Subscription.community_id) == sa.bindparam("community"), col(Subscription.community_id).is_(None)),
        col(Partner.state) == PartnerState.ACTIVE,
    )
    .order_by(col(Partner.id), col(Member.id))
)


def candidates(session: Session, category: str, community: str) -> list[Candidate]:
    """Every member of every active partner subscribed to `category` in `community` or in the whole street."""
    found: dict[str, Candidate] = {}
    for row in session.execute(_SUBSCRIBED, {"category": category, "community": community}):
        candidate = Candidate(*row)
        found.setdefault(candidate.person, candidate)
    return list(found.values())
