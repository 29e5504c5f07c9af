"""Chats: look-ups, and the move when Telegram gives a group a new id."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import PlaceKind
from storage.tables import Card, Community, History, Place, Utterance


def place_of(session: Session, chat_id: int) -> Place | None:
    """The place that this Telegram chat is."""
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
    held: dict[str, tuple[Place, Community | None]] = session.info.setdefault("places", {})
    if ident not in held:
        place, community = session.exec(_WITH_COMMUNITY, params={"place": ident}).one()
        held[ident] = place, community
    return held[ident][0]


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


def move_group(session: Session, old: int, new: int, *, now: datetime) -> None:
    """Telegram gave a group another id: the place and all that hangs on it go there, in one transaction.

    Both ids tell of it, and so may a message that could not be sent: whoever comes second finds it done.
    """
    known = session.exec(select(Place).where(Place.chat_id == old).with_for_update()).first()
    if known is None:
        return
    newcomer = place_of(session, new)
    if newcomer is not None and newcomer.kind is not PlaceKind.UNBOUND:
        known.present = False  # 工作人员已经把新群登记好了
        return
    if newcomer is not None:
        known.present, known.admin = newcomer.present, newcomer.admin
        session.delete(newcomer)
        session.flush()
    move_chat(session, old, new)
    session.add(History(at=now, subject=known.id, what="move_group", detail={"old": old, "new": new}))


def move_chat(session: Session, old: int, new: int) -> None:
    """Move every key from chat `old` to chat `new`; repeating it changes nothing."""
    session.execute(sa.update(Place).where(col(Place.chat_id) == old).values(chat_id=new))
    session.execute(sa.update(Utterance).where(col(Utterance.chat_id) == old).values(chat_id=new))
    session.execute(sa.update(Card).where(col(Card.chat_id) == old).values(chat_id=new))
