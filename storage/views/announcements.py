"""Views of an announcement: the groups' copy, and the staff's card."""

from sqlmodel import Session, col, select

from community.views import Wanted
from community.views.announcements import AnnouncementView, GroupLine, PublishingView
from community.words import AnnouncementState, OutboxState
from storage.announcing import RESTORED, post_key
from storage.areas import area_of, groups_of
from storage.tables import Announcement, AnnouncementPost, Community, Outbox, Place, Street


def load_announcement(session: Session, wanted: Wanted) -> AnnouncementView | None:
    """The announcement as a group sees it."""
    row = session.get(Announcement, wanted.subject)
    return _announcement(session, row) if row is not None else None


def load_publishing(session: Session, wanted: Wanted) -> PublishingView | None:
    """The staff's card: the groups to choose from before it is sent, the copies afterwards."""
    row = session.get(Announcement, wanted.subject)
    if row is None:
        return None
    draft = row.state is AnnouncementState.DRAFT
    copies = {} if draft else _copies(session, row.id)
    lines = _lines(session, row, copies)
    waiting = any(copy[1] is not None and copy[1].not_before > wanted.now for copy in copies.values())
    return PublishingView(_announcement(session, row), row.state, tuple(lines), wanted.page, waiting)


def _announcement(session: Session, row: Announcement) -> AnnouncementView:
    return AnnouncementView(row.id, _issuer(session, row), row.text, row.state is AnnouncementState.RECALLED)


def _issuer(session: Session, row: Announcement) -> str:
    """The community of the desk it was written at, else the only one of its author, else the street."""
    desk = session.get(Place, row.place_id) if row.place_id else None
    community = desk.community_id if desk else None
    if desk is None:
        area = area_of(session, row.author_id, row.street_id)
        if area is not None and area.communities is not None and len(area.communities) == 1:
            (community,) = area.communities
    if community is not None:
        return session.get_one(Community, community).name
    return session.get_one(Street, row.street_id).name


Copy = tuple[AnnouncementPost, Outbox | None]


def _copies(session: Session, announcement: str) -> dict[str, Copy]:
    """The copy of each group, with the outbox row that carries it."""
    posts = session.exec(select(AnnouncementPost).where(AnnouncementPost.announcement_id == announcement)).all()
    keys = [post_key(announcement, post.place_id) for post in posts]
    rows = {row.key: row for row in session.exec(select(Outbox).where(col(Outbox.key).in_(keys)))}
    return {post.place_id: (post, rows.get(post_key(announcement, post.place_id))) for post in posts}


def _lines(session: Session, row: Announcement, copies: dict[str, Copy]) -> list[GroupLine]:
    names = dict(session.exec(select(Community.id, Community.name).where(Community.street_id == row.street_id)).all())
    if row.state is AnnouncementState.DRAFT:
        area = area_of(session, row.author_id, row.street_id)
        places = list(groups_of(session, area)) if area else []
    else:
        found = {place.id: place for place in session.exec(select(Place).where(col(Place.id).in_(row.place_ids)))}
        places = [found[ident] for ident in row.place_ids if ident in copies and ident in found]
    return [_line(place, names.get(place.community_id or "", ""), row, copies.get(place.id)) for place in places]


def _line(place: Place, community: str, row: Announcement, copy: Copy | None) -> GroupLine:
    post, carried = copy if copy else (None, None)
    return GroupLine(
        place=place.id,
        title=place.title,
        community=community,
        chosen=place.id in row.place_ids,
        outcome=OutboxState(post.outcome) if post and post.outcome else None,
        reason=carried.error if carried else None,
        recalled=post.recalled if post else None,
        restored=carried is not None and (carried.state, carried.error) == (OutboxState.UNKNOWN, RESTORED),
    )
