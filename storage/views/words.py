"""Small shared pieces of the views: areas, names fit for a group, stars, where the neighbours are."""

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Household

FEWEST = 5


def area_of(community: str, grid: str | None) -> str:
    """般阳社区 3 号网格."""
    return f"{community} {grid}" if grid else community


def masked_name(name: str) -> str:
    """王** : enough for staff to know whom they deal with, too little for anyone else."""
    return f"{name[:1]}**"


def stars_of(rating_sum: int | None, rating_count: int | None) -> float | None:
    """Average stars as everybody may read them, or None before FEWEST ratings: one resident's word is no average."""
    return round(rating_sum / rating_count, 1) if rating_sum and rating_count and rating_count >= FEWEST else None


def spots_of(session: Session, matter: str) -> tuple[str, ...]:
    """Where the neighbours are who have it too, as far as they said: a building, a unit, no door."""
    query = sa.select(col(Household.spot)).where(col(Household.matter_id) == matter, col(Household.spot).is_not(None))
    return tuple(dict.fromkeys(session.execute(query.order_by(col(Household.at))).scalars()))
