"""Writing an announcement: its text, the groups it goes to, cancelling it. Sending is in `actions.publishing`."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.drafts import close_draft, open_draft, take_draft
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.words import AnnouncementState, DraftKind, PlaceKind, Priority
from storage.announcing import recipient_of
from storage.areas import Area, area_of, groups_of
from storage.people import meet
from storage.tables import Announcement, Person, Place

LONGEST = 3500  # UTF-16 units, as Telegram counts
GROUPS_A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Drafted:
    """The announcement is written and shown to its author."""

    announcement: str


@dataclass(frozen=True, slots=True)
class AskedForText:
    """There was nothing to announce yet; the next thing that the person writes is it."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """It is `over` characters too long; nothing was kept."""

    over: int


@dataclass(frozen=True, slots=True)
class NotStaff:
    """Only staff of the area may."""


@dataclass(frozen=True, slots=True)
class Stale:
    """It is no longer at the stage at which that can be done."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The card shows it."""


Touched = Shown | NotStaff | Stale


def write_announcement(
    tx: Tx, *, speaker: Speaker, place: str | None, text: str
) -> Drafted | AskedForText | TooLong | NotStaff:
    """Keep `text` as an announcement, or as the new text of the one being rewritten, and show it to its author.

    place: the staff chat it is written in; None, or any other chat: the author's private chat.
    """
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    here = tx.session.get(Place, place) if place is not None else None
    desk = here if here is not None and here.kind is PlaceKind.STAFF else None
    area = area_of(tx.session, person.id, desk.street_id if desk else None)
    to = Recipient(place=desk.id) if desk else Recipient(person=person.id)
    if area is None:
        _tell(tx, NoteKind.NO_RIGHT, person, to)
        return NotStaff()
    waiting = take_draft(tx, person.id, desk.id if desk else "")
    rewritten = waiting.subject if waiting is not None and waiting.kind is DraftKind.PUBLISH else ""
    if not text.strip():
        _await(tx, person, desk, rewritten)
        _tell(tx, NoteKind.ASK_ANNOUNCEMENT, person, to)
        return AskedForText()
    over = units(text.strip()) - LONGEST
    if over > 0:
        _await(tx, person, desk, rewritten)
        _tell(tx, NoteKind.ANNOUNCEMENT_TOO_LONG, person, to, over=over)
        return TooLong(over)
    close_draft(tx, person.id, desk.id if desk else "")
    return Drafted(_keep(tx, person, desk, area, rewritten, text.strip()))


def _keep(tx: Tx, person: Person, desk: Place | None, area: Area, rewritten: str, text: str) -> str:
    row = tx.session.get(Announcement, rewritten) if rewritten else None
    if row is None or row.state is not AnnouncementState.DRAFT:
        row = Announcement(
            id=tx.new_id(),
            street_id=area.street,
            author_id=person.id,
            place_id=desk.id if desk else None,
            place_ids=_first_choice(tx, area, desk),
            state=AnnouncementState.DRAFT,
            made_at=tx.now,
        )
        tx.session.add(row)
    row.text = text
    tx.session.flush()
    tx.record(row.id, "write_announcement", person.id)
    show(tx, row, fresh=True)
    return row.id


def _first_choice(tx: Tx, area: Area, desk: Place | None) -> list[str]:
    """The groups chosen to begin with: those of the desk's community, else of the author's; none for a whole street."""
    groups = groups_of(tx.session, area)
    if desk is not None and desk.community_id is not None:
        return [group.id for group in groups if group.community_id == desk.community_id]
    return [] if area.communities is None else [group.id for group in groups]


def _await(tx: Tx, person: Person, desk: Place | None, subject: str) -> None:
    open_draft(tx, person.id, DraftKind.PUBLISH, subject, place=desk.id if desk else "")


def _tell(tx: Tx, kind: NoteKind, person: Person, to: Recipient, **payload: object) -> None:
    tx.say(Fact(FactKind.TOLD, person.id, to, Priority.REPLY, payload={"note": kind.value, **payload}))


def toggle_group(tx: Tx, *, speaker: Speaker, announcement: str, place: str) -> Touched:
    """Choose the group, or no longer."""
    found = editable(tx, speaker, announcement)
    if not isinstance(found, Announcement):
        return found
    groups = choices(tx, found)
    if place not in groups:
        return Stale()
    chosen = set(found.place_ids) ^ {place}
    found.place_ids = [group for group in groups if group in chosen]
    show(tx, found, page=str(groups.index(place) // GROUPS_A_PAGE))
    return Shown()


def choose_all(tx: Tx, *, speaker: Speaker, announcement: str, none: bool = False, page: str = "") -> Touched:
    """Choose every group of the area, or none of them."""
    found = editable(tx, speaker, announcement)
    if not isinstance(found, Announcement):
        return found
    found.place_ids = [] if none else list(choices(tx, found))
    show(tx, found, page=page)
    return Shown()


def turn_page(tx: Tx, *, speaker: Speaker, announcement: str, page: str) -> Touched:
    """Show another page of the card: a number, a page of groups; CONFIRM, the question whether to send."""
    found = editable(tx, speaker, announcement)
    if not isinstance(found, Announcement):
        return found
    show(tx, found, page=page)
    return Shown()


def rewrite_announcement(tx: Tx, *, speaker: Speaker, announcement: str) -> Touched:
    """The next thing that the person writes where the card stands replaces the text."""
    found = editable(tx, speaker, announcement)
    if not isinstance(found, Announcement):
        return found
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    desk = tx.session.get(Place, found.place_id) if found.place_id else None
    _await(tx, person, desk, found.id)
    _tell(tx, NoteKind.ASK_ANNOUNCEMENT, person, recipient_of(found))
    return Shown()


def cancel_announcement(tx: Tx, *, speaker: Speaker, announcement: str) -> Touched:
    """Throw the announcement away, unsent."""
    found = editable(tx, speaker, announcement)
    if not isinstance(found, Announcement):
        return found
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    found.state = AnnouncementState.CANCELLED
    close_draft(tx, person.id, found.place_id or "")
    tx.record(found.id, "cancel_announcement", person.id)
    show(tx, found)
    return Shown()


def editable(tx: Tx, speaker: Speaker, announcement: str) -> Announcement | NotStaff | Stale:
    """The announcement, if the person may touch it and it has not been sent."""
    found = touchable(tx, speaker, announcement)
    if isinstance(found, Announcement) and found.state is not AnnouncementState.DRAFT:
        return Stale()
    return found


def touchable(tx: Tx, speaker: Speaker, announcement: str) -> Announcement | NotStaff | Stale:
    """The announcement, if the person is its author or staff of the desk it was written at, or of the street."""
    row = tx.session.get(Announcement, announcement)
    if row is None:
        return Stale()
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    area = area_of(tx.session, person.id, row.street_id)
    if area is None:
        return NotStaff()
    desk = tx.session.get(Place, row.place_id) if row.place_id else None
    if person.id == row.author_id or area.communities is None or (desk is not None and area.covers(desk.community_id)):
        return row
    return NotStaff()


def choices(tx: Tx, row: Announcement) -> Sequence[str]:
    """The groups that the announcement may go to: those of its author's area, as it is now."""
    area = area_of(tx.session, row.author_id, row.street_id)
    return [group.id for group in groups_of(tx.session, area)] if area else []


def show(tx: Tx, row: Announcement, *, page: str = "", fresh: bool = False) -> None:
    """Change the card of `row` at once; `fresh`: below everything said before."""
    fact = FactKind.PUBLISHING_CHANGED
    tx.say(Fact(fact, row.id, recipient_of(row), Priority.REPLY, page=page, fresh=fresh, quiet=True))


def units(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
