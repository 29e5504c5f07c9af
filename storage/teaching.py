"""Words and thresholds of a community, looked up."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import WordState
from storage.areas import Area
from storage.tables import Community, Word


def communities_in(session: Session, area: Area) -> Sequence[Community]:
    """Those that staff of `area` answer for, in the order of their turns."""
    query = select(Community).where(Community.street_id == area.street)
    rows = session.exec(query.order_by(col(Community.rota), col(Community.name))).all()
    return [row for row in rows if area.covers(row.id)]


def words_of(session: Session, community: str, state: WordState) -> Sequence[Word]:
    """The community's own words in `state`, the newest first."""
    query = select(Word).where(Word.community_id == community, Word.state == state)
    return session.exec(query.order_by(col(Word.made_at).desc(), col(Word.id))).all()


def known_words(session: Session, community: str) -> frozenset[str]:
    """Every word that was ever the community's, offered or refused too."""
    return frozenset(session.execute(sa.select(col(Word.word)).where(col(Word.community_id) == community)).scalars())
