"""Chats: look-ups."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import PlaceKind
from storage.tables import Community, Place


def place_of(session: Session, chat_id: int) -> Place | None:
    """The place that this Telegram chat is, or was before the group moved: its last words may come in after that."""
    return session.exec(
        select(Place).where(sa.or_(col(Place.chat_id) == chat_id, col(Place.former_chat) == chat_id))
    ).first()


def place_in(session: Session, chat_id: int) -> Place | None:
    """The place that this Telegram chat is by now."""
    return session.exec(select(Place).where(Place.chat_id == chat_id)).first()


_WITH_COMMUNITY = (
    select(Place, Community)
    .outerjoin(Community, col(Community.id) == col(Place.community_id))
    .where(Place.id == sa.bindparam("place"))
)


def place_at(session: Session, ident: str) -> Place:
    """The place with this id.

    It and its community are asked for once in a transaction: by itself a session forgets what nobody holds.
    """
    held = session.info.get("places", {}).get(ident)
    return held[0] if held else hold(session, *session.exec(_WITH_COMMUNITY, params={"place": ident}).one())


def hold(session: Session, place: Place, community: Community | None) -> Place:
    """Keep both for `place_at` until the end of the transaction."""
    session.info.setdefault("places", {})[place.id] = place, community
    return place


def bot_of(session: Session) -> int:
    """The bot whose groups these are; 0 if there are none."""
    return session.exec(select(Place.bot_id).limit(1)).first() or 0


_DESKS = (
    select(Place)
    .where(
        Place.kind == PlaceKind.STAFF,
        col(Place.present).is_(True),
        sa.or_(
            col(Place.community_id) == sa.bindparam("community"),
            sa.and_(col(Place.street_id) == sa.bindparam("street"), col(Place.community_id).is_(None)),
        ),
    )
    .order_by(col(Place.id))
)


def staff_places(session: Session, community: str, street: str) -> Sequence[Place]:
    """Where the staff of `community` sit: its own staff chats, or, if it has none, the street's."""
    desks = session.exec(_DESKS, params={"community": community, "street": street}).all()
    return [place for place in desks if place.community_id is not None] or desks


def desks_of(session: Session, bot_id: int) -> Sequence[Place]:
    """Every staff chat in which the bot is present."""
    query = select(Place).where(Place.kind == PlaceKind.STAFF, Place.bot_id == bot_id, col(Place.present).is_(True))
    return session.exec(query.order_by(col(Place.id))).all()


def grid_places(session: Session, street: str, community: str | None = None) -> Sequence[Place]:
    """The grid groups of a street, or of one community of it, in which the bot is present."""
    query = select(Place).where(Place.kind == PlaceKind.GRID, Place.street_id == street, col(Place.present).is_(True))
    if community is not None:
        query = query.where(Place.community_id == community)
    return session.exec(query.order_by(col(Place.community_id), col(Place.title))).all()
